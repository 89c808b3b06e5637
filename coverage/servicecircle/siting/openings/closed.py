"""What is closed on a network and could be opened, each with the edges it frees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Iterable

    from servicecircle.network.walk_network import WalkNetwork

CLOSED_WAY = "closed_way"
"""The kind of a closed edge that no gate is remembered for."""
KIND_COLUMNS = ("barrier", "kind")
"""Columns of edges that say what stands there, the first that is filled counts."""


def closed_openings(network: WalkNetwork) -> gpd.GeoDataFrame:
    """
    List everything that is closed and could be opened.

    Parameters
    ----------
    network
        Closed gates are remembered in its ``openings``, each with the edges it would
        free. Every other closed edge is an opening of its own, or together with the
        closed edges it meets where nobody can walk: one without the others leads
        nowhere. A link that is missing is drawn as a closed edge.

    Returns
    -------
    GeoDataFrame
        Indexed by ``opening_id`` (O and the lowest of its edges), sorted by that edge:
        ``kind``, ``edge_ids`` (a tuple), ``length_m`` of the edges in all, and the
        point: the gate, or the middle of its first edge.

    Examples
    --------
    >>> from servicecircle.network.lines import network_from_lines
    >>> lines = gpd.GeoDataFrame(
    ...     {"closed": ["no", "yes"], "kind": ["", "gate"]},
    ...     geometry=gpd.GeoSeries.from_wkt(
    ...         ["LINESTRING (0 0, 9 0)", "LINESTRING (9 0, 15 0)"]
    ...     ),
    ...     crs="EPSG:4547",
    ... )
    >>> closed_openings(network_from_lines(lines, crs=lines.crs))
                kind edge_ids  length_m    geometry
    opening_id
    O1          gate     (1,)       6.0  POINT (12 0)
    """
    edges = network.edges
    closed = np.flatnonzero(~network.usable())
    rows = []
    free = np.zeros(len(edges), dtype=bool)
    free[closed] = True
    for gate in network.openings.itertuples():
        ids = tuple(sorted(int(i) for i in gate.edge_ids if free[i]))
        if gate.closed and ids:
            rows.append((ids, str(gate.kind), gate.geometry))
            free[list(ids)] = False
    rest = np.flatnonzero(free)
    for part in _together(network, rest):
        first = edges.geometry.iloc[part[0]]
        middle = shapely.line_interpolate_point(first, 0.5, normalized=True)
        rows.append((tuple(part.tolist()), _kind(edges, part), middle))
    rows.sort(key=lambda row: row[0])
    length_m = edges["length_m"].to_numpy()
    return gpd.GeoDataFrame(
        {
            "kind": pd.array([kind for _, kind, _ in rows], dtype="str"),
            "edge_ids": [ids for ids, _, _ in rows],
            "length_m": [float(length_m[list(ids)].sum()) for ids, _, _ in rows],
        },
        geometry=[spot for _, _, spot in rows],
        index=pd.Index(
            [f"O{ids[0]}" for ids, _, _ in rows], name="opening_id", dtype="str"
        ),
        crs=network.crs,
    )


def opened(
    network: WalkNetwork, openings: gpd.GeoDataFrame, ids: Iterable[str]
) -> WalkNetwork:
    """Give the network as it is once some openings are open; edges keep their ids."""
    chosen = openings.loc[list(ids), "edge_ids"]
    freed = [edge for edges in chosen for edge in edges]
    closed = network.edges["closed"].to_numpy(dtype=bool).copy()
    closed[freed] = False
    return network.replace(edges=network.edges.assign(closed=closed))


def _together(network: WalkNetwork, closed: np.ndarray) -> list[np.ndarray]:
    """Group closed edges that meet where no usable edge does."""
    usable = network.usable()
    walked = np.zeros(len(network.nodes), dtype=bool)
    walked[network.u[usable]] = walked[network.v[usable]] = True
    nodes = len(network.nodes)
    ends = np.stack([network.u[closed], network.v[closed]], axis=1)
    edge, side = np.nonzero(~walked[ends])
    meets = (edge, ends[edge, side] + len(closed))
    size = len(closed) + nodes
    graph = coo_array((np.ones(len(edge), np.int8), meets), (size, size))
    _, part = connected_components(graph, directed=False)
    part = part[: len(closed)]
    order = np.argsort(part, kind="stable")
    breaks = np.flatnonzero(np.diff(part[order])) + 1
    return [closed[some] for some in np.split(order, breaks)] if len(closed) else []


def _kind(edges: gpd.GeoDataFrame, part: np.ndarray) -> str:
    for column in KIND_COLUMNS:
        if column in edges:
            said = edges[column].iloc[part].dropna().astype(str)
            said = said[said != ""]
            if len(said):
                return str(said.iloc[0])
    return CLOSED_WAY
