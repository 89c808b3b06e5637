"""One door for all tables: the suffix says who reads the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from servicecircle._validation import name_some
from servicecircle.crs import label, parse_crs
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.inputs.text import read_csv
from servicecircle.inputs.vector import read_geoparquet, read_vector
from servicecircle.inputs.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    import pyproj

VECTOR = (".gpkg", ".geojson", ".json", ".shp", ".fgb")
PARQUET = (".parquet", ".geoparquet")
WORKBOOK = (".xlsx",)
TEXT = (".csv",)
SUFFIXES = (*VECTOR, *PARQUET, *WORKBOOK, *TEXT)
LARGEST_LATITUDE = 90.0
LARGEST_LONGITUDE = 180.0


def read_table(
    path: Path,
    *,
    layer: str | None = None,
    usual_layers: Sequence[str] = (),
    crs: str | None = None,
) -> pd.DataFrame:
    """
    Read a table as it is: column names, values and CRS untouched.

    Parameters
    ----------
    path
        A .gpkg, .geojson, .shp, .fgb, .parquet, .csv or .xlsx file.
    layer
        The layer or sheet; needed only where several could be meant.
    usual_layers
        Names to try, in order, where no layer is named and there are several.
    crs
        The CRS of a vector file that does not carry its own. Where it does, the two
        must agree. Not used for files without geometry.

    Returns
    -------
    DataFrame or GeoDataFrame
        Indexed by ``row`` (as a spreadsheet counts: the header is row 1) or by
        ``feature`` (from 1). A CSV's cells are all text.

    Raises
    ------
    UnusableInputError
        An `InputError` with the remedy: the file or layer is missing, of an unknown
        kind, unreadable or empty; the CRS is missing or contradicted by the
        coordinates, or by `crs`.

    Examples
    --------
    >>> from pathlib import Path
    >>> read_table(Path("stations.xls"))
    Traceback (most recent call last):
    servicecircle.inputs.problem.UnusableInputError: There is no file ...
    """
    if not path.is_file():
        raise _missing(path)
    suffix = path.suffix.lower()
    if suffix in TEXT:
        return read_csv(path)
    if suffix in WORKBOOK:
        return read_workbook(path, sheet=layer, usual=usual_layers)
    if suffix in PARQUET:
        frame = read_geoparquet(path)
    elif suffix in VECTOR:
        frame = read_vector(path, layer=layer, usual=usual_layers)
    else:
        msg = f"{path.name} is of a kind that is not read here."
        remedy = f"Save it as one of: {', '.join(SUFFIXES)}."
        raise UnusableInputError(msg, remedy, rule="file-kind")
    if len(frame) == 0:
        msg = f"{path.name} has no features."
        remedy = "Fill it in, or take it out of area.toml."
        raise UnusableInputError(msg, remedy, rule="file-empty")
    if isinstance(frame, gpd.GeoDataFrame):
        frame = _with_crs(frame, crs, path=path)
        check_unit(frame.total_bounds, frame.crs, source=path.name)
    return frame


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
            "Longitude and latitude seem to be swapped: exchange the two columns."
            if swapped
            else "Set the right CRS in the file or in area.toml, for example that of "
            "the city's maps."
        )
        rule = "swapped-coordinates" if swapped else "metres-for-degrees"
        raise UnusableInputError(msg, remedy, rule=rule)


def _with_crs(
    frame: gpd.GeoDataFrame, crs: str | None, *, path: Path
) -> gpd.GeoDataFrame:
    if frame.crs is None:
        if crs is None:
            msg = f"{path.name} does not say which CRS it is in."
            remedy = 'Say so in area.toml, beside its file: crs = "EPSG:4547".'
            raise UnusableInputError(msg, remedy, rule="crs-missing")
        return frame.set_crs(parse_crs(crs))
    if crs is not None and not parse_crs(crs).equals(frame.crs, ignore_axis_order=True):
        msg = (
            f"{path.name} carries {label(frame.crs)}, and area.toml says "
            f"{label(parse_crs(crs))}."
        )
        remedy = "Take crs out of area.toml if the file is right, else mend the file."
        raise UnusableInputError(msg, remedy, rule="crs-disagrees")
    return frame


def _missing(path: Path) -> UnusableInputError:
    folder = path.parent
    beside = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    there = f" Its folder holds: {name_some(beside)}." if beside else ""
    msg = f"There is no file {path.name} in {folder.resolve().name}.{there}"
    return UnusableInputError(
        msg, "Put it there, or correct its name in area.toml.", rule="file-missing"
    )
