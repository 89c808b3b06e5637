"""
The frame of a card, and how its numbers are written.

Everything is styled where it stands: no style sheet, no script, no file from outside.
Text takes the colour of the page, and lines are half transparent, so that a card can be
read on a dark page as on a light one.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FRAME = (
    "display:inline-block;max-width:100%;box-sizing:border-box;padding:10px 14px;"
    "border:1px solid rgba(128,128,128,.45);border-radius:6px;"
    "font-size:13px;line-height:1.45"
)
BESIDE = "display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start"
CELL = "padding:1px 12px 1px 0;text-align:left;vertical-align:baseline;background:none"
NUMBER = (
    "padding:1px 0 1px 12px;text-align:right;vertical-align:baseline;background:none"
)
SMALL = "margin-top:6px;font-size:11px;opacity:.75;max-width:640px"
GRID = "border-collapse:collapse;border:none;margin:0;font-size:13px"


def card(
    title: str,
    facts: Mapping[str, str],
    *,
    more: Sequence[str] = (),
    picture: str = "",
    notes: Sequence[str] = (),
) -> str:
    """
    Write a card as HTML.

    Parameters
    ----------
    title
        What is shown.
    facts
        Names and values, as text.
    more
        Further parts as HTML, below the facts: what `table` and `bars` give.
    picture
        Beside them: what `small_map` gives.
    notes
        Sentences below, as text: what the data ask to be named with them.

    Examples
    --------
    >>> "<td" in card("A & B", {"residents": "5"}), "A &amp; B" in card("A & B", {})
    (True, True)
    """
    rows = "".join(
        f'<tr style="background:none"><td style="{CELL};opacity:.75">{escape(name)}'
        f'</td><td style="{CELL};max-width:300px">{escape(value)}</td></tr>'
        for name, value in facts.items()
    )
    parts = [f'<table style="{GRID}">{rows}</table>'] if rows else []
    told = '<div style="height:10px"></div>'.join([*parts, *filter(None, more)])
    inner = "".join(f"<div>{part}</div>" for part in (told, picture) if part)
    below = "".join(f'<div style="{SMALL}">{escape(note)}</div>' for note in notes)
    return (
        f'<div style="{FRAME}"><div style="font-weight:600;margin-bottom:6px">'
        f'{escape(title)}</div><div style="{BESIDE}">{inner}</div>{below}</div>'
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """
    Write a small table as HTML: the first column names, the others count.

    >>> table(["", "<on foot>"], [["legal", "57.0 %"]]).count("&lt;on foot&gt;")
    1
    """

    def line(cells: Sequence[str], *, tag: str) -> str:
        styles = [CELL, *[NUMBER] * (len(cells) - 1)]
        inner = "".join(
            f'<{tag} style="{style}">{escape(cell)}</{tag}>'
            for style, cell in zip(styles, cells, strict=True)
        )
        return f'<tr style="background:none">{inner}</tr>'

    body = "".join(line(row, tag="td") for row in rows)
    return f'<table style="{GRID}">{line(head, tag="th")}{body}</table>'


def count(value: float) -> str:
    """
    Write a whole number, or a dash where there is none.

    >>> count(68710), count(float("nan"))
    ('68,710', '–')
    """
    return f"{value:,.0f}" if np.isfinite(value) else "–"


def percent(share: float) -> str:
    """
    Write a share; 0 and 100 only where they are exact.

    >>> percent(0.70863), percent(0.99999), percent(1.0), percent(float("nan"))
    ('70.9 %', '99.9 %', '100.0 %', '–')
    """
    if not np.isfinite(share):
        return "–"
    tenths = round(share * 1000)
    if 0 < share < 1:
        tenths = min(max(tenths, 1), 999)
    return f"{tenths / 10:.1f} %"
