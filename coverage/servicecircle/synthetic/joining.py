"""No home left behind: what is cut off is opened at the least cost, but for islands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from servicecircle.synthetic.planar import edge_of
from servicecircle.synthetic.ways import WALKABLE, Way

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from servicecircle.synthetic.compounds import Closures
    from servicecircle.synthetic.planar import Edge, Partition
    from servicecircle.synthetic.shapes import Shapes

ISLANDS_SHARE = 0.005
"""Vertices that stay on islands of path, as a share of all."""
ISLAND_VERTICES = (4, 45)
"""Fewest and most vertices of an island that stays one."""
BUILT_COST, CROSSING_COST, FENCE_COST = 1.0, 4.0, 3.0
OPEN_COST = 1e-3


class Pieces(NamedTuple):
    """Connected pieces of the open network."""

    label: NDArray[np.int64]
    """The piece of every vertex."""
    size: NDArray[np.int64]
    """Vertices on open edges, by piece."""

    @property
    def main(self) -> int:
        """The largest piece."""
        return int(self.size.argmax())


def find_pieces(edges: NDArray[np.int64], *, vertices: int) -> Pieces:
    """Label the connected pieces that open edges make."""
    ones = np.ones(len(edges))
    graph = coo_matrix((ones, (edges[:, 0], edges[:, 1])), shape=(vertices, vertices))
    label = connected_components(graph, directed=False)[1].astype(np.int64)
    used = np.zeros(vertices, dtype=bool)
    used[edges.ravel()] = True
    return Pieces(label, np.bincount(label[used], minlength=int(label.max()) + 1))


def join_pieces(  # noqa: PLR0913 - all that joining depends on
    land: Partition,
    shapes: Shapes,
    closures: Closures,
    *,
    crossable: Collection[Edge],
    flooded: Collection[Edge],
    chance: np.random.Generator,
) -> set[int]:
    """
    Open the cheapest closed edges, so that all pieces but a few islands are joined.

    Parameters
    ----------
    crossable
        Edges across corridors, which can become a crossing.
    flooded
        Edges in the water, which can become nothing.

    Returns
    -------
    set of int
        The vertices whose edges are to be drawn: of the main piece and of the islands.
    """
    edges = sorted(
        edge
        for edge, way in land.way.items()
        if way != Way.BORDER and edge not in flooded
    )
    pairs = np.array(edges)
    is_open = np.array([_is_open(land, closures, edge) for edge in edges])
    vertices = len(shapes.points)
    pieces = find_pieces(pairs[is_open], vertices=vertices)
    factor = np.array([_cost(land, edge, crossable) for edge in edges])
    cost = shapes.length_m(pairs) * np.where(is_open, OPEN_COST, factor) + 1e-6
    graph = coo_matrix((cost, (pairs[:, 0], pairs[:, 1])), shape=(vertices, vertices))
    first = _first_vertices(pieces, pairs[is_open])
    start = first[pieces.main]
    _, before = dijkstra(
        graph.tocsr(),
        directed=False,
        indices=np.array([start]),
        return_predecessors=True,
    )
    back = before[0].tolist()
    islands = _choose_islands(pieces, chance)
    for piece, vertex in sorted(first.items()):
        if piece != pieces.main and piece not in islands:
            _open_path(land, closures, crossable, back, vertex, start)
    return _kept(land, closures, edges, vertices, islands, first)


def _is_open(land: Partition, closures: Closures, edge: Edge) -> bool:
    return land.way[edge] in WALKABLE and closures.is_open(edge)


def _cost(land: Partition, edge: Edge, crossable: Collection[Edge]) -> float:
    """Say how dear a metre of an edge would be to open."""
    if edge in crossable:
        return CROSSING_COST
    return FENCE_COST if land.way[edge] == Way.BARRIER else BUILT_COST


def _first_vertices(pieces: Pieces, edges: NDArray[np.int64]) -> dict[int, int]:
    """Name the first vertex of every piece that has an edge."""
    used = np.unique(edges)
    label, first = np.unique(pieces.label[used], return_index=True)
    return dict(zip(label.tolist(), used[first].tolist(), strict=True))


def _choose_islands(pieces: Pieces, chance: np.random.Generator) -> set[int]:
    """Choose pieces that stay islands, up to their share of all vertices."""
    low, high = ISLAND_VERTICES
    fit = np.flatnonzero((pieces.size >= low) & (pieces.size <= high))
    budget = ISLANDS_SHARE * pieces.size.sum()
    chosen: set[int] = set()
    for piece in chance.permutation(fit).tolist():
        if pieces.size[piece] <= budget:
            budget -= pieces.size[piece]
            chosen.add(piece)
    return chosen


def _open_path(  # noqa: PLR0913, PLR0917 - a walk back over the tree
    land: Partition,
    closures: Closures,
    crossable: Collection[Edge],
    before: list[int],
    vertex: int,
    start: int,
) -> None:
    """Open all edges from a vertex back to the main piece."""
    while vertex != start and before[vertex] >= 0:
        edge = edge_of(vertex, before[vertex])
        closures.open_up(edge)
        if land.way[edge] not in WALKABLE:
            land.way[edge] = Way.CROSSING if edge in crossable else Way.TRAIL
        vertex = before[vertex]


def _kept(  # noqa: PLR0913, PLR0917 - what is open now
    land: Partition,
    closures: Closures,
    edges: list[Edge],
    vertices: int,
    islands: set[int],
    first: dict[int, int],
) -> set[int]:
    """Name the vertices of the main piece and of the islands as they are now."""
    now = np.array([edge for edge in edges if _is_open(land, closures, edge)])
    pieces = find_pieces(now, vertices=vertices)
    wanted = {pieces.main} | {int(pieces.label[first[piece]]) for piece in islands}
    used = np.unique(now)
    return set(used[np.isin(pieces.label[used], sorted(wanted))].tolist())
