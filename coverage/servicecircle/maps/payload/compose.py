"""Everything the map knows of a measured area, as one compressed text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle.maps.payload.background import add_background
from servicecircle.maps.payload.buildings import add_buildings, inside
from servicecircle.maps.payload.checks import check_same
from servicecircle.maps.payload.dispatch import add_dispatch
from servicecircle.maps.payload.distances import (
    REASONS,
    add_answers,
    add_distances,
    beyond_m,
)
from servicecircle.maps.payload.figures import add_figures
from servicecircle.maps.payload.gates import add_gates
from servicecircle.maps.payload.levels import add_levels
from servicecircle.maps.payload.network import add_network
from servicecircle.maps.payload.obstacles import add_obstacles
from servicecircle.maps.payload.pixels import Pixels, nearby_order
from servicecircle.maps.payload.positions import add_positions
from servicecircle.maps.payload.qr_points import add_qr_points
from servicecircle.maps.payload.risk import add_risk
from servicecircle.maps.payload.sections import Sections
from servicecircle.maps.payload.stations import add_stations, tiers_by_rank
from servicecircle.reach.access import access_places

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.maps.risk_view import RiskView
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.reach.measure import Reach
    from servicecircle.vocabulary import Level

FORMAT = "servicecircle map 1"


def explorer_payload(  # noqa: PLR0913 - what a map is made of
    area: PlanningArea,
    network: WalkNetwork,
    reach: Reach,
    *,
    openings: gpd.GeoDataFrame,
    page: Mapping[str, Any],
    figures: pd.DataFrame | None = None,
    risk: RiskView | None = None,
    qr_points: gpd.GeoDataFrame | None = None,
    area_hash: str = "",
    public: bool = False,
) -> str:
    """
    Write what the map knows of a measured area.

    Parameters
    ----------
    area
        The planning area.
    network
        Its walking network.
    reach
        What was measured on it.
    openings
        What could be opened: `siting.openings.closed_openings` of the network.
    page
        Words, colours and the like for the page, carried through as JSON.
    figures
        The run's figures per unit and service: see `add_figures`.
    risk
        Risk, alarms and the clock of units, see `add_risk`; and who gets there in time,
        see `add_dispatch`.
    qr_points
        Points to show: see `add_qr_points`.
    area_hash
        Tells the area's data from other data, for what-if files.
    public
        Leave out what the public may not see: residents of buildings, risk, QR points.

    Returns
    -------
    str
        Header and sections, deflated, in base64. The same input gives the same text.

    Raises
    ------
    InputError
        If the measurement is of another area or network.
    """
    check_same(area, network, reach)
    sections = Sections()
    frames = [area.buildings, area.stations, network.nodes, *area.levels.values()]
    pixels = Pixels.around(frames, area.crs)
    order = nearby_order(inside(area.buildings.geometry, pixels))
    buildings = area.buildings.iloc[order]
    levels = {level.value: units for level, units in area.levels.items()}
    tiers = tiers_by_rank(area.stations)
    header: dict[str, Any] = {
        "format": FORMAT,
        "area": area.name,
        "area_hash": area_hash,
        "origin": pixels.origin,
        "size": pixels.size,
        "metres_per_pixel": pixels.metres_per_pixel,
        "beyond_m": beyond_m(reach.standards),
        "snap_limit_m": area.config.network.snap_limit_m,
        "island_tolerance_m": area.config.network.island_tolerance_m,
        "reasons": REASONS,
        "tiers": tiers,
        "levels": add_levels(
            sections,
            levels,
            labels={level.value: _own_label(area, level) for level in area.levels},
            pixels=pixels,
        ),
        "buildings": add_buildings(
            sections,
            buildings,
            levels,
            entered=pd.Index(area.entrances["building_id"]),
            pixels=pixels,
            residents=not public,
        ),
        "stations": add_stations(
            sections, area.stations, reach.standards, tiers=tiers, pixels=pixels
        ),
    }
    kinds = sorted(reach.snapped)
    walked = [reach.snapped[kind].network for kind in kinds]
    edges = add_network(sections, network, walked, pixels=pixels)
    header["obstacles"] = add_obstacles(sections, network.obstacles, pixels=pixels)
    header["gates"] = add_gates(sections, openings, edges, pixels=pixels)
    for number, kind in enumerate(kinds):
        add_positions(
            sections,
            reach.snapped[kind],
            edges,
            name=f"kind_{number}",
            buildings=buildings.geometry,
            pixels=pixels,
        )
    there = add_distances(
        sections,
        reach,
        area.stations,
        buildings.index,
        places=access_places(area.buildings.geometry, area.entrances).geometry,
        tiers=tiers,
    )
    add_answers(sections, reach, buildings.index, area.stations.index)
    header["kinds"] = [{"step_free": kind} for kind in kinds]
    header["services"] = [
        {
            "key": standard.service,
            "name": standard.name or standard.service,
            "standard_m": standard.distance_m,
            "step_free": standard.step_free,
            "kind": kinds.index(standard.step_free),
            **described,
        }
        for standard, described in zip(reach.standards, there, strict=True)
    ]
    if figures is not None:
        header["figures"] = add_figures(sections, figures, levels, reach.standards)
    if risk is not None and not public:
        header["risk"] = add_risk(sections, risk, levels)
        if risk.dispatch is not None:
            header["dispatch"] = add_dispatch(
                sections,
                risk.dispatch,
                buildings.index,
                area.stations.index,
                area.units(area.finest).index,
                standards=reach.standards,
            )
    if qr_points is not None and not public:
        header["qr"] = add_qr_points(
            sections, qr_points, buildings.index, pixels=pixels
        )
    header["ground"] = add_background(sections, area.background, pixels=pixels)
    header["page"] = page
    return sections.pack(header)


def _own_label(area: PlanningArea, level: Level) -> str:
    """Say what area.toml calls a level; "" where the page has its own words for it."""
    section = area.config.levels.get(level)
    return "" if section is None else section.label or ""
