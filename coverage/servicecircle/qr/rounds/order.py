"""A short order of stops: nearest neighbour, then 2-opt and Or-opt; and its bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORK = 500
"""Stops times tours that are tried: small units are tried from more first stops."""
BOUND_WORK = 2_000_000
"""Walks that are looked at for the bound, in 20 to 100 steps."""
SMALLEST = 4
"""With fewer stops, ends included, every order is as long or is tried."""


class Order(NamedTuple):
    """The order found, and what it is compared with; lengths as in the walks."""

    stops: NDArray[np.int64]
    length: int
    as_listed: int
    """Length of the order in which the stops were given."""
    tree: int
    """Length of the minimum spanning tree: no order is shorter."""
    least: int
    """The better bound of 1-trees with prices, at least the tree's."""


def order_stops(
    walks: NDArray[np.int64],
    *,
    home: NDArray[np.int64] | None = None,
    closed: bool = False,
    apart: NDArray[np.bool_] | None = None,
    home_apart: NDArray[np.bool_] | None = None,
) -> Order:
    """
    Find a short way past all stops.

    Nearest neighbour from several first stops, each made shorter by 2-opt (Croes 1958)
    and Or-opt (Or 1976) until neither helps; the shortest is kept, of several the one
    tried first. Not proved the shortest of all: `Order.least` (Held and Karp 1970) says
    how far it can be.

    Parameters
    ----------
    walks
        Whole numbers of 0 or more, shape (stops, stops), symmetric, at least one stop.
    home
        The walk from the place where it begins to each stop; without it, it begins at
        the stop that is best.
    closed
        Whether it leads back to where it began. Otherwise its end is free.
    apart, home_apart
        Which of the walks, and of those from home, nobody can walk. Such a leg is no
        short cut: as few as can be found are taken, however long the rest becomes, and
        `Order.least` is of orders that have no more of them.

    Examples
    --------
    >>> along = np.array([0, 30, 10, 20])
    >>> walks = np.abs(along[:, None] - along)
    >>> found = order_stops(walks)
    >>> found.stops.tolist(), found.length, found.as_listed, found.least
    ([0, 2, 3, 1], 30, 60, 30)
    >>> found = order_stops(walks, home=np.array([35, 5, 25, 15]), closed=True)
    >>> found.stops.tolist(), found.length
    ([0, 2, 3, 1], 70)
    """
    from servicecircle.qr.rounds import _kernels  # noqa: PLC0415 - numba loads here

    plain, plain_bond = _table(walks, home, closed=closed)
    far = _dearer(plain, apart, home_apart)
    dear = walks if apart is None else walks + far * apart
    dear_home = home if home is None or home_apart is None else home + far * home_apart
    table, _ = _table(dear, dear_home, closed=closed)
    count = len(walks)
    best, shortest, found = np.arange(len(table)), 0, False
    tries = min(count, max(1, WORK // count))
    for first in np.linspace(0, count - 1, tries).round().astype(np.int64):
        tour = _kernels.nearest_neighbours(table, first)
        _kernels.shorten(table, tour)
        length = int(_kernels.tour_length(table, tour))
        if not found or length < shortest:
            best, shortest, found = tour, length, True
    length = int(_kernels.tour_length(plain, best)) + plain_bond
    listed = int(_kernels.tour_length(plain, np.arange(len(plain)))) + plain_bond
    tree = int(_kernels.tree_length(_without_free_end(plain, count, home)))
    least = shortest
    if len(table) >= SMALLEST:
        steps = int(np.clip(BOUND_WORK // len(table) ** 2, 20, 100))
        least = int(_kernels.least_tour(table, shortest, steps))
    stops = _from_start(best, count, cut_last=home is not None or not closed)
    least -= shortest - length
    return Order(stops, length, listed, tree, max(least, tree))


def _dearer(
    plain: NDArray[np.int64],
    apart: NDArray[np.bool_] | None,
    home_apart: NDArray[np.bool_] | None,
) -> int:
    """Give what a leg that nobody can walk costs more than any two detours save."""
    some = [part for part in (apart, home_apart) if part is not None and part.any()]
    return 4 * int(plain.max()) + 1 if some else 0


def _table(
    walks: NDArray[np.int64], home: NDArray[np.int64] | None, *, closed: bool
) -> tuple[NDArray[np.int64], int]:
    """
    Add what makes every round a closed tour: a free end, then home.

    A stop that is 0 from all others, cut out again, leaves both ends free. Tied to home
    by a walk below 0, it leaves only one free. Gives that walk's length, to be added.
    """
    table = walks if closed else np.pad(walks, (0, 1))
    bond = 0
    if home is not None:
        count = len(walks)
        table = np.pad(table, (0, 1))
        table[-1, :count] = table[:count, -1] = home
        if not closed:
            bond = 4 * int(table.max()) + 1
            table[-1, count] = table[count, -1] = -bond
    return np.ascontiguousarray(table, np.int64), bond


def _without_free_end(
    table: NDArray[np.int64], count: int, home: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    kept = [*range(count), *([len(table) - 1] if home is not None else [])]
    return np.ascontiguousarray(table[np.ix_(kept, kept)])


def _from_start(
    tour: NDArray[np.int64], count: int, *, cut_last: bool
) -> NDArray[np.int64]:
    """
    Cut a tour open at its end or home, or turn it to its first stop; low end first.

    The free end of a round from home is its last stop.
    """
    cut = len(tour) - 1 if cut_last else 0
    start = np.flatnonzero(tour == cut)[0]
    turned = np.roll(tour, -int(start))
    ends = turned[[1 % len(turned), -1]]
    one_free = cut_last and len(tour) == count + 2
    if ends[0] == count if one_free else ends[0] > ends[1]:
        turned[1:] = turned[1:][::-1].copy()
    return turned[turned < count]
