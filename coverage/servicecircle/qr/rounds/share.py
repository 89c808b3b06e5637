"""The points of a unit shared among several officers: as long, and side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.qr.rounds.order import order_stops

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.qr.rounds.order import Order

TRIES = 6
"""So often the cuts are moved to where the rounds proved longer."""


class Part(NamedTuple):
    """One officer's share."""

    members: NDArray[np.int64]
    """Rows of the walks, in the order in which they were given."""
    order: Order


def share_stops(  # noqa: PLR0913 - what an order depends on
    walks: NDArray[np.int64],
    count: int,
    *,
    plate: int,
    home: NDArray[np.int64] | None = None,
    closed: bool = False,
    apart: NDArray[np.bool_] | None = None,
    home_apart: NDArray[np.bool_] | None = None,
) -> list[Part]:
    """
    Cut one order past all stops into several, and order each anew.

    Route first, cluster second (Beasley 1983): each part is a stretch of one short way
    past all stops, so that parts lie side by side. Of all cuts, that is taken whose
    longest part is the shortest; where parts turn out longer than others once they have
    an order of their own, the cuts are moved and the most even parts kept.

    Parameters
    ----------
    walks, home, closed, apart, home_apart
        As for `order_stops`; all parts begin at one home.
    count
        How many parts, at most as many as there are stops.
    plate
        What a stop costs, in the unit of the walks.

    Returns
    -------
    list of Part
        In the order of the way past all stops. The longest is the shortest that was
        found; it is not proved that none is shorter.

    Examples
    --------
    >>> along = np.array([0, 40, 10, 50, 20, 30])
    >>> parts = share_stops(np.abs(along[:, None] - along), 2, plate=60)
    >>> [part.members.tolist() for part in parts]
    [[0, 2, 4], [1, 3, 5]]
    """
    from servicecircle.qr.rounds import _kernels  # noqa: PLC0415 - numba loads here

    def order(members: NDArray[np.int64]) -> Order:
        inner = np.ix_(members, members)
        return order_stops(
            walks[inner],
            home=None if home is None else home[members],
            closed=closed,
            apart=None if apart is None else apart[inner],
            home_apart=None if home_apart is None else home_apart[members],
        )

    whole = order(np.arange(len(walks))).stops
    step = walks[whole[1:], whole[:-1]]
    before = np.concatenate([[0], np.cumsum(step + plate)]).astype(np.int64) + plate
    if home is not None:
        begin, end = home[whole], home[whole] * closed
        back = np.zeros((0, 0), np.int64)
    else:
        begin = end = np.zeros(len(whole), np.int64)
        back = walks[np.ix_(whole, whole)] if closed else np.zeros((0, 0), np.int64)
    scale = np.ones(count)
    best: list[Part] = []
    least = -1
    for _ in range(TRIES):
        cuts = _kernels.even_cuts(before, plate, begin, end, back, scale)
        shares = [np.sort(some) for some in np.split(whole, cuts)]
        parts = [Part(some, order(some)) for some in shares]
        cost = np.array([p.order.length + plate * len(p.members) for p in parts])
        longest = int(cost.max())
        if least < 0 or longest < least:
            best, least = parts, longest
        scale = scale * np.sqrt(cost / cost.mean())
    return best
