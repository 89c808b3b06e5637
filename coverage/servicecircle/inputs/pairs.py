"""Coordinates of which both stand in one cell: 113.93,22.75 or POINT(113.93 22.75)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.tables import table
from servicecircle.tables.datum_words import COORDINATES, datum_of, without_datum
from servicecircle.tables.match_columns import fold

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# Decimals, or metres: two short whole numbers are a range, a score, or thousands.
_NUMBER = r"([-+]?(?:\d+\.\d+|\d{5,}))"
_PAIR = rf"\s*(?:POINT\s*)?[(\[]?\s*{_NUMBER}\s*[,;、/\s]\s*{_NUMBER}\s*[)\]]?\s*"
LOOKED_AT = 50
"""Cells from which a column is put aside that holds no pairs."""
MOSTLY = 0.5
QUARTER_TURN_DEG, HALF_TURN_DEG = 90.0, 180.0


def with_pairs(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    """
    Split a column of pairs of coordinates into two, X and Y.

    A column counts where at least half of its filled cells are pairs; a cell that is
    none stays as it is, in both, and is no number. Where the file has columns for x or
    y, nothing is done.

    Parameters
    ----------
    frame
        A table without geometry, its cells as in the file.
    path
        The file, for messages.

    Returns
    -------
    DataFrame
        The columns are called X and Y, with the datum if the pair's name tells it. The
        order is that of the cells, but for degrees whose first is a latitude and whose
        second can be none.

    Raises
    ------
    UnusableInputError
        If several columns hold pairs, and their names tell no different datums.

    Examples
    --------
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"高德坐标": ["113.93,22.75", "（22.76， 113.94）"]})
    >>> with_pairs(frame, Path("s.csv"))
       X gcj02 Y gcj02
    0   113.93   22.75
    1   113.94   22.76
    """
    found = {} if _has_axes(frame) else _pairs(frame)
    names = [_datum_of(name) for name in found]
    if len(set(names)) < len(names):
        msg = (
            f"{path.name}: {len(found)} columns hold pairs of coordinates: "
            f"{name_some(found)}."
        )
        remedy = "Split the right one into the columns x and y."
        raise UnusableInputError(msg, remedy, rule="column-ambiguous")
    split = frame.drop(columns=list(found))
    for name, (x, y) in found.items():
        datum = _datum_of(name)
        split[f"X {datum}".strip()] = x
        split[f"Y {datum}".strip()] = y
    return split


def _has_axes(frame: pd.DataFrame) -> bool:
    words = {
        fold(word)
        for axis in COORDINATES
        for word in (axis, *table("stations").column(axis).aliases)
    }
    return any(without_datum(fold(str(name))) in words for name in frame.columns)


def _pairs(frame: pd.DataFrame) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Give both halves of every column that holds pairs."""
    found = {}
    for name in frame.columns:
        cells = frame[name].dropna()
        if not len(cells) or not cells.iloc[:LOOKED_AT].map(_is_text).any():
            continue
        if _split(cells.iloc[:LOOKED_AT])[0].notna().any():
            halves = _split(cells)
            if halves[0].notna().mean() >= MOSTLY:
                found[str(name)] = _axes(halves, frame[name])
    return found


def _is_text(cell: object) -> bool:
    return isinstance(cell, str)


def _split(cells: pd.Series) -> pd.DataFrame:
    plain = cells.astype("str").map(lambda cell: unicodedata.normalize("NFKC", cell))
    return plain.str.extract(rf"^{_PAIR}$", flags=re.IGNORECASE)


def _axes(halves: pd.DataFrame, cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Put longitude first where it can be told."""
    first, second = halves[0].astype(float).abs(), halves[1].astype(float).abs()
    turned = (first <= QUARTER_TURN_DEG) & second.between(
        QUARTER_TURN_DEG, HALF_TURN_DEG, inclusive="right"
    )
    x, y = halves[0].mask(turned, halves[1]), halves[1].mask(turned, halves[0])
    return x.reindex(cells.index).fillna(cells), y.reindex(cells.index).fillna(cells)


def _datum_of(name: str) -> str:
    """Say which datum the name of a pair tells; empty where it tells none."""
    return datum_of(fold(name)) or datum_of(f"{fold(name)}x") or ""
