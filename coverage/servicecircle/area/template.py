"""Starting a planning area: a folder with a commented `area.toml` and empty tables."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from servicecircle.errors import OutputError
from servicecircle.tables import table, tables

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
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{folder} is not an empty folder. Choose another one."
        raise OutputError(msg)
    contents = {
        "area.toml": template_text(),
        "stations.csv": BOM + ",".join(table("stations").names) + "\r\n",
        "columns.csv": BOM + _dictionary(),
    }
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and renamed, so that it is there whole or not at all.
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as beside:
            draft = Path(beside) / "area"
            draft.mkdir()
            for name, text in contents.items():
                (draft / name).write_text(text, encoding="utf-8", newline="")
            if folder.exists():
                folder.rmdir()
            shutil.move(draft, folder)
    except OSError as error:
        msg = f"{folder} cannot be written: {error.strerror}. Choose another place."
        raise OutputError(msg) from error
    return [folder / name for name in contents]


def template_text() -> str:
    """Return the commented `area.toml`."""
    source = files("servicecircle.area").joinpath("template.toml")
    return source.read_text(encoding="utf-8")


def _dictionary() -> str:
    """List every column of every input table with its meaning and names."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["table", "column", "kind", "unit", "required", "names", "meaning"])
    for name in INPUTS:
        for column in tables()[name].columns:
            names = " | ".join((*column.aliases, *column.fallbacks))
            required = "yes" if column.required else ""
            row = [name, column.name, column.dtype, column.unit, required, names]
            writer.writerow([*row, column.meaning])
    return out.getvalue()
