"""Excel workbooks (.xlsx)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - zlib calls it `error`

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.inputs.archive import check_size
from servicecircle.inputs.choose_layer import choose_layer
from servicecircle.inputs.headings import Merge, count_notes, find_headings
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.inputs.rows import frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number; the others are lost."""
_DAMAGED = (
    BadZipFile,
    ZlibError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    SyntaxError,
    MemoryError,
    NotImplementedError,
    AssertionError,
)
"""What openpyxl and the parts below it raise for workbooks that are none."""


class _Sheet(NamedTuple):
    """A sheet's cells as they are, from its first row on."""

    rows: list[tuple[Any, ...]]
    merges: list[Merge]


def read_workbook(
    path: Path, *, sheet: str | None, usual: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Read one sheet, its cells as they are, under its headings.

    Titles above the headings and notes below the table are left out, headings merged
    over several rows become one name, and a cell merged over several rows of data
    counts in each. A whole number of more than 15 digits has lost some, so it comes as
    a float, which ids refuse.

    Raises
    ------
    UnusableInputError
        If the file is no workbook, it is not clear which sheet is meant, or a formula
        was never computed.
    """
    try:
        with ZipFile(path) as archive:
            check_size(archive, path)
            merged, computed = _features(archive)
        found = _read(path, sheet, usual, merged=merged, computed=computed)
    except UnusableInputError:
        raise
    except _DAMAGED as error:
        msg = f"{path.name} is not a workbook that can be read."
        remedy = "Open it in a spreadsheet and save it as .xlsx without a password."
        raise UnusableInputError(msg, remedy, rule="file-unreadable") from error
    return _framed(found, path)


def _features(archive: ZipFile) -> tuple[bool, bool]:
    """Whether there are merged cells, and formulas, anywhere in the workbook."""
    merged = computed = False
    for name in archive.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            content = archive.read(name)
            merged |= b"<mergeCell " in content
            computed |= re.search(rb"<f[ >/]", content) is not None
    return merged, computed


def _read(
    path: Path, asked: str | None, usual: Sequence[str], *, merged: bool, computed: bool
) -> _Sheet:
    from openpyxl import load_workbook  # noqa: PLC0415 - loads where it is used

    # Only a workbook read as a whole knows its merged cells; else rows are streamed.
    book = load_workbook(path, read_only=not merged, data_only=True)
    try:
        sheets = [s.title for s in book.worksheets]
        if asked is None:
            sheets = [s.title for s in book.worksheets if _holds_something(s)]
        if not sheets:
            msg = f"{path.name} is empty."
            remedy = "Fill it in, or take it out of area.toml."
            raise UnusableInputError(msg, remedy, rule="file-empty")
        chosen = choose_layer(sheets, asked, usual=usual, path=path, noun="sheet")
        rows = _rows(book[chosen])
        ranges = book[chosen].merged_cells.ranges if merged else ()
    finally:
        book.close()
    if computed:
        _check_computed(path, chosen, rows)
    merges = [
        Merge(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1)
        for r in ranges
    ]
    return _Sheet(rows, merges)


def _rows(sheet: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - openpyxl has no types
    """Give every row down to the last that holds something."""
    rows = [tuple(_exact(cell) for cell in row) for row in _cells(sheet)]
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return rows


def _cells(sheet: Any) -> Any:  # noqa: ANN401 - openpyxl has no types
    """Stream every row, whatever size the sheet says it has."""
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()
    return sheet.iter_rows(values_only=True)


def _holds_something(sheet: Any) -> bool:  # noqa: ANN401 - openpyxl has no types
    return any(any(c is not None for c in row) for row in _cells(sheet))


def _exact(cell: object) -> object:
    """Mark a number that has lost digits by making it a float."""
    if type(cell) is int and abs(cell) >= 10**EXACT_DIGITS:
        return float(cell)
    return cell


def _check_computed(path: Path, sheet: str, rows: list[tuple[Any, ...]]) -> None:
    """Refuse formulas whose result was never stored, naming their cells."""
    from openpyxl import load_workbook  # noqa: PLC0415 - loads where it is used
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = load_workbook(path, read_only=True)
    try:
        cells = [
            f"{get_column_letter(cell.column)}{cell.row}"
            for row in book[sheet].iter_rows()
            for cell in row
            if cell.data_type == "f" and rows[cell.row - 1][cell.column - 1] is None
        ]
    finally:
        book.close()
    if cells:
        msg = f"{path.name}, {sheet}: formulas without a value in {name_some(cells)}."
        remedy = (
            "Open the workbook in a spreadsheet and save it, so that they are computed."
        )
        raise UnusableInputError(msg, remedy, rule="formula-not-computed")


def _framed(sheet: _Sheet, path: Path) -> pd.DataFrame:
    """Cut the table out of the sheet."""
    names, start = find_headings(sheet.rows, sheet.merges)
    notes = count_notes(
        sheet.rows, sheet.merges, columns=sum(name is not None for name in names)
    )
    end = max(start, len(sheet.rows) - notes)
    width = max(len(names), *(len(row) for row in sheet.rows))
    rows = [(*row, *[None] * (width - len(row))) for row in sheet.rows[start:end]]
    cells = pd.DataFrame(rows, columns=range(width), dtype=object)
    cells.index = pd.RangeIndex(start + 1, end + 1, name="row")
    for merge in sheet.merges:
        if start <= merge.top < merge.bottom < end:
            spread = slice(merge.top - start, merge.bottom - start + 1)
            anchor: Any = cells.iloc[merge.top - start, merge.left]
            cells.iloc[spread, merge.left] = anchor
    padded = [*names, *[None] * (width - len(names))]
    return frame_from_rows(cells, padded, path=path)
