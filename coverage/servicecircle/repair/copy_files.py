"""What a repaired area takes over as it is: every file of the folder but the mended."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from servicecircle.inputs import files_of
from servicecircle.repair.config_text import leads_out
from servicecircle.reports.run_folder import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servicecircle.repair.perform import Repaired

FOLDER = "repaired"
"""Where in the new folder the repaired tables lie."""
LOG, PLACES, RECORD = "repairs.csv", "repairs.gpkg", "repairs.json"
SET_ASIDE = "set_aside"


def copy_the_others(repaired: Repaired, folder: Path, *, out: Path) -> list[str]:
    """
    Copy what was not repaired, so that the new folder is used like the old one.

    Parameters
    ----------
    repaired
        What `perform` gave.
    folder
        The new folder, with what was repaired and its `area.toml`.
    out
        Where that folder will stand.

    Returns
    -------
    list of str
        The files, by their way from the old folder, sorted. Left out are files whose
        every table was repaired, hidden ones, what an earlier repair wrote about
        itself, and the folders of runs and checks.
    """
    old = repaired.before.folder
    tables = repaired.after.tables.values()
    changed = {source.section.file for source in tables if source.changed}
    kept = {source.section.file for source in tables if not source.changed}
    mended = {
        path.resolve()
        for name in changed - kept
        if not leads_out(name, old)
        for path in files_of(old / name)
    }
    copied = []
    for path in _files(old, without={*mended, out.resolve()}):
        target = folder / path.relative_to(old)
        about_itself = path.parent == old and path.name.startswith(
            (LOG, PLACES, RECORD, SET_ASIDE)
        )
        if about_itself or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        copied.append(path.relative_to(old).as_posix())
    return copied


def _files(folder: Path, *, without: set[Path]) -> Iterator[Path]:
    """List the files below a folder, sorted, without hidden ones, runs and checks."""
    for path in sorted(folder.iterdir()):
        real = path.resolve()
        leads_back = path.is_symlink() and folder.resolve().is_relative_to(real)
        if path.name.startswith(".") or real in without or leads_back:
            continue
        if not path.is_dir():
            yield path
        elif not (path / MANIFEST).is_file():
            yield from _files(path, without=without)
