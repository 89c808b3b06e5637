"""
The hot loops of rounds, compiled: a tour built, made shorter, and its lower bound.

Walks are whole tenths of a millimetre in a square table, as long there as back. A tour
is closed: the last stop leads to the first. A bond that no tour may break is a walk far
below 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

njit = load_numba().njit

SEGMENT = 3
"""Or-opt moves so many stops in a row at most, as Or (1976) proposed."""
PATIENCE = 5
"""After so many steps that raised the bound no further, steps become shorter ..."""
SHRINK = 0.7
"""... by this share."""


@njit(cache=True, nogil=True)
def nearest_neighbours(walks: Ints, first: int) -> Ints:
    """Go on to the nearest stop not yet seen; of several as near, the lowest."""
    stops = len(walks)
    tour = np.empty(stops, np.int64)
    seen = np.zeros(stops, np.bool_)
    here = first
    for k in range(stops):
        tour[k] = here
        seen[here] = True
        there = -1
        for stop in range(stops):
            if not seen[stop] and (there < 0 or walks[here, stop] < walks[here, there]):
                there = stop
        here = there
    return tour


@njit(cache=True, nogil=True)
def tour_length(walks: Ints, tour: Ints) -> int:
    """Sum the walks of a tour, back to its first stop."""
    total = 0
    for k in range(len(tour)):
        total += walks[tour[k - 1], tour[k]]
    return total


@njit(cache=True, nogil=True)
def shorten(walks: Ints, tour: Ints) -> None:
    """Turn and move pieces of a tour in place until no such step makes it shorter."""
    while _turn_pieces(walks, tour) or _move_pieces(walks, tour):
        pass


@njit(cache=True, nogil=True)
def _turn_pieces(walks: Ints, tour: Ints) -> bool:
    """2-opt, one sweep: two walks of the tour are swapped for two shorter ones."""
    stops = len(tour)
    better = False
    for i in range(stops - 2):
        for j in range(i + 2, stops):
            if i == 0 and j == stops - 1:
                continue
            a, b, c, d = tour[i], tour[i + 1], tour[j], tour[(j + 1) % stops]
            if walks[a, c] + walks[b, d] < walks[a, b] + walks[c, d]:
                tour[i + 1 : j + 1] = tour[i + 1 : j + 1][::-1].copy()
                better = True
    return better


@njit(cache=True, nogil=True)
def _move_pieces(walks: Ints, tour: Ints) -> bool:
    """Or-opt, one sweep: up to three stops in a row go elsewhere, turned or not."""
    stops = len(tour)
    better = False
    for size in range(1, min(SEGMENT, stops - 2) + 1):
        for _ in range(stops):
            # The piece always stands in front, and the tour is turned on under it.
            head, tail = tour[0], tour[size - 1]
            before, after = tour[-1], tour[size]
            won = walks[before, head] + walks[tail, after] - walks[before, after]
            best, place, turned = np.int64(0), -1, False
            for k in range(size, stops - 1):
                a, b = tour[k], tour[k + 1]
                gap = won + walks[a, b]
                straight = gap - walks[a, head] - walks[tail, b]
                crossed = gap - walks[a, tail] - walks[head, b]
                if max(straight, crossed) > best:
                    best = max(straight, crossed)
                    place, turned = k, crossed > straight
            if place >= 0:
                piece = tour[:size].copy()
                if turned:
                    piece = piece[::-1].copy()
                moved = place - size + 1
                tour[:moved] = tour[size : place + 1].copy()
                tour[moved : moved + size] = piece
                better = True
            first = tour[0]
            tour[:-1] = tour[1:].copy()
            tour[-1] = first
    return better


@njit(cache=True, nogil=True)
def tree_length(walks: Ints) -> int:
    """Sum the minimum spanning tree (Prim): no way past all stops is shorter."""
    stops = len(walks)
    joined = np.zeros(stops, np.bool_)
    near = walks[0].copy()
    joined[0] = True
    total = 0
    for _ in range(stops - 1):
        nearest = -1
        for stop in range(stops):
            if not joined[stop] and (nearest < 0 or near[stop] < near[nearest]):
                nearest = stop
        total += near[nearest]
        joined[nearest] = True
        near = np.minimum(near, walks[nearest])
    return total


@njit(cache=True, nogil=True)
def least_tour(walks: Ints, length: int, steps: int) -> np.int64:  # noqa: C901 - a loop
    """
    Bound every tour from below by 1-trees (Held and Karp 1970), in whole numbers.

    A 1-tree is a spanning tree of all stops but the last, and two walks of that. Every
    tour is one, and prices on stops shift all tours alike; prices rise where a tree
    passes a stop too often. Whatever the prices, the result is a bound. `length` is
    that of a tour that is known, at least four stops.
    """
    stops = len(walks)
    last = stops - 1
    price = np.zeros(stops, np.int64)
    before = np.zeros(stops, np.int64)
    near = np.empty(stops, np.int64)
    over = np.empty(stops, np.int64)
    scale, useless = 2.0, 0
    best = np.int64(0)
    for step in range(steps):
        passed = np.zeros(stops, np.int64)
        joined = np.zeros(stops, np.bool_)
        joined[0] = True
        total = np.int64(0)
        for stop in range(1, last):
            near[stop] = walks[0, stop] + price[0] + price[stop]
            over[stop] = 0
        for _ in range(stops - 2):
            here = -1
            for stop in range(1, last):
                if not joined[stop] and (here < 0 or near[stop] < near[here]):
                    here = stop
            joined[here] = True
            total += near[here]
            passed[here] += 1
            passed[over[here]] += 1
            for stop in range(1, last):
                priced = walks[here, stop] + price[here] + price[stop]
                if not joined[stop] and priced < near[stop]:
                    near[stop], over[stop] = priced, here
        ends = np.argsort(walks[last, :last] + price[:last], kind="mergesort")[:2]
        for stop in ends:
            total += walks[last, stop] + price[last] + price[stop]
            passed[stop] += 1
        passed[last] = 2
        bound = total - 2 * price.sum()
        useless += 1
        if step == 0 or bound > best:
            best, useless = bound, 0
        excess = passed - 2
        uneven = (excess * excess).sum()
        if uneven == 0 or best >= length:
            break
        if useless == PATIENCE:
            scale, useless = scale * SHRINK, 0
        pace = scale * (length - bound) / uneven
        for stop in range(stops):
            price[stop] += np.int64(pace * (0.7 * excess[stop] + 0.3 * before[stop]))
        before = excess
    return best


@njit(cache=True, nogil=True)
def even_cuts(  # noqa: PLR0913, PLR0917 - arrays side by side
    before: Ints, plate: int, begin: Ints, end: Ints, back: Ints, scale: Floats
) -> Ints:
    """
    Cut a row of stops so that the costliest part costs the least.

    A part from stop i to stop j costs ``before[j] - before[i] + plate``, the way to its
    first stop (`begin`), from its last (`end`), and from last to first (`back`, where
    it has rows), times its own scale. Gives where parts but the first begin.
    """
    stops, parts = len(before), len(scale)
    least = np.full((parts, stops + 1), np.inf)
    cut = np.zeros((parts, stops + 1), np.int64)
    for part in range(parts):
        # The first `upto` stops in so many parts, none of them empty.
        for upto in range(part + 1, stops + 1):
            last = upto - 1
            # From short parts to long ones, as long as a longer one can be better.
            for first in range(last if part > 0 else 0, part - 1, -1):
                walk = before[last] - before[first]
                if walk * scale[part] > least[part, upto]:
                    break
                cost = walk + plate + begin[first] + end[last]
                if len(back):
                    cost += back[last, first]
                worst = cost * scale[part]
                if part > 0:
                    worst = max(worst, least[part - 1, first])
                if worst <= least[part, upto]:
                    least[part, upto], cut[part, upto] = worst, first
    found = np.empty(parts - 1, np.int64)
    upto = stops
    for part in range(parts - 1, 0, -1):
        upto = cut[part, upto]
        found[part - 1] = upto
    return found
