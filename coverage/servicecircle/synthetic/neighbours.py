"""Which cells touch, and what it costs a unit to grow across their common edge."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array, csr_array

from servicecircle.synthetic.ways import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.synthetic.planar import Partition
    from servicecircle.synthetic.shapes import Shapes

LEAST_COST = 1e-3


def middles_of(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give centroids as rows of x and y."""
    return shapely.get_coordinates(shapely.centroid(polygons))


def cell_neighbours(land: Partition, shapes: Shapes) -> csr_array:
    """
    Weigh every pair of cells that share an edge.

    Returns
    -------
    csr_array, shape (cells, cells)
        Symmetric; metres between the middles, times what the way between them costs:
        units like to end at wide streets and rivers.
    """
    index = {int(cell): i for i, cell in enumerate(shapes.cells)}
    middle = middles_of(shapes.polygons)
    costs: dict[tuple[int, int], float] = {}
    for edge, way in sorted(land.way.items()):
        one, other = land.faces_beside(edge)
        if one is None or other is None:
            continue
        pair = index[min(one, other)], index[max(one, other)]
        metres = math.dist(middle[pair[0]], middle[pair[1]])
        cost = max(LEAST_COST, metres * KINDS[way].reach_across)
        costs[pair] = min(cost, costs.get(pair, math.inf))
    return _symmetric(costs, len(shapes.cells))


def block_neighbours(
    cells: csr_array, block: NDArray[np.int64], middle: NDArray[np.float64]
) -> csr_array:
    """Weigh pairs of neighbouring blocks by the cheapest edge between their cells."""
    table = cells.tocoo()
    one, other = block[table.row], block[table.col]
    costs: dict[tuple[int, int], float] = {}
    apart = one < other
    for i, j, cost in zip(one[apart], other[apart], table.data[apart], strict=True):
        pair = int(i), int(j)
        metres = max(math.dist(middle[pair[0]], middle[pair[1]]), LEAST_COST)
        known = costs.get(pair, math.inf)
        costs[pair] = min(known, metres + 0.5 * float(cost))
    return _symmetric(costs, len(middle))


def _symmetric(costs: dict[tuple[int, int], float], size: int) -> csr_array:
    pairs = np.array(sorted(costs), dtype=np.int64).reshape(-1, 2)
    values = np.array([costs[int(i), int(j)] for i, j in pairs])
    row = np.concatenate([pairs[:, 0], pairs[:, 1]])
    column = np.concatenate([pairs[:, 1], pairs[:, 0]])
    both = np.concatenate([values, values])
    return coo_array((both, (row, column)), shape=(size, size)).tocsr()
