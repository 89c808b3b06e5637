"""Lines and points from one CRS into another, exactly there and exactly back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.crs import transformer

if TYPE_CHECKING:
    import pyproj
    from numpy.typing import NDArray

OSM_DECIMALS = 7
"""OpenStreetMap stores degrees with seven decimals: about one centimetre."""

METRE_DECIMALS = 4
"""Positions are rounded to 0.1 mm once, when they enter the working CRS."""


def reproject(
    geometry: NDArray[np.object_], *, source: pyproj.CRS, target: pyproj.CRS
) -> NDArray[np.object_]:
    """
    Bring planar geometry from one CRS into another, x (east) before y (north).

    Nothing is touched where both are the same. Otherwise metres are rounded to 0.1 mm,
    and degrees to OSM's own resolution, so that OSM data projected and brought back is
    what it was, to the bit.

    Examples
    --------
    >>> from servicecircle.crs import LONLAT, parse_crs
    >>> here = np.array([shapely.Point(114.0397861, 22.5444302)])
    >>> there = reproject(here, source=LONLAT, target=parse_crs("EPSG:32650"))
    >>> back = reproject(there, source=parse_crs("EPSG:32650"), target=LONLAT)
    >>> back[0].x, back[0].y
    (114.0397861, 22.5444302)
    """
    if source == target:
        return geometry
    turn = transformer(source, target)

    def move(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = turn.transform(coordinates[:, 0], coordinates[:, 1])
        decimals = OSM_DECIMALS if target.is_geographic else METRE_DECIMALS
        return np.round(np.column_stack([x, y]), decimals)

    return np.asarray(shapely.transform(geometry, move))
