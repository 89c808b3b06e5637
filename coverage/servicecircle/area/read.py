"""Reading a planning area's folder: all of it, with every finding at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.buildings import place_buildings
from servicecircle.area.hierarchy import check_overlaps, check_partition
from servicecircle.area.levels import Units, read_levels
from servicecircle.area.parents import find_parents
from servicecircle.area.places import Places, Source, read_places
from servicecircle.area.planning_area import BUILDING_COLUMNS, PlanningArea
from servicecircle.area.read_config import examine_config, read_config
from servicecircle.area.residents import settle_residents
from servicecircle.area.sites import make_candidates, make_entrances
from servicecircle.area.stations import check_inside, make_stations
from servicecircle.crs import LONLAT, check_scale, check_working_crs, parse_crs
from servicecircle.errors import AreaError, CrsError
from servicecircle.findings import Finding
from servicecircle.tables import sort_findings, table
from servicecircle.vocabulary import Level, Severity

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pyproj

    from servicecircle.area.config import AreaConfig


def read_area(folder: Path) -> PlanningArea:
    """
    Read and prove a planning area.

    Parameters
    ----------
    folder
        A folder with an `area.toml` and the files it names.

    Raises
    ------
    ConfigError
        If `area.toml` cannot be understood.
    AreaError
        If anything blocks; every blocking finding of every table is in it.

    See Also
    --------
    examine_area : the same without raising.
    """
    config = read_config(folder)
    area, findings = _examine(config, folder)
    if area is None:
        raise AreaError(findings)
    return area


def examine_area(folder: Path) -> tuple[PlanningArea | None, list[Finding]]:
    """
    Check a planning area without raising for bad data.

    Returns
    -------
    area
        None where a finding blocks.
    findings
        Every finding, in reading order: what blocks first.
    """
    config, findings = examine_config(folder)
    if config is None:
        return None, findings
    return _examine(config, folder)


def _examine(
    config: AreaConfig, folder: Path
) -> tuple[PlanningArea | None, list[Finding]]:
    findings = _network_files(config, folder)
    crs, found = _working_crs(config)
    findings += found
    if crs is None:
        return None, sort_findings(findings)

    read, found = read_levels(config, folder, crs=crs)
    findings += found
    places: dict[str, Places | None] = {}
    for name in ("stations", "buildings", "entrances", "candidates"):
        section = getattr(config, name)
        places[name] = None
        if section is not None:
            places[name], found = read_places(
                folder / section.file,
                section,
                table(name),
                crs=crs,
                usual_layers=(name,),
            )
            findings += found

    levels: dict[Level, gpd.GeoDataFrame] | None = None
    if read is not None:
        levels, found = _prove_levels(read, crs)
        findings += found
    area = None
    if levels is not None and not any(f.blocks for f in findings):
        area, found = _assemble(config, folder, crs, levels, places)
        findings += found
    findings = sort_findings(findings)
    if area is None or any(f.blocks for f in findings):
        return None, findings
    return area.replace(findings=tuple(findings)), findings


def _working_crs(config: AreaConfig) -> tuple[pyproj.CRS | None, list[Finding]]:
    try:
        crs = parse_crs(config.area.crs)
        check_working_crs(crs)
    except CrsError as error:
        return None, [_config_error("working-crs", error)]
    return crs, []


def _prove_levels(
    read: dict[Level, Units], crs: pyproj.CRS
) -> tuple[dict[Level, gpd.GeoDataFrame] | None, list[Finding]]:
    """Prove parents and partition, level by level, from the top."""
    findings: list[Finding] = []
    widest = next(iter(read.values())).frame
    try:
        check_scale(crs, widest.to_crs(LONLAT).total_bounds)
    except CrsError as error:
        return None, [_config_error("working-crs", error)]
    levels: dict[Level, gpd.GeoDataFrame] = {}
    above: Level | None = None
    for level, units in read.items():
        frame = units.frame
        findings += check_overlaps(frame, level=level)
        if above is not None:
            parents, found = find_parents(
                frame, levels[above], level=level, stated=units.states_parents
            )
            findings += found
            frame = frame.assign(parent_id=parents)
            if not any(f.blocks for f in found):
                findings += check_partition(
                    frame, levels[above], level=level, parent=above
                )
        else:
            frame = frame.assign(
                parent_id=frame["parent_id"].mask(frame["parent_id"].notna())
            )
        levels[level] = frame
        above = level
    return levels, findings


def _assemble(
    config: AreaConfig,
    folder: Path,
    crs: pyproj.CRS,
    levels: dict[Level, gpd.GeoDataFrame],
    places: dict[str, Places | None],
) -> tuple[PlanningArea | None, list[Finding]]:
    """Put tables that are sound by themselves together, and check them as a whole."""
    read_stations, read_buildings = places["stations"], places["buildings"]
    if read_stations is None or read_buildings is None:
        return None, []
    district = next(iter(levels.values()))
    standards = config.standards()
    stations, findings = make_stations(
        read_stations,
        standards=standards,
        planning_date=config.area.planning_date,
        source=config.stations.file,
    )
    findings += check_inside(
        stations, district, table="stations", severity=Severity.ERROR
    )
    buildings, found = place_buildings(
        read_buildings, levels, source=config.buildings.file
    )
    findings += found
    residents, found = settle_residents(
        buildings, levels, config.buildings.residents, source=config.buildings.file
    )
    findings += found
    columns = [*BUILDING_COLUMNS[:-1], *(k.id_column for k in levels), "geometry"]
    buildings = buildings.assign(residents=residents)[columns]
    entrances, found = make_entrances(
        places["entrances"],
        buildings,
        source=config.entrances.file if config.entrances else "",
        crs=crs,
    )
    findings += found
    candidates = make_candidates(places["candidates"], crs=crs)
    findings += check_inside(
        candidates, district, table="candidates", severity=Severity.WARNING
    )
    if any(f.blocks for f in findings):
        return None, findings
    area = PlanningArea(
        name=config.area.name,
        crs=crs,
        levels=levels,
        stations=stations,
        buildings=buildings,
        entrances=entrances,
        candidates=candidates,
        standards=standards,
        config=config,
        folder=folder,
    )
    return area, findings


def _network_files(config: AreaConfig, folder: Path) -> list[Finding]:
    """Say now which files of the network are not there, not when it is built."""
    files = [*config.network.sources, *config.network.obstacles]
    named = [entry.file for entry in files]
    if config.network.walk_rules:
        named.append(config.network.walk_rules)
    findings = [
        Finding(
            Severity.ERROR,
            "file-missing",
            "network",
            "",
            f"There is no file {folder / name}.",
            "Put it there, or correct its name in area.toml.",
        )
        for name in dict.fromkeys(named)
        if not (folder / name).is_file()
    ]
    if not config.network.sources:
        message = "area.toml names no walking network."
        remedy = "Add [[network.sources]] with a file; without it nobody can be said to walk."
        findings.append(
            Finding(Severity.WARNING, "network-missing", "network", "", message, remedy)
        )
    return findings


def _config_error(rule: str, error: Exception) -> Finding:
    remedy = "Correct crs in [area] of area.toml."
    return Finding(Severity.ERROR, rule, "area.toml", "", str(error), remedy)
