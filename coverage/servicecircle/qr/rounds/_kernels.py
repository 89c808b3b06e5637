"""
The hot loops of rounds, compiled: a tour built, made shorter, and its lower bound.

Walks are whole tenths of a millimetre in a square table, as long there as back. A tour
is closed: the last stop leads to the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

njit = load_numba().njit

SEGMENT = 3
"""Or-opt moves so many stops in a row at most, as Or (1976) proposed."""


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
def close_gaps(walks: Ints) -> None:
    """Fill walks below 0 in place by the shortest way over other stops (Floyd)."""
    stops = len(walks)
    for over in range(stops):
        for a in range(stops):
            first = walks[a, over]
            if first < 0:
                continue
            for b in range(stops):
                second = walks[over, b]
                if second >= 0 and (walks[a, b] < 0 or first + second < walks[a, b]):
                    walks[a, b] = first + second
