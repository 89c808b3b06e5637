"""Text files as a new folder, or one more beside others; nothing is overwritten."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.errors import OutputError
from servicecircle.whole_folder import new_folder, saying_why

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_new_folder(
    folder: Path,
    contents: Mapping[str, str],
    *,
    copies: Mapping[str, Path] | None = None,
) -> None:
    """
    Write text files into a folder that is empty or not there yet.

    Parameters
    ----------
    folder
        The folder; it is there whole, or not at all.
    contents
        The files' names and texts, in UTF-8.
    copies
        Files and folders to copy into it, by the name that each gets.

    Raises
    ------
    OutputError
        If the folder is not empty, or cannot be written.
    """
    with new_folder(folder) as draft, saying_why(folder):
        for name, text in contents.items():
            (draft / name).write_text(text, encoding="utf-8", newline="")
        for name, source in (copies or {}).items():
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, draft / name)


def add_new_file(path: Path, text: str) -> None:
    """
    Write a file beside others, where there is none of its name.

    Raises
    ------
    OutputError
        If it is there already, or cannot be written.
    """
    with (
        saying_why(path),
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".new-") as beside,
    ):
        draft = Path(beside) / path.name
        draft.write_text(text, encoding="utf-8", newline="")
        try:
            # Unlike a rename, a link never takes the place of a file that is there.
            os.link(draft, path)
        except FileExistsError as error:
            msg = f"{path} is there already, and nothing is overwritten. Move it away."
            raise OutputError(msg) from error
