"""A door to every building, on the side that faces a way its people may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.synthetic.land_use import LandUse
from servicecircle.synthetic.ways import INNER, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

OWN_PATH_M = 90.0
"""A compound's path farther than this from the middle of a building is another's."""
WITHOUT_DOORS = INNER | {Way.CROSSING}


def place_entrances(
    footprint: NDArray[np.object_],
    land_use: NDArray[np.object_],
    lines: NDArray[np.object_],
    ways: Sequence[Way],
) -> NDArray[np.object_]:
    """
    Put a door on every outline, at the point nearest to the way in front.

    Buildings in compounds and parks face the paths inside; all others, and those with
    no path of their own, face a street or lane.

    Returns
    -------
    array of Point, shape (buildings,)
    """
    way = np.array(ways)
    middle = shapely.centroid(footprint)
    front = np.full(len(footprint), -1, dtype=np.int64)
    behind_wall = {
        LandUse.COMPOUND: Way.COMPOUND_PATH,
        LandUse.PARK: Way.PARK_PATH,
    }
    for use, path in behind_wall.items():
        rows = np.flatnonzero(land_use == use)
        usable = np.flatnonzero(way == path)
        if len(rows) and len(usable):
            near = usable[shapely.STRtree(lines[usable]).nearest(middle[rows])]
            own = shapely.distance(middle[rows], lines[near]) <= OWN_PATH_M
            front[rows[own]] = near[own]
    rows = np.flatnonzero(front < 0)
    usable = np.flatnonzero(~np.isin(way, list(WITHOUT_DOORS)))
    if len(rows):
        tree = shapely.STRtree(lines[usable])
        front[rows] = usable[tree.nearest(middle[rows])]
    leg = shapely.shortest_line(shapely.boundary(footprint), lines[front])
    return np.asarray(shapely.get_point(leg, 0))
