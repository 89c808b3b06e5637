"""Which units border on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

TOUCH_M = 0.01
"""Units this near to each other touch: borders are drawn to the millimetre."""


def neighbours_of(units: gpd.GeoDataFrame) -> list[NDArray[np.int64]]:
    """
    Find the neighbours of every unit: those that it shares a border or a corner with.

    Returns
    -------
    list of arrays
        For every unit the positions of its neighbours, in order.

    Examples
    --------
    >>> import geopandas as gpd
    >>> row = gpd.GeoDataFrame(geometry=shapely.box([0, 1, 5], 0, [1, 2, 6], 1))
    >>> [near.tolist() for near in neighbours_of(row)]
    [[1], [0], []]
    """
    shapes = np.array(units.geometry.array, dtype=object)
    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=TOUCH_M)
    unit, other = pairs[:, pairs[0] != pairs[1]]
    order = np.lexsort((other, unit))
    ends = np.cumsum(np.bincount(unit, minlength=len(shapes)))
    return np.split(other[order], ends[:-1])
