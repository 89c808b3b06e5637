"""Attributes of a graph's nodes and edges as columns of a frame, and back again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PLAIN_DTYPES = {bool: "bool", int: "int64", float: "float64", str: "str"}
KEEP_MISSING = {float, str}
"""Python types whose own column type has room for a missing value."""


def is_missing(value: object) -> bool:
    """
    Whether a cell holds nothing; as in OSMnx, nothing and no attribute are the same.

    >>> [is_missing(value) for value in (None, float("nan"), pd.NA, 0, "", [])]
    [True, True, True, False, False, False]
    """
    if value is None or value is pd.NA:
        return True
    return isinstance(value, float) and math.isnan(value)


def plain(value: Any) -> Any:  # noqa: ANN401 - an attribute may be anything
    """Turn a NumPy scalar into Python's own, so that types compare as they read."""
    return value.item() if isinstance(value, np.generic) else value


def column(values: Sequence[Any]) -> pd.Series:
    """
    Make a column that gives back exactly the values it was made of.

    >>> column([1, 2]).dtype, column([1, None]).dtype, column(["a", None]).dtype
    (dtype('int64'), dtype('O'), <StringDtype(na_value=nan)>)
    """
    cells = [None if is_missing(value) else plain(value) for value in values]
    kinds = {type(cell) for cell in cells if cell is not None}
    full = None not in cells
    if len(kinds) == 1:
        (kind,) = kinds
        if kind in PLAIN_DTYPES and (full or kind in KEEP_MISSING):
            return pd.Series(cells, dtype=PLAIN_DTYPES[kind])
    return pd.Series(cells, dtype="object")


def frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Turn attribute tables into a frame, columns in order of first appearance."""
    names = dict.fromkeys(name for row in rows for name in row)
    table = {name: column([row.get(name) for row in rows]) for name in names}
    return pd.DataFrame(table, index=pd.RangeIndex(len(rows)))


def attributes(table: pd.DataFrame, names: Iterable[str]) -> list[dict[str, Any]]:
    """Turn columns back into one attribute table per row, without missing values."""
    rows: list[dict[str, Any]] = [{} for _ in range(len(table))]
    for name in names:
        for row, value in zip(rows, table[name].tolist(), strict=True):
            if not is_missing(value):
                row[name] = plain(value)
    return rows


def restored(values: pd.Series, *, dtype: str) -> pd.Series:
    """
    Give a column the type it once had, also after GraphML made text of everything.

    >>> restored(pd.Series(["True", "False"]), dtype="bool").tolist()
    [True, False]
    >>> restored(pd.Series(["7", None]), dtype="Int64").tolist()
    [7, <NA>]
    """
    if dtype.lower().startswith("bool"):
        text = values.map({"True": True, "False": False})
        values = values.where(text.isna(), text)
    elif dtype.lower().startswith("int"):
        values = pd.Series(pd.to_numeric(values), index=values.index)
    return values.astype(pd.api.types.pandas_dtype(dtype))
