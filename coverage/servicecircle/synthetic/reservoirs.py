"""Reservoirs in the hills, and the paths along their shores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.synthetic.ways import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.synthetic.planar import Edge, Partition
    from servicecircle.synthetic.shapes import Shapes

SHORE_M = 40.0
"""From the water to the edge of the hills, at least."""
PATH_M = 10.0
"""From the water to the nearest path, at least."""
APART_M = 900.0
HARMONICS = range(1, 6)


def draw_reservoirs(
    hills: NDArray[np.object_],
    radii_m: Sequence[float],
    chance: np.random.Generator,
) -> shapely.MultiPolygon:
    """
    Lay smooth lakes into the hills, the largest first.

    A lake that finds no room anywhere is left out.
    """
    lakes: list[shapely.Polygon] = []
    if not len(hills):
        return shapely.MultiPolygon(lakes)
    ground = shapely.coverage_union_all(hills)
    shapely.prepare(ground)
    spots = shapely.get_coordinates(shapely.point_on_surface(hills))
    spots = spots[chance.permutation(len(spots))]
    left = iter(spots)
    for radius_m in radii_m:
        for spot in left:
            lake = _lake(spot, radius_m, chance)
            clear = all(lake.distance(other) > APART_M for other in lakes)
            if clear and ground.contains(lake.buffer(SHORE_M)):
                lakes.append(lake)
                break
        else:
            left = iter(spots)
    return shapely.MultiPolygon(lakes)


def _lake(
    spot: NDArray[np.float64], radius_m: float, chance: np.random.Generator
) -> shapely.Polygon:
    """Draw a lobed outline."""
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    lobes = np.zeros(len(angle))
    for k, phase in zip(HARMONICS, chance.uniform(0, 2 * np.pi, 5), strict=True):
        lobes += 0.42 / k * np.cos(k * angle + phase)
    radius = radius_m * np.exp(lobes)
    x = spot[0] + 1.35 * radius * np.cos(angle)
    y = spot[1] + 0.8 * radius * np.sin(angle)
    return shapely.Polygon(np.round(np.column_stack([x, y]), 3))


def lay_shores(
    land: Partition, shapes: Shapes, lakes: shapely.MultiPolygon
) -> set[Edge]:
    """
    Take the trails out of the water, and lead one round every lake.

    A shore path follows the edges of the cells that a lake reaches; so it stays out of
    the water and keeps its crossroads with the trails of the hills.

    Returns
    -------
    set of edges
        Those in the water, where no path can ever be.
    """
    wide = shapely.buffer(lakes, PATH_M)
    shapely.prepare(wide)
    wet = set(shapes.cells[shapely.intersects(wide, shapes.polygons)].tolist())
    flooded: set[Edge] = set()
    for edge, way in sorted(land.way.items()):
        sides = [face in wet for face in land.faces_beside(edge)]
        if all(sides):
            land.way[edge] = Way.NONE
            flooded.add(edge)
        elif any(sides) and way == Way.NONE:
            land.way[edge] = Way.TRAIL
    return flooded
