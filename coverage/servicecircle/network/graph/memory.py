"""What a network remembers of the graph it came from, so that the way back is exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from servicecircle.network.graph.columns import attributes, frame, is_missing, plain
from servicecircle.network.graph.pairs import DirectedEdge, expected_way_back
from servicecircle.network.walk_network import EDGE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

MEMORY = ("key", "drawn", "backward")
"""
The key of the edge from u to v; how the graph draws it (``yes``, ``no``, or
``backwards``: from v to u); and what the edge back holds: its key and every attribute
that is not simply mirrored, or nothing at all where the graph has no edge back.
"""

OF_ONE_GRAPH = (*MEMORY, "length", "reversed")
"""Columns that speak of a graph's directed edges, and not of a part of one."""

LENGTH_DISAGREES = 0.02
"""
A stated length this far from the drawn one is meant: a lift, stairs surveyed in 3D.
OSMnx measures on a sphere, which alone is up to 0.4 % off.
"""

MILLIMETRES = 0.01
"""Stated lengths are rounded, which is a large share of a very short edge."""

NEEDED = frozenset({*EDGE_COLUMNS, *MEMORY})
"""Names a network needs itself; a graph's own stay in columns ``graph_<name>``."""


def remember(
    edges: gpd.GeoDataFrame,
    directed: Sequence[DirectedEdge],
    pairs: Sequence[tuple[int, int | None]],
    *,
    drawn: Sequence[str],
) -> tuple[gpd.GeoDataFrame, int]:
    """
    Add attributes and memory to edges, one per pair.

    Returns
    -------
    edges, stated
        The edges with all columns, and how many took their length from the graph.
    """
    there = [_kept(directed[i].data) for i, _ in pairs]
    about = frame(there)
    edges = edges.join(about)
    edges["steps"] = [has_steps(row) for row in there]
    edges["closed"] = [is_closed(row) for row in there]
    measured = shapely.length(edges.geometry.to_numpy())
    stated = np.array([row.get("length", np.nan) for row in there], dtype=float)
    off = np.abs(stated - measured)
    wins = off > LENGTH_DISAGREES * measured + MILLIMETRES
    edges["length_m"] = np.where(wins, stated, measured)
    edges["key"] = [directed[i].key for i, _ in pairs]
    edges["drawn"] = list(drawn)
    edges["backward"] = [
        {} if back is None else _difference(directed[back], row)
        for row, (_, back) in zip(there, pairs, strict=True)
    ]
    return edges, int(wins.sum())


def is_remembered(network: WalkNetwork) -> bool:
    """Whether a network came from a graph and still holds all it needs to go back."""
    edges = network.edges
    return (
        "graph" in network.notes
        and set(MEMORY) <= set(edges.columns)
        and not edges[list(MEMORY)].isna().any(axis=None)
    )


def recall(edges: gpd.GeoDataFrame, lines: NDArray[np.object_]) -> list[DirectedEdge]:
    """Give back the directed edges; `lines` are the edges' in the graph's CRS."""
    given = [name for name in edges.columns if name not in NEEDED]
    there = attributes(edges, given)
    memory = edges[["u", "v", "key", "drawn", "backward", "steps", "closed"]]
    backwards = shapely.reverse(lines)
    directed: list[DirectedEdge] = []
    rows = zip(there, memory.itertuples(index=False), lines, backwards, strict=True)
    for data, edge, line, mirrored in rows:
        if has_steps(data) != edge.steps:
            data["graph_steps"] = edge.steps
        if is_closed(data) != edge.closed:
            data["graph_closed"] = edge.closed
        back = expected_way_back(data)
        if edge.drawn != "no" or shapely.get_num_points(line) > 2:  # noqa: PLR2004 - a straight line has two
            there_and_back = (line, mirrored)
            if edge.drawn == "backwards":
                there_and_back = (mirrored, line)
            data["geometry"], back["geometry"] = there_and_back
        directed.append(DirectedEdge(edge.u, edge.v, edge.key, _original(data)))
        if edge.backward:
            changes = dict(edge.backward)
            key = changes.pop("key")
            back = {**back, **changes}
            directed.append(DirectedEdge(edge.v, edge.u, key, _original(back)))
    return directed


def has_steps(row: Mapping[str, Any]) -> bool:
    """Whether attributes speak of steps: by a flag of their own, else by highway."""
    flag = row.get("graph_steps")
    highway = row.get("highway")
    kinds = highway if isinstance(highway, list) else [highway]
    return flag if isinstance(flag, bool) else "steps" in kinds


def is_closed(row: Mapping[str, Any]) -> bool:
    """Whether an edge's own attribute says that it is closed."""
    return str(row.get("graph_closed")).lower() in {"true", "yes", "1"}


def _kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the attributes that become columns, under names that do not clash."""
    return {
        f"graph_{name}" if name in NEEDED else name: plain(value)
        for name, value in data.items()
        if name != "geometry" and not is_missing(value)
    }


def _original(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give attributes the names they had in the graph; None means absent."""
    return {
        _original_name(name): value for name, value in row.items() if value is not None
    }


def _original_name(name: str) -> str:
    """Strip the prefix that kept a graph's attribute apart from a network's column."""
    bare = name.removeprefix("graph_")
    return bare if bare in NEEDED else name


def _difference(back: DirectedEdge, there: Mapping[str, Any]) -> dict[str, Any]:
    """Say what the edge back holds beyond the mirrored edge there; None: absent."""
    expected, found = expected_way_back(there), _kept(back.data)
    changes = {
        name: value
        for name, value in found.items()
        if type(value) is not type(expected.get(name)) or value != expected[name]
    }
    gone = {name: None for name in expected if name not in found}
    return {"key": back.key, **changes, **gone}
