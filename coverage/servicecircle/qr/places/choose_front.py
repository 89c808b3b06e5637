"""The front of every building: the free side that faces its way, or the next best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.qr.places.facades import Facades, facades
from servicecircle.qr.places.frames import frames
from servicecircle.qr.places.front import Front, front_of, fronts, join_fronts
from servicecircle.qr.places.outlook import look_out
from servicecircle.qr.places.party_walls import free_facades
from servicecircle.qr.places.sight import first_clear
from servicecircle.qr.places.words import PointWhy

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import STRtree

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.qr.places.outlook import Outlook

PASSAGE_M = 0.8
"""Between two houses so near to one another nobody passes, and no door opens."""
TOUCHING_M = 0.05
"""Houses this near share a wall."""
NEAR_M = 20.0
"""Ways within this are looked at first; only who sees none looks farther."""


@dataclass(frozen=True, eq=False)
class Fronts:
    """A front for every building that was asked for."""

    building: NDArray[np.int64]
    """Sorted."""
    why: NDArray[np.object_]
    edge: NDArray[np.int64]
    """The edge that it faces, -1 where none is in sight."""
    front: Front


def choose_fronts(
    tree: STRtree,
    asked: NDArray[np.int64],
    network: WalkNetwork,
    *,
    within_m: float,
) -> Fronts:
    """
    Choose where the doors of buildings are likeliest.

    Parameters
    ----------
    tree
        Of all footprints, which must be valid.
    asked
        Positions of the buildings that need a front, sorted; all have an area.
    network
        The walking network.
    within_m
        The longest leg from a building to a way.

    Returns
    -------
    Fronts
        Every building asked for has one: where a way is in sight within 20 m, the best
        of those; else the best in sight within `within_m`; else the best that is not
        in sight; else the longest free side; else the longest of those that neighbours
        come near to, but do not touch; else the longest side.
    """
    sides = _sides_around(tree, asked)
    free = free_facades(sides, tree, passage_m=PASSAGE_M)
    parts = [_none()]
    for reach_m in (min(NEAR_M, within_m), within_m):
        left = free.at(np.isin(free.building, _missing(asked, parts)))
        legs = look_out(left, network, within_m=reach_m)
        chosen, clear = first_clear(legs, left, tree, network)
        parts.append(_facing(legs, chosen[clear], left, PointWhy.FACADE))
    parts.append(_facing(legs, chosen[~clear], left, PointWhy.HIDDEN))
    parts.append(_longest(free, _missing(asked, parts), PointWhy.NO_WAY))
    built_in = _missing(asked, parts)
    if len(built_in):
        sides = _sides_around(tree, built_in)
        apart = free_facades(sides, tree, passage_m=TOUCHING_M)
        parts.append(_longest(apart, built_in, PointWhy.ENCLOSED))
        parts.append(_longest(sides, _missing(asked, parts), PointWhy.ENCLOSED))
    return _joined(parts)


def _sides_around(tree: STRtree, asked: NDArray[np.int64]) -> Facades:
    """Cut the outlines of the buildings asked for, and of those beside them."""
    shapes = tree.geometries
    low, high = np.split(shapely.bounds(shapes[asked]), 2, axis=1)
    near = np.unique(tree.query(frames(low - PASSAGE_M, high + PASSAGE_M))[1])
    sides = facades(shapes[near])
    return Facades(near[sides.building], sides.start, sides.end, sides.inner)


def _missing(asked: NDArray[np.int64], parts: list[Fronts]) -> NDArray[np.int64]:
    """Name the buildings that have no front so far."""
    return np.setdiff1d(asked, np.concatenate([part.building for part in parts]))


def _none() -> Fronts:
    """Give the fronts of no building."""
    no = np.zeros(0, dtype=np.int64)
    nowhere = np.zeros((0, 2))
    return Fronts(no, no.astype(object), no, Front(no, nowhere, nowhere))


def _facing(
    legs: Outlook, chosen: NDArray[np.int64], sides: Facades, why: PointWhy
) -> Fronts:
    """Take the fronts around chosen legs; the way of a hidden one is out of sight."""
    building = legs.building[chosen]
    seen = why is PointWhy.FACADE
    edge = legs.edge[chosen] if seen else np.full(len(chosen), -1)
    reasons = np.full(len(chosen), why.value, dtype=object)
    return Fronts(building, reasons, edge, fronts(legs, chosen, sides))


def _longest(sides: Facades, missing: NDArray[np.int64], why: PointWhy) -> Fronts:
    """Take the longest side of each building still missing; of several, the first."""
    some = sides.at(np.isin(sides.building, missing))
    order = np.lexsort((-np.round(some.length_m, 3), some.building))
    building, first = np.unique(some.building[order], return_index=True)
    reasons = np.full(len(building), why.value, dtype=object)
    edge = np.full(len(building), -1)
    return Fronts(building, reasons, edge, front_of(some.at(order[first])))


def _joined(parts: list[Fronts]) -> Fronts:
    """Put the fronts of different buildings together, by building."""
    building = np.concatenate([part.building for part in parts])
    order = np.argsort(building)
    return Fronts(
        building[order],
        np.concatenate([part.why for part in parts])[order],
        np.concatenate([part.edge for part in parts])[order],
        join_fronts([part.front for part in parts]),
    )
