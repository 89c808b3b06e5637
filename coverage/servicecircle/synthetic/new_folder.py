"""A planning area's folder that appears whole, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike


@contextmanager
def new_folder(folder: PathLike[str] | str) -> Iterator[Path]:
    """
    Fill a new folder beside its place, and put it there when it is complete.

    Parameters
    ----------
    folder
        Where it goes; it must not exist, or be empty.

    Raises
    ------
    OutputError
        If the place is taken, or cannot be written to. Nothing is left behind.

    Examples
    --------
    >>> out = Path(tempfile.mkdtemp()) / "area"
    >>> with new_folder(out) as partial:
    ...     _ = (partial / "area.toml").write_text("")
    ...     out.exists()
    False
    >>> [path.name for path in out.iterdir()]
    ['area.toml']
    """
    out = Path(folder).resolve()
    check_free(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        partial.chmod(0o755)
        yield partial
        try:
            if out.exists():
                out.rmdir()
            partial.rename(out)
        except OSError as error:
            raise _unwritable(out, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def check_free(folder: PathLike[str] | str) -> None:
    """
    Refuse a place that is taken.

    Raises
    ------
    OutputError
        If there is a file, or a folder with anything in it.
    """
    out = Path(folder)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        msg = f"{out} is not an empty folder. Nothing was written. Choose another."
        raise OutputError(msg)


def _unwritable(out: Path, error: OSError) -> OutputError:
    msg = f"{out} cannot be written: {error.strerror}. Choose another folder."
    return OutputError(msg)
