"""Geometry written as text (WKT) in a column of a CSV file or a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.inputs.problem import UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyproj

    from servicecircle.inputs.database import DatabaseUrl

NAMES = ("wkt", "geometry", "geom", "the_geom", "几何", "空间信息")
_KEYWORD = (
    r"(?i)^\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON|SURFACE|CURVE|"
    r"GEOMETRYCOLLECTION|CURVEPOLYGON|CIRCULARSTRING|COMPOUNDCURVE)\b"
)
_SRID = r"(?i)^\s*SRID=\d+;\s*"


def has_wkt(frame: pd.DataFrame) -> str | None:
    """
    Name the column that holds geometry as text, if there is one.

    >>> import pandas as pd
    >>> has_wkt(pd.DataFrame({"id": ["a"], "WKT": ["POINT (1 2)"]}))
    'WKT'
    """
    for name in frame.columns:
        if name.casefold() in NAMES:
            filled = frame[name].dropna().astype("str")
            if len(filled) and filled.str.match(_KEYWORD).any():
                return str(name)
    return None


def with_wkt(
    frame: pd.DataFrame, name: str, *, crs: pyproj.CRS, path: Path | DatabaseUrl
) -> gpd.GeoDataFrame:
    """
    Turn a column of WKT into the frame's geometry.

    Raises
    ------
    UnusableInputError
        If a cell is no WKT; the first such row is named.
    """
    text = frame[name].astype("str").str.replace(_SRID, "", regex=True)
    filled = text.notna().to_numpy(dtype=bool)
    shapes = np.full(len(text), None, dtype=object)
    cells = text.to_numpy(dtype=object)[filled]
    try:
        # A number too large for one becomes infinite, which checks of geometry tell.
        with np.errstate(over="ignore", invalid="ignore"):
            shapes[filled] = shapely.from_wkt(cells, on_invalid="ignore")
    except NotImplementedError as error:
        msg = f"{path.name}, column {name!r}: curves are not read from text."
        remedy = "Export the layer as GeoPackage (.gpkg), or turn curves into lines."
        raise UnusableInputError(msg, remedy, rule="geometry-unreadable") from error
    bad = frame.index[shapely.is_missing(shapes) & filled]
    if len(bad):
        msg = f"{path.name} row {bad[0]}, column {name!r}: the cell is no whole WKT."
        if len(bad) > 1:
            msg += f" So are {len(bad) - 1} more."
        remedy = "Export the geometry again; Excel cuts cells at 32,767 characters."
        raise UnusableInputError(msg, remedy, rule="geometry-unreadable")
    shapes = shapely.force_2d(shapes)
    return gpd.GeoDataFrame(frame.drop(columns=name), geometry=shapes, crs=crs)
