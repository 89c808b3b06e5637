"""Reading a planning area's folder: all of it, with every finding at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.area.buildings import place_buildings
from servicecircle.area.inside import check_inside
from servicecircle.area.levels import read_levels
from servicecircle.area.places import Places, read_places
from servicecircle.area.planning_area import BUILDING_COLUMNS, PlanningArea
from servicecircle.area.prove import prove_levels
from servicecircle.area.read_config import FILE, examine_config, read_config
from servicecircle.area.residents import settle_residents
from servicecircle.area.sites import make_candidates, make_entrances
from servicecircle.area.stations import make_stations
from servicecircle.crs import LONLAT, check_scale, check_working_crs, parse_crs
from servicecircle.errors import AreaError, CrsError
from servicecircle.tables import silence, sort_findings, table
from servicecircle.tables.say import any_blocks, error, warning
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from os import PathLike

    import geopandas as gpd
    import pyproj

    from servicecircle.area.config import AreaConfig, SourceSection
    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level


def read_area(folder: PathLike[str] | str) -> PlanningArea:
    """
    Read and prove a planning area.

    Parameters
    ----------
    folder
        A folder with an `area.toml` and the files it names.

    Returns
    -------
    PlanningArea
        With the warnings and notes of the reading in its ``findings``.

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
    folder = _folder_of(folder)
    config = read_config(folder)
    area, findings = _examine(config, folder)
    if area is None:
        raise AreaError(findings)
    return area


def examine_area(
    folder: PathLike[str] | str,
) -> tuple[PlanningArea | None, list[Finding]]:
    """
    Check a planning area without raising for bad data.

    Parameters
    ----------
    folder
        A folder with an `area.toml` and the files it names.

    Returns
    -------
    area
        None where a finding blocks.
    findings
        Every finding, in reading order: what blocks first.
    """
    folder = _folder_of(folder)
    config, findings = examine_config(folder)
    if config is None:
        return None, sort_findings(findings)
    return _examine(config, folder)


def _folder_of(path: PathLike[str] | str) -> Path:
    """Take the folder, also where its area.toml is named instead."""
    folder = Path(path)
    return folder.parent if folder.name == FILE and folder.is_file() else folder


class _Tables(NamedTuple):
    """The tables of places, as far as they could be read."""

    stations: Places | None
    buildings: Places | None
    entrances: Places | None
    candidates: Places | None


def _examine(
    config: AreaConfig, folder: Path
) -> tuple[PlanningArea | None, list[Finding]]:
    findings = _check_network_files(config, folder)
    try:
        crs = parse_crs(config.area.crs)
        check_working_crs(crs)
    except CrsError as problem:
        findings.append(_crs_finding(problem))
        return None, sort_findings(findings)
    read, found = read_levels(config, folder, crs=crs)
    findings += found
    tables, found = _read_tables(config, folder, crs)
    findings += found
    area = None
    if read is not None:
        levels, found = prove_levels(read)
        findings += found + _check_scale(levels, crs)
        findings = silence(findings, config.checks.silence)
        if not any_blocks(findings):
            area, findings = _assemble(config, folder, levels, tables, findings)
    return area, sort_findings(silence(findings, config.checks.silence))


def _read_tables(
    config: AreaConfig, folder: Path, crs: pyproj.CRS
) -> tuple[_Tables, list[Finding]]:
    findings: list[Finding] = []
    read: dict[str, Places | None] = {}
    for name in _Tables._fields:
        section: SourceSection | None = getattr(config, name)
        if section is None:
            read[name] = None
            continue
        path = folder / section.file
        read[name], found = read_places(
            path, section, table(name), crs=crs, usual_layers=(name,)
        )
        findings += found
    return _Tables(**read), findings


def _assemble(
    config: AreaConfig,
    folder: Path,
    levels: dict[Level, gpd.GeoDataFrame],
    tables: _Tables,
    findings: list[Finding],
) -> tuple[PlanningArea | None, list[Finding]]:
    """Put tables that are sound by themselves together, and check them as a whole."""
    if tables.stations is None or tables.buildings is None:
        return None, findings
    district = next(iter(levels.values()))
    standards = config.standards()
    stations, found = make_stations(
        tables.stations,
        standards=standards,
        planning_date=config.area.planning_date,
        source=config.stations.file,
    )
    findings = findings + found
    findings += check_inside(
        stations,
        district,
        table="stations",
        severity=Severity.ERROR,
        source_crs=tables.stations.source_crs,
    )
    buildings, found = _settle_buildings(config, levels, tables.buildings)
    findings += found
    source = config.entrances.file if config.entrances else ""
    entrances, found = make_entrances(
        tables.entrances, buildings, source=source, crs=district.crs
    )
    findings += found
    candidates = make_candidates(tables.candidates, crs=district.crs)
    if tables.candidates is not None:
        findings += check_inside(
            candidates,
            district,
            table="candidates",
            severity=Severity.WARNING,
            source_crs=tables.candidates.source_crs,
        )
    findings = silence(findings, config.checks.silence)
    if any_blocks(findings):
        return None, findings
    area = PlanningArea(
        name=config.area.name,
        crs=district.crs,
        levels=levels,
        stations=stations,
        buildings=buildings,
        entrances=entrances,
        candidates=candidates,
        standards=standards,
        config=config,
        folder=folder,
        findings=tuple(sort_findings(findings)),
    )
    return area, findings


def _settle_buildings(
    config: AreaConfig, levels: dict[Level, gpd.GeoDataFrame], places: Places
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    source = config.buildings.file
    placed, findings = place_buildings(places, levels, source=source)
    residents, found = settle_residents(
        placed, levels, config.buildings.residents, source=source
    )
    unit_ids = [level.id_column for level in levels]
    columns = [*BUILDING_COLUMNS[:-1], *unit_ids, BUILDING_COLUMNS[-1]]
    return placed.assign(residents=residents)[columns], findings + found


def _check_scale(
    levels: dict[Level, gpd.GeoDataFrame], crs: pyproj.CRS
) -> list[Finding]:
    """Refuse a working CRS whose metres are not the ground's over the district."""
    district = next(iter(levels.values()))
    try:
        check_scale(crs, district.to_crs(LONLAT).total_bounds)
    except CrsError as problem:
        return [_crs_finding(problem)]
    return []


def _check_network_files(config: AreaConfig, folder: Path) -> list[Finding]:
    """Say now which files of the network are not there, not when it is built."""
    network = config.network
    named = [part.file for part in (*network.sources, *network.obstacles)]
    named += [network.walk_rules] if network.walk_rules else []
    findings = [
        error(
            "file-missing",
            "network",
            f"There is no file {name} in {folder.resolve().name}.",
            "Put it there, or correct its name in area.toml.",
        )
        for name in dict.fromkeys(named)
        if not (folder / name).is_file()
    ]
    if not network.sources:
        message = f"{FILE} names no walking network."
        remedy = "Add [[network.sources]] with a file: without it no walk is known."
        findings.append(warning("network-missing", "network", message, remedy))
    return findings


def _crs_finding(problem: CrsError) -> Finding:
    return error("working-crs", FILE, str(problem), f"Correct crs in [area] of {FILE}.")
