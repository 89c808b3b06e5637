"""Writing a drafted planning area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.draft.compose import compose, reference
from servicecircle.area.read_config import FILE
from servicecircle.area.template import (
    DICTIONARY,
    STATIONS,
    column_dictionary,
    stations_header,
)
from servicecircle.area.write_folder import add_new_file, write_new_folder
from servicecircle.errors import OutputError
from servicecircle.inputs import DatabaseUrl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.area.draft.compose import Place
    from servicecircle.area.draft.parts import Draft


def write_draft(draft: Draft, folder: Path, *, copy: bool = False) -> list[Path]:
    """
    Write a draft as a planning area's folder.

    Parameters
    ----------
    draft
        As `draft_area` gives it.
    folder
        A folder that is empty or not there yet. Into one with files in it only
        `area.toml` is added, where there is none.
    copy
        Whether the files are copied into the folder; else area.toml names them where
        they are. Databases are not copied.

    Returns
    -------
    list of Path
        What was written, `area.toml` first.

    Raises
    ------
    OutputError
        If anything is in the way, or cannot be written; then nothing is.
    """
    if folder.is_dir() and any(folder.iterdir()):
        if copy:
            msg = f"{folder} is not empty, and files are copied into an empty folder."
            raise OutputError(msg)
        add_new_file(folder / FILE, _text(draft, folder, {}))
        return [folder / FILE]
    own = {FILE: "", DICTIONARY: column_dictionary()}
    if "stations" not in draft.tables:
        own[STATIONS] = stations_header()
    copies = _copies(draft, frozenset(own)) if copy else {}
    names: dict[Place, str] = {source: name for name, source in copies.items()}
    contents = own | {FILE: _text(draft, folder, names)}
    write_new_folder(folder, contents, copies=copies)
    return [folder / name for name in (*contents, *copies)]


def _text(draft: Draft, folder: Path, names: Mapping[Place, str]) -> str:
    here = folder.resolve()
    return compose(draft, lambda path: names.get(path, reference(path, here)))


def _copies(draft: Draft, own: frozenset[str]) -> dict[str, Path]:
    """Name the files to copy, each once, and those that belong to a shapefile."""
    copies: dict[str, Path] = {}
    for path in dict.fromkeys(part.look.path for part in draft.parts):
        if isinstance(path, DatabaseUrl):
            continue
        shapefile = path.suffix.lower() == ".shp"
        together = sorted(path.parent.glob(f"{path.stem}.*")) if shapefile else [path]
        taken = {*copies, *own}
        before = ""
        if any(one.name in taken for one in together):
            before = f"{path.parent.name}_"
        if any(f"{before}{one.name}" in taken for one in together):
            msg = f"Two files are called {path.name}. Rename one, or leave out --copy."
            raise OutputError(msg)
        copies |= {f"{before}{one.name}": one for one in together}
    return copies
