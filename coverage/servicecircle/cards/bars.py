"""Bars for a card: amounts side by side, with their names and numbers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.cards.card import CELL, GRID, NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_PX = 160


class Bar(NamedTuple):
    """One bar."""

    name: str
    amount: float
    """0 or more."""
    told: str
    """The amount as it is written."""
    colour: str = "#2b7bba"


def bars(rows: Sequence[Bar]) -> str:
    """
    Draw bars as long as their amounts, the longest across the whole width.

    Examples
    --------
    >>> drawn = bars([Bar("red", 10, "10", "#a50f15"), Bar("blue", 40, "40")])
    >>> "width:40px" in drawn, "width:160px" in drawn
    (True, True)
    """
    longest = max((row.amount for row in rows), default=0.0)

    def one(row: Bar) -> str:
        width = round(LONGEST_PX * row.amount / longest) if longest > 0 else 0
        # Whatever is not nothing can be seen.
        width = max(width, 1) if row.amount > 0 else 0
        return (
            f'<tr style="background:none"><td style="{CELL}">{escape(row.name)}</td>'
            f'<td style="{CELL};width:{LONGEST_PX}px"><div style="width:{width}px;'
            f'height:11px;margin-top:4px;background:{escape(row.colour)}"></div></td>'
            f'<td style="{NUMBER}">{escape(row.told)}</td></tr>'
        )

    return f'<table style="{GRID}">{"".join(one(row) for row in rows)}</table>'
