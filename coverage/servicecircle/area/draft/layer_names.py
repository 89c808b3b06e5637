"""The names of a file's layers or sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import BadZipFile

from servicecircle.inputs import SUFFIXES, UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path

NO_DATA = frozenset({"layer_styles", "qgis_projects"})
"""Layers in which programs keep their own things."""


def layer_names(path: Path) -> list[str | None]:
    """
    List the layers or sheets of a file that may hold data.

    Returns
    -------
    list
        One None where the file has but one, or its kind has no named layers.

    Raises
    ------
    UnusableInputError
        If the file is of a kind that is not read, or cannot be opened.
    """
    suffix = path.suffix.lower()
    if suffix in {".csv", ".parquet", ".geoparquet"}:
        return [None]
    if suffix == ".xlsx":
        return _one_or_all(_sheets(path), path)
    if suffix in {*SUFFIXES, ".gdb", ".zip"}:
        return _one_or_all(_layers(path), path)
    msg = f"{path.name} is of a kind that is not read here."
    remedy = f"Save it as one of: {', '.join(SUFFIXES)}."
    raise UnusableInputError(msg, remedy, rule="file-kind")


def _sheets(path: Path) -> list[str]:
    from openpyxl import load_workbook  # noqa: PLC0415 - loads where it is used
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise _unreadable(path) from error
    names = [sheet.title for sheet in book.worksheets]
    book.close()
    return names


def _layers(path: Path) -> list[str]:
    import pyogrio  # noqa: PLC0415 - loads where it is used
    from pyogrio.errors import DataSourceError  # noqa: PLC0415

    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
    except (DataSourceError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    return names


def _one_or_all(names: list[str], path: Path) -> list[str | None]:
    if len(names) == 1:
        return [None]
    found: list[str | None] = [name for name in names if name not in NO_DATA]
    if not found:
        raise _unreadable(path)
    return found


def _unreadable(path: Path) -> UnusableInputError:
    msg = f"{path.name} cannot be opened."
    remedy = "Check that it is complete, without a password, and of the kind it says."
    return UnusableInputError(msg, remedy, rule="file-unreadable")
