"""Small rings of points in plain Python, quicker than arrays for a handful of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]
Ring = list[Point]
"""Corners anticlockwise, the first not repeated."""

FLAT = 1e-7
"""A turn to the right smaller than this is rounding, not a dent."""
NEEDLE_M = 1.0
"""A face thinner than twice this somewhere is no place for a house or a path."""


class Box(NamedTuple):
    """A box round a ring: its long axis, its extents and its middle."""

    ux: float
    uy: float
    length: float
    width: float
    x: float
    y: float


class Crossing(NamedTuple):
    """Where a line crosses a ring: how far along the line, on which edge, and where."""

    along: float
    edge: int
    share: float
    x: float
    y: float


def area_of(ring: Sequence[Point]) -> float:
    """Give the area, positive for an anticlockwise ring."""
    total = 0.0
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        total += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return total / 2.0


def box_round(ring: Sequence[Point]) -> Box:
    """
    Find the box round a ring that lies as its outline does on the whole.

    Sides along each other and sides square to each other count together, each by its
    length.

    Examples
    --------
    >>> box_round([(0, 0), (4, 0), (4, 2), (0, 2)])
    Box(ux=1.0, uy=0.0, length=4.0, width=2.0, x=2.0, y=1.0)
    """
    # Four times the angle is the same for sides along and square to each other.
    cos4 = sin4 = total = 0.0
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        dx, dy = x1 - x0, y1 - y0
        x0, y0 = x1, y1
        square = dx * dx + dy * dy
        if square > FLAT * FLAT:
            length, cross = math.sqrt(square), dx * dy / square
            cos4 += length * (1 - 8 * cross * cross)
            sin4 += length * 4 * cross * (dx * dx - dy * dy) / square
            total += length
    if not total:
        msg = "a ring needs corners apart from each other"
        raise ValueError(msg)
    angle = math.atan2(sin4, cos4) / 4
    ux, uy = math.cos(angle), math.sin(angle)
    along = [x * ux + y * uy for x, y in ring]
    across = [y * ux - x * uy for x, y in ring]
    a0, a1, b0, b1 = min(along), max(along), min(across), max(across)
    a, b = (a0 + a1) / 2, (b0 + b1) / 2
    x, y = a * ux - b * uy, a * uy + b * ux
    if a1 - a0 >= b1 - b0:
        return Box(abs(ux) if uy == 0 else ux, uy, a1 - a0, b1 - b0, x, y)
    return Box(-uy, ux, b1 - b0, a1 - a0, x, y)


def centre_of(ring: Sequence[Point]) -> Point:
    """Give the mean of the corners, roughly where a ring lies."""
    count = len(ring)
    return sum(x for x, _ in ring) / count, sum(y for _, y in ring) / count


def middle_of(ring: Sequence[Point]) -> Point:
    """Give the middle of the box round a ring."""
    box = box_round(ring)
    return box.x, box.y


def crossings(ring: Sequence[Point], start: Point, direction: Point) -> list[Crossing]:
    """List where an endless line crosses a ring, in order along the line."""
    px, py = start
    dx, dy = direction
    side = [(y - py) * dx - (x - px) * dy for x, y in ring]
    found = []
    for i, here in enumerate(side):
        j = i + 1 if i + 1 < len(ring) else 0
        if (here >= 0) != (side[j] >= 0):
            share = here / (here - side[j])
            x = ring[i][0] + share * (ring[j][0] - ring[i][0])
            y = ring[i][1] + share * (ring[j][1] - ring[i][1])
            found.append(Crossing((x - px) * dx + (y - py) * dy, i, share, x, y))
    return sorted(found)


def clip(ring: Sequence[Point], start: Point, normal: Point) -> Ring:
    """Keep the part of a convex ring on the side that the normal points to."""
    px, py = start
    nx, ny = normal
    side = [(x - px) * nx + (y - py) * ny for x, y in ring]
    kept: Ring = []
    for i, here in enumerate(side):
        j = i + 1 if i + 1 < len(ring) else 0
        if here >= 0:
            kept.append(ring[i])
        if (here >= 0) != (side[j] >= 0):
            share = here / (here - side[j])
            (x0, y0), (x1, y1) = ring[i], ring[j]
            kept.append((x0 + share * (x1 - x0), y0 + share * (y1 - y0)))
    return kept


def is_convex(ring: Sequence[Point]) -> bool:
    """Say whether the ring never turns right."""
    for i, (cx, cy) in enumerate(ring):
        (ax, ay), (bx, by) = ring[i - 2], ring[i - 1]
        if (bx - ax) * (cy - by) - (by - ay) * (cx - bx) < -FLAT:
            return False
    return True


def is_sound(ring: Sequence[Point], *, needles: bool) -> bool:
    """Say whether a ring is simple and, unless `needles`, nowhere a needle."""
    polygon = shapely.Polygon(ring)
    if not polygon.is_valid or needles:
        return polygon.is_valid
    core = polygon.buffer(-NEEDLE_M)
    return core.geom_type == "Polygon" and not core.is_empty
