"""Buildings and their people on the cells, and the units that count them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.synthetic.borders import move_borders
from servicecircle.synthetic.communities import grow_communities
from servicecircle.synthetic.division import CellGraph
from servicecircle.synthetic.hierarchy import divide_communities, unit_frames
from servicecircle.synthetic.land_use import LandUse
from servicecircle.synthetic.lots import draw_lots
from servicecircle.synthetic.neighbours import (
    block_neighbours,
    cell_neighbours,
    middles_of,
)
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.residents import furnish
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from servicecircle.synthetic.facts import CommunityFacts
    from servicecircle.synthetic.ground import Ground
    from servicecircle.synthetic.plan import Plan
    from servicecircle.synthetic.shapes import Shapes

AREA_WEIGHT = 0.00025
"""Persons that a square metre counts for when grids are made equal."""


class Settlement(NamedTuple):
    """Who lives where."""

    buildings: gpd.GeoDataFrame
    levels: dict[Level, gpd.GeoDataFrame]
    community: NDArray[np.int64]
    """The community of every cell."""


def settle(
    seed: int,
    facts: Mapping[str, Any],
    communities: Sequence[CommunityFacts],
    ground: Ground,
    plan: Plan,
) -> Settlement:
    """Build houses, move people in, and draw the units."""
    shapes, cells = plan.shapes, plan.cells
    most = round(facts["land_use"]["buildings"] * _scale(facts, communities, ground))
    lots = draw_lots(
        ground.land,
        cells.use,
        shapes,
        ground.bend,
        most=most,
        chance=generator(seed, "lots"),
    )
    costs = cell_neighbours(ground.land, shapes)
    anchors = ground.bend(ground.anchors)
    community = _communities(shapes, plan, costs, anchors, communities)
    at = np.searchsorted(shapes.cells, lots.cell)
    total = people_of(facts, communities)
    dwellings = furnish(
        shapely.area(lots.footprint),
        plan.use[at],
        plan.block[at],
        community[at],
        communities=communities,
        total=total,
        chance=generator(seed, "residents"),
    )
    people = np.bincount(at, dwellings.residents, len(shapes.cells)).astype(np.int64)
    weight = people + shapely.area(shapes.polygons) * AREA_WEIGHT + 1
    share = total / facts["district"]["residents_managed"]
    units = divide_communities(
        CellGraph.build(weight, middles_of(shapes.polygons), costs),
        community,
        sub_grids=round(facts["counts"]["red_sub_grids"] * share),
        grids=round(facts["counts"]["grids"] * share),
    )
    levels = unit_frames(shapes.polygons, units, people, communities, facts)
    grid_ids = levels[Level.GRID].index.to_numpy()
    buildings = gpd.GeoDataFrame(
        {
            "use": dwellings.use.astype("str"),
            "floors": dwellings.floors,
            "residents": dwellings.residents,
            "land_use": plan.use[at].astype("str"),
            "grid_id": grid_ids[units.grid[at]],
        },
        geometry=lots.footprint,
        index=_building_ids(levels[Level.COMMUNITY].index, community[at]),
        crs=facts["district"]["working_crs"],
    )
    return Settlement(buildings, levels, community)


def people_of(facts: Mapping[str, Any], communities: Sequence[CommunityFacts]) -> int:
    """Say how many live in some communities; those unknown have equal shares."""
    known = facts["known_communities"].values()
    stated = [row["residents"] for row in known if "residents" in row]
    count = sum(len(street["communities"]) for street in facts["streets"])
    rest = facts["district"]["residents_managed"] - sum(stated)
    own = [c.residents for c in communities if c.residents is not None]
    free = len(communities) - len(own)
    return int(sum(own) + rest * free // (count - len(stated)))


def _scale(
    facts: Mapping[str, Any], communities: Sequence[CommunityFacts], ground: Ground
) -> float:
    """Say how much of the district's buildings may stand here: at most all of them."""
    people = people_of(facts, communities) / facts["district"]["residents_managed"]
    return float(max(people, ground.share))


def _communities(
    shapes: Shapes,
    plan: Plan,
    costs: csr_array,
    anchors: NDArray[np.float64],
    communities: Sequence[CommunityFacts],
) -> NDArray[np.int64]:
    """
    Give every cell its community.

    Communities grow over whole blocks, then trade blocks, and at last cells, but a
    walled block is never divided.
    """
    area = shapely.area(shapes.polygons)
    targets = _targets(communities, area.sum())
    stated = np.array([c.area_km2 is not None for c in communities])
    graph, sums, middle = _patches(plan.block, area, shapes, costs)
    owner = grow_communities(graph, middle, sums, anchors=anchors, targets_m2=targets)
    owner = move_borders(graph, sums, owner, targets_m2=targets, stated=stated)
    community = owner[plan.block]
    walled = np.isin(plan.use, [LandUse.COMPOUND, LandUse.PARK])
    alone = plan.block.max() + 1 + np.arange(len(area))
    _, first, patch = np.unique(
        np.where(walled, plan.block, alone), return_index=True, return_inverse=True
    )
    graph, sums, _ = _patches(patch, area, shapes, costs)
    owner = community[first]
    owner = move_borders(graph, sums, owner, targets_m2=targets, stated=stated)
    return owner[patch]


def _patches(
    patch: NDArray[np.int64],
    area: NDArray[np.float64],
    shapes: Shapes,
    costs: csr_array,
) -> tuple[csr_array, NDArray[np.float64], NDArray[np.float64]]:
    """Unite cells: which patches touch, how large they are, and where they lie."""
    sums = np.asarray(np.bincount(patch, area), dtype=np.float64)
    weighted = middles_of(shapes.polygons) * area[:, None]
    places = np.column_stack([np.bincount(patch, weighted[:, k]) for k in (0, 1)])
    middle = places / sums[:, None]
    return block_neighbours(costs, patch, middle), sums, middle


def _targets(
    communities: Sequence[CommunityFacts], whole_m2: float
) -> NDArray[np.float64]:
    """Share the ground: stated areas first, what is left in equal parts."""
    stated = np.array([(c.area_km2 or np.nan) * 1e6 for c in communities])
    free = np.isnan(stated)
    left = whole_m2 - np.nansum(stated)
    if not free.any() or left <= 0:
        return np.where(free, whole_m2 / len(stated), stated)
    return np.where(free, left / max(1, free.sum()), stated)


def _building_ids(
    community_ids: pd.Index[str], community: NDArray[np.int64]
) -> pd.Index[str]:
    """Give every building the 12 digits of its community, and 7 of its own."""
    order = pd.Series(community).groupby(community).cumcount() + 1
    ids = [
        f"{community_ids[unit]}{number:07d}"
        for unit, number in zip(community.tolist(), order.tolist(), strict=True)
    ]
    return pd.Index(ids, name="building_id", dtype="str")
