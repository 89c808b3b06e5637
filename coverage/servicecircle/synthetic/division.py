"""A connected set of cells divided into so many connected parts of similar weight."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.errors import InternalError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

RAGGED = 0.25
"""What a long common border weighs against unequal parts."""


@dataclass(frozen=True)
class CellGraph:
    """Cells with weights, middles and neighbours."""

    weight: list[float]
    middle: NDArray[np.float64]
    neighbours: list[list[tuple[int, float]]]

    @classmethod
    def build(
        cls, weight: NDArray[np.float64], middle: NDArray[np.float64], costs: csr_array
    ) -> CellGraph:
        """Unpack a matrix of costs into lists, which a search walks quicker."""
        lists = [
            list(
                zip(
                    costs.indices[begin:end].tolist(),
                    costs.data[begin:end].tolist(),
                    strict=True,
                )
            )
            for begin, end in zip(costs.indptr[:-1], costs.indptr[1:], strict=True)
        ]
        return cls(weight.tolist(), middle, lists)

    def weight_of(self, cells: list[int]) -> float:
        """Add up weights."""
        return math.fsum(self.weight[cell] for cell in cells)


def divide(graph: CellGraph, cells: list[int], count: int) -> list[list[int]]:
    """
    Divide connected cells into `count` connected parts of similar weight.

    Halves are grown from one end of the long or the short axis, and halved again.
    Where no halves are found, one cell alone becomes a part.

    Raises
    ------
    InternalError
        If there are fewer cells than parts.
    """
    if count == 1:
        return [cells]
    if len(cells) < count:
        msg = f"{len(cells)} cells cannot be divided into {count} parts"
        raise InternalError(msg)
    first = count // 2
    best: tuple[float, list[int], list[int]] | None = None
    for start in _starts(graph, cells):
        halves = _grow(graph, cells, start, first, count)
        if halves is None:
            continue
        score = _score(graph, halves, first / count, count)
        if best is None or score < best[0]:
            best = score, *halves
    if best is None:
        cell = _loosest(graph, cells)
        rest = [other for other in cells if other != cell]
        return [[cell], *divide(graph, rest, count - 1)]
    return divide(graph, best[1], first) + divide(graph, best[2], count - first)


def _starts(graph: CellGraph, cells: list[int]) -> list[int]:
    """Name the cells at the ends of both axes."""
    points = graph.middle[cells]
    centred = points - points.mean(axis=0)
    xx, yy = (centred**2).sum(axis=0)
    xy = (centred[:, 0] * centred[:, 1]).sum()
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    ends = []
    for turn in (0.0, math.pi / 2):
        ux, uy = math.cos(angle + turn), math.sin(angle + turn)
        along = centred[:, 0] * ux + centred[:, 1] * uy
        ends += [cells[int(np.argmin(along))], cells[int(np.argmax(along))]]
    return ends


def _loosest(graph: CellGraph, cells: list[int]) -> int:
    """Find the heaviest cell without which the others stay connected."""
    inside = set(cells)
    by_weight = sorted(cells, key=lambda cell: (-graph.weight[cell], cell))
    return next(c for c in by_weight if len(_pieces(graph, inside - {c})) == 1)


def _grow(
    graph: CellGraph, cells: list[int], start: int, parts: int, count: int
) -> tuple[list[int], list[int]] | None:
    """Grow a half from a cell; None where a half would have fewer cells than parts."""
    inside = set(cells)
    goal = graph.weight_of(cells) * parts / count
    nearest: dict[int, float] = {start: 0.0}
    heap = [(0.0, start)]
    half: set[int] = set()
    gained = 0.0
    while heap:
        distance, cell = heapq.heappop(heap)
        if cell in half:
            continue
        enough = gained + graph.weight[cell] / 2 > goal and len(half) >= parts
        if half and (enough or len(inside) - len(half) <= count - parts):
            break
        half.add(cell)
        gained += graph.weight[cell]
        for other, cost in graph.neighbours[cell]:
            if other in inside and other not in half:
                farther = distance + cost
                if farther < nearest.get(other, math.inf):
                    nearest[other] = farther
                    heapq.heappush(heap, (farther, other))
    pieces = _pieces(graph, inside - half)
    for piece in pieces[1:]:
        half.update(piece)
    if not pieces or len(half) < parts or len(pieces[0]) < count - parts:
        return None
    return sorted(half), sorted(pieces[0])


def _pieces(graph: CellGraph, cells: set[int]) -> list[list[int]]:
    """List connected pieces, the heaviest first."""
    left, pieces = set(cells), []
    while left:
        start = min(left)
        left.discard(start)
        piece, stack = [start], [start]
        while stack:
            for other, _ in graph.neighbours[stack.pop()]:
                if other in left:
                    left.discard(other)
                    piece.append(other)
                    stack.append(other)
        pieces.append(piece)
    return sorted(pieces, key=lambda piece: (-graph.weight_of(piece), min(piece)))


def _score(
    graph: CellGraph,
    halves: tuple[list[int], list[int]],
    share: float,
    count: int,
) -> float:
    """Weigh how unequal two halves are, and how long their common border is."""
    one, other = halves
    weight, rest = graph.weight_of(one), graph.weight_of(other)
    right = set(other)
    border = sum(
        1 for cell in one for beside, _ in graph.neighbours[cell] if beside in right
    )
    unequal = abs(weight / (weight + rest) - share) * count
    return unequal + RAGGED * border / math.sqrt(len(one) + len(other))
