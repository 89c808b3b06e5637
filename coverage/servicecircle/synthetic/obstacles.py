"""What a walker cannot cross: rivers, motorways, railways, walls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.synthetic.ways import INNER, KINDS, WALKABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.synthetic.blocks import Cells
    from servicecircle.synthetic.corridors import Corridor
    from servicecircle.synthetic.planar import Partition
    from servicecircle.synthetic.shapes import Shapes

UNCROSSABLE = ("river", "motorway", "rail")
BANK_M = 6.0
"""From the path along a corridor to the water or the fence."""
GATE_M = 2.5
"""Half the width of the opening that a path needs in a wall."""


def draw_obstacles(  # noqa: PLR0913, PLR0917 - all that obstacles depend on
    land: Partition,
    shapes: Shapes,
    cells: Cells,
    corridor_of: Mapping[int, Corridor],
    lakes: shapely.MultiPolygon,
    lines: NDArray[np.object_],
    *,
    crs: str,
) -> gpd.GeoDataFrame:
    """Draw corridors inside their banks, lakes, and walls open where paths pass."""
    kinds: list[str] = []
    geometry: list[shapely.Geometry] = []
    of_corridor: dict[Corridor, list[int]] = {}
    for i, cell in enumerate(shapes.cells.tolist()):
        corridor = corridor_of.get(cell)
        if corridor is not None and corridor.kind in UNCROSSABLE:
            of_corridor.setdefault(corridor, []).append(i)
    for corridor, members in of_corridor.items():
        whole = shapely.coverage_union_all(shapes.polygons[members])
        for part in shapely.get_parts(shapely.buffer(whole, -BANK_M)):
            kinds.append(corridor.kind)
            geometry.append(shapely.set_precision(part, 0.001))
    for lake in lakes.geoms:
        kinds.append("water")
        geometry.append(lake)
    for wall in _walls(land, shapes, cells, lines):
        kinds.append("wall")
        geometry.append(wall)
    return gpd.GeoDataFrame({"kind": kinds}, geometry=geometry, crs=crs)


def _walls(
    land: Partition, shapes: Shapes, cells: Cells, lines: NDArray[np.object_]
) -> list[shapely.Geometry]:
    """Wall every block with paths of its own, behind the streets round it."""
    index = {int(cell): i for i, cell in enumerate(shapes.cells)}
    inner = sorted(edge for edge, way in land.way.items() if way in INNER)
    walled = {cells.block[land.face_left_of[edge]] for edge in inner}
    members: dict[int, list[int]] = {}
    for cell, block in cells.block.items():
        if block in walled:
            members.setdefault(block, []).append(cell)
    tree = shapely.STRtree(lines)
    walls: list[shapely.Geometry] = []
    for _, block_cells in sorted(members.items()):
        whole = shapely.coverage_union_all(
            shapes.polygons[[index[cell] for cell in block_cells]]
        )
        ground = shapely.difference(whole, _rim(land, shapes, block_cells))
        wall = shapely.boundary(shapely.simplify(ground, 0.3))
        passing = lines[np.sort(tree.query(wall, predicate="intersects"))]
        openings = shapely.union_all(shapely.buffer(passing, GATE_M, quad_segs=1))
        left = shapely.set_precision(shapely.difference(wall, openings), 0.001)
        if not left.is_empty:
            walls.append(shapely.line_merge(left))
    return walls


def _rim(land: Partition, shapes: Shapes, block_cells: list[int]) -> shapely.Geometry:
    """Cover the streets round a block with their widths."""
    own = set(block_cells)
    lines, widths = [], []
    for cell in block_cells:
        ring = land.rings[cell]
        for i, a in enumerate(ring):
            b = ring[(i + 1) % len(ring)]
            edge = (a, b) if a < b else (b, a)
            if land.face_left_of.get((b, a)) in own:
                continue
            way = land.way[edge]
            width = KINDS[way].half_width_m if way in WALKABLE else 1.0
            lines.append(shapely.LineString(shapes.points[shapes.chain(edge)]))
            widths.append(max(width, 1.0))
    return shapely.union_all(shapely.buffer(lines, widths, quad_segs=2))
