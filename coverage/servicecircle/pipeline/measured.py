"""Everything that is measured of a planning area, held together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicecircle.area.read import read_area
from servicecircle.network.from_area import network_of
from servicecircle.network.obstacle_kinds import unknown_kind_findings
from servicecircle.network.unproved import unproved_findings
from servicecircle.progress import Stages
from servicecircle.reach.checks import (
    building_findings,
    island_findings,
    station_findings,
)
from servicecircle.reach.coverage_table import coverage_table
from servicecircle.reach.crossings import crossing_findings
from servicecircle.reach.equity import equity_table, worst_units
from servicecircle.reach.honesty import honesty_table
from servicecircle.reach.measure import measure_reach
from servicecircle.reach.missing_lanes import lane_findings
from servicecircle.reach.service_areas import service_areas
from servicecircle.tables import silence

if TYPE_CHECKING:
    from os import PathLike

    import geopandas as gpd
    import pandas as pd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.reach.measure import Reach


@dataclass(frozen=True, eq=False, repr=False)
class Counted:
    """A planning area, its network, every walk, and who is covered: all a map needs."""

    area: PlanningArea
    network: WalkNetwork
    reach: Reach
    coverage: pd.DataFrame
    honesty: pd.DataFrame

    def __repr__(self) -> str:
        """Say what was measured, in one line."""
        return f"<{type(self).__name__} {self.area!r}, {self.reach!r}>"

    def _repr_html_(self) -> str:
        """Show circle against street, and a small map in a notebook."""
        from servicecircle.pipeline.as_card import measured_card  # noqa: PLC0415 - above this

        return measured_card(self)


@dataclass(frozen=True, eq=False, repr=False)
class Measured(Counted):
    """The same with everything else that a run folder tells of it."""

    equity: pd.DataFrame
    worst: pd.DataFrame
    service_areas: gpd.GeoDataFrame
    findings: tuple[Finding, ...]


def measure_area(
    folder: PathLike[str] | str, *, stages: Stages | None = None
) -> Measured:
    """
    Read a planning area's folder and measure who can walk to a station.

    Parameters
    ----------
    folder
        A folder with `area.toml`.
    stages
        Shows and times the stages of the work.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is; nothing is written.
    """
    stages = stages or Stages()
    with stages.run("read the area"):
        area = read_area(folder)
    with stages.run("read the network"):
        network = network_of(area)
    counted = count_area(area, network, stages=stages)
    reach = counted.reach
    asked = area.config.measure
    equity = equity_table(reach, area.buildings, area.levels, beyond_m=asked.beyond_m)
    worst = worst_units(counted.coverage, level=area.finest, count=asked.worst_units)
    with stages.run("draw service areas") as advance:
        areas = service_areas(
            reach,
            area.stations,
            width_m=area.config.network.snap_limit_m,
            island_tolerance_m=area.config.network.island_tolerance_m,
            advance=advance,
        )
    findings = (*area.findings, *reach_findings(area, network, reach))
    return Measured(
        area,
        network,
        reach,
        counted.coverage,
        counted.honesty,
        equity,
        worst,
        areas,
        findings,
    )


def count_area(
    area: PlanningArea, network: WalkNetwork, *, stages: Stages | None = None
) -> Counted:
    """
    Measure every walk of a planning area and count who is covered.

    Parameters
    ----------
    area
        The planning area.
    network
        Its walking network.
    stages
        Shows and times the stages of the work.
    """
    stages = stages or Stages()
    with stages.run("measure the walks"):
        reach = measure_walks(area, network)
    with stages.run("count coverage"):
        coverage = coverage_table(reach, area.buildings, area.levels)
        honesty = honesty_table(reach, area.buildings, area.levels)
    return Counted(area, network, reach, coverage, honesty)


def measure_walks(area: PlanningArea, network: WalkNetwork) -> Reach:
    """Measure every building's walk, as the area's configuration asks."""
    settings = area.config.network
    return measure_reach(
        network,
        area.buildings,
        area.stations,
        area.standards,
        entrances=area.entrances,
        snap_limit_m=settings.snap_limit_m,
        island_tolerance_m=settings.island_tolerance_m,
        detour_factor=area.config.measure.detour_factor,
    )


def reach_findings(
    area: PlanningArea, network: WalkNetwork, reach: Reach
) -> list[Finding]:
    """Say what the measurement found out about the network and what hangs on it."""
    found = [
        *unproved_findings(network),
        *unknown_kind_findings(network),
        *island_findings(network),
        *crossing_findings(network),
        *station_findings(reach, area.stations),
        *building_findings(reach, area.buildings),
    ]
    common = reach.snapped.get(False)
    if common is not None:
        found += lane_findings(common, area.buildings, level=area.finest)
    return silence(found, area.config.checks.silence)
