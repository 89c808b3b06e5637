"""Starting a planning area: a folder with a commented `area.toml` and empty tables."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TYPE_CHECKING

from servicecircle.area.write_folder import write_new_folder
from servicecircle.tables import table, tables

if TYPE_CHECKING:
    from pathlib import Path

STATIONS = "stations.csv"
DICTIONARY = "columns.csv"
INPUTS = ("units", "stations", "buildings", "entrances", "candidates")
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""With it, spreadsheets read UTF-8 as such."""


def write_template(folder: Path) -> list[Path]:
    """
    Write what a planner starts from.

    Parameters
    ----------
    folder
        A folder that is empty or not there yet.

    Returns
    -------
    list of Path
        The files written: `area.toml` with every key explained, `stations.csv` with
        its header, and `columns.csv`, which says what every column of every input
        table means and what it may be called.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written.
    """
    contents = {
        "area.toml": template_text(),
        STATIONS: stations_header(),
        DICTIONARY: column_dictionary(),
    }
    write_new_folder(folder, contents)
    return [folder / name for name in contents]


def template_text() -> str:
    """Return the commented `area.toml`."""
    source = files("servicecircle.area").joinpath("template.toml")
    return source.read_text(encoding="utf-8")


def stations_header() -> str:
    """Return a table of stations without stations."""
    return BOM + ",".join(table("stations").names) + "\r\n"


def column_dictionary() -> str:
    """List every column of every input table with its meaning and names, as CSV."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(["table", "column", "kind", "unit", "required", "names", "meaning"])
    for name in INPUTS:
        for column in tables()[name].columns:
            names = " | ".join((*column.aliases, *column.fallbacks))
            required = "yes" if column.required else ""
            row = [name, column.name, column.dtype, column.unit, required, names]
            writer.writerow([*row, column.meaning])
    return out.getvalue()
