"""Files, folders and patterns to a list of files."""

from __future__ import annotations

from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.area.draft.look import Skipped
from servicecircle.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BESIDE = frozenset(
    (  # noqa: SIM905 - shorter to read
        ".dbf .shx .prj .cpg .sbn .sbx .qix .qpj .fix .cst .qml .qmd .sld .xml "
        ".gpkg-wal .gpkg-shm .gpkg-journal .toml .md .txt .html .log .pdf .png .jpg"
    ).split()
)
"""Files in a folder that belong to another one, or are no data."""
MOST = 500
"""Files looked at; a folder with more is not a district's data."""


def find_files(given: Sequence[Path | str]) -> tuple[list[Path], list[Skipped]]:
    """
    List the files that are meant, once each, sorted by name.

    A folder stands for all data files in it and below; a File Geodatabase is one file.

    Raises
    ------
    InputError
        If a file or pattern leads nowhere, or there are too many files.
    """
    found: dict[Path, None] = {}
    for one in given:
        for path in _meant(one):
            found.setdefault(path.resolve(), None)
    if len(found) > MOST:
        msg = f"These are {len(found)} files. Name those that matter ({MOST} at most)."
        raise InputError(msg)
    lone = [p for p in found if p.suffix.lower() in BESIDE]
    skipped = [Skipped(p.name, "It holds no table of its own.") for p in lone]
    rest = [p for p in found if p not in lone]
    return sorted(rest, key=lambda p: (p.name, p)), sorted(skipped)


def _meant(given: Path | str) -> list[Path]:
    text = str(given)
    path = Path(text).expanduser()
    if path.is_dir() and path.suffix.lower() != ".gdb":
        return list(_inside(path))
    if path.exists():
        return [path]
    if has_magic(text):
        matches = sorted(glob(text, recursive=True))  # noqa: PTH207 - may be absolute
        if matches:
            return [p for m in matches for p in _meant(m)]
    msg = f"There is no file {text}. Check the name; folders and patterns will do."
    raise InputError(msg)


def _inside(folder: Path) -> Iterable[Path]:
    """List the data files of a folder, without hidden ones."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and path.suffix.lower() != ".gdb":
            yield from _inside(path)
        elif path.suffix.lower() not in BESIDE:
            yield path
