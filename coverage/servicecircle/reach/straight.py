"""The straight line to a station: the circle on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.network.walk_network import UNITS_PER_METRE

if TYPE_CHECKING:
    from numpy.typing import NDArray


def straight_lines_m(
    places: NDArray[np.object_], stations: NDArray[np.object_]
) -> NDArray[np.float64]:
    """
    Measure the straight line from each place to the station nearest to it.

    Parameters
    ----------
    places
        Footprints or points, shape (places,).
    stations
        Points in the same CRS, in metres.

    Returns
    -------
    NDArray
        Metres, to tenths of a millimetre; NaN where there is no station.

    Examples
    --------
    >>> straight_lines_m(shapely.points([[0, 0]]), shapely.points([[3, 4], [9, 9]]))
    array([5.])
    """
    straight_m = np.full(len(places), np.nan)
    if len(stations):
        tree = shapely.STRtree(stations)
        (place, _), distance_m = tree.query_nearest(
            places, return_distance=True, all_matches=False
        )
        straight_m[place] = distance_m
    return to_the_unit(straight_m)


def to_the_unit(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Round to tenths of a millimetre; missing stays missing.

    >>> to_the_unit(np.array([0.00004, np.nan]))
    array([ 0., nan])
    """
    return np.asarray(np.rint(metres * UNITS_PER_METRE) / UNITS_PER_METRE)
