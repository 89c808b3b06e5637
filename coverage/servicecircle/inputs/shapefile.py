"""Shapefiles: all their parts, their own count of records, and their encoding."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from servicecircle._validation import name_some
from servicecircle.inputs.dbf import read_dbf
from servicecircle.inputs.encoding import decode
from servicecircle.inputs.gdal import read_layer
from servicecircle.inputs.problem import UnusableInputError, incomplete, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.inputs.dbf import Dbf

ONE_BYTE_ONE_CHARACTER = "ISO-8859-1"
"""Read as this, text keeps every byte, and can be decoded as what it is."""
SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_HEADER_BYTES = 100
_FILE_CODE = 9994


def read_shapefile(
    path: Path, *, layer: str | None, usual: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Read a shapefile whose encoding is found from its bytes.

    A .cpg file or the header's language byte is believed only as far as the bytes
    allow (`find_encoding`). Names and values that end in half a character lose it.
    Whole numbers of 19 digits stay exact.

    Raises
    ------
    UnusableInputError
        If a part is missing, cut or contradicts the others, or text is in no encoding
        that can be told.
    """
    parts = _parts(path)
    table = read_dbf(parts[".dbf"])
    _check_records(path, parts[".shx"], count=len(table.records))
    label = parts[".cpg"].read_text("ascii", "replace") if ".cpg" in parts else None
    encoding = table.encoding(label)
    if encoding is None:
        raise _encoding_unknown(table, label)
    names = table.names(encoding)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        msg = f"{path.name} has more than one column called {name_some(twice)}."
        remedy = "Give every column a name of its own."
        raise UnusableInputError(msg, remedy, rule="column-repeated")
    frame = read_layer(
        path,
        layer=layer,
        usual=usual,
        encoding=ONE_BYTE_ONE_CHARACTER,
        ADJUST_TYPE="YES",
    )
    if len(frame) != table.kept.sum():
        why = f"its table has {table.kept.sum()} rows, and {len(frame)} could be read"
        raise incomplete(path, why)
    if len(frame.columns) < len(names):
        raise unreadable(path, why=f"{parts['.dbf'].name} is damaged")
    return _decoded(frame, table, names, encoding)


def files_of(path: Path) -> list[Path]:
    """
    List the files that make up an input: of a shapefile, those of its name.

    >>> from pathlib import Path
    >>> files_of(Path("a.csv"))
    [...Path('a.csv')]
    """
    if path.suffix.lower() != ".shp":
        return [path]
    return [
        beside
        for beside in sorted(path.parent.iterdir())
        if beside.stem.casefold() == path.stem.casefold()
        and beside.suffix.lower() in SUFFIXES
    ]


def _parts(path: Path) -> dict[str, Path]:
    """Find the shapefile's files by suffix, in whatever case they are written."""
    parts = {part.suffix.lower(): part for part in files_of(path)}
    missing = [suffix for suffix in (".shx", ".dbf") if suffix not in parts]
    if missing:
        names = " and ".join(path.stem + suffix for suffix in missing)
        msg = f"{path.name} lacks {names}, without which it cannot be read."
        remedy = "A shapefile is several files of one name: copy all of them."
        raise UnusableInputError(msg, remedy, rule="file-incomplete")
    return parts


def _check_records(path: Path, index: Path, *, count: int) -> None:
    """Prove that .shp, .shx and .dbf hold the same records, whole."""
    shapes = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    entries = np.frombuffer(index.read_bytes(), dtype=np.uint8)
    for file, data in ((path, shapes), (index, entries)):
        if len(data) < _HEADER_BYTES or _big_endian(data[:4])[0] != _FILE_CODE:
            raise unreadable(file)
        stated = 2 * int(_big_endian(data[24:28])[0])
        if stated > len(data):
            why = f"it should have {stated} bytes, and has {len(data)}"
            raise incomplete(file, why)
    body = entries[_HEADER_BYTES:]
    words = _big_endian(body[: len(body) // 8 * 8]).astype(np.int64).reshape(-1, 2)
    if len(words) != count:
        why = f"it has {len(words)} shapes, and its table has {count} rows"
        raise incomplete(path, why)
    starts, lengths = 2 * words[:, 0], 2 * words[:, 1]
    inside = (starts >= _HEADER_BYTES) & (starts + 8 + lengths <= len(shapes))
    if not inside.all():
        raise incomplete(path, f"shape {np.argmin(inside) + 1} lies beyond its end")
    told = _big_endian(shapes[starts[:, None] + np.arange(4, 8)].ravel())
    if (2 * told.astype(np.int64) != lengths).any():
        why = f"{index.name} does not lead to its shapes"
        raise unreadable(path, why=why)


def _big_endian(data: NDArray[np.uint8]) -> NDArray[np.int32]:
    return np.ascontiguousarray(data).view(">i4")


def _decoded(
    frame: pd.DataFrame, table: Dbf, names: list[str], encoding: str
) -> pd.DataFrame:
    """Turn one-byte characters into the text that they are the bytes of."""
    out = frame.copy()
    texts = zip(table.fields, frame.columns, strict=False)
    for field, column in texts:
        if field.is_text:
            cells = frame[column]
            known = {
                text: decode(
                    text.encode(ONE_BYTE_ONE_CHARACTER), encoding, may_be_cut=True
                )
                for text in cells.dropna().unique()
            }
            out[column] = cells.map(known).astype("str")
    rest = frame.columns[len(names) :]
    return out.set_axis([*names, *rest], axis=1)


def _encoding_unknown(table: Dbf, label: str | None) -> UnusableInputError:
    said = f" Its .cpg file says {label.strip()!r}." if label else ""
    msg = f"{table.path.name} is text in neither UTF-8 nor GB18030.{said}"
    remedy = (
        f"Write the right encoding into {table.path.stem}.cpg, for example GBK or "
        "BIG5, or save the layer as GeoPackage (.gpkg)."
    )
    return UnusableInputError(msg, remedy, rule="encoding-unknown")
