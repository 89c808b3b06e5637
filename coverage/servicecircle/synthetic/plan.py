"""From bare ground to cells with a use, and their shapes after the bend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from servicecircle.synthetic.blocks import Cells, cut_cells
from servicecircle.synthetic.corridors import open_crossings
from servicecircle.synthetic.land_use import (
    LandUse,
    choose_uses,
    cut_superblocks,
    use_targets_m2,
)
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.shapes import Shapes, bend_cells
from servicecircle.synthetic.ways import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.synthetic.corridors import Corridor
    from servicecircle.synthetic.ground import Ground
    from servicecircle.synthetic.planar import Edge, Partition


class Plan(NamedTuple):
    """The land, cut and used."""

    cells: Cells
    shapes: Shapes
    corridor_of: dict[int, Corridor]
    """The corridor of every cell that is part of one."""
    crossable: set[Edge]
    """Edges across corridors, which are or could become crossings."""
    use: NDArray[np.object_]
    """The use of every cell, in the order of the shapes."""
    block: NDArray[np.int64]
    """The block of every cell, in the same order."""


def plan_land(seed: int, facts: Mapping[str, Any], ground: Ground) -> Plan:
    """Cut the ground into superblocks, blocks and cells, and use them."""
    land = ground.land
    between = [face for face in land.rings if face not in ground.strips]
    superblocks = cut_superblocks(
        land, between, ground.terrain, generator(seed, "superblocks")
    )
    uses = choose_uses(
        land,
        superblocks,
        ground.terrain,
        ground.anchors,
        targets_m2=use_targets_m2(facts, share=ground.share),
        chance=generator(seed, "land use"),
    )
    cells = cut_cells(
        land, uses, ground.strips, ground.terrain, generator(seed, "cells")
    )
    crossable = open_crossings(
        land, ground.strips, cells.strip, generator(seed, "crossings")
    )
    _line_corridors(land, cells, crossable)
    shapes = bend_cells(land, cells.use, ground.bend)
    return Plan(
        cells,
        shapes,
        {cell: ground.strips[strip] for cell, strip in cells.strip.items()},
        crossable,
        np.array([cells.use[int(cell)] for cell in shapes.cells], dtype=object),
        np.array([cells.block[int(cell)] for cell in shapes.cells]),
    )


def _line_corridors(land: Partition, cells: Cells, crossable: set[Edge]) -> None:
    """
    Give motorways and railways a service road where they pass settled land.

    Where corridors meet in a river, an edge with water on both sides is no path along
    anything: it could become a bridge.
    """
    for edge, way in sorted(land.way.items()):
        if way in {Way.BARRIER, Way.BANK}:
            faces = land.faces_beside(edge)
            sides = {None if face is None else cells.use[face] for face in faces}
            if sides == {LandUse.RIVER}:
                land.way[edge] = Way.NONE
                crossable.add(edge)
            elif way == Way.BARRIER and not sides & {None, LandUse.HILL}:
                land.way[edge] = Way.BANK
