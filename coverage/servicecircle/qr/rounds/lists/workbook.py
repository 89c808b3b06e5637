"""The form of each round, which the register reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.qr.form import write_form
from servicecircle.qr.form_words import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from servicecircle.qr.rounds.lists.content import RoundList

WIDTHS = {
    "round": 20,
    "stop": 7,
    "code": 15,
    "building": 26,
    "building_id": 24,
    "place": 14,
    "walk_m": 16,
}


def write_forms(path: Path, lists: Sequence[RoundList], *, language: str) -> None:
    """
    Write rounds into one workbook, a row a point, in posting order.

    Parameters
    ----------
    path
        A new .xlsx file.
    lists
        As `round_lists` gives them.
    language
        ``en`` or ``zh``.
    """
    rows = pd.concat([one.rows.assign(round=one.round_id) for one in lists])
    rows = rows.assign(walk_m=rows["walk_m"].astype("Int64"))
    title = words(language)["round"]
    write_form(path, rows, widths=WIDTHS, title=title, language=language)
