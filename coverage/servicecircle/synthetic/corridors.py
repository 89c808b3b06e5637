"""Rivers, motorways, railways and main roads: strips of land with few crossings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle.synthetic.outline import to_metres
from servicecircle.synthetic.rings import box_round
from servicecircle.synthetic.ways import Way

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from servicecircle.synthetic.bend import Bend
    from servicecircle.synthetic.planar import Partition
    from servicecircle.synthetic.rings import Point

BEYOND_M = 400.0
"""How far beyond its two points a corridor may run."""
LEAST_SHARE = 1e-4
BANKED = ("river", "main_road")
"""Corridors with a path along both sides."""


@dataclass(frozen=True)
class Corridor:
    """A corridor before it is bent: a straight line with a width."""

    kind: str
    name: str
    width_m: float
    crossing_m: float
    start: Point
    end: Point

    @property
    def length_m(self) -> float:
        """Metres between the two points."""
        return math.dist(self.start, self.end)

    @property
    def direction(self) -> Point:
        """The unit vector from the start to the end."""
        (x0, y0), (x1, y1) = self.start, self.end
        return (x1 - x0) / self.length_m, (y1 - y0) / self.length_m

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Give how far along the line a place lies, and how far off it."""
        (x0, y0), (dx, dy) = self.start, self.direction
        return (
            (x - x0) * dx + (y - y0) * dy,
            (y - y0) * dx - (x - x0) * dy,
        )

    def runs_past(self, x: float, y: float) -> bool:
        """Say whether a place lies beside the corridor rather than beyond its ends."""
        along, _ = self.place(x, y)
        return -BEYOND_M <= along <= self.length_m + BEYOND_M


def read_corridors(facts: Mapping[str, Any], bend: Bend) -> tuple[Corridor, ...]:
    """Read the corridors of the facts into the plane before it is bent."""
    found = []
    for row in facts["corridors"]:
        start, end = bend.undo(to_metres(row["line"], facts))
        found.append(
            Corridor(
                kind=row["kind"],
                name=row["name"],
                width_m=row["width_m"],
                crossing_m=row["crossing_m"],
                start=(float(start[0]), float(start[1])),
                end=(float(end[0]), float(end[1])),
            )
        )
    return tuple(found)


def cut_corridors(
    land: Partition, corridors: tuple[Corridor, ...]
) -> dict[int, Corridor]:
    """
    Cut every corridor out of the land by its two banks.

    Earlier corridors are not cut by later ones: a road ends at a river, and the
    river's crossings join its two parts.

    Returns
    -------
    dict of int to Corridor
        The faces that are strips of a corridor; all others are land.
    """
    strips: dict[int, Corridor] = {}
    for corridor in corridors:
        way = Way.BANK if corridor.kind in BANKED else Way.BARRIER
        (x, y), (dx, dy) = corridor.start, corridor.direction
        free = [face for face in land.rings if face not in strips]
        for side in (corridor.width_m / 2, -corridor.width_m / 2):
            start = (x - dy * side, y + dx * side)
            free = _cut(land, free, start, (dx, dy), way, corridor.runs_past)
        for face in free:
            box = box_round(land.corners(face))
            _, off = corridor.place(box.x, box.y)
            thin = box.width < corridor.width_m * 1.6
            on_line = abs(off) < corridor.width_m * 0.3
            if thin and on_line and corridor.runs_past(box.x, box.y):
                strips[face] = corridor
    return strips


def _cut(  # noqa: PLR0913, PLR0917 - what a cut is
    land: Partition,
    faces: list[int],
    start: Point,
    direction: Point,
    way: Way,
    within: Callable[[float, float], bool],
) -> list[int]:
    """Cut all listed faces that a line crosses; return them and their new parts."""
    todo, done = list(faces), []
    chord = land.new_chord()
    while todo:
        face = todo.pop()
        parts = land.split(
            face,
            start,
            direction,
            way=way,
            least_share=LEAST_SHARE,
            within=within,
            chord=chord,
        )
        if parts:
            todo.extend(parts)
        else:
            done.append(face)
    return sorted(done)


def open_crossings(
    land: Partition,
    strips: Mapping[int, Corridor],
    strip_of: Mapping[int, int],
    chance: np.random.Generator,
) -> set[tuple[int, int]]:
    """
    Open some edges across corridors as bridges, underpasses and zebra crossings.

    Returns
    -------
    set of edges
        All edges across a strip, of which those opened are `Way.CROSSING` now; the
        others may yet become one to reach what would otherwise be cut off.
    """
    across: dict[int, list[tuple[int, int]]] = {}
    for edge, way in sorted(land.way.items()):
        one, other = (
            None if face is None else strip_of.get(face)
            for face in land.faces_beside(edge)
        )
        if way == Way.NONE and one is not None and one == other:
            across.setdefault(one, []).append(edge)
    for strip, edges in sorted(across.items()):
        corridor = strips[strip]
        middles = [np.add(land.points[a], land.points[b]) / 2 for a, b in edges]
        along = [corridor.place(float(x), float(y))[0] for x, y in middles]
        last = -math.inf
        for k in np.argsort(along, kind="stable"):
            gap = corridor.crossing_m * chance.uniform(0.6, 1.3)
            if along[k] - last >= gap:
                land.way[edges[k]] = Way.CROSSING
                last = along[k]
    return {edge for edges in across.values() for edge in edges}
