"""Checks on a graph before it becomes a walking network."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import shapely

from servicecircle._validation import name_some
from servicecircle.errors import NetworkError
from servicecircle.network.graph.columns import is_missing

if TYPE_CHECKING:
    from collections.abc import Iterable

LOAD = "Read the file with osmnx.load_graphml."


def check_graph(graph: object) -> None:
    """Refuse what is not a graph in OSMnx's form, each fault with its remedy."""
    if not isinstance(graph, nx.MultiDiGraph):
        msg = (
            f"Expected a networkx.MultiDiGraph, got {type(graph).__name__}: its edges "
            "have no keys or no direction. Make one with OSMnx, or with "
            "networkx.MultiDiGraph(graph)."
        )
        raise NetworkError(msg)
    if not graph.number_of_edges():
        msg = (
            f"The graph has {len(graph)} nodes and no edges. Download or load the "
            "network again; perhaps its filter left nothing."
        )
        raise NetworkError(msg)
    if not graph.graph.get("crs"):
        msg = (
            "The graph does not say its CRS. Set graph.graph['crs'], for example to "
            "'epsg:4326' for longitude and latitude."
        )
        raise NetworkError(msg)
    _check_ids(graph)
    _check_positions(graph)
    _check_lines(graph)
    _check_lengths(graph)


def _check_ids(graph: nx.MultiDiGraph[int]) -> None:
    """Refuse node ids and keys that are not whole numbers."""
    odd: Iterable[object] = [n for n in graph if not isinstance(n, int | np.integer)]
    if odd:
        msg = (
            f"node ids must be whole numbers. Wrong: {name_some(odd)}. Number "
            "them with networkx.convert_node_labels_to_integers."
        )
        raise NetworkError(msg)
    odd = [edge for edge in graph.edges(keys=True) if not isinstance(edge[2], int)]
    if odd:
        msg = f"edge keys must be whole numbers. Wrong: {name_some(odd)}."
        raise NetworkError(msg)


def _check_positions(graph: nx.MultiDiGraph[int]) -> None:
    """Refuse nodes without a finite x and y."""
    lost = [
        node
        for node, data in graph.nodes(data=True)
        if not all(_is_finite(data.get(axis)) for axis in ("x", "y"))
    ]
    if lost:
        msg = (
            f"nodes must have finite numbers x and y. Wrong: {name_some(lost)}. {LOAD}"
        )
        raise NetworkError(msg)


def _check_lines(graph: nx.MultiDiGraph[int]) -> None:
    """Refuse edges drawn as something else than a line of finite coordinates."""
    drawn = _stated(graph, "geometry")
    wrong = [edge for edge, line in drawn if not isinstance(line, shapely.LineString)]
    if not wrong:
        wrong = [
            edge
            for edge, line in drawn
            if not np.isfinite(shapely.get_coordinates(line)).all()
        ]
    if wrong:
        msg = (
            "edges must be drawn as LineStrings with finite coordinates. Wrong: "
            f"{name_some(wrong)}. {LOAD}"
        )
        raise NetworkError(msg)


def _check_lengths(graph: nx.MultiDiGraph[int]) -> None:
    """Refuse stated lengths that are not metres, 0 or more."""
    stated = _stated(graph, "length")
    wrong = [
        edge for edge, length in stated if not (_is_finite(length) and length >= 0)
    ]
    if wrong:
        msg = f"lengths must be 0 m or more. Wrong at edges {name_some(wrong)}. {LOAD}"
        raise NetworkError(msg)


def _stated(
    graph: nx.MultiDiGraph[int], name: str
) -> list[tuple[tuple[int, int, int], Any]]:
    """List the edges that have an attribute, and its value."""
    return [
        ((u, v, key), data[name])
        for u, v, key, data in graph.edges(keys=True, data=True)
        if not is_missing(data.get(name))
    ]


def _is_finite(value: object) -> bool:
    """Whether a value is a finite number; text that looks like one is not."""
    return isinstance(value, Real) and bool(np.isfinite(float(value)))
