"""A folder that appears when it is complete, and never takes another's place."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{folder} is not an empty folder. Choose another one."
        raise OutputError(msg)
    with _saying_why(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and renamed, so that it is there whole or not at all.
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as beside:
            draft = Path(beside) / "area"
            draft.mkdir()
            for name, text in contents.items():
                (draft / name).write_text(text, encoding="utf-8", newline="")
            for name, source in (copies or {}).items():
                copy = shutil.copytree if source.is_dir() else shutil.copy2
                copy(source, draft / name)
            if folder.exists():
                folder.rmdir()
            shutil.move(draft, folder)


def add_new_file(path: Path, text: str) -> None:
    """
    Write a file beside others, where there is none of its name.

    Raises
    ------
    OutputError
        If it is there already, or cannot be written.
    """
    with (
        _saying_why(path),
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


@contextmanager
def _saying_why(path: Path) -> Iterator[None]:
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}. Choose another place."
        raise OutputError(msg) from error
