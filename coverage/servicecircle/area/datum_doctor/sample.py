"""Some rows of a layer, with the numbers that they have in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

SAMPLE = 2_000
"""So many rows of a layer say what all of them say."""
AREAL = 2


def sample_rows(frame: gpd.GeoDataFrame, *, most: int = SAMPLE) -> NDArray[np.int64]:
    """Choose rows with geometry, evenly over the file: the same ones every time."""
    bounds = shapely.bounds(np.array(frame.geometry.array, dtype=object))
    there = np.flatnonzero(np.isfinite(bounds).all(axis=1))
    if len(there) <= most:
        return there
    return there[np.linspace(0, len(there) - 1, most).astype(np.int64)]


def numbers_of(frame: gpd.GeoDataFrame, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """
    Give each chosen row one point that lies in it, in the file's own numbers.

    >>> import geopandas as gpd
    >>> layer = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 2, 2), None])
    >>> numbers_of(layer, sample_rows(layer))
    array([[1., 1.]])
    """
    shapes = np.array(frame.geometry.array, dtype=object)[rows]
    areal = shapely.get_dimensions(shapes) == AREAL
    shapes[areal] = shapely.point_on_surface(shapes[areal])
    return np.asarray(shapely.get_coordinates(shapely.centroid(shapes)))
