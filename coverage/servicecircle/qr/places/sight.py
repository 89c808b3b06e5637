"""Which leg from a building to a way nothing stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import STRtree

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.qr.places.facades import Facades
    from servicecircle.qr.places.outlook import Outlook

STEP_M = 0.3
"""Legs begin this far in front of the wall, so that they do not cut their own."""
ROUNDS = 12
"""How many legs of a building are tried."""


def first_clear(
    legs: Outlook, sides: Facades, tree: STRtree, network: WalkNetwork
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """
    Choose the best leg of each building that crosses neither a house nor an obstacle.

    Parameters
    ----------
    legs
        Sorted by building and cost.
    sides
        What the legs count as sides.
    tree
        Of all footprints.
    network
        Its obstacles (walls, water, rails) are not crossed.

    Returns
    -------
    chosen
        Positions of legs, one for each building that has any, sorted.
    clear
        Whether the leg is clear; where none of the first 12 is, the best of all is
        chosen all the same.
    """
    shapely.prepare(tree.geometries)
    shapely.prepare(network.obstacle_tree.geometries)
    _, first = np.unique(legs.building, return_index=True)
    count = np.diff(np.append(first, len(legs.building)))
    chosen, clear = first.copy(), np.zeros(len(first), dtype=bool)
    open_ = np.arange(len(first))
    for number in range(ROUNDS):
        open_ = open_[(number < count[open_]) & ~clear[open_]]
        asked = first[open_] + number
        fine = ~_blocked(legs, asked, sides, tree, network)
        chosen[open_[fine]] = asked[fine]
        clear[open_[fine]] = True
    return chosen, clear


def _blocked(
    legs: Outlook,
    asked: NDArray[np.int64],
    sides: Facades,
    tree: STRtree,
    network: WalkNetwork,
) -> NDArray[np.bool_]:
    """Say which legs cross a house, their own too, or an obstacle."""
    start, foot = sides.middle[legs.side[asked]], legs.foot[asked]
    leg_m = np.maximum(legs.leg_m[asked], STEP_M)
    step = (foot - start) * np.minimum(STEP_M / leg_m, 0.5)[:, None]
    ends = np.stack([start + step, foot], axis=1)
    lines = np.asarray(shapely.linestrings(ends), dtype=object)
    blocked = np.zeros(len(asked), dtype=bool)
    for index in (tree, network.obstacle_tree):
        open_ = np.flatnonzero(~blocked)
        leg, other = index.query(lines[open_])
        met = shapely.intersects(index.geometries[other], lines[open_[leg]])
        blocked[open_[leg[met]]] = True
    return blocked
