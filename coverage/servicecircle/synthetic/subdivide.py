"""Split faces across their long axis until they are as small as they should be."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.synthetic.rings import area_of, box_round, centre_of
from servicecircle.synthetic.ways import Way

if TYPE_CHECKING:
    import numpy as np

    from servicecircle.synthetic.planar import Partition

ATTEMPTS = 4
"""Cuts tried before a face stays as it is; the last one runs along it."""

AreaAt = Callable[[float, float], float]
WayOf = Callable[[float], Way]


class Cut(NamedTuple):
    """How faces are cut: to what size, by which way, and how regularly."""

    area_at: AreaAt
    """The area in square metres that is small enough, at a place."""
    way_of: WayOf
    """The way that cuts a face of an area."""
    snap_m: float
    """Ends this near a corner make a crossroads of it."""
    jitter: float = 0.12
    """How far off the middle, as a share of the length."""
    skew: float = 0.06
    """How far off the right angle, in radians (standard deviation)."""


def subdivide(
    land: Partition, face: int, cut: Cut, chance: np.random.Generator
) -> list[int]:
    """
    Split a face until every part is small enough, or no good cut is found.

    Returns
    -------
    list of int
        The parts, of which the first-born keeps the number of the face.
    """
    small, stack = [], [face]
    while stack:
        current = stack.pop()
        corners = land.corners(current)
        area = area_of(corners)
        if area <= cut.area_at(*centre_of(corners)):
            small.append(current)
            continue
        box, parts = box_round(corners), None
        for attempt in range(ATTEMPTS):
            offset = chance.uniform(-cut.jitter, cut.jitter) * box.length
            offset *= 1 + attempt / 2
            turn = chance.normal(0, cut.skew)
            cos, sin = math.cos(turn), math.sin(turn)
            direction = (-box.uy * cos - box.ux * sin, box.ux * cos - box.uy * sin)
            if attempt == ATTEMPTS - 1:
                direction = (box.ux, box.uy)
            start = (box.x + offset * box.ux, box.y + offset * box.uy)
            way = cut.way_of(area)
            parts = land.split(current, start, direction, way=way, snap_m=cut.snap_m)
            if parts:
                break
        if parts:
            stack.extend(parts)
        else:
            small.append(current)
    return small
