"""Reading a planning area's folder: all of it, with every finding at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.area.background import read_background
from servicecircle.area.examine_datums import examine_datums, no_scores
from servicecircle.area.hemisphere import check_latitude
from servicecircle.area.levels import read_levels
from servicecircle.area.places import Read, read_places
from servicecircle.area.planning_area import PlanningArea
from servicecircle.area.prove import prove_levels
from servicecircle.area.read_config import FILE, examine_config, read_config
from servicecircle.area.settle import Tables, check_together, settle_parts
from servicecircle.area.vintages import check_vintages
from servicecircle.crs import LONLAT, check_scale, check_working_crs, parse_crs
from servicecircle.errors import AreaError, CrsError
from servicecircle.inputs import is_database, locate
from servicecircle.tables import silence, sort_findings, table
from servicecircle.tables.say import any_blocks, error, warning

if TYPE_CHECKING:
    import datetime as dt
    from os import PathLike

    import geopandas as gpd
    import pandas as pd
    import pyproj

    from servicecircle.area.config import AreaConfig, SourceSection
    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level


def read_area(
    folder: PathLike[str] | str, *, planning_date: dt.date | None = None
) -> PlanningArea:
    """
    Read and prove a planning area.

    Parameters
    ----------
    folder
        A folder with an `area.toml` and the files it names.
    planning_date
        Another day to plan for than that of `area.toml`.

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
    if planning_date is not None:
        day = config.area.model_copy(update={"planning_date": planning_date})
        config = config.model_copy(update={"area": day})
    area, findings, _ = _examine(config, folder)
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
    examined = examine_in_full(folder)
    return examined.area, examined.findings


class Examined(NamedTuple):
    """All that is found when a planning area is read."""

    area: PlanningArea | None
    """None where a finding blocks."""
    findings: list[Finding]
    """Every finding, in reading order: what blocks first."""
    datums: pd.DataFrame
    """How well each reading of each layer's coordinates fits, see `examine_datums`."""


def examine_in_full(folder: PathLike[str] | str) -> Examined:
    """
    Check a planning area, and give the scores of the readings of its coordinates too.

    Parameters
    ----------
    folder
        A folder with an `area.toml` and the files it names.

    Returns
    -------
    Examined
        Without scores where there are no units to hold coordinates against.

    See Also
    --------
    examine_area : the same without the scores.
    """
    folder = _folder_of(folder)
    config, findings = examine_config(folder)
    if config is None:
        return Examined(None, sort_findings(findings), no_scores())
    return _examine(config, folder)


def _folder_of(path: PathLike[str] | str) -> Path:
    """Take the folder, also where its area.toml is named instead."""
    folder = Path(path)
    return folder.parent if folder.name == FILE and folder.is_file() else folder


def _examine(config: AreaConfig, folder: Path) -> Examined:
    findings = _check_network_files(config, folder) + check_vintages(config)
    try:
        crs = parse_crs(config.area.crs)
        check_working_crs(crs)
    except CrsError as problem:
        findings.append(_crs_finding(problem))
        return Examined(None, sort_findings(findings), no_scores())
    units, found = read_levels(config, folder, crs=crs)
    findings += found
    nowhere = check_latitude(units)
    findings += nowhere
    if nowhere:
        # Whatever is held against such units only repeats that they lie wrong.
        return Examined(None, sort_findings(findings), no_scores())
    tables = _read_tables(config, folder, crs)
    findings += [finding for read in tables.values() for finding in read.findings]
    datums = examine_datums(config, units, tables)
    findings = [*datums.not_said_better(findings), *datums.findings]
    # What is read wrongly is held against no place: what would follow is one mistake.
    wrong = datums.believed_wrong(config)
    units = {level: u for level, u in units.items() if level.layer not in wrong}
    levels, found = prove_levels(units)
    findings += found
    background, found = read_background(
        config.background, folder, crs=crs, widest=next(iter(levels.values()), None)
    )
    findings += found
    places = Tables(**{name: read.places for name, read in tables.items()})
    parts, found = settle_parts(config, levels, places, crs=crs, misplaced=wrong)
    findings += found
    findings += check_together(config, levels, parts, told=findings)
    findings += _check_scale(levels, crs)
    findings = sort_findings(silence(findings, config.checks.silence))
    if any_blocks(findings):
        return Examined(None, findings, datums.scores)
    area = PlanningArea(
        name=config.area.name,
        crs=crs,
        levels=levels,
        **parts._asdict(),
        background=background,
        standards=config.standards(),
        config=config,
        folder=folder,
        findings=tuple(findings),
    )
    return Examined(area, findings, datums.scores)


def _read_tables(config: AreaConfig, folder: Path, crs: pyproj.CRS) -> dict[str, Read]:
    read: dict[str, Read] = {}
    for name in Tables._fields:
        section: SourceSection | None = getattr(config, name)
        if section is None:
            read[name] = Read(None, None, [])
            continue
        read[name] = read_places(
            locate(folder, section.file),
            section,
            table(name),
            crs=crs,
            usual_layers=(name,),
            folder=folder,
        )
    return read


def _check_scale(
    levels: dict[Level, gpd.GeoDataFrame], crs: pyproj.CRS
) -> list[Finding]:
    """Refuse a working CRS whose metres are not the ground's over the district."""
    if not levels:
        return []
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
        if not (is_database(name) or (folder / name).exists())
    ]
    if not network.sources:
        message = f"{FILE} names no walking network."
        remedy = "Add [[network.sources]] with a file: without it no walk is known."
        findings.append(warning("network-missing", "network", message, remedy))
    return findings


def _crs_finding(problem: CrsError) -> Finding:
    return error("working-crs", FILE, str(problem), f"Correct crs in [area] of {FILE}.")
