"""The graph form of a network that did not come from a graph, and the way back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from servicecircle.network.graph.columns import attributes, column, restored
from servicecircle.network.graph.pairs import DirectedEdge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

OWN_FORM = "servicecircle"
"""The graph attribute that marks the form and lists the columns with their types."""

THEIRS = frozenset(
    {"x", "y", "u", "v", "key", "edge_id", "osmid", "length", "oneway", "reversed"}
)
"""Names a graph needs itself; a network's own stay in attributes ``own_<name>``."""


def write_own(
    network: WalkNetwork, lines: NDArray[np.object_]
) -> tuple[list[dict[str, Any]], list[DirectedEdge], str]:
    """
    Give the attributes of all nodes, two directed edges per street, and the form.

    The form is a line of JSON with the columns and their types, and travels as a
    graph attribute, through GraphML files too.
    """
    nodes, edges = network.nodes, network.edges
    node_rows = [_theirs(row) for row in attributes(nodes, _own(nodes))]
    next_key: dict[tuple[int, int], int] = {}
    directed: list[DirectedEdge] = []
    ends = zip(edges["u"].tolist(), edges["v"].tolist(), strict=True)
    rows = zip(
        ends,
        attributes(edges, _own(edges)),
        edges["length_m"].tolist(),
        lines,
        shapely.reverse(lines),
        strict=True,
    )
    for edge_id, ((u, v), row, length_m, line, mirrored) in enumerate(rows):
        osmid = row.get("osmid", row.get("way_id", -1 - edge_id))
        for start, end, drawn in ((u, v, line), (v, u, mirrored)):
            data = {
                **_theirs(row),
                "edge_id": edge_id,
                "osmid": osmid,
                "length": length_m,
                "oneway": False,
                "reversed": drawn is mirrored,
                "geometry": drawn,
            }
            key = next_key.get((start, end), 0)
            next_key[start, end] = key + 1
            directed.append(DirectedEdge(start, end, key, data))
    form = json.dumps({"nodes": _types(nodes), "edges": _types(edges)})
    return node_rows, directed, form


def read_own(
    nodes: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    there: Sequence[DirectedEdge],
    *,
    form: str,
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Restore the columns that `write_own` wrote, in their order and of their type."""
    types = json.loads(form)
    edges = edges.assign(length_m=column([edge.data["length"] for edge in there]))
    for name in _own(types["edges"]):
        values = [edge.data.get(_their_name(name)) for edge in there]
        edges[name] = restored(column(values), dtype=types["edges"][name])
    restored_nodes = nodes[["geometry"]]
    blank = pd.Series([None] * len(nodes), dtype="object", index=nodes.index)
    for name in _own(types["nodes"]):
        values = nodes.get(_their_name(name), blank)
        value = restored(values, dtype=types["nodes"][name])
        restored_nodes = restored_nodes.assign(**{name: value})
    return restored_nodes[list(types["nodes"])], edges[list(types["edges"])]


def _types(table: pd.DataFrame) -> dict[str, str]:
    """List a frame's columns with their types."""
    return {str(name): str(dtype) for name, dtype in table.dtypes.items()}


def _own(names: Iterable[str]) -> list[str]:
    """List the columns that are written as attributes under their own meaning."""
    return [name for name in names if name not in {"u", "v", "length_m", "geometry"}]


def _theirs(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give attributes under names that leave OSMnx its own."""
    return {_their_name(name): value for name, value in row.items()}


def _their_name(name: str) -> str:
    """Name a network's column as the graph does."""
    return f"own_{name}" if name in THEIRS else name
