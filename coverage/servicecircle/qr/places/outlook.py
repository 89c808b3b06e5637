"""Which ways the sides of a building look at, and how well each would do for a door."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

from servicecircle.qr.places.frames import frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.qr.places.facades import Facades

LOOKS_AT = 0.2
"""Least cosine between where a side looks and where the way is."""
SETBACK_M = 10.0
"""So much is added to every leg: 3 m or 5 m from the street are much the same."""
UNNAMED = 1.8
"""A way without a name is taken for farther by this factor."""
LONG = 0.25
"""A side 16 times as long outdoes a street twice as near."""
DOOR_M = 2.0
"""Sides shorter than this count as if they were as long."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """Straight legs from middles of sides to ways, in arrays side by side."""

    building: NDArray[np.int64]
    side: NDArray[np.int64]
    edge: NDArray[np.int64]
    leg_m: NDArray[np.float64]
    foot: NDArray[np.float64]
    """Where the leg meets the way, shape (legs, 2)."""
    cost: NDArray[np.float64]
    """The least is the likeliest to have the door."""

    def at(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Self:
        """Keep some of the legs."""
        return type(self)(*(getattr(self, f.name)[rows] for f in fields(self)))


def look_out(sides: Facades, network: WalkNetwork, *, within_m: float) -> Outlook:
    """
    Draw the legs from the middle of every side to the ways that it looks at.

    Parameters
    ----------
    sides
        Free stretches of facades.
    network
        Closed edges lead nowhere and are not looked at.
    within_m
        The longest leg.

    Returns
    -------
    Outlook
        One leg for each side and straight piece of an edge, sorted by building and
        cost. The cost is the leg's length over the root of the side's: near to the
        street, and long. A way without a name is taken for somewhat farther, where the
        network knows names.

    Notes
    -----
    The numbers were chosen on doors in Helsinki and house numbers in Las Palmas, and
    matter little: see docs/qr_places.md.
    """
    segments = network.segments
    side, piece = segments.tree.query(_in_front(sides, within_m))
    ends = shapely.get_coordinates(segments.tree.geometries).reshape(-1, 2, 2)
    # Column by column: several million pairs are weighed here.
    (x, y), (out_x, out_y) = sides.middle.T, sides.outward.T
    (start_x, start_y), (way_x, way_y) = ends[:, 0].T, (ends[:, 1] - ends[:, 0]).T
    length2 = np.where((way_x == 0) & (way_y == 0), 1.0, way_x**2 + way_y**2)
    to_x, to_y = x[side] - start_x[piece], y[side] - start_y[piece]
    piece_x, piece_y = way_x[piece], way_y[piece]
    share = np.clip((to_x * piece_x + to_y * piece_y) / length2[piece], 0, 1)
    leg_x, leg_y = share * piece_x - to_x, share * piece_y - to_y
    leg_m = np.hypot(leg_x, leg_y)
    faces = leg_x * out_x[side] + leg_y * out_y[side] >= LOOKS_AT * leg_m
    kept = np.flatnonzero(faces & (leg_m <= within_m))
    side, leg_m = side[kept], leg_m[kept]
    foot = np.stack([x[side] + leg_x[kept], y[side] + leg_y[kept]], axis=1)
    edge = segments.edge[piece[kept]]
    length_m = np.maximum(sides.length_m, DOOR_M)[side]
    cost = (leg_m + SETBACK_M) * _reluctance(network)[edge] / length_m**LONG
    building = sides.building[side]
    order = np.lexsort((edge, side, cost, building))
    return Outlook(building, side, edge, leg_m, foot, cost).at(order)


def _in_front(sides: Facades, within_m: float) -> NDArray[np.object_]:
    """Draw the box around the half circle that every side looks at."""
    middle, far = sides.middle, within_m * sides.outward
    across = np.abs(far[:, ::-1])
    low = middle + np.minimum(far, 0) - across
    high = middle + np.maximum(far, 0) + across
    return frames(low, high)


def _reluctance(network: WalkNetwork) -> NDArray[np.float64]:
    """How much farther each edge is taken to be than it is."""
    if "name" not in network.edges:
        return np.ones(len(network.edges))
    names = network.edges["name"]
    named = (names.notna() & (names.astype("str") != "")).to_numpy(dtype=bool)
    return np.where(named, 1.0, UNNAMED) if named.any() else np.ones(len(named))
