"""Points from two columns of coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.inputs.files import check_unit
from servicecircle.inputs.problem import UnusableInputError

if TYPE_CHECKING:
    import pandas as pd
    import pyproj


def points_from_columns(
    frame: pd.DataFrame, *, crs: pyproj.CRS | None, source: str
) -> gpd.GeoDataFrame:
    """
    Make points from the columns x and y.

    Parameters
    ----------
    frame
        A conformed frame with the columns ``x`` (longitude or easting) and ``y``
        (latitude or northing).
    crs
        What the coordinates are in; None where that is not settled yet.
    source
        What to call the file in messages.

    Returns
    -------
    GeoDataFrame
        Without the two columns; a row that lacks one of them has no geometry.

    Raises
    ------
    UnusableInputError
        If there are no coordinates at all, longitude and latitude are swapped, or the
        coordinates cannot be in `crs`.

    Examples
    --------
    >>> import pandas as pd
    >>> from servicecircle.crs import LONLAT
    >>> frame = pd.DataFrame({"x": [113.9, None], "y": [22.7, 22.8]})
    >>> points_from_columns(frame, crs=LONLAT, source="s.csv").geometry.tolist()
    [<POINT (113.9 22.7)>, None]
    """
    x, y = (frame[name].to_numpy(dtype=float) for name in ("x", "y"))
    there = np.isfinite(x) & np.isfinite(y)
    if not there.any():
        msg = f"{source} has neither geometry nor coordinates."
        remedy = (
            "Add the columns longitude and latitude, or x and y, to it; or say in "
            'area.toml which they are: columns = { x = "...", y = "..." }.'
        )
        raise UnusableInputError(msg, remedy, rule="coordinates-missing")
    if crs is not None:
        bounds = (x[there].min(), y[there].min(), x[there].max(), y[there].max())
        check_unit(bounds, crs, source=source)
    points = np.full(len(frame), None, dtype=object)
    points[there] = shapely.points(x[there], y[there])
    return gpd.GeoDataFrame(frame.drop(columns=["x", "y"]), geometry=points, crs=crs)
