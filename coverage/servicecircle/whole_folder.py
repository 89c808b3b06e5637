"""A folder that appears whole, or not at all."""

from __future__ import annotations

import errno
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

FULL = "disk is full"
"""What SQLite says where the system says ENOSPC."""


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
    with beside(out) as partial:
        yield partial
        with saying_why(out):
            if out.exists():
                out.rmdir()
            partial.rename(out)


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


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """
    Give an empty folder beside a place; what is left of it at the end is removed.

    Whoever fills it renames it, which on one disk happens at once or not at all.

    Raises
    ------
    OutputError
        If it cannot be written to, now or later; what cannot be read stays another
        error.
    """
    with saying_why(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        partial.chmod(0o755)
    try:
        yield partial
    except OSError as error:
        if error.errno == errno.ENOSPC or str(partial) in str(error.filename):
            raise _unwritable(out, error) from error
        raise
    except Exception as error:
        # GDAL and SQLite say it in words of their own.
        if FULL in str(error):
            full = OSError(errno.ENOSPC, "No space left on device")
            raise _unwritable(out, full) from error
        raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def saying_why(path: Path) -> Iterator[None]:
    """Turn the system's word that a place cannot be written into the user's."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    remedy = "Choose another place."
    if isinstance(error, PermissionError):
        # Windows keeps what a spreadsheet or QGIS has open.
        remedy = "Close the program that has it open, or choose another place."
    msg = f"{path} cannot be written: {error.strerror}. {remedy}"
    return OutputError(msg)
