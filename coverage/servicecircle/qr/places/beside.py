"""Sides of different buildings that are near to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from shapely import STRtree

from servicecircle.qr.places.frames import frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from servicecircle.qr.places.facades import Facades

    Rows = NDArray[np.int64]
    Corners = NDArray[np.float64]

AT_ONCE = 2_000_000
"""About so many pairs are weighed at a time, however many sides two buildings have."""
SLACK_M = 0.001
"""Buildings are paired a little farther than sides, so that rounding loses none."""


def sides_beside(sides: Facades, *, within_m: float) -> tuple[Rows, Rows]:
    """
    Pair sides with those of other buildings that come near to their frames.

    Buildings are paired first, then those of their sides that reach each other's
    frame: of all the sides in a town few have another beside them.

    Parameters
    ----------
    sides
        Sorted by building.
    within_m
        How much wider than a side its frame is.

    Returns
    -------
    side, other
        Every pair of sides of two buildings where the frame of `other` meets that of
        `side`, widened; each once, in no order that means anything.

    Examples
    --------
    The last wall of a house has three sides of the next one beside it:

    >>> import shapely
    >>> from servicecircle.qr.places.facades import facades
    >>> row = facades(shapely.box([0, 10.5], 0, [10, 20], 10))
    >>> side, other = sides_beside(row, within_m=0.8)
    >>> np.sort(other[side == 3]).tolist()
    [4, 5, 6]
    """
    low, high = np.minimum(sides.start, sides.end), np.maximum(sides.start, sides.end)
    _, first = np.unique(sides.building, return_index=True)
    if not len(first):
        return first, first
    count = np.diff(np.append(first, len(low)))
    least, most = np.minimum.reduceat(low, first), np.maximum.reduceat(high, first)
    reach_m = within_m + SLACK_M
    one, other = frames_beside(least, most, within_m=reach_m)
    least, most = least - reach_m, most + reach_m
    found = []
    for pair, side in spread(first[one], count[one]):
        met = frames_meet((low, high), side, (least[other], most[other]), pair)
        found.append(np.stack([pair[met], side[met]]))
    pair, mine = np.concatenate(found, axis=1)
    # The sides of the second building of a pair are those of the first of its mirror
    # image: the k-th pair by its second building is that of the k-th by its first.
    mirror = np.lexsort((one, other))
    size = np.bincount(pair, minlength=len(one))
    begin, size = (np.cumsum(size) - size)[mirror], size[mirror]
    wide, found = (low - within_m, high + within_m), []
    for row, place in spread(begin[pair], size[pair]):
        side, beside = mine[row], mine[place]
        met = frames_meet(wide, side, (low, high), beside)
        found.append(np.stack([side[met], beside[met]]))
    side, beside = np.concatenate(found, axis=1)
    return side, beside


def frames_beside(low: Corners, high: Corners, *, within_m: float) -> tuple[Rows, Rows]:
    """Pair frames that are within so many metres east and north, by number."""
    wide = frames(low - within_m / 2, high + within_m / 2)
    one, other = STRtree(wide).query(wide)
    one, other = one[one != other], other[one != other]
    order = np.lexsort((other, one))
    return one[order], other[order]


def spread(first: Rows, count: Rows) -> Iterator[tuple[Rows, Rows]]:
    """List for each row the `count` numbers from `first` on, some rows at a time."""
    before = np.cumsum(count) - count
    starts = np.arange(0, max(int(count.sum()), 1), AT_ONCE)
    cuts = np.searchsorted(before + count, starts, "right")
    for begin, end in zip(cuts, [*cuts[1:], len(count)], strict=True):
        row = np.repeat(np.arange(begin, end), count[begin:end])
        number = np.arange(len(row)) - (before[row] - before[row[:1]])
        yield row, first[row] + number


def frames_meet(
    these: tuple[Corners, Corners],
    this: Rows,
    those: tuple[Corners, Corners],
    that: Rows,
) -> NDArray[np.bool_]:
    """Say which frames, given by low and high corners, have a point in common."""
    (low, high), (least, most) = these, those
    met = np.ones(len(this), dtype=bool)
    for axis in (0, 1):
        met &= low[:, axis][this] <= most[:, axis][that]
        met &= high[:, axis][this] >= least[:, axis][that]
    return met
