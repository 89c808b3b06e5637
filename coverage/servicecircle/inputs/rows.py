"""Rows of cells under column names to a frame."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from servicecircle._validation import name_some
from servicecircle.inputs.problem import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

FORMULA_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
)
"""What a spreadsheet shows where a formula has no value: an empty cell here."""


def frame_from_rows(
    cells: pd.DataFrame, names: Sequence[str | None], *, path: Path
) -> pd.DataFrame:
    """
    Name the columns and drop what is wholly empty.

    Parameters
    ----------
    cells
        The rows of data, indexed by ``row`` as a spreadsheet counts, so that messages
        lead to the cell.
    names
        A name for each column; None where there is none.
    path
        The file, for messages.

    Raises
    ------
    UnusableInputError
        If there is no column name, no row of data, or two columns have one name.
    """
    names = [None if name is None or not name.strip() else name for name in names]
    if not any(names):
        msg = f"{path.name} has no header in its first row."
        remedy = "Put the column names in the first row."
        raise UnusableInputError(msg, remedy, rule="file-empty")
    data = cells.apply(_without_blanks)
    named = [name is not None for name in names]
    kept = data.notna().any().to_numpy() | named
    data = data.loc[:, kept]
    # A column of data without a name is called by its place.
    shown = [
        f"column {place}" if name is None else name.strip()
        for place, (name, keep) in enumerate(zip(names, kept, strict=True), start=1)
        if keep
    ]
    twice = [name for name, count in Counter(shown).items() if count > 1]
    if twice:
        msg = f"{path.name} has more than one column called {name_some(twice)}."
        remedy = "Give every column a name of its own."
        raise UnusableInputError(msg, remedy, rule="column-repeated")
    data = data.set_axis(shown, axis=1)
    data = data[data.notna().any(axis=1)]
    if len(data) == 0:
        msg = f"{path.name} has a header and no rows."
        remedy = "Fill it in, or take it out of area.toml."
        raise UnusableInputError(msg, remedy, rule="file-empty")
    return data


def _without_blanks(cells: pd.Series) -> pd.Series:
    """Make cells that hold nothing, or a formula's error, missing."""
    if cells.dtype != object:
        text = cells.str.strip()
        return cells.mask((text == "") | text.isin(FORMULA_ERRORS))
    return cells.mask(cells.map(_holds_nothing).astype(bool))


def _holds_nothing(cell: object) -> bool:
    if not isinstance(cell, str):
        return cell is None
    text = cell.strip()
    return not text or text in FORMULA_ERRORS
