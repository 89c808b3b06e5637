"""Excel workbooks that are the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.tables.save_workbook import save_workbook

if TYPE_CHECKING:
    from pathlib import Path


def write_workbook(path: Path, table: pd.DataFrame, *, sheet: str) -> None:
    """
    Write a table as the only sheet of a workbook.

    Dates are written as text (2024-01-31), tuples with semicolons between their
    words, and missing values as empty cells. The index is not written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "t.xlsx"
    >>> write_workbook(path, pd.DataFrame({"a": [("x", "y")]}), sheet="s")
    >>> pd.read_excel(path)["a"].tolist()
    ['x;y']
    """
    from openpyxl import Workbook  # noqa: PLC0415 - loads where it is used

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.append(list(table.columns))
    cells = pd.DataFrame({name: _cells(table[name]) for name in table}, dtype=object)
    for row in cells.itertuples(index=False):
        page.append(list(row))
    save_workbook(book, path)


def _cells(values: pd.Series) -> pd.Series:
    """Turn values into what a cell can hold."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d")
    elif values.map(lambda value: isinstance(value, tuple)).all():
        values = values.map(";".join)
    return values.astype(object).where(values.notna(), None)
