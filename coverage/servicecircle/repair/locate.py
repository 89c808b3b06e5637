"""Where the rows of a table lie, in the working CRS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.area.reading import Reading, in_working_crs
from servicecircle.crs import LONLAT, parse_crs

if TYPE_CHECKING:
    import pandas as pd
    import pyproj
    from numpy.typing import NDArray


def located(
    raw: pd.DataFrame,
    frame: pd.DataFrame,
    section: Any,  # noqa: ANN401 - one of several sections of area.toml
    *,
    crs: pyproj.CRS,
) -> NDArray[np.object_]:
    """
    Give every row's geometry in the working CRS.

    Parameters
    ----------
    raw
        The file's rows.
    frame
        The same rows conformed: ``x`` and ``y`` are used where the file has no
        geometry.
    section
        What `area.toml` says of the file: crs, datum, swap_axes.
    crs
        The working CRS.

    Returns
    -------
    Valid geometry in two dimensions, shape (rows,); missing where a row has none, or
    one that leads nowhere.
    """
    if isinstance(raw, gpd.GeoDataFrame):
        shapes, own = np.array(raw.geometry.array, dtype=object), raw.crs
    else:
        shapes = _points(frame)
        own = LONLAT if section.crs is None else parse_crs(section.crs)
    reading = Reading(own, section.datum, section.swap_axes)
    shapes = in_working_crs(shapely.force_2d(shapes), reading, crs=crs)
    finite = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    shapes[~finite] = None
    invalid = finite & ~shapely.is_valid(shapes)
    shapes[invalid] = shapely.make_valid(
        shapes[invalid], method="structure", keep_collapsed=False
    )
    return shapes


def _points(frame: pd.DataFrame) -> NDArray[np.object_]:
    """Make points of the rows that have both coordinates."""
    points = np.full(len(frame), None, dtype=object)
    if "x" in frame:
        x, y = (frame[name].to_numpy(dtype=float) for name in ("x", "y"))
        there = np.isfinite(x) & np.isfinite(y)
        points[there] = shapely.points(x[there], y[there])
    return points
