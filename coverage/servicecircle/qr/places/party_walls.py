"""What is left of facades where neighbours stand in front of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.qr.places.beside import (
    frames_beside,
    frames_meet,
    sides_beside,
    spread,
)
from servicecircle.qr.places.facades import Facades

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import STRtree

    Numbers = NDArray[np.float64]

SHORTEST_M = 0.8
"""A free stretch shorter than a door is none."""


def free_facades(sides: Facades, tree: STRtree, *, passage_m: float) -> Facades:
    """
    Take from every side what a neighbour touches, covers or stands too near to.

    Parameters
    ----------
    sides
        Of all buildings, sorted by building.
    tree
        Of the footprints, in the order that `sides` count them. Points stand in
        nobody's way.
    passage_m
        Where a neighbour is this near to a side, or nearer, nobody passes.

    Returns
    -------
    Facades
        The free stretches that a door fits into, in the order of the sides; a side can
        leave several, one or none.

    Examples
    --------
    A house of 20 m by 10 m, half of whose back has a neighbour 0.3 m behind it:

    >>> from servicecircle.qr.places.facades import facades
    >>> row = shapely.box([0, 10], [0, 10.3], [20, 30], [10, 20])
    >>> free = free_facades(facades(row), shapely.STRtree(row), passage_m=0.8)
    >>> first = free.building == 0
    >>> np.column_stack([free.start, free.end])[first].round(1)
    array([[20. ,  0. ,  0. ,  0. ],
           [ 0. ,  0. ,  0. , 10. ],
           [ 0. , 10. ,  9.3, 10. ],
           [20. ,  9.5, 20. ,  0. ]])
    """
    side, low_m, high_m = _too_near(sides, passage_m)
    free = _between(sides, side, low_m, high_m)
    # Now no stretch crosses a neighbour's outline: it is in one, or it is not.
    return free.at(~_covered(free, tree))


def _covered(free: Facades, tree: STRtree) -> NDArray[np.bool_]:
    """Say which stretches lie in another building, by their middles."""
    shapes = tree.geometries
    low, high = np.split(shapely.bounds(shapes), 2, axis=1)
    one, other = frames_beside(low, high, within_m=0.0)
    areal = shapely.get_dimensions(shapes[other]) == 2  # noqa: PLR2004 - a surface
    one, other = one[areal], other[areal]
    first = np.searchsorted(free.building, one, "left")
    count = np.searchsorted(free.building, one, "right") - first
    middle = free.middle
    covered = np.zeros(len(middle), dtype=bool)
    for pair, stretch in spread(first, count):
        met = frames_meet((middle, middle), stretch, (low, high), other[pair])
        asked, house = stretch[met], shapes[other[pair[met]]]
        inside = shapely.intersects_xy(house, *middle[asked].T)
        covered[asked[inside]] = True
    return covered


def _too_near(
    sides: Facades, passage_m: float
) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """Find from where to where sides are too near to a side of another building."""
    side, other = sides_beside(sides, within_m=passage_m)
    # Column by column: a million pairs are weighed here.
    (along_x, along_y), (out_x, out_y) = sides.along.T, sides.outward.T
    x, y = [], []
    for end in (sides.start, sides.end):
        to_x = end[other, 0] - sides.start[side, 0]
        to_y = end[other, 1] - sides.start[side, 1]
        x.append(to_x * along_x[side] + to_y * along_y[side])
        y.append(to_x * out_x[side] + to_y * out_y[side])
    maybe = (np.minimum(*y) <= passage_m) & (np.maximum(*y) >= -passage_m)
    side, x, y = side[maybe], [v[maybe] for v in x], [v[maybe] for v in y]
    low_m, high_m = _stretch_within(x[0], y[0], x[1], y[1], reach=passage_m)
    near = low_m <= high_m
    return side[near], low_m[near], high_m[near]


def _stretch_within(
    x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, *, reach: float
) -> tuple[Numbers, Numbers]:
    """
    Find the stretch of the x axis that is within reach of segments.

    All points within reach of a segment form a convex shape, bounded by two circles
    and two parallels; the axis enters and leaves it at the outermost of the points
    where it meets any of them. Where it meets none, the stretch ends before it begins.
    """
    low, high = np.full_like(x0, np.inf), np.full_like(x0, -np.inf)
    for x, y in ((x0, y0), (x1, y1)):
        half = np.sqrt(np.clip(reach**2 - y**2, 0, None))
        met = np.abs(y) <= reach
        low = np.where(met, np.minimum(low, x - half), low)
        high = np.where(met, np.maximum(high, x + half), high)
    dx, dy = x1 - x0, y1 - y0
    slanted = dy != 0
    slope = np.where(slanted, dy, 1.0)
    length = np.hypot(dx, dy)
    for shift in (-reach, reach):
        x, y = x0 - shift * dy / length, y0 + shift * dx / length
        share = -y / slope
        met = slanted & (share >= 0) & (share <= 1)
        low = np.where(met, np.minimum(low, x + share * dx), low)
        high = np.where(met, np.maximum(high, x + share * dx), high)
    return low, high


def _between(
    sides: Facades, side: NDArray[np.int64], low_m: Numbers, high_m: Numbers
) -> Facades:
    """Keep what lies between the stretches taken, if a door fits into it."""
    # A stretch of no length at either end of every side, so that all that is free is
    # between two of them.
    length_m = sides.length_m
    row = np.concatenate([np.arange(len(length_m)), side, np.arange(len(length_m))])
    ends = (np.zeros_like(length_m), length_m)
    low = np.concatenate([ends[0], low_m, ends[1]])
    high = np.concatenate([ends[0], high_m, ends[1]])
    low, high = np.clip([low, high], 0, length_m[row])
    order = np.lexsort((low, row))
    row, low, high = row[order], low[order], high[order]
    # How far each side is taken so far; a large step keeps the sides apart.
    step = row * (length_m.max(initial=0.0) + 1.0)
    taken = np.maximum.accumulate(high + step) - step
    free = (row[1:] == row[:-1]) & (low[1:] - taken[:-1] >= SHORTEST_M)
    kept = row[1:][free]
    begin, finish = taken[:-1][free][:, None], low[1:][free][:, None]
    along, start = sides.along[kept], sides.start[kept]
    return Facades(
        sides.building[kept],
        start + along * begin,
        start + along * finish,
        sides.inner[kept],
    )
