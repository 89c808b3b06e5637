"""Superblocks cut into blocks and cells, by a recipe for every use of land."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.synthetic.land_use import LandUse
from servicecircle.synthetic.rings import box_round, centre_of
from servicecircle.synthetic.subdivide import Cut, subdivide
from servicecircle.synthetic.trails import lay_trails
from servicecircle.synthetic.ways import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.synthetic.corridors import Corridor
    from servicecircle.synthetic.planar import Partition
    from servicecircle.synthetic.terrain import Terrain


class Recipe(NamedTuple):
    """How a use of land is cut: blocks by streets, cells by lanes or paths."""

    block_m2: float
    block_way: Way
    block_snap_m: float
    cell_m2: float
    cell_way: Way
    cell_snap_m: float


RECIPES = {
    LandUse.VILLAGE: Recipe(13_000, Way.LOCAL, 18, 870, Way.LANE, 7),
    LandUse.COMPOUND: Recipe(52_000, Way.COLLECTOR, 18, 2_900, Way.COMPOUND_PATH, 12),
    LandUse.PARK: Recipe(90_000, Way.LOCAL, 18, 5_200, Way.PARK_PATH, 20),
    LandUse.PUBLIC: Recipe(26_000, Way.LOCAL, 18, 3_600, Way.LOCAL, 14),
    LandUse.SITE: Recipe(40_000, Way.LOCAL, 18, 12_000, Way.NONE, 20),
    LandUse.OPEN: Recipe(60_000, Way.TRAIL, 18, 18_000, Way.TRAIL, 25),
    LandUse.HILL: Recipe(90_000, Way.TRAIL, 40, 45_000, Way.TRAIL, 40),
}
WOODED_FROM = {LandUse.OPEN: -0.12, LandUse.VILLAGE: 0.06, LandUse.PUBLIC: 0.06}
"""How far above the foot of the hills land without walls is left to the woods."""
STRIP_WIDTHS = 170.0
"""Pieces of a corridor are this many metres long."""


@dataclass
class Cells:
    """The finest pieces of land: what each is used for and in which block it lies."""

    use: dict[int, LandUse] = field(default_factory=dict)
    block: dict[int, int] = field(default_factory=dict)
    strip: dict[int, int] = field(default_factory=dict)
    """The strip of a corridor that a cell was part of."""
    blocks: int = 0

    def add_block(self, cells: list[int], use: LandUse) -> None:
        """Note the cells of one block."""
        for cell in cells:
            self.use[cell] = use
            self.block[cell] = self.blocks
        self.blocks += 1


def cut_cells(
    land: Partition,
    uses: Mapping[int, LandUse],
    strips: Mapping[int, Corridor],
    terrain: Terrain,
    chance: np.random.Generator,
) -> Cells:
    """Cut superblocks and corridors into the cells that everything is made of."""
    cells = Cells()
    for face, use in sorted(uses.items()):
        recipe = RECIPES[use]
        by_street = _cut(recipe.block_m2, recipe.block_way, recipe.block_snap_m)
        by_path = _cut(recipe.cell_m2, recipe.cell_way, recipe.cell_snap_m)
        for block in subdivide(land, face, by_street, chance):
            cells.add_block(subdivide(land, block, by_path, chance), use)
    _let_woods_in(land, cells, terrain)
    for face, corridor in sorted(strips.items()):
        width = max(20.0, box_round(land.corners(face)).width)
        along = _cut(STRIP_WIDTHS * width, Way.NONE, 60, jitter=0.05, skew=0.0)
        for cell in subdivide(land, face, along, chance):
            cells.add_block([cell], LandUse(corridor.kind))
            cells.strip[cell] = face
    lay_trails(land, cells.use, chance)
    return cells


def _let_woods_in(land: Partition, cells: Cells, terrain: Terrain) -> None:
    """Leave cells that lie too high to the woods: towns end where hills rise."""
    reached = [cell for cell, use in sorted(cells.use.items()) if use in WOODED_FROM]
    if reached:
        middles = np.array([centre_of(land.corners(cell)) for cell in reached])
        height = terrain.hills(middles)
        for cell, high in zip(reached, height.tolist(), strict=True):
            if high > WOODED_FROM[cells.use[cell]]:
                cells.use[cell] = LandUse.HILL


def _cut(
    area_m2: float,
    way: Way,
    snap_m: float,
    *,
    jitter: float = 0.11,
    skew: float = 0.055,
) -> Cut:
    """Cut to one area by one kind of way."""
    return Cut(lambda _x, _y: area_m2, lambda _area: way, snap_m, jitter, skew)
