"""Characters that look like others, or like nothing, in cells of text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Zero-width characters, joiners, marks of direction, the byte order mark.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_BLANKS = "\u00a0\u2000-\u200a\u202f\u3000"
_FULL_WIDTH = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_ODD = re.compile(f"[{_INVISIBLE}{_BLANKS}{_FULL_WIDTH}]")
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_CHANGED = re.compile(f"[{_BLANKS}{_FULL_WIDTH}]")


def tidy(cells: pd.Series) -> tuple[pd.Series, NDArray[np.bool_]]:
    r"""
    Drop invisible characters, and make full-width letters, digits and blanks plain.

    Other characters stay: an id is opaque, and its brackets are its own.

    Parameters
    ----------
    cells
        A column as read; what is not text in it is left alone.

    Returns
    -------
    cells
        The same object where nothing had to be done.
    changed
        Which cells were changed, shape (rows,).

    Examples
    --------
    >>> cells, changed = tidy(pd.Series(["４４03", "\ufeffS1", "（a）"]))
    >>> cells.tolist(), changed.tolist()
    (['4403', 'S1', '（a）'], [True, True, False])
    """
    if isinstance(cells.dtype, pd.StringDtype):
        odd = cells.str.contains(_ODD.pattern, regex=True).fillna(value=False)
    elif cells.dtype == object:
        odd = cells.map(lambda c: isinstance(c, str) and _ODD.search(c) is not None)
    else:
        return cells, np.zeros(len(cells), dtype=bool)
    changed = odd.to_numpy(dtype=bool)
    if not changed.any():
        return cells, changed
    plain = cells.copy()
    plain[changed] = cells[changed].map(_plain)
    return plain, changed


def _plain(text: str) -> str:
    visible = _DROPPED.sub("", text)
    return _CHANGED.sub(lambda m: unicodedata.normalize("NFKC", m.group()), visible)
