"""Ends that stop beside an edge, and edges that cross without a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork


def degree(network: WalkNetwork) -> NDArray[np.int64]:
    """Count the edge ends at every node, closed edges too, shape (nodes,)."""
    both = np.concatenate([network.u, network.v])
    return np.bincount(both, minlength=len(network.nodes)).astype(np.int64)


def loose_ends(network: WalkNetwork, *, within_m: float) -> pd.DataFrame:
    """
    Find dead ends that stop near another edge without being joined to it.

    Returns
    -------
    DataFrame, shape (loose ends, 3)
        ``node_id``, ``edge_id`` (the nearest edge that does not meet the dead end's
        own; of several, the lowest) and ``gap_m`` (0 where the end lies on the edge).
        Ordered as the nodes are.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from servicecircle.network.lines import network_from_lines
    >>> layer = gpd.GeoSeries.from_wkt(
    ...     ["LINESTRING (0 0, 100 0)", "LINESTRING (50 0.4, 50 90)"], crs="EPSG:32650"
    ... )
    >>> network = network_from_lines(layer.to_frame("geometry"), crs="EPSG:32650")
    >>> loose_ends(network, within_m=1)
       node_id  edge_id  gap_m
    0        2        0    0.4
    """
    at = np.flatnonzero(degree(network) == 1)
    points = network.nodes.geometry.to_numpy()[at]
    lines = network.edges.geometry.to_numpy()
    end, edge = shapely.STRtree(lines).query(
        points, predicate="dwithin", distance=within_m
    )
    # A short stub ends near the street it starts from, and that is no mistake.
    root = np.empty(len(network.nodes), dtype=np.int64)
    root[network.u], root[network.v] = network.v, network.u
    own = np.zeros(len(edge), dtype=bool)
    for place in (at[end], root[at[end]]):
        own |= (network.u[edge] == place) | (network.v[edge] == place)
    end, edge = end[~own], edge[~own]
    found = pd.DataFrame(
        {
            "node_id": network.nodes.index.to_numpy()[at[end]],
            "edge_id": edge,
            "gap_m": shapely.distance(points[end], lines[edge]),
            "at": end,
        }
    )
    nearest = found.sort_values(["at", "gap_m", "edge_id"]).drop_duplicates("at")
    return nearest.drop(columns="at").reset_index(drop=True)


def crossings_without_node(network: WalkNetwork) -> pd.DataFrame:
    """
    List pairs of edges that cross where they share no node.

    A bridge over a street is one of them and right; a forgotten vertex is wrong.

    Returns
    -------
    DataFrame, shape (pairs, 2)
        ``edge_id`` and ``other_id``, the lower first.
    """
    lines = network.edges.geometry.to_numpy()
    one, other = shapely.STRtree(lines).query(lines, predicate="crosses")
    once = one < other
    pairs = pd.DataFrame({"edge_id": one[once], "other_id": other[once]})
    return pairs.sort_values(["edge_id", "other_id"], ignore_index=True)
