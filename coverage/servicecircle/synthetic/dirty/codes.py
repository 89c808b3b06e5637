"""Codes as a spreadsheet leaves them when it takes them for numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd


def as_float_text(codes: pd.Series) -> pd.Series:
    """
    Write whole numbers the way a spreadsheet shows long ones; other text stays.

    >>> as_float_text(pd.Series(["4403110010010100001", "44030A", None])).tolist()
    ['4.40311E+18', '44030A', nan]
    """
    digits = codes.str.fullmatch(r"\d+").fillna(value=False).to_numpy(dtype=bool)
    text = codes.to_numpy(dtype=object, copy=True)
    text[digits] = np.char.mod("%.5E", text[digits].astype(float))
    return pd.Series(text, index=codes.index, dtype="str")
