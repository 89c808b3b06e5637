"""Communities grown over blocks from their anchors until each has its area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 80
STEP_M = 420.0
MOST_STEP = 1.2
CANDIDATES = 60


def grow_communities(
    blocks: sp.csr_array,
    middle: NDArray[np.float64],
    area_m2: NDArray[np.float64],
    *,
    anchors: NDArray[np.float64],
    targets_m2: NDArray[np.float64],
) -> NDArray[np.int64]:
    """
    Give every block to the community whose anchor is nearest over the blocks.

    Every community has a head start, adjusted round by round towards its area. A
    shortest path ends in its own anchor, so every community is in one piece.

    Parameters
    ----------
    blocks, middle, area_m2
        Which blocks touch and at what cost, where they lie, and how large they are.
    anchors, targets_m2
        Where communities begin, and how large they should become.

    Returns
    -------
    array of int, shape (blocks,)
        Positions in `anchors`; the best of all rounds.
    """
    seeds = _seeds(middle, anchors)
    count = len(middle)
    late = np.zeros(len(seeds))
    best: tuple[float, NDArray[np.int64]] | None = None
    # Nobody grows through another's anchor.
    inner = blocks.tocoo()
    free = ~np.isin(inner.col, seeds)
    row, column, cost = inner.row[free], inner.col[free], inner.data[free]
    for turn in range(ROUNDS):
        start = late - late.min() + 1.0
        graph = sp.coo_matrix(
            (
                np.concatenate([cost, start]),
                (
                    np.concatenate([row, np.full(len(seeds), count)]),
                    np.concatenate([column, seeds]),
                ),
            ),
            shape=(count + 1, count + 1),
        ).tocsr()
        distance, before = dijkstra(
            graph, indices=np.array([count]), return_predecessors=True
        )
        owner = _owners(distance[0, :count], before[0, :count], seeds)
        grown = np.bincount(owner, area_m2, len(seeds))
        off = np.log(grown / targets_m2)
        error = float(np.abs(off).sum())
        if best is None or error < best[0]:
            best = error, owner
        pace = STEP_M * 0.97**turn
        late += pace * np.clip(off, -MOST_STEP, MOST_STEP)
    if best is None:
        msg = "communities need at least one round"
        raise ValueError(msg)
    return best[1]


def _seeds(
    middle: NDArray[np.float64], anchors: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Give every anchor the nearest block that no earlier one has taken."""
    tree = KDTree(middle)
    taken: list[int] = []
    for anchor in anchors:
        near = np.atleast_1d(tree.query(anchor, min(CANDIDATES, len(middle)))[1])
        taken.append(next(int(block) for block in near if int(block) not in taken))
    return np.array(taken)


def _owners(
    distance: NDArray[np.float64],
    before: NDArray[np.int32],
    seeds: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Follow the shortest paths from near to far."""
    owner = np.full(len(distance), -1, dtype=np.int64)
    owner[seeds] = np.arange(len(seeds))
    for block in np.argsort(distance, kind="stable"):
        if owner[block] < 0:
            owner[block] = owner[before[block]]
    return owner
