"""Plots and footprints inside the cells, before the plane is bent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from servicecircle.synthetic.land_use import LandUse
from servicecircle.synthetic.planar import edge_of
from servicecircle.synthetic.rings import Ring, area_of, box_round, clip
from servicecircle.synthetic.ways import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.synthetic.bend import Bend
    from servicecircle.synthetic.planar import Partition
    from servicecircle.synthetic.shapes import Shapes

BUILT = (LandUse.VILLAGE, LandUse.COMPOUND, LandUse.PARK, LandUse.PUBLIC)
LEAST_CELL_M2 = 60.0
LOT_M2 = 236.0
LEAST_LOT_M2 = 62.0
LEAST_HOUSE_M2 = 35.0
SIDE_GAP_M = 0.75
"""From a village house to the edge of its plot."""
YARDS_SHARE = 0.02
"""Cells of a village that stay without houses."""
SHRINK = (1.0, 0.85, 0.7, 0.55)
"""What a large building is scaled by, in turn, until it fits on its plot."""
CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))


class Lots(NamedTuple):
    """Footprints, and the cell that each stands in."""

    footprint: NDArray[np.object_]
    cell: NDArray[np.int64]


def draw_lots(  # noqa: PLR0913 - all that footprints depend on
    land: Partition,
    uses: Mapping[int, LandUse],
    shapes: Shapes,
    bend: Bend,
    *,
    most: int,
    chance: np.random.Generator,
) -> Lots:
    """
    Draw the footprints of all cells; villages give way where there are too many.

    Parameters
    ----------
    most
        How many buildings may stand in all.
    """
    rings: list[Ring] = []
    owners: list[int] = []
    for face, use in sorted(uses.items()):
        if use not in BUILT:
            continue
        plot = _plot(land, face)
        if len(plot) <= len("ab") or area_of(plot) < LEAST_CELL_M2:
            continue
        if use == LandUse.VILLAGE:
            houses = [] if chance.random() < YARDS_SHARE else _divide(plot, chance)
        else:
            houses = [_rectangle(plot, use, chance)]
        rings += houses
        owners += [face] * len(houses)
    cell = np.array(owners, dtype=np.int64)
    corners = np.array([corner for ring in rings for corner in ring])
    which = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    linear = shapely.linearrings(np.round(bend(corners), 3), indices=which)
    footprint = np.asarray(shapely.polygons(linear))
    village = np.array([uses[owner] == LandUse.VILLAGE for owner in owners])
    footprint[village] = shapely.buffer(
        footprint[village], -SIDE_GAP_M, join_style="mitre"
    )
    footprint = shapely.transform(footprint, lambda xy: np.round(xy, 3))
    # A dent in a cell, or its bend, may leave a house across the street.
    at = np.searchsorted(shapes.cells, cell)
    keep = _usable(footprint) & shapely.covers(shapes.polygons[at], footprint)
    surplus = int(keep.sum()) - most
    if surplus > 0:
        houses_at = np.flatnonzero(keep & village)
        keep[chance.choice(houses_at, min(surplus, len(houses_at)), replace=False)] = 0
    return Lots(footprint[keep], cell[keep])


def _plot(land: Partition, cell: int) -> Ring:
    """Keep what the streets around a cell leave of it."""
    ring, corners = land.rings[cell], land.corners(cell)
    plot = corners
    for i, (x0, y0) in enumerate(corners):
        j = (i + 1) % len(corners)
        (x1, y1) = corners[j]
        width = KINDS[land.way[edge_of(ring[i], ring[j])]].half_width_m
        length = math.hypot(x1 - x0, y1 - y0)
        if width and length > 0 and len(plot) > len("ab"):
            nx, ny = (y0 - y1) / length, (x1 - x0) / length
            plot = clip(plot, (x0 + nx * width, y0 + ny * width), (nx, ny))
    return plot


def _divide(plot: Ring, chance: np.random.Generator) -> list[Ring]:
    """Halve a plot until every part holds one house."""
    houses, stack = [], [plot]
    while stack:
        part = stack.pop()
        area = area_of(part)
        if area < LOT_M2:
            if area > LEAST_LOT_M2:
                houses.append(part)
            continue
        box = box_round(part)
        offset = chance.uniform(-0.06, 0.06) * box.length
        start = (box.x + offset * box.ux, box.y + offset * box.uy)
        for sign in (1, -1):
            half = clip(part, start, (sign * box.ux, sign * box.uy))
            if len(half) > len("ab"):
                stack.append(half)
    return houses


def _rectangle(plot: Ring, use: LandUse, chance: np.random.Generator) -> Ring:
    """Stand one large building in the middle of a plot."""
    box = box_round(plot)
    ux, uy, length, width = box.ux, box.uy, box.length, box.width
    if use == LandUse.COMPOUND:
        if abs(ux) < abs(uy):  # apartments look south
            ux, uy, length, width = uy, -ux, width, length
        tower = chance.random() < 0.55  # noqa: PLR2004 - towers and slabs
        half = (
            (chance.uniform(12, 17), chance.uniform(10, 13))
            if tower
            else (chance.uniform(20, 30), chance.uniform(7, 8.5))
        )
    elif use == LandUse.PARK:
        half = length * chance.uniform(0.34, 0.44), width * chance.uniform(0.28, 0.4)
    else:
        half = length * chance.uniform(0.25, 0.4), width * chance.uniform(0.22, 0.35)
    a, b = min(half[0], length * 0.44), min(half[1], width * 0.42)
    house: Ring = []
    for shrink in SHRINK:
        house = [
            (
                box.x + shrink * (s * a * ux - t * b * uy),
                box.y + shrink * (s * a * uy + t * b * ux),
            )
            for s, t in CORNERS
        ]
        if _holds(plot, house):
            break
    return house


def _holds(plot: Ring, house: Ring) -> bool:
    """Say whether a house stands inside a convex plot."""
    x0, y0 = plot[-1]
    for x1, y1 in plot:
        ux, uy = x1 - x0, y1 - y0
        if any((y - y0) * ux - (x - x0) * uy < 0 for x, y in house):
            return False
        x0, y0 = x1, y1
    return True


def _usable(footprint: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Say which footprints are sound and overlap no earlier one."""
    sound: NDArray[np.bool_] = shapely.is_valid(footprint) & (
        shapely.get_type_id(footprint) == shapely.GeometryType.POLYGON
    )
    sound &= shapely.area(footprint) > LEAST_HOUSE_M2
    shown = footprint.copy()
    shown[~sound] = None
    pairs = shapely.STRtree(shown).query(shown, predicate="overlaps")
    sound[pairs.max(axis=0)] = False
    return sound
