"""
A synthetic district: its land, its people, its streets, without stations.

Everything is cut from one planar partition (`planar`), so units nest exactly; it is cut
straight and bent once (`bend`), so that nothing crosses. All of it is made up: only
names, counts and anchors come from published facts (`facts.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from servicecircle.synthetic.background import draw_background
from servicecircle.synthetic.compounds import close_off
from servicecircle.synthetic.entrances import place_entrances
from servicecircle.synthetic.facts import list_communities, read_facts
from servicecircle.synthetic.ground import lay_ground
from servicecircle.synthetic.joining import join_pieces
from servicecircle.synthetic.land_cover import land_cover
from servicecircle.synthetic.land_use import LandUse
from servicecircle.synthetic.obstacles import draw_obstacles
from servicecircle.synthetic.plan import plan_land
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.reservoirs import draw_reservoirs, lay_shores
from servicecircle.synthetic.settlement import settle
from servicecircle.synthetic.street_names import name_streets
from servicecircle.synthetic.streets import draw_streets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from servicecircle.vocabulary import Level


@dataclass(frozen=True, eq=False)
class Geography:
    """
    A synthetic district in the working CRS.

    Parameters
    ----------
    levels
        For every level, from district to grid, a frame indexed by ``unit_id`` with
        ``name``, ``parent_id``, ``residents`` and geometry. Units share their vertices
        with their neighbours, children and parents.
    buildings
        Indexed by ``building_id``: ``use``, ``floors``, ``residents``, ``land_use``,
        ``grid_id`` and the footprint.
    entrances
        ``building_id`` and a Point on the outline.
    streets
        Lines for `network_from_lines`: ``highway``, ``name``, ``steps``, ``closed``
        (behind a locked gate), ``bridge``, ``tunnel``, ``layer``.
    obstacles
        ``kind`` (river, water, motorway, rail, wall) and geometry.
    gates
        ``kind``, ``closed`` and Point, in walls and at the mouths of lanes.
    land
        ``kind`` (see `LandUse`) and polygons.
    background
        What maps draw below: ``kind`` (wood, grass, park, water) and polygons.
    """

    levels: Mapping[Level, gpd.GeoDataFrame]
    buildings: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    obstacles: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame
    land: gpd.GeoDataFrame
    background: gpd.GeoDataFrame


def make_geography(
    *,
    seed: int,
    advance: Callable[[float], None] = lambda _share: None,
    communities: Collection[str] | None = None,
) -> Geography:
    """
    Make the geography of a synthetic district.

    Parameters
    ----------
    seed
        The same seed gives the same bytes.
    advance
        Called with the share of the work that is done.
    communities
        Only these communities by name, next to each other: a small piece in a second
        or two instead of the whole. Counts shrink with the residents.

    Raises
    ------
    ValueError
        If a community is not in the facts.
    """
    facts = read_facts()
    crs = facts["district"]["working_crs"]
    chosen = list_communities(facts, only=communities)
    ground = lay_ground(seed, facts, chosen)
    plan = plan_land(seed, facts, ground)
    advance(0.4)
    land, cells, shapes = ground.land, plan.cells, plan.shapes
    settlement = settle(seed, facts, chosen, ground, plan)
    advance(0.7)
    lakes = draw_reservoirs(
        shapes.polygons[plan.use == LandUse.HILL],
        facts["land_use"]["reservoir_radii_m"],
        generator(seed, "reservoirs"),
    )
    flooded = lay_shores(land, shapes, lakes)
    closures = close_off(land, cells.block, generator(seed, "closures"))
    kept = join_pieces(
        land,
        shapes,
        closures,
        crossable=plan.crossable,
        flooded=flooded,
        chance=generator(seed, "islands"),
    )
    community = settlement.community.tolist()
    streets = draw_streets(
        land,
        shapes,
        closures,
        kept=kept,
        corridor_of=plan.corridor_of,
        names=name_streets(
            land,
            dict(zip(shapes.cells.tolist(), community, strict=True)),
            plan.corridor_of,
            [c.name.removesuffix("社区") for c in chosen],
        ),
        chance=generator(seed, "streets"),
        crs=crs,
    )
    advance(0.8)
    buildings = settlement.buildings
    lines = streets.lines.geometry.to_numpy()
    usable = np.flatnonzero(~streets.lines["closed"].to_numpy())
    doors = place_entrances(
        buildings.geometry.to_numpy(),
        buildings["land_use"].to_numpy(),
        lines[usable],
        [streets.way[i] for i in usable],
    )
    advance(0.85)
    cover = land_cover(shapes.polygons, plan.use, lakes, crs=crs)
    geography = Geography(
        levels=settlement.levels,
        buildings=buildings,
        entrances=gpd.GeoDataFrame(
            {"building_id": buildings.index.to_numpy()}, geometry=doors, crs=crs
        ),
        streets=streets.lines,
        obstacles=draw_obstacles(
            land, shapes, cells, plan.corridor_of, lakes, lines, crs=crs
        ),
        gates=streets.gates,
        land=cover,
        background=draw_background(cover),
    )
    advance(1.0)
    return geography
