"""The way that a place already known leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.access_legs import on_small_island
from servicecircle.network.snapping import snap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork


def facing_edges(
    network: WalkNetwork,
    points: NDArray[np.object_],
    *,
    within_m: float,
    island_tolerance_m: float = 0.0,
) -> NDArray[np.int64]:
    """
    Find the edge that each point leads to, -1 where there is none.

    The same edges as `snap` finds, faster: only points whose nearest edge lies behind
    an obstacle or on a small island are weighed in full.

    Parameters
    ----------
    network
        The walking network.
    points
        Points in its CRS.
    within_m, island_tolerance_m
        As for `snap`.

    Returns
    -------
    ndarray, shape (points,)
        Edge ids; of several as near, the lowest.
    """
    segments = network.segments
    point, piece = segments.tree.query_nearest(points, max_distance=within_m)
    edge = segments.edge[piece]
    order = np.lexsort((edge, point))
    point, edge, piece = point[order], edge[order], piece[order]
    point, first = np.unique(point, return_index=True)
    edge, piece = edge[first], piece[first]
    legs = shapely.shortest_line(points[point], segments.tree.geometries[piece])
    doubtful = on_small_island(network)[edge]
    leg, obstacle = network.obstacle_tree.query(legs)
    met = shapely.intersects(network.obstacle_tree.geometries[obstacle], legs[leg])
    doubtful[leg[met]] = True
    found = np.full(len(points), -1)
    found[point] = edge
    asked = point[doubtful]
    if len(asked):
        weighed = snap(
            network,
            gpd.GeoSeries(points[asked], crs=network.crs),
            limit_m=within_m,
            island_tolerance_m=island_tolerance_m,
        )
        found[asked] = weighed["edge_id"].fillna(-1).to_numpy(dtype=np.int64)
    return found


def leg_lengths_m(
    network: WalkNetwork, points: NDArray[np.object_], edge: NDArray[np.int64]
) -> tuple[pd.Series, NDArray[np.float64]]:
    """Give edge ids as they are told, and metres to them; missing where none is."""
    known = edge >= 0
    lines = network.edges.geometry.to_numpy()[edge[known]]
    leg_m = np.full(len(points), np.nan)
    leg_m[known] = np.round(shapely.distance(points[known], lines), 4)
    told = pd.Series(edge, dtype="Int64").where(known)
    return told, leg_m
