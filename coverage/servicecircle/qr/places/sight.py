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
    open_, in_the_way = np.arange(len(first)), np.full(len(first), -1)
    for number in range(ROUNDS):
        open_ = open_[(number < count[open_]) & ~clear[open_]]
        asked = first[open_] + number
        lines = _legs_drawn(legs.at(asked), sides)
        blocked, in_the_way[open_] = _blocked(lines, in_the_way[open_], tree, network)
        fine = ~blocked
        chosen[open_[fine]] = asked[fine]
        clear[open_[fine]] = True
    return chosen, clear


def _legs_drawn(legs: Outlook, sides: Facades) -> NDArray[np.object_]:
    """Draw legs, from a step in front of the wall."""
    start = sides.middle[legs.side]
    leg_m = np.maximum(legs.leg_m, STEP_M)
    step = (legs.foot - start) * np.minimum(STEP_M / leg_m, 0.5)[:, None]
    ends = np.stack([start + step, legs.foot], axis=1)
    return np.asarray(shapely.linestrings(ends), dtype=object)


def _blocked(
    lines: NDArray[np.object_],
    before: NDArray[np.int64],
    tree: STRtree,
    network: WalkNetwork,
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """
    Say which legs cross a house, their own too, or an obstacle, and which house.

    A house that stood in the leg `before` (-1 where none did) likely stands in this one
    too, and is asked first.
    """
    house = np.where(before >= 0, before, 0)
    blocked = (before >= 0) & shapely.intersects(tree.geometries[house], lines)
    house = np.where(blocked, before, -1)
    for index in (tree, network.obstacle_tree):
        open_ = np.flatnonzero(~blocked)
        leg, other = index.query(lines[open_])
        met = shapely.intersects(index.geometries[other], lines[open_[leg]])
        leg, other = open_[leg[met]], other[met]
        blocked[leg] = True
        if index is tree:
            house[leg] = other
    return blocked, house
