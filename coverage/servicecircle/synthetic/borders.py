"""Borders between communities moved, piece by piece, until each has its area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

MOST_MOVES = 2000
NEAR_ENOUGH = 0.01
"""A community off its stated area by a smaller share is left alone."""
FREE = 0.03
"""What areas weigh that nobody has stated, against those that are."""
RAGGED = 1e-5
"""What a border longer by one edge weighs, against squares of shares."""


def move_borders(
    pieces: csr_array,
    area_m2: NDArray[np.float64],
    owner: NDArray[np.int64],
    *,
    targets_m2: NDArray[np.float64],
    stated: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """
    Hand pieces of land over to neighbours while that brings areas nearer to targets.

    Every time the best piece changes hands that leaves its community in one piece.

    Parameters
    ----------
    pieces : csr_array, shape (pieces, pieces)
        Which pieces touch.
    area_m2, owner : array, shape (pieces,)
        How large they are, and the community of each at first.
    targets_m2 : array, shape (communities,)
        How large the communities should be.
    stated : array of bool, shape (communities,)
        Whose area is to be met; the areas of others may give.

    Returns
    -------
    array of int, shape (pieces,)
        The community of each piece. Of pieces as good, the first changes hands.
    """
    table = pieces.tocoo()
    row, column = table.row.astype(np.int64), table.col.astype(np.int64)
    owner, count = owner.copy(), len(targets_m2)
    heed = np.where(stated, 1.0, FREE)
    for _ in range(MOST_MOVES):
        off = np.bincount(owner, area_m2, count) / targets_m2 - 1
        if np.abs(off[stated]).max(initial=0) <= NEAR_ENOUGH:
            break
        same = owner[row] == owner[column]
        offers, shared = np.unique(
            row[~same] * count + owner[column[~same]], return_counts=True
        )
        piece, other = np.divmod(offers, count)
        own = owner[piece]
        less, more = (
            area_m2[piece] / targets_m2[own],
            area_m2[piece] / targets_m2[other],
        )
        gain = heed[own] * (off[own] ** 2 - (off[own] - less) ** 2)
        gain += heed[other] * (off[other] ** 2 - (off[other] + more) ** 2)
        inner = np.bincount(row[same], minlength=len(owner))
        score = gain - RAGGED * (inner[piece] - shared)
        best = np.argsort(-score, kind="stable")
        for k in best[gain[best] > 0]:
            if _can_leave(pieces, owner, int(piece[k])):
                owner[piece[k]] = other[k]
                break
        else:
            break
    return owner


def _can_leave(pieces: csr_array, owner: NDArray[np.int64], piece: int) -> bool:
    """Say whether a piece's community stays connected without it."""
    cuts, beside = pieces.indptr, pieces.indices
    own = owner[piece]
    around = {
        k for k in beside[cuts[piece] : cuts[piece + 1]].tolist() if owner[k] == own
    }
    if not around:
        return False
    start = min(around)
    around.discard(start)
    seen, stack = {piece, start}, [start]
    while stack and around:
        here = stack.pop()
        for k in beside[cuts[here] : cuts[here + 1]].tolist():
            if k not in seen and owner[k] == own:
                seen.add(k)
                around.discard(k)
                stack.append(k)
    return not around
