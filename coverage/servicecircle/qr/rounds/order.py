"""A short order of stops: nearest neighbour, then 2-opt and Or-opt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORK = 500
"""Stops times tours that are tried: small units are tried from more first stops."""


class Order(NamedTuple):
    """The order found, and what it is compared with; lengths as in the walks."""

    stops: NDArray[np.int64]
    length: int
    as_listed: int
    """Length of the order in which the stops were given."""
    least: int
    """Length of the minimum spanning tree: no order is shorter."""


def order_stops(walks: NDArray[np.int64], *, closed: bool = False) -> Order:
    """
    Find a short way past all stops.

    Nearest neighbour from several first stops, each made shorter by 2-opt (Croes 1958)
    and Or-opt (Or 1976) until neither helps; the shortest is kept, of several the one
    tried first. Not proved the shortest of all: `Order.least` says how far it can be.

    Parameters
    ----------
    walks
        Whole numbers of 0 or more, shape (stops, stops), symmetric, at least one stop.
    closed
        Whether it leads back to its first stop. Otherwise both ends are free.

    Examples
    --------
    >>> along = np.array([0, 30, 10, 20])
    >>> found = order_stops(np.abs(along[:, None] - along))
    >>> found.stops.tolist(), found.length, found.as_listed, found.least
    ([0, 2, 3, 1], 30, 60, 30)
    """
    from servicecircle.qr.rounds import _kernels  # noqa: PLC0415 - numba loads here

    # A stop that is 0 from all others, cut out again, leaves both ends free.
    table = np.ascontiguousarray(walks if closed else np.pad(walks, (0, 1)), np.int64)
    count = len(walks)
    best, shortest = np.arange(len(table)), -1
    tries = min(count, max(1, WORK // count))
    for first in np.linspace(0, count - 1, tries).round().astype(np.int64):
        tour = _kernels.nearest_neighbours(table, first)
        _kernels.shorten(table, tour)
        length = int(_kernels.tour_length(table, tour))
        if shortest < 0 or length < shortest:
            best, shortest = tour, length
    listed = np.arange(len(table))
    return Order(
        _from_start(best, closed=closed),
        shortest,
        int(_kernels.tour_length(table, listed)),
        int(_kernels.tree_length(table[:count, :count])),
    )


def _from_start(tour: NDArray[np.int64], *, closed: bool) -> NDArray[np.int64]:
    """Cut a tour open at its free ends, or turn it to its first stop; low end first."""
    cut = 0 if closed else len(tour) - 1
    turned = np.roll(tour, -int(np.flatnonzero(tour == cut)[0]))
    if turned[1:].size and turned[1] > turned[-1]:
        turned[1:] = turned[1:][::-1].copy()
    return turned if closed else turned[1:]
