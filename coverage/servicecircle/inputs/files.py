"""One door for all tables: the suffix says who reads the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.crs import LONLAT, label, parse_crs
from servicecircle.inputs.archive import unpacked
from servicecircle.inputs.choose_layer import choose_layer
from servicecircle.inputs.database import DatabaseUrl, read_database
from servicecircle.inputs.database_reads import remember
from servicecircle.inputs.geojson import read_geojson
from servicecircle.inputs.pairs import with_pairs
from servicecircle.inputs.parquet import read_geoparquet
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.inputs.shapefile import read_shapefile
from servicecircle.inputs.signature import check_signature
from servicecircle.inputs.text import read_csv
from servicecircle.inputs.vector import (
    read_flatgeobuf,
    read_geodatabase,
    read_geopackage,
)
from servicecircle.inputs.wkt import has_wkt, with_wkt
from servicecircle.inputs.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyproj

LAYERED = {
    ".gpkg": read_geopackage,
    ".geojson": read_geojson,
    ".json": read_geojson,
    ".shp": read_shapefile,
    ".fgb": read_flatgeobuf,
    ".gdb": read_geodatabase,
}
"""Readers of vector files, by suffix."""
PARQUET = (".parquet", ".geoparquet")
WORKBOOK = (".xlsx",)
TEXT = (".csv",)
ARCHIVE = (".zip",)
ONE_BY_ONE = (*LAYERED, *PARQUET, *WORKBOOK, *TEXT)
"""Suffixes of what can also stand in an archive."""
SUFFIXES = (*ONE_BY_ONE, *ARCHIVE)
FIRST_FEATURE = 1
LARGEST_LATITUDE = 90.0
LARGEST_LONGITUDE = 180.0
_SPREADSHEET = "Open it in a spreadsheet and save it as .xlsx."
_GIS = "Open it in QGIS or ArcGIS and export it as GeoPackage (.gpkg)."
_REMEDIES = {
    ".xls": _SPREADSHEET,
    ".ods": _SPREADSHEET,
    ".et": _SPREADSHEET,
    ".dbf": "Name the .shp file beside it, or save it as .xlsx or .csv.",
    ".shx": "Name the .shp file beside it.",
    **dict.fromkeys((".dwg", ".dxf", ".mdb", ".kml", ".kmz", ".tab", ".gml"), _GIS),
    **dict.fromkeys((".rar", ".7z", ".gz"), "Unpack it, or pack it anew as .zip."),
}


def read_table(
    path: Path | DatabaseUrl,
    *,
    layer: str | None = None,
    usual_layers: Sequence[str] = (),
    crs: str | None = None,
    placed: bool = True,
) -> pd.DataFrame:
    """
    Read a table as it is: column names, values and CRS untouched.

    Parameters
    ----------
    path
        A .gpkg, .geojson, .shp, .fgb, .parquet, .csv or .xlsx file, a .gdb folder, or
        a .zip archive of them; or a PostGIS database.
    layer
        The layer, sheet or table (``schema.table``), or the file in an archive; needed
        only where several could be meant.
    usual_layers
        Names to try, in order, where no layer is named and there are several.
    crs
        The CRS of a vector file that does not carry its own. Where it does, the two
        must agree. Geometry as text (WKT) in a column is in it, or in longitude and
        latitude. Not used for files without geometry.
    placed
        Whether to prove the CRS. Where axes are swapped or the coordinates are of a
        local system only the caller can, and geometry comes with the CRS that the file
        itself says, or none.

    Returns
    -------
    DataFrame or GeoDataFrame
        Indexed by ``row`` (as a spreadsheet counts: the header is row 1) or by
        ``feature`` (from 1). A CSV's cells are all text. Geometry is two-dimensional.

    Raises
    ------
    UnusableInputError
        An `InputError` with the remedy: the file or layer is missing, of an unknown
        kind, damaged, cut short or empty; the CRS is missing or contradicted by the
        coordinates, or by `crs`.

    Examples
    --------
    >>> from pathlib import Path
    >>> read_table(Path("stations.xls"))
    Traceback (most recent call last):
    servicecircle.inputs.problem.UnusableInputError: There is no file ...
    """
    if isinstance(path, DatabaseUrl):
        table = read_database(path, layer=layer, usual=usual_layers)
        remember(path, layer, table)
        frame = _numbered(_filled(table.frame, path))
        return _placed(frame, crs, path=path) if placed else _as_said(frame, path)
    if not (path.is_file() or _is_geodatabase(path)):
        raise _missing(path)
    if path.suffix.lower() not in ARCHIVE:
        frame = _read_one(path, layer=layer, usual=usual_layers)
        return _placed(frame, crs, path=path) if placed else _as_said(frame, path)
    if path.stat().st_size:
        check_signature(path)
    with unpacked(path, ONE_BY_ONE) as datasets:
        if len(datasets) == 1:
            (only,) = datasets
            inner = None if layer == only else layer
        else:
            names = (*usual_layers, path.stem)
            only = choose_layer(
                list(datasets), layer, usual=names, path=path, noun="layer"
            )
            inner = None
        within = datasets[only]
        frame = _read_one(within, layer=inner, usual=usual_layers)
        return _placed(frame, crs, path=within) if placed else _as_said(frame, within)


def _read_one(path: Path, *, layer: str | None, usual: Sequence[str]) -> pd.DataFrame:
    """Read a table that is not in an archive."""
    suffix = path.suffix.lower()
    if suffix not in ONE_BY_ONE:
        msg = f"{path.name} is of a kind that is not read here."
        remedy = _REMEDIES.get(suffix, f"Save it as one of: {', '.join(SUFFIXES)}.")
        raise UnusableInputError(msg, remedy, rule="file-kind")
    if path.is_file():
        check_signature(path)
    if suffix in TEXT:
        frame = _with_pairs(read_csv(path), path)
    elif suffix in WORKBOOK:
        frame = _with_pairs(read_workbook(path, sheet=layer, usual=usual), path)
    elif suffix in PARQUET:
        frame = _numbered(read_geoparquet(path))
    else:
        frame = _numbered(LAYERED[suffix](path, layer=layer, usual=usual))
    return _filled(frame, path)


def _with_pairs(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    return frame if has_wkt(frame) else with_pairs(frame, path)


def _filled(frame: pd.DataFrame, path: Path | DatabaseUrl) -> pd.DataFrame:
    if len(frame) == 0:
        msg = f"{path.name} has no features."
        remedy = "Fill it in, or take it out of area.toml."
        raise UnusableInputError(msg, remedy, rule="file-empty")
    return frame


def _placed(
    frame: pd.DataFrame, crs: str | None, *, path: Path | DatabaseUrl
) -> pd.DataFrame:
    """Prove the CRS of what has geometry, as such or as text."""
    placed: gpd.GeoDataFrame
    if isinstance(frame, gpd.GeoDataFrame):
        placed = _with_crs(frame, crs, path=path)
    elif (column := has_wkt(frame)) is not None:
        stated = LONLAT if crs is None else parse_crs(crs)
        placed = with_wkt(frame, column, crs=stated, path=path)
    else:
        return frame
    check_unit(placed.total_bounds, placed.crs, source=path.name)
    out: pd.DataFrame = placed
    return out


def _as_said(frame: pd.DataFrame, path: Path | DatabaseUrl) -> pd.DataFrame:
    """Give geometry, as such or as text, with no more of its CRS than the file says."""
    if isinstance(frame, gpd.GeoDataFrame) or (column := has_wkt(frame)) is None:
        return frame
    shapes = with_wkt(frame, column, crs=LONLAT, path=path)
    bare: pd.DataFrame = shapes.set_crs(None, allow_override=True)
    return bare


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the features the numbers that a table view shows, from 1."""
    last = FIRST_FEATURE + len(frame)
    return frame.set_axis(pd.RangeIndex(FIRST_FEATURE, last, name="feature"), axis=0)


def _is_geodatabase(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() == ".gdb"


def check_unit(bounds: Sequence[float], crs: pyproj.CRS, *, source: str) -> None:
    """
    Refuse degrees where metres are claimed, and metres where degrees are.

    Parameters
    ----------
    bounds
        Least x, least y, largest x, largest y of the coordinates.
    crs
        What they are said to be in.

    Raises
    ------
    UnusableInputError
        If the coordinates cannot be what they are said to be.

    Examples
    --------
    >>> check_unit((113.8, 22.6, 114.1, 22.9), parse_crs("EPSG:4547"), source="a.gpkg")
    Traceback (most recent call last):
    servicecircle.inputs.problem.UnusableInputError: a.gpkg is said to be in ...
    """
    west, south, east, north = (float(value) for value in bounds)
    if not np.isfinite([west, south, east, north]).all():
        return
    widest_x, widest_y = max(-west, east), max(-south, north)
    like_degrees = widest_x <= LARGEST_LONGITUDE and widest_y <= LARGEST_LATITUDE
    shown = f"x {west:.6g} to {east:.6g}, y {south:.6g} to {north:.6g}"
    if crs.is_projected and like_degrees:
        msg = (
            f"{source} is said to be in {label(crs)}, which is in metres, and its "
            f"coordinates look like degrees: {shown}."
        )
        raise UnusableInputError(
            msg,
            "Set the right CRS in the file or in area.toml, for example EPSG:4326.",
            rule="degrees-for-metres",
        )
    if crs.is_geographic and not like_degrees:
        swapped = widest_y <= LARGEST_LONGITUDE and widest_x <= LARGEST_LATITUDE
        msg = (
            f"{source} is said to be in {label(crs)}, which is in degrees, and its "
            f"coordinates are not longitude and latitude: {shown}."
        )
        remedy = (
            "Longitude and latitude seem to be swapped: write swap_axes = true beside "
            "the file in area.toml."
            if swapped
            else "Set the right CRS in the file or in area.toml, for example that of "
            "the city's maps."
        )
        rule = "swapped-coordinates" if swapped else "metres-for-degrees"
        raise UnusableInputError(msg, remedy, rule=rule)


def _with_crs(
    frame: gpd.GeoDataFrame, crs: str | None, *, path: Path | DatabaseUrl
) -> gpd.GeoDataFrame:
    agreed = agree_crs(frame.crs, crs, source=path.name)
    return frame if frame.crs is not None else frame.set_crs(agreed)


def agree_crs(own: pyproj.CRS | None, stated: str | None, *, source: str) -> pyproj.CRS:
    """
    Settle which CRS a file is in, from what it says itself and what area.toml says.

    Raises
    ------
    UnusableInputError
        If neither says so, or they disagree.

    Examples
    --------
    >>> agree_crs(None, "EPSG:4547", source="a.shp").name
    'CGCS2000 / 3-degree Gauss-Kruger CM 114E'
    """
    if own is None:
        if stated is None:
            msg = f"{source} does not say which CRS it is in."
            remedy = 'Say so in area.toml, beside its file: crs = "EPSG:4547".'
            raise UnusableInputError(msg, remedy, rule="crs-missing")
        return parse_crs(stated)
    if stated is not None and not parse_crs(stated).equals(own, ignore_axis_order=True):
        msg = (
            f"{source} carries {label(own)}, and area.toml says "
            f"{label(parse_crs(stated))}."
        )
        remedy = "Take crs out of area.toml if the file is right, else mend the file."
        raise UnusableInputError(msg, remedy, rule="crs-disagrees")
    return own


def _missing(path: Path) -> UnusableInputError:
    folder = path.parent
    beside = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    there = f" Its folder holds: {name_some(beside)}." if beside else ""
    msg = f"There is no file {path.name} in {folder.resolve().name}.{there}"
    return UnusableInputError(
        msg, "Put it there, or correct its name in area.toml.", rule="file-missing"
    )
