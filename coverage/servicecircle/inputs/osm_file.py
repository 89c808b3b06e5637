"""Opening an OpenStreetMap file, and saying clearly why one cannot be opened."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from servicecircle.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = frozenset({".osm", ".pbf", ".o5m"})


def check_osm_file(path: Path) -> None:
    """
    Refuse a path that no reader of OpenStreetMap files would open.

    Raises
    ------
    InputError
        If the file is absent, or its name does not end in .osm, .pbf or the like.
    """
    if not path.is_file():
        msg = f"{path}: no such file. Give an OpenStreetMap extract (.osm.pbf or .osm)."
        raise InputError(msg)
    if not SUFFIXES.intersection(path.suffixes):
        msg = f"{path}: not named like an OpenStreetMap file (.osm.pbf, .pbf or .osm)."
        raise InputError(msg)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """
    Name the file where reading it fails.

    Raises
    ------
    InputError
        If the file is absent, misnamed, damaged or of another format.
    """
    check_osm_file(path)
    try:
        yield
    except RuntimeError as error:
        msg = (
            f"{path}: not a readable OpenStreetMap file ({error}). "
            "Download or export it again."
        )
        raise InputError(msg) from error
