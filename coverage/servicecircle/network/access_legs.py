"""The straight way from a place to an edge, and what it would cross."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.network.nearest_point import nearest_along
from servicecircle.network.segments import points_at
from servicecircle.network.walk_network import to_units

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

SURMOUNTABLE = frozenset({"wall", "fence", "hedge", "retaining_wall", "city_wall"})
"""Obstacles whose gates are often not mapped: crossed only as a last resort."""

TRIM_M = 0.05
"""What is cut off both ends of an access leg before asking what it crosses."""

SMALL_ISLAND_M = 1_000
"""Metres of edges below which an unjoined part is taken for a flaw of the map."""


@dataclass(frozen=True, eq=False)
class AccessLegs:
    """Access legs that could be taken, side by side."""

    place: NDArray[np.int64]
    edge: NDArray[np.int64]
    position_m: NDArray[np.float64]
    units: NDArray[np.int64]
    line: NDArray[np.object_]
    barred: NDArray[np.bool_]
    """Whether the leg crosses any obstacle, ..."""
    blocked: NDArray[np.bool_]
    """... and whether it crosses one that nobody can."""
    stranded: NDArray[np.bool_]
    """Whether the edge belongs to a small island."""

    @classmethod
    def between(  # noqa: PLR0913 - the parts of a leg
        cls,
        network: WalkNetwork,
        shapes: NDArray[np.object_],
        place: NDArray[np.int64],
        edge: NDArray[np.int64],
        *,
        position_m: NDArray[np.float64],
        points: NDArray[np.object_] | None = None,
    ) -> AccessLegs:
        """Draw the leg from each place to the position on the edge paired with it."""
        if points is None:
            points = points_at(network, edge, position_m)
        line = shapely.shortest_line(shapes[place], points)
        barred, blocked = _crossings(network, line)
        return cls(
            place,
            edge,
            position_m,
            to_units(shapely.length(line)),
            line,
            barred,
            blocked,
            on_small_island(network)[edge],
        )

    @classmethod
    def nearest(
        cls,
        network: WalkNetwork,
        shapes: NDArray[np.object_],
        place: NDArray[np.int64],
        edge: NDArray[np.int64],
        *,
        along: Callable[..., NDArray[np.float64]] = nearest_along,
    ) -> AccessLegs:
        """Draw the shortest leg from each place to the edge paired with it."""
        lines = network.edges.geometry.to_numpy()[edge]
        drawn_m = shapely.length(lines)
        length_m = network.edges["length_m"].to_numpy()[edge]
        stretch = length_m / np.where(drawn_m > 0, drawn_m, 1.0)
        position_m = along(shapes[place], lines) * stretch
        return cls.between(network, shapes, place, edge, position_m=position_m)

    @classmethod
    def concat(cls, parts: list[AccessLegs]) -> AccessLegs:
        """Put legs one after another."""
        arrays = ([getattr(p, f.name) for p in parts] for f in fields(cls))
        return cls(*(np.concatenate(a) for a in arrays))

    def at(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> AccessLegs:
        """Keep some of the legs."""
        return AccessLegs(*(getattr(self, f.name)[rows] for f in fields(self)))

    def best(self, rank: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Find each place's best leg: by rank if given, length, then edge id."""
        tier = np.zeros_like(self.place) if rank is None else rank
        order = np.lexsort((self.position_m, self.edge, self.units, tier, self.place))
        first = np.ones(len(order), dtype=bool)
        first[1:] = self.place[order][1:] != self.place[order][:-1]
        return order[first]


def _crossings(
    network: WalkNetwork, legs: NDArray[np.object_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say which legs cross any obstacle, and which cross one that nobody can."""
    barred = np.zeros(len(legs), dtype=bool)
    blocked = barred.copy()
    obstacles = network.obstacles
    ends = shapely.get_coordinates(legs).reshape(-1, 2, 2)
    way = ends[:, 1] - ends[:, 0]
    length_m = np.hypot(*way.T)
    # A wall that is part of the house, or that carries the path, is not crossed.
    long = np.flatnonzero(length_m > 2 * TRIM_M)
    if obstacles.empty or not len(long):
        return barred, blocked
    trim = (way[long].T * (TRIM_M / length_m[long])).T
    corners = np.stack([ends[long, 0] + trim, ends[long, 1] - trim], axis=1)
    trimmed = np.asarray(shapely.linestrings(corners))
    tree = network.obstacle_tree
    leg, obstacle = tree.query(trimmed)
    # A coastline has thousands of corners: ask it, prepared, and not the leg.
    met = shapely.intersects(tree.geometries[obstacle], trimmed[leg])
    leg, obstacle = leg[met], obstacle[met]
    barred[long[leg]] = True
    hard = ~obstacles["kind"].isin(SURMOUNTABLE).to_numpy()[obstacle]
    blocked[long[leg[hard]]] = True
    return barred, blocked


def on_small_island(network: WalkNetwork) -> NDArray[np.bool_]:
    """Say which edges belong to an island too small to be a place of its own."""
    part = network.islands[network.u]
    usable = network.usable()
    length_m = np.bincount(
        part[usable],
        network.edges["length_m"].to_numpy()[usable],
        part.max(initial=0) + 1,
    )
    return np.asarray((part > 0) & (length_m < SMALL_ISLAND_M)[part])
