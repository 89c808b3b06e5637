"""Vector files but shapefiles: GeoPackage, GeoJSON, FlatGeobuf, File Geodatabase."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pyogrio

from servicecircle.inputs.gdal import heeding_gdal, layer_of, read_layer
from servicecircle.inputs.problem import incomplete, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

_NO_SHORT_CUT = "OGR_FLATGEOBUF_STREAM_BASE_IMPL"
_GDB_HEADER = struct.Struct("<24xQ")
"""Of a geodatabase's table; its last number is the file's size."""


def read_geopackage(
    path: Path, *, layer: str | None, usual: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Read one layer of a GeoPackage whose pages are all there and in order.

    It must hold as many features as its own list of layers says.

    Raises
    ------
    UnusableInputError
        If the database is damaged, or it is not clear which layer is meant.
    """
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as database:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise unreadable(path, why=str(error)) from error
    if found != "ok":
        raise unreadable(path, why=" ".join(found.split()))
    return _counted(path, layer=layer, usual=usual)


def read_flatgeobuf(
    path: Path, *, layer: str | None, usual: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Read a FlatGeobuf file that holds as many features as its header counts.

    Raises
    ------
    UnusableInputError
        If it cannot be read, or ends too early.
    """
    with _safe_stream():
        return _counted(path, layer=layer, usual=usual)


@contextmanager
def _safe_stream() -> Iterator[None]:
    """Keep GDAL off its short cut for FlatGeobuf, which crashes on damaged features."""
    before = pyogrio.get_gdal_config_option(_NO_SHORT_CUT)
    pyogrio.set_gdal_config_options({_NO_SHORT_CUT: "YES"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_NO_SHORT_CUT: before})


def read_geodatabase(
    path: Path, *, layer: str | None, usual: Sequence[str] = ()
) -> pd.DataFrame:
    """
    Read one feature class or table of a File Geodatabase.

    Raises
    ------
    UnusableInputError
        If it cannot be read, a table in it is cut or holds fewer rows than it counts,
        or it is not clear which layer is meant.
    """
    for table in sorted(path.glob("*.gdbtable")):
        with table.open("rb") as file:
            header = file.read(_GDB_HEADER.size)
        if len(header) < _GDB_HEADER.size:
            raise incomplete(path, f"{table.name} ends in its header")
        (stated,) = _GDB_HEADER.unpack(header)
        size = table.stat().st_size
        if stated > size:
            why = f"{table.name} should have {stated} bytes, and has {size}"
            raise incomplete(path, why)
    return _counted(path, layer=layer, usual=usual)


def _counted(path: Path, *, layer: str | None, usual: Sequence[str]) -> pd.DataFrame:
    """Read a layer and prove that it holds as many features as it says."""
    chosen = layer_of(path, layer, usual)
    frame = read_layer(path, layer=chosen)
    with heeding_gdal(path):
        stated = pyogrio.read_info(path, layer=chosen)["features"]
    if stated not in {-1, len(frame)}:
        why = f"it counts {stated} features, and {len(frame)} can be read"
        raise incomplete(path, why)
    return frame
