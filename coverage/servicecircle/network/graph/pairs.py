"""Which two directed edges of an OSMnx graph are one street, walked both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    Signature = tuple[int, int, tuple[str, ...], bytes | None]

WAY_BACK = "reversed"
"""OSMnx's attribute that says an edge runs against its way's own direction."""


@dataclass(frozen=True)
class DirectedEdge:
    """One edge of the graph, as it stands there."""

    u: int
    v: int
    key: int
    data: Mapping[str, Any]


def directed_edges(graph: nx.MultiDiGraph[int]) -> list[DirectedEdge]:
    """
    List the edges in an order that the graph's insertion history has no part in.

    Edges that run with their way come before those against it; then the positions of
    the end nodes decide, then the key. Graphs written by `network_to_graph` number
    their edges, and that number goes first.
    """
    position = {node: i for i, node in enumerate(graph)}

    def rank(edge: DirectedEdge) -> tuple[int, bool, int, int, int]:
        number = str(edge.data.get("edge_id"))
        return (
            int(number) if number.isdecimal() else 0,
            edge.data.get(WAY_BACK) is True,
            position[edge.u],
            position[edge.v],
            edge.key,
        )

    every = graph.edges(keys=True, data=True)
    return sorted((DirectedEdge(*edge) for edge in every), key=rank)


def pair_directions(edges: Sequence[DirectedEdge]) -> list[tuple[int, int | None]]:
    """
    Find for every street its edge there and, if the graph has it, its edge back.

    Two edges are one street when they join the same nodes in opposite directions,
    name the same OSM ways, and are drawn along the same points (or are both not
    drawn). Of several that fit, the one with the same key is taken, else the lowest.

    Returns
    -------
    list of (there, back)
        Positions in `edges`; ``back`` is None for an edge without a partner.
    """
    lines = [edge.data.get("geometry") for edge in edges]
    drawn_there = shapely.to_wkb(lines).tolist()
    drawn_back = shapely.to_wkb(shapely.reverse(lines)).tolist()
    waiting: dict[Signature, list[int]] = {}
    for i, edge in enumerate(edges):
        signature = (edge.u, edge.v, _ways(edge), drawn_there[i])
        waiting.setdefault(signature, []).append(i)
    taken: set[int] = set()
    pairs: list[tuple[int, int | None]] = []
    for i, edge in enumerate(edges):
        if i in taken:
            continue
        taken.add(i)
        mirror = (edge.v, edge.u, _ways(edge), drawn_back[i])
        fits = [j for j in waiting.get(mirror, ()) if j not in taken]
        back = min(
            fits,
            key=lambda j: (edges[j].key != edge.key, edges[j].key),
            default=None,
        )
        if back is not None:
            taken.add(back)
        pairs.append((i, back))
    return pairs


def expected_way_back(there: Mapping[str, Any]) -> dict[str, Any]:
    """
    Say what the edge back would hold if it differed in nothing but its direction.

    >>> expected_way_back({"osmid": 7, "reversed": False})
    {'osmid': 7, 'reversed': True}
    """
    back = dict(there)
    if isinstance(back.get(WAY_BACK), bool):
        back[WAY_BACK] = not back[WAY_BACK]
    return back


def _ways(edge: DirectedEdge) -> tuple[str, ...]:
    """List the OSM ways an edge is made of; the two directions may order them apart."""
    ways = edge.data.get("osmid", ())
    return tuple(sorted(map(str, ways if isinstance(ways, list) else [ways])))
