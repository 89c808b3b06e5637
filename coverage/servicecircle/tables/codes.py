"""Codes that lost something on their way through a spreadsheet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number and writes zeros for the others."""
_PADDED = 12
"""With no more digits than a community's code has, zeros fill up a shorter code."""
_MANY = 4
"""So many zeros are rare enough to tell by their number what is no chance."""
_MOST = 0.5
_NO_CHANCE = 0.01


def digits_lost(codes: pd.Series) -> NDArray[np.bool_]:
    """
    Find codes whose digits beyond the fifteenth have become zeros.

    The whole column tells. A code that runs up to 10,000 truly ends in four zeros once,
    so four or more count where the column has more such codes, among its different
    codes of that length, than chance gives in one column of a hundred. Fewer zeros
    count only where at least half of them end so.

    Parameters
    ----------
    codes
        Text without blanks around it; may be missing.

    Examples
    --------
    >>> import pandas as pd
    >>> codes = ["4403040010010100000", "4403040010010100001", "440304", None]
    >>> digits_lost(pd.Series(codes)).tolist()
    [True, False, False, False]
    """
    long = codes.str.fullmatch(rf"\d{{{EXACT_DIGITS + 1},}}").fillna(value=False)
    lost = np.zeros(len(codes), dtype=bool)
    if not long.any():
        return lost
    length = codes.str.len().fillna(0).to_numpy(dtype=int)
    kept = codes.str.rstrip("0").str.len().fillna(0).to_numpy(dtype=int)
    plain = long.to_numpy(dtype=bool)
    zeros = plain & (kept <= EXACT_DIGITS) & (kept > _PADDED)
    for digits in np.unique(length[zeros]):
        same = plain & (length == digits)
        first = same & ~codes.duplicated().to_numpy()
        many, among = int(zeros[first].sum()), int(first.sum())
        often = many >= _MOST * among
        by_chance = among * 10.0 ** (EXACT_DIGITS - int(digits))
        if often or (digits - EXACT_DIGITS >= _MANY and _no_chance(many, by_chance)):
            lost |= zeros & same
    return lost


def digits_doubtful(codes: pd.Series) -> NDArray[np.bool_]:
    """
    Find codes that end in zeros as a spreadsheet leaves them, few enough to be right.

    Four zeros or more beyond the fifteenth digit: `digits_lost` finds those of a column
    that has too many of them. The others may be right, or went through a spreadsheet
    alone.

    >>> import pandas as pd
    >>> codes = [f"44030400100101{k:05d}" for k in range(9_900, 10_100)]
    >>> [codes[k] for k in np.flatnonzero(digits_doubtful(pd.Series(codes)))]
    ['4403040010010110000']
    """
    ends = codes.str.fullmatch(rf"\d{{{EXACT_DIGITS}}}\d*0{{{_MANY}}}")
    plain = ends.fillna(value=False).to_numpy(dtype=bool)
    kept = codes.str.rstrip("0").str.len().fillna(0).to_numpy(dtype=int)
    few: NDArray[np.bool_] = plain & (kept <= EXACT_DIGITS) & (kept > _PADDED)
    return few & ~digits_lost(codes) if few.any() else few


def _no_chance(many: int, expected: float) -> bool:
    """Whether a Poisson count of this mean is rarely so high."""
    terms = (math.exp(-expected) * expected**k / math.factorial(k) for k in range(many))
    return 1 - sum(terms) < _NO_CHANCE


def zeros_lost(codes: pd.Series) -> NDArray[np.bool_]:
    """
    Find codes that are shorter than those which begin with a zero.

    Where 0012 and 0345 are codes, 14 was 0014 before it was taken for a number.

    Examples
    --------
    >>> import pandas as pd
    >>> zeros_lost(pd.Series(["0012", "0345", "14", "A1"])).tolist()
    [False, False, True, False]
    >>> zeros_lost(pd.Series(["01", "02", "100", None])).tolist()
    [False, False, False, False]
    """
    none = np.zeros(len(codes), dtype=bool)
    digits = codes.str.fullmatch(r"\d+").fillna(value=False).to_numpy(dtype=bool)
    led = codes.str.startswith("0").fillna(value=False).to_numpy(dtype=bool) & digits
    if not led.any():
        return none
    length = codes.str.len().fillna(0).to_numpy(dtype=int)
    lengths = np.unique(length[led])
    if len(lengths) > 1:
        return none
    shorter: NDArray[np.bool_] = digits & ~led & (length < lengths[0])
    return shorter


def apostrophes(codes: pd.Series) -> NDArray[np.bool_]:
    """
    Find codes that begin with the mark by which a spreadsheet is told "this is text".

    >>> import pandas as pd
    >>> apostrophes(pd.Series(["'440304", "O'Hara"])).tolist()
    [True, False]
    """
    marked = codes.str.match(r"['‘’`]\w").fillna(value=False)
    return marked.to_numpy(dtype=bool)
