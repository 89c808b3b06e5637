"""Walks between the stops of one round; straight lines where there is no walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.network.among import FARTHER, walks_among
from servicecircle.network.walk_network import to_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.among import Spots
    from servicecircle.network.walk_network import WalkNetwork

DETOUR = 1.5
"""Walks so many times as long as the stops lie apart are found in the first search."""
ROOM_M = 100.0
WIDER = 1.6
FARTHEST_M = 20_000.0
"""Nobody's round holds two points farther apart on foot."""


class UnitWalks(NamedTuple):
    """Tenths of a millimetre from stop to stop, and which of them are straight."""

    units: NDArray[np.int64]
    straight: NDArray[np.bool_]


def unit_walks(
    network: WalkNetwork, spots: Spots, xy: NDArray[np.float64]
) -> UnitWalks:
    """
    Measure the walks between all stops of a round.

    All are the shortest there are: the search is widened, up to 20 km, until it has
    found those between all stops that the network joins. Where nobody can walk from one
    stop to the other, the straight line stands.

    Parameters
    ----------
    network
        The walking network.
    spots
        Where the stops meet it.
    xy
        Where the stops are, shape (stops, 2), in metres.
    """
    island = np.where(spots.edge >= 0, network.islands[network.u[spots.edge]], -1)
    joined = (island[:, None] == island) & (island >= 0)
    cutoff_m = DETOUR * float(np.hypot(*np.ptp(xy, axis=0))) + ROOM_M
    while True:
        walks = walks_among(network, spots, cutoff_m=min(cutoff_m, FARTHEST_M))
        straight = walks == FARTHER
        if cutoff_m >= FARTHEST_M or not (straight & joined).any():
            break
        cutoff_m *= WIDER
    apart_m = np.hypot(*(xy[:, None] - xy).transpose(2, 0, 1))
    return UnitWalks(np.where(straight, to_units(apart_m), walks), straight)
