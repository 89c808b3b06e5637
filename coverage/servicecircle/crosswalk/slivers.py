"""Which common ground means something, and which comes of drawing a border twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.crosswalk.kinds import HALF
from servicecircle.crosswalk.pieces import NOWHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.crosswalk.kinds import Tolerances
    from servicecircle.crosswalk.pieces import Pieces


def meaningful(
    pieces: Pieces, built_on: NDArray[np.bool_], tolerances: Tolerances
) -> NDArray[np.bool_]:
    """
    Tell common ground that means something from slivers.

    Parameters
    ----------
    pieces
        Common ground of two editions.
    built_on
        Whether a building stands on each piece, shape (pieces,).
    tolerances
        What digitising explains.

    Returns
    -------
    Whether each piece means something, shape (pieces,). Left out are pieces that are
    nowhere wider than ``sliver_m``, and pieces below ``minor_share`` of both their
    units on which no building stands; never one that is at least half of a unit, and
    of every unit the largest piece stays.

    Notes
    -----
    The width is that of the widest place: what shrinks to nothing when its border
    moves inwards by half of ``sliver_m`` is nowhere wider than that.
    """
    of_old = share_within(pieces.old, pieces.area_m2)
    of_new = share_within(pieces.new, pieces.area_m2)
    largest = np.fmax(of_old, of_new)
    small = ~(largest >= HALF)
    minor = small & (largest < tolerances.minor_share) & ~built_on
    narrow = np.zeros(len(minor), dtype=bool)
    asked = small & ~minor
    narrow[asked] = shapely.is_empty(
        shapely.buffer(
            pieces.ground[asked], -tolerances.sliver_m / 2, join_style="mitre"
        )
    )
    kept = ~(minor | narrow)
    for side in (pieces.old, pieces.new):
        kept[_largest_of_each(side, pieces.area_m2)] = True
    return kept


def share_within(
    group: NDArray[np.int64], amount: NDArray[np.float64]
) -> NDArray[np.float64]:
    """
    Give each amount as a share of its group's total; NaN for `NOWHERE` and for 0 / 0.

    >>> share_within(np.array([0, 0, -1]), np.array([1.0, 3.0, 9.0])).tolist()
    [0.25, 0.75, nan]
    """
    total = np.bincount(group + 1, weights=amount)[group + 1]
    share = np.full(len(amount), np.nan)
    known = (group != NOWHERE) & (total > 0)
    share[known] = amount[known] / total[known]
    return share


def _largest_of_each(
    group: NDArray[np.int64], amount: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Find the row of each group's largest amount; of several, the first."""
    order = np.lexsort((np.arange(len(group)), -amount, group))
    _, first = np.unique(group[order], return_index=True)
    rows = order[first]
    return np.asarray(rows[group[rows] != NOWHERE])
