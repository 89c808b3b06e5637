"""Which layer of polygons is which level: by name, by code, and by what holds what."""

from __future__ import annotations

from itertools import combinations
from math import log10
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.draft.evidence import FAIR, Evidence, median_area_m2
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyproj

    from servicecircle.area.draft.look import Look

LEVELS = tuple(Level)
USUAL_M2 = dict(zip(LEVELS, (1.5e8, 2.5e7, 5e6, 5e5, 9e4), strict=True))
"""The area of a usual unit; a guess where neither name nor code tells."""
LIKE = 2.0
"""Most points for an area as usual; none where it is ten times off."""
HELD = 0.9
"""The share of a level's units that must lie in units of the level above."""
FINER = 1.3
"""A level's units are at least so many times smaller than those of the one above."""
ALIKE = 1.01
"""Outlines whose areas differ by less, and which hold each other, are one outline."""
FILLED = 0.5
"""Units fill at least this share of the hull around them all."""
MOST = 10
"""Layers considered at once."""


def assign_levels(
    looks: Sequence[Look], weighed: Sequence[Mapping[str, Evidence]], crs: pyproj.CRS
) -> dict[Level, int]:
    """
    Choose which layers are which levels.

    Parameters
    ----------
    looks
        Layers of polygons.
    weighed
        The evidence for each, by role.
    crs
        A CRS in metres.

    Returns
    -------
    dict
        From the level to the layer's position. Of all choices in which each level
        lies inside the one above, the one with most points; of two as good, the one
        whose layers come first. Where a level is one unit and so is the one above, as
        in an extract of one community, their outlines are the same: then only names
        and codes tell them apart.
    """
    areas = [median_area_m2(look, crs) for look in looks]
    best = [
        max((e.points for role, e in found.items() if role in LEVELS), default=0)
        for found in weighed
    ]
    able = [i for i in range(len(looks)) if best[i] >= 1 or _fills(looks[i], crs)]
    pool = sorted(able, key=lambda i: (-best[i], i))[:MOST]
    pool = _widest_first(pool, areas, weighed)
    points = {
        (i, level): _points(looks[i], weighed[i], level, areas[i])
        for i in pool
        for level in LEVELS
    }
    holds = _holding(looks, pool, crs)
    chosen: dict[Level, int] = {}
    most = 0.0
    for count in range(1, min(len(pool), len(LEVELS)) + 1):
        for some in combinations(pool, count):
            twins = _twins(some, looks, areas)
            if not _nested(some, areas, holds, twins):
                continue
            for levels in combinations(LEVELS, count):
                if not _told_apart(some, levels, weighed, twins):
                    continue
                total = sum(
                    points[i, level] for i, level in zip(some, levels, strict=True)
                )
                if total > most:
                    most, chosen = total, dict(zip(levels, some, strict=True))
    return chosen


def _points(
    look: Look, found: Mapping[str, Evidence], level: Level, area_m2: float
) -> float:
    evidence = found.get(level.value)
    if evidence is None or area_m2 <= 0:
        return -1.0
    if (level is Level.DISTRICT) != (len(look.frame) == 1):
        # A district is one outline, and one outline is a district, unless it is named.
        return evidence.points - (LIKE if evidence.points < FAIR else 0)
    like = LIKE * (1 - abs(log10(area_m2 / USUAL_M2[level])))
    return evidence.points + (LIKE if level is Level.DISTRICT else max(0.0, like))


def _fills(look: Look, crs: pyproj.CRS) -> bool:
    """Whether polygons lie close together, as units do and lakes do not."""
    shapes = look.shapes_in(crs)
    hull_m2 = shapes.union_all().convex_hull.area
    return bool(len(shapes) and shapes.area.sum() >= FILLED * hull_m2)


def same_outline(one: Look, other: Look, crs: pyproj.CRS) -> bool:
    """Whether two layers are one outline each, of the same ground."""
    (a, b) = (look.shapes_in(crs).to_numpy() for look in (one, other))
    if len(one.frame) != 1 or len(other.frame) != 1 or not (len(a) and len(b)):
        return False
    common = shapely.area(shapely.intersection(a[0], b[0]))
    return bool(max(shapely.area(a[0]), shapely.area(b[0])) <= ALIKE * common)


def _widest_first(
    pool: Sequence[int],
    areas: Sequence[float],
    weighed: Sequence[Mapping[str, Evidence]],
) -> list[int]:
    """Put wider layers first; of those as wide, the one named after a wider level."""

    def named(i: int) -> int:
        told = [weighed[i].get(level.value, Evidence()).points for level in LEVELS]
        return int(np.argmax(told))

    left = sorted(pool, key=lambda i: (-areas[i], i))
    found: list[int] = []
    while left:
        alike = [i for i in left if areas[left[0]] < ALIKE * areas[i]] or left[:1]
        found += sorted(alike, key=lambda i: (named(i), i))
        left = [i for i in left if i not in alike]
    return found


def _twins(
    some: Sequence[int], looks: Sequence[Look], areas: Sequence[float]
) -> set[tuple[int, int]]:
    return {
        (upper, lower)
        for upper, lower in combinations(some, 2)
        if len(looks[upper].frame) == len(looks[lower].frame) == 1
        and areas[upper] < ALIKE * areas[lower]
        and areas[lower] < ALIKE * areas[upper]
    }


def _told_apart(
    some: Sequence[int],
    levels: Sequence[Level],
    weighed: Sequence[Mapping[str, Evidence]],
    twins: set[tuple[int, int]],
) -> bool:
    """Whether of same outlines each is named after the level that it shall be."""
    at = dict(zip(some, levels, strict=True))
    return all(
        weighed[i].get(at[i].value, Evidence()).points >= FAIR
        for pair in twins
        for i in pair
    )


def _nested(
    some: Sequence[int],
    areas: Sequence[float],
    holds: Mapping[tuple[int, int], bool],
    twins: set[tuple[int, int]],
) -> bool:
    return all(
        holds[upper, lower]
        and ((upper, lower) in twins or areas[upper] >= FINER * areas[lower])
        for upper, lower in combinations(some, 2)
    )


def _holding(
    looks: Sequence[Look], pool: Sequence[int], crs: pyproj.CRS
) -> dict[tuple[int, int], bool]:
    """Say for each two layers whether the units of the second lie in the first's."""
    shapes = {i: looks[i].shapes_in(crs) for i in pool}
    inner = {i: s.representative_point() for i, s in shapes.items()}
    held = {}
    for upper, lower in combinations(pool, 2):
        at, _ = shapes[upper].sindex.query(inner[lower], predicate="within")
        share = len(np.unique(at)) / max(len(inner[lower]), 1)
        held[upper, lower] = share >= HELD
    return held
