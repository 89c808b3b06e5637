"""Rows that sum up the others, as sheets made to be printed end with."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.tables.cells import blank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.tables.schema import Table

RULE = "row-of-totals"
LONGEST = 16
"""A longer cell is no such word, whatever blanks are in it."""
_WORDS = re.compile(
    r"(?:合计|总计|小计|共计|总和|(?:grand|sub)?[ -]?totals?)(?:数)?[:：]?",
    re.IGNORECASE,
)


def rows_of_totals(
    frame: pd.DataFrame, table: Table, matched: Mapping[str, str]
) -> NDArray[np.bool_]:
    """
    Find rows that are called a sum where others have their code.

    A row without a code counts where the name of the row is such a word.

    Parameters
    ----------
    frame
        What a file holds.
    table
        Says which column is the key.
    matched
        From the table's columns to the file's.

    Examples
    --------
    >>> from servicecircle.tables.schema import table
    >>> ids, names = ["A1", "合 计", None], ["a", None, "Total"]
    >>> frame = pd.DataFrame({"id": ids, "name": names})
    >>> matched = {"building_id": "id", "name": "name"}
    >>> rows_of_totals(frame, table("buildings"), matched).tolist()
    [False, True, True]
    """
    key = None if table.key is None else matched.get(table.key)
    if key is None:
        return np.zeros(len(frame), dtype=bool)
    totals = _is_word(frame[key])
    if "name" in matched:
        totals = totals | blank(frame[key]) & _is_word(frame[matched["name"]])
    return totals


def _is_word(cells: pd.Series) -> NDArray[np.bool_]:
    if cells.dtype != object and not isinstance(cells.dtype, pd.StringDtype):
        return np.zeros(len(cells), dtype=bool)
    if cells.dtype == object:
        cells = cells.where(cells.map(lambda c: isinstance(c, str))).astype("str")
    # Codes are many, and nearly all of them too long to be such a word.
    short = (cells.str.len() <= LONGEST).fillna(value=False).to_numpy(dtype=bool)
    found = np.zeros(len(cells), dtype=bool)
    found[short] = cells[short].map(_says_sum).to_numpy(dtype=bool)
    return found


def _says_sum(cell: object) -> bool:
    if not isinstance(cell, str):
        return False
    plain = unicodedata.normalize("NFKC", cell).strip()
    closed_up = plain if plain.isascii() else "".join(plain.split())
    return _WORDS.fullmatch(closed_up) is not None
