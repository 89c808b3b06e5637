"""Excel workbooks (.xlsx)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import BadZipFile

import pandas as pd

from servicecircle._validation import name_some, suggest
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.inputs.rows import frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number; the others are lost."""


def read_workbook(
    path: Path, *, sheet: str | None, usual: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Read one sheet, its cells as they are.

    A whole number of more than 15 digits has lost some, so it comes as a float, which
    ids refuse.

    Raises
    ------
    UnusableInputError
        If the file is no workbook, or it is not clear which sheet is meant.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - loads where it is used
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        msg = f"{path.name} is not a workbook that can be read."
        remedy = "Open it in a spreadsheet and save it as .xlsx without a password."
        raise UnusableInputError(msg, remedy, rule="file-unreadable") from error
    try:
        sheets = [s.title for s in book.worksheets]
        chosen = choose_layer(sheets, sheet, usual=usual, path=path, noun="sheet")
        rows = [
            [_exact(cell) for cell in row]
            for row in book[chosen].iter_rows(values_only=True)
        ]
    finally:
        book.close()
    return frame_from_rows(pd.DataFrame(rows, dtype=object), path=path)


def _exact(cell: object) -> object:
    """Mark a number that has lost digits by making it a float."""
    if type(cell) is int and abs(cell) >= 10**EXACT_DIGITS:
        return float(cell)
    return cell


def choose_layer(
    found: Sequence[str],
    asked: str | None,
    *,
    usual: Sequence[str],
    path: Path,
    noun: str,
) -> str:
    """
    Choose the layer (or sheet) that is meant, or ask.

    The one asked for; else the only one; else the first of the usual names that is
    there. Anything else is a question to the user.

    >>> from pathlib import Path
    >>> choose_layer(
    ...     ["streets", "grids"],
    ...     None,
    ...     usual=["grids"],
    ...     path=Path("u.gpkg"),
    ...     noun="layer",
    ... )
    'grids'
    """
    if asked is not None:
        if asked in found:
            return asked
        msg = f"{path.name} has no {noun} {asked!r}. There are: {name_some(found)}."
        raise UnusableInputError(msg, suggest(asked, found), rule="layer-missing")
    if len(found) == 1:
        return found[0]
    for name in usual:
        if name in found:
            return name
    msg = f"{path.name} has {len(found)} {noun}s: {name_some(found)}."
    remedy = f'Say which one is meant in area.toml: layer = "{found[0]}".'
    raise UnusableInputError(msg, remedy, rule="layer-ambiguous")
