"""Rows of cells, the first of them the header, to a frame."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.inputs.problem import UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path

FIRST_ROW = 2
"""The header is row 1 of a spreadsheet, so the data start in row 2."""


def frame_from_rows(cells: pd.DataFrame, *, path: Path) -> pd.DataFrame:
    """
    Take the first row as the header and drop what is wholly empty.

    Returns
    -------
    DataFrame
        Indexed by ``row`` as a spreadsheet counts, so that messages lead to the cell.

    Raises
    ------
    UnusableInputError
        If there is no row of data, or two columns have one name.
    """
    cells = cells.mask(
        cells.map(lambda cell: isinstance(cell, str) and not cell.strip())
    )
    if len(cells) == 0 or cells.iloc[0].isna().all():
        msg = f"{path.name} has no header in its first row."
        remedy = "Put the column names in the first row."
        raise UnusableInputError(msg, remedy, rule="file-empty")
    header = cells.iloc[0]
    data = cells.iloc[1:].set_axis(
        pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(cells) - 1, name="row"), axis=0
    )
    data = data.loc[:, (header.notna() | data.notna().any()).to_numpy()]
    # A column of data without a name is called by its place.
    names = [
        f"column {number}"
        if pd.isna(header[position])
        else str(header[position]).strip()
        for number, position in enumerate(data.columns, start=1)
    ]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        msg = f"{path.name} has more than one column called {name_some(twice)}."
        remedy = "Give every column a name of its own."
        raise UnusableInputError(msg, remedy, rule="column-repeated")
    data = data.set_axis(names, axis=1)
    data = data[data.notna().any(axis=1)]
    if len(data) == 0:
        msg = f"{path.name} has a header and no rows."
        remedy = "Fill it in, or take it out of area.toml."
        raise UnusableInputError(msg, remedy, rule="file-empty")
    return data
