"""Placing points in units: by geometry, with a rule for borders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray


def representative_points(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """
    Give every footprint a point that lies in it; a point stays where it is.

    >>> representative_points(shapely.points([[1.0, 2.0]]))
    array([<POINT (1 2)>], dtype=object)
    """
    points = shapes.copy()
    areal = shapely.get_type_id(shapes) != 0
    points[areal] = shapely.point_on_surface(shapes[areal])
    return points


def place(points: NDArray[np.object_], units: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """
    Find the unit that holds each point.

    Parameters
    ----------
    points
        Points in the CRS of `units`, shape (points,).
    units
        Units sorted by id.

    Returns
    -------
    Position in `units` of the unit that holds each point, shape (points,), and -1
    where none does. A point on a border belongs to the unit whose id sorts first.

    Examples
    --------
    >>> import geopandas as gpd
    >>> boxes = shapely.box([0, 1], 0, [1, 2], 1)
    >>> squares = gpd.GeoDataFrame(geometry=boxes, index=["a", "b"])
    >>> place(shapely.points([[0.5, 0.5], [1.0, 0.5], [9.0, 9.0]]), squares)
    array([ 0,  0, -1])
    """
    tree = shapely.STRtree(points)
    unit, point = tree.query(
        np.array(units.geometry.array, dtype=object), predicate="intersects"
    )
    first = np.full(len(points), len(units), dtype=np.int64)
    np.minimum.at(first, point, unit)
    return np.where(first == len(units), -1, first)
