"""Cells as polygons: long edges get more vertices, then everything is bent once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.synthetic.planar import edge_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from servicecircle.synthetic.bend import Bend
    from servicecircle.synthetic.planar import Edge, Partition

LONGEST_STRAIGHT_M = 42.0


@dataclass(frozen=True)
class Shapes:
    """Everything's place after the bend, in whole millimetres."""

    points: NDArray[np.float64]
    """Vertices of the partition, then those between them; rows of x and y."""
    between: dict[Edge, tuple[int, ...]]
    """Vertices along an edge, from its smaller end to its larger."""
    cells: NDArray[np.int64]
    """Numbers of the faces that are cells, sorted."""
    polygons: NDArray[np.object_]

    def chain(self, edge: Edge) -> list[int]:
        """List the vertices of an edge from its smaller end to its larger."""
        return [edge[0], *self.between.get(edge, ()), edge[1]]

    def length_m(self, edges: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the straight lengths of edges, rows of two vertices."""
        x, y = (self.points[edges[:, 0]] - self.points[edges[:, 1]]).T
        metres: NDArray[np.float64] = np.hypot(x, y)
        return metres


def bend_cells(land: Partition, cells: Iterable[int], bend: Bend) -> Shapes:
    """
    Bend the partition and make polygons of its cells.

    An edge is divided once for both of its sides, the district's border included: an
    unbent edge beside a bent one could cross it.
    """
    points = list(land.points)
    between: dict[Edge, tuple[int, ...]] = {}
    for edge in sorted(land.way):
        (x0, y0), (x1, y1) = land.points[edge[0]], land.points[edge[1]]
        count = int(math.dist((x0, y0), (x1, y1)) // LONGEST_STRAIGHT_M)
        if count:
            first = len(points)
            between[edge] = tuple(range(first, first + count))
            for k in range(1, count + 1):
                share = k / (count + 1)
                points.append((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share))
    bent = np.round(bend(np.array(points)), 3)
    order = np.array(sorted(cells), dtype=np.int64)
    rings = [_ring(land.rings[int(cell)], between) for cell in order]
    which = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    corners = bent[np.concatenate([np.array(ring) for ring in rings])]
    polygons = shapely.polygons(shapely.linearrings(corners, indices=which))
    return Shapes(bent, between, order, np.asarray(polygons))


def _ring(ring: list[int], between: dict[Edge, tuple[int, ...]]) -> list[int]:
    """List all vertices round a face."""
    out: list[int] = []
    for i, a in enumerate(ring):
        b = ring[(i + 1) % len(ring)]
        middle = between.get(edge_of(a, b), ())
        out.append(a)
        out.extend(middle if a < b else middle[::-1])
    return out
