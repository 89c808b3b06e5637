"""Zip archives: shapefiles and geodatabases as they are sent by mail."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, LargeZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - zlib calls it `error`

from servicecircle._validation import name_some
from servicecircle.inputs.encoding import find_encoding
from servicecircle.inputs.problem import UnusableInputError, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

LARGEST_BYTES = 2**31
"""What an archive may unpack to: many times a district, and no disk's death."""
_UNICODE_NAME = 0x800
_ENCRYPTED = 0x1
_IN_FOLDER = ".gdb"
_NOWHERE = {"", ".", ".."}


@contextmanager
def unpacked(path: Path, kinds: tuple[str, ...]) -> Iterator[dict[str, Path]]:
    """
    Unpack an archive for as long as it is read.

    Parameters
    ----------
    path
        The archive.
    kinds
        Suffixes of what can be read.

    Yields
    ------
    dict
        Path of each dataset in it by its name (without suffix and folders where that
        is enough to tell them apart), sorted.

    Raises
    ------
    UnusableInputError
        If the archive is damaged, locked or far too large, or holds nothing to read.
    """
    with tempfile.TemporaryDirectory(prefix="servicecircle-") as folder:
        try:
            with ZipFile(path) as archive:
                check_size(archive, path)
                names = _unpack(archive, path, Path(folder))
        except UnusableInputError:
            raise
        except (
            BadZipFile,
            LargeZipFile,
            ZlibError,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise unreadable(path) from error
        found = sorted({d for name in names if (d := _dataset(name, kinds))})
        if not found:
            msg = f"{path.name} holds nothing that is read here: {name_some(names)}."
            remedy = f"Put one of these into it: {', '.join(kinds)}."
            raise UnusableInputError(msg, remedy, rule="file-kind")
        stems = [PurePosixPath(name).stem for name in found]
        labels = [
            stem if stems.count(stem) == 1 else name
            for stem, name in zip(stems, found, strict=True)
        ]
        there = (Path(folder) / name for name in found)
        yield dict(zip(labels, there, strict=True))


def check_size(archive: ZipFile, path: Path) -> None:
    """
    Refuse an archive that is locked or unpacks to more than any district needs.

    No more than the stated sizes is ever unpacked, so they can be relied on.
    """
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        msg = f"{path.name} is locked with a password."
        raise UnusableInputError(msg, "Pack it without one.", rule="file-unreadable")
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_BYTES:
        msg = f"{path.name} unpacks to {total / 2**30:.1f} GiB."
        remedy = "Pack only the layers that are needed."
        raise UnusableInputError(msg, remedy, rule="file-too-large")


def _unpack(archive: ZipFile, path: Path, folder: Path) -> list[str]:
    """Write every file under its name; give the names."""
    written = []
    for entry, name in _names(archive, path):
        parts = [p for p in name.replace("\\", "/").split("/") if p not in _NOWHERE]
        # What macOS adds beside every file is no data.
        if entry.is_dir() or not parts or "__MACOSX" in parts:
            continue
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(entry))
        written.append("/".join(parts))
    return written


def _names(archive: ZipFile, path: Path) -> list[tuple[ZipInfo, str]]:
    """Give every entry its name, in the encoding that the names are in."""
    # zipfile reads names as DOS did unless they are marked as Unicode.
    unmarked = [
        entry.orig_filename.encode("cp437")
        for entry in archive.infolist()
        if not entry.flag_bits & _UNICODE_NAME
    ]
    encoding = find_encoding(unmarked)
    if encoding is None:
        msg = f"{path.name} holds file names in neither UTF-8 nor GB18030."
        remedy = "Pack the files again, or unpack them and name them in area.toml."
        raise UnusableInputError(msg, remedy, rule="encoding-unknown")
    decoded = iter(unmarked)
    return [
        (
            entry,
            entry.orig_filename
            if entry.flag_bits & _UNICODE_NAME
            else next(decoded).decode(encoding),
        )
        for entry in archive.infolist()
    ]


def _dataset(name: str, kinds: tuple[str, ...]) -> str | None:
    """
    Name the dataset that a file belongs to, if it is one that can be read.

    >>> _dataset("a/b.gdb/a0001.gdbtable", (".shp", ".gdb")), _dataset("a/c.dbf", ())
    ('a/b.gdb', None)
    """
    place = PurePosixPath(name)
    for folder in (place, *place.parents):
        if folder.suffix.lower() == _IN_FOLDER:
            return str(folder)
    return name if place.suffix.lower() in kinds else None
