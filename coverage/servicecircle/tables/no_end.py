"""Words by which a table says that something has no last day."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.tables.schema import Column

_LAST_DAYS = frozenset({"open_to"})
_WORDS = frozenset({"/", "-", "--", "—", "——", "无", "长期", "永久", "至今"})


def without_end(
    cells: pd.Series, column: Column
) -> tuple[pd.Series, NDArray[np.bool_]]:
    """
    Empty the cells of a last day that say in words that there is none.

    Parameters
    ----------
    cells
        A column as read; it is not changed.
    column
        What the cells are to become; of any but a last day, nothing is emptied.

    Returns
    -------
    cells
        The same object where nothing had to be done.
    changed
        Which cells were emptied, shape (rows,).

    Examples
    --------
    >>> from servicecircle.tables.schema import table
    >>> (open_to,) = (c for c in table("stations").columns if c.name == "open_to")
    >>> without_end(pd.Series(["2026-01-31", "长期"]), open_to)[1].tolist()
    [False, True]
    """
    changed = np.zeros(len(cells), dtype=bool)
    text = cells.dtype == object or isinstance(cells.dtype, pd.StringDtype)
    if column.name not in _LAST_DAYS or not text:
        return cells, changed
    changed = np.asarray(cells.map(_says_none).fillna(value=False), dtype=bool)
    return (cells.mask(changed) if changed.any() else cells), changed


def _says_none(cell: object) -> bool:
    if not isinstance(cell, str):
        return False
    return unicodedata.normalize("NFKC", cell).strip() in _WORDS
