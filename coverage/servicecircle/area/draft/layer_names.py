"""The names of a file's layers or sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import BadZipFile

from servicecircle.inputs.archive import unpacked
from servicecircle.inputs.files import ARCHIVE, ONE_BY_ONE
from servicecircle.inputs.gdal import heeding_gdal

if TYPE_CHECKING:
    from pathlib import Path

NO_DATA = frozenset({"layer_styles", "qgis_projects"})
"""Layers in which programs keep their own things."""
SEVERAL = (".gpkg", ".gdb")


def layer_names(path: Path) -> list[str | None]:
    """
    List the layers or sheets of a file that may hold data.

    Returns
    -------
    list
        One None where there is but one, or the kind of file has no named layers, or it
        cannot be opened: reading it will say why.

    Raises
    ------
    UnusableInputError
        If layers cannot be listed.
    """
    suffix = path.suffix.lower()
    if suffix in ARCHIVE:
        with unpacked(path, ONE_BY_ONE) as datasets:
            if len(datasets) > 1:
                return list(datasets)
            (only,) = datasets.values()
            return layer_names(only)
    if suffix in SEVERAL and path.exists():
        return _one_or_all(_layers(path))
    if suffix == ".xlsx" and path.is_file():
        return _one_or_all(_sheets(path))
    return [None]


def _one_or_all(names: list[str]) -> list[str | None]:
    found: list[str | None] = [name for name in names if name not in NO_DATA]
    return found if len(names) > 1 and found else [None]


def _sheets(path: Path) -> list[str]:
    from openpyxl import load_workbook  # noqa: PLC0415 - loads where it is used
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(path, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        return []
    names = [sheet.title for sheet in book.worksheets]
    book.close()
    return names


def _layers(path: Path) -> list[str]:
    import pyogrio  # noqa: PLC0415 - loads where it is used

    with heeding_gdal(path):
        return [str(name) for name, _ in pyogrio.list_layers(path)]
