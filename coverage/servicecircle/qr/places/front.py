"""The front of a building: all free stretches that face the way its door leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.qr.places.facades import Facades
    from servicecircle.qr.places.outlook import Outlook

SAME_WAY = 0.7
"""Least cosine between stretches of one front: up to 45 degrees apart."""
DEEPER_M = 12.0
"""A stretch set back farther behind the chosen one is no part of the front."""


@dataclass(frozen=True, eq=False)
class Front:
    """Stretches of fronts, sorted by building and, seen from the way, left to right."""

    building: NDArray[np.int64]
    left: NDArray[np.float64]
    """Left end of each stretch, shape (stretches, 2)."""
    right: NDArray[np.float64]

    @property
    def length_m(self) -> NDArray[np.float64]:
        """Length of every stretch."""
        return np.asarray(np.hypot(*(self.right - self.left).T))


def front_of(sides: Facades) -> Front:
    """Let every side be a front of its own, or a stretch of its building's."""
    return Front(sides.building, sides.end, sides.start)


def join_fronts(parts: list[Front]) -> Front:
    """Put the fronts of different buildings together, by building."""
    building = np.concatenate([part.building for part in parts])
    order = np.argsort(building, kind="stable")
    left = np.concatenate([part.left for part in parts])
    right = np.concatenate([part.right for part in parts])
    return Front(building[order], left[order], right[order])


def fronts(legs: Outlook, chosen: NDArray[np.int64], sides: Facades) -> Front:
    """
    Gather what belongs to the front of the chosen side of each building.

    Parameters
    ----------
    legs
        All legs of all sides.
    chosen
        Position of one leg for each building.
    sides
        What the legs count as sides.

    Returns
    -------
    Front
        The chosen side and those that look the same way at the same edge.
    """
    best = np.full(int(legs.building.max(initial=-1)) + 1, -1)
    best[legs.building[chosen]] = chosen
    mine = best[legs.building]
    asked = np.flatnonzero((mine >= 0) & (legs.edge == legs.edge[mine]))
    mine = mine[asked]
    this, that = legs.side[asked], legs.side[mine]
    together = (
        (np.sum(sides.outward[this] * sides.outward[that], axis=1) >= SAME_WAY)
        & (legs.leg_m[asked] <= legs.leg_m[mine] + DEEPER_M)
        & (sides.inner[this] == sides.inner[that])
    )
    this, first = np.unique(this[together], return_index=True)
    that = that[together][first]
    # With the house on the right of a side, it runs from right to left of who looks.
    across = -np.sum(sides.middle[this] * sides.along[that], axis=1)
    order = np.lexsort((across, sides.building[this]))
    return front_of(sides.at(this[order]))


def doors_along(
    front: Front, building: NDArray[np.int64], count: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """
    Share out the doors of each building evenly along its front.

    One door stands in the middle; of several, each in the middle of its equal share,
    measured along the stretches alone.

    Parameters
    ----------
    front
        Of all the buildings.
    building, count
        How many doors each building has, at least one; every one has a front.

    Returns
    -------
    owner
        The building of each door: in the order of `building`, then from left to right.
    xy
        Where it stands, shape (doors, 2).

    Examples
    --------
    >>> one = Front(np.array([7]), np.array([[0.0, 0.0]]), np.array([[30.0, 0.0]]))
    >>> doors_along(one, np.array([7]), np.array([3]))[1]
    array([[ 5.,  0.],
           [15.,  0.],
           [25.,  0.]])
    """
    length_m = front.length_m
    reached = np.cumsum(length_m)
    first = np.searchsorted(front.building, building, "left")
    last = np.searchsorted(front.building, building, "right") - 1
    begin = reached[first] - length_m[first]
    whole = reached[last] - begin
    owner = np.repeat(np.arange(len(building)), count)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    share = (number + 0.5) / count[owner]
    target = begin[owner] + share * whole[owner]
    stretch = np.clip(np.searchsorted(reached, target), first[owner], last[owner])
    part = (target - (reached - length_m)[stretch]) / length_m[stretch]
    part = np.clip(part, 0, 1)[:, None]
    xy = front.left[stretch] * (1 - part) + front.right[stretch] * part
    return building[owner], xy
