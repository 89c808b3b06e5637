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


def share_stops(
    walks: NDArray[np.int64],
    count: int,
    *,
    plate: int,
    home: NDArray[np.int64] | None = None,
    closed: bool = False,
) -> list[Part]:
    """
    Cut one order past all stops into several, and order each anew.

    Route first, cluster second (Beasley 1983): each part is a stretch of one short way
    past all stops, so that parts lie side by side. Of all cuts, that is taken whose
    longest part is the shortest; where parts turn out longer than others once they have
    an order of their own, the cuts are moved and the most even parts kept.

    Parameters
    ----------
    walks, home, closed
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

    whole = order_stops(walks, home=home, closed=closed).stops
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
        parts = [
            _part(walks, np.sort(some), home, closed=closed)
            for some in np.split(whole, cuts)
        ]
        cost = np.array([p.order.length + plate * len(p.members) for p in parts])
        longest = int(cost.max())
        if least < 0 or longest < least:
            best, least = parts, longest
        scale = scale * np.sqrt(cost / cost.mean())
    return best


def _part(
    walks: NDArray[np.int64],
    members: NDArray[np.int64],
    home: NDArray[np.int64] | None,
    *,
    closed: bool,
) -> Part:
    own = None if home is None else home[members]
    return Part(
        members, order_stops(walks[np.ix_(members, members)], home=own, closed=closed)
    )
