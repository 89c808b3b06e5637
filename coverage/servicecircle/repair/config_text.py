"""`area.toml` for the repaired folder: other files, the same words and comments."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit

from servicecircle.area.read_config import FILE
from servicecircle.inputs import is_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from servicecircle.repair.draft import Draft, SourceTable

OF_COORDINATES = ("crs", "datum", "swap_axes", "control_points", "control_fit")
"""What says how numbers become places: needless once they are in the working CRS."""
NAMES_A_FILE = ("file", "control_points", "walk_rules")


def repaired_config(
    draft: Draft, written: Mapping[str, tuple[SourceTable, str]], *, out: Path
) -> str:
    """
    Adapt `area.toml`: sections of repaired tables name their new files.

    Parameters
    ----------
    draft
        The area as it was.
    written
        By table: what was written, and into which file.
    out
        The folder that the text is for: paths that lead out of the old one are
        adapted to it.

    Returns
    -------
    str
        TOML with the comments, the order and the words of the old one.
    """
    text = (draft.folder / FILE).read_text(encoding="utf-8-sig")
    document: Any = tomlkit.parse(text)
    for section in _sections(document):
        for key in NAMES_A_FILE:
            if key in section:
                section[key] = moved_path(str(section[key]), draft.folder, out)
    for source, file in written.values():
        section = document
        for key in source.keys:
            section = section[key]
        section["file"] = file
        if file.endswith(".gpkg"):
            section["layer"] = source.name
        else:
            section.pop("layer", None)
        if source.in_working_crs:
            for key in OF_COORDINATES:
                section.pop(key, None)
        if "columns" in section:
            section["columns"] = _columns(source)
    return tomlkit.dumps(document)


def leads_out(name: str, folder: Path) -> bool:
    """Whether a file is no part of the area's folder, but lies elsewhere."""
    if is_database(name):
        return True
    path = Path(name)
    inside = Path(os.path.normpath(folder / path)).is_relative_to(
        os.path.normpath(folder)
    )
    return path.is_absolute() or not inside


def moved_path(name: str, folder: Path, out: Path) -> str:
    """
    Say how a file is called from the new folder: the same, if it is copied along.

    >>> moved_path("../shared/a.pbf", Path("/x/area"), Path("/y/new"))
    '../../x/shared/a.pbf'
    >>> moved_path("units/a.gpkg", Path("/x/area"), Path("/y/new"))
    'units/a.gpkg'
    """
    if is_database(name) or Path(name).is_absolute() or not leads_out(name, folder):
        return name
    return Path(os.path.relpath((folder / name).resolve(), out.resolve())).as_posix()


def _sections(document: Any) -> Iterator[Any]:  # noqa: ANN401 - TOML is anything
    """Give every section that may name a file."""
    for name in ("stations", "buildings", "entrances", "candidates", "network"):
        if name in document:
            yield document[name]
    yield from document.get("levels", {}).values()
    for name in ("sources", "obstacles"):
        yield from document.get("network", {}).get(name, [])
    yield from document.get("background", [])


def _columns(source: SourceTable) -> Any:  # noqa: ANN401 - a table of TOML
    """Write which column is which, without those that are no more."""
    spent = {"x", "y", "datum"} if source.in_working_crs else set()
    table = tomlkit.inline_table()
    for name, column in source.section.columns.items():
        if name not in spent:
            table[name] = column
    return table
