"""Places where many buildings stand far from any path: a lane may be missing there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from servicecircle._validation import name_some
from servicecircle.area.placing import representative_points
from servicecircle.tables.say import LISTED, warning

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.reach.measure import Snapped
    from servicecircle.vocabulary import Level

FAR_M = 30.0
"""A lot's depth: of two rows of houses between two streets, each reaches its own."""
CELL_M = 100.0
"""Far buildings belong together in cells of this side that touch each other."""
MANY = 10
"""Fewer are single houses set back, not a place that a map has left out."""


def lane_findings(
    snapped: Snapped, buildings: gpd.GeoDataFrame, *, level: Level
) -> list[Finding]:
    """
    Name the places where ten or more buildings stand over 30 m from any path.

    Parameters
    ----------
    snapped
        The buildings' access places on the common network.
    buildings
        Indexed by id, with ``residents`` and ``<level>_id``.
    level
        The level whose units say where it is.

    Returns
    -------
    list of Finding
        One warning per place, the one with most residents first, with the units, the
        buildings and residents there, their median distance and the cells as polygon.
    """
    nearest_m = snapped.places.groupby("building_id")["snap_m"].min()
    far_m = nearest_m.reindex(buildings.index)
    # Where no edge is within the limit, the building is farther than any that is.
    far = buildings[~(far_m <= FAR_M).to_numpy()]
    if len(far) < MANY:
        return []
    points = representative_points(np.array(far.geometry.array, dtype=object))
    cell = np.floor(shapely.get_coordinates(points) / CELL_M).astype(np.int64)
    rows = pd.DataFrame(
        {
            "place": _touching(cell),
            "unit": far[level.id_column].to_numpy(),
            "residents": far["residents"].to_numpy(dtype=float),
            "snap_m": far_m[far.index].to_numpy(dtype=float),
        }
    )
    size = rows.groupby("place")["residents"].agg(["size", "sum"])
    size = size[size["size"] >= MANY].sort_values(
        ["sum", "size"], ascending=False, kind="stable"
    )
    return [
        _say(rows[rows["place"] == place], cell[rows["place"] == place], level)
        for place in size.index[:LISTED]
    ]


def _say(rows: pd.DataFrame, cell: NDArray[np.int64], level: Level) -> Finding:
    units = rows["unit"].value_counts(sort=True).index
    known = rows["snap_m"].dropna()
    loose = len(rows) - len(known)
    how_far = f"{known.median():.0f} m in the middle" if len(known) else "no path near"
    also = f", {loose} of them without any path near" if loose and len(known) else ""
    message = (
        f"{len(rows)} buildings with {rows['residents'].sum():,.0f} residents in "
        f"{level.layer} {name_some(units)} stand more than {FAR_M:g} m from any path "
        f"({how_far}{also})."
    )
    corner = np.unique(cell, axis=0) * CELL_M
    where = shapely.union_all(shapely.box(*corner.T, *(corner + CELL_M).T))
    remedy = "Look whether lanes are missing on the map, and draw them."
    label = str(units[0]) if len(units) else ""
    return warning("lane-missing", "network", message, remedy, label=label, where=where)


def _touching(cell: NDArray[np.int64]) -> NDArray[np.int64]:
    """
    Give cells that touch each other, at a side or a corner, the same number.

    >>> _touching(np.array([[0, 0], [1, 1], [5, 5]])).tolist()
    [0, 0, 1]
    """
    unique, of = np.unique(cell, axis=0, return_inverse=True)
    boxes = np.asarray(shapely.box(*unique.T, *(unique + 1).T), dtype=object)
    i, j = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    touch = coo_array((np.ones(len(i), np.int8), (i, j)), (len(unique),) * 2)
    _, group = connected_components(touch, directed=False)
    return np.asarray(group[of.ravel()], np.int64)
