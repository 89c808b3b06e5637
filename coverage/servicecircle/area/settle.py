"""Tables as read to the parts of a planning area, each checked by itself and all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.area.buildings import place_buildings
from servicecircle.area.checks.footprints import check_footprints
from servicecircle.area.checks.homes import check_homes
from servicecircle.area.checks.resident_sums import check_resident_sums
from servicecircle.area.checks.same_place import check_same_place
from servicecircle.area.checks.standard_sizes import check_standards
from servicecircle.area.checks.stated import (
    check_stated_buildings,
    check_stated_stations,
    check_stated_units,
)
from servicecircle.area.checks.unit_shapes import check_empty_units, check_parts
from servicecircle.area.config import ResidentsSection
from servicecircle.area.inside import check_inside
from servicecircle.area.planning_area import BUILDING_COLUMNS, COUNTED_COLUMNS
from servicecircle.area.residents import settle_residents
from servicecircle.area.sites import make_candidates, make_entrances
from servicecircle.area.stations import make_stations
from servicecircle.tables.cells import blank
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import geopandas as gpd
    import pyproj

    from servicecircle.area.config import AreaConfig
    from servicecircle.area.places import Places
    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

    Levels = Mapping[Level, gpd.GeoDataFrame]


BY_PLACE = {"station-outside"}
"""What is found of stations by where they lie in the district."""


class Tables(NamedTuple):
    """The tables of places, as far as they could be read."""

    stations: Places | None
    buildings: Places | None
    entrances: Places | None
    candidates: Places | None


class Parts(NamedTuple):
    """The parts of a planning area beside its levels, as far as they could be made."""

    stations: gpd.GeoDataFrame | None
    buildings: gpd.GeoDataFrame | None
    entrances: gpd.GeoDataFrame | None
    candidates: gpd.GeoDataFrame | None


def settle_parts(
    config: AreaConfig,
    levels: Levels,
    tables: Tables,
    *,
    crs: pyproj.CRS,
    misplaced: Collection[str] = (),
) -> tuple[Parts, list[Finding]]:
    """
    Make the parts of a planning area, and check each against the levels and the others.

    Parameters
    ----------
    config
        What `area.toml` says.
    levels
        The proved levels, top down; may be empty where none could be read.
    tables
        The tables as read; what could not be read is left out of every check.
    crs
        The working CRS.
    misplaced
        Tables that lie elsewhere than their coordinates say: only what does not depend
        on where they lie is checked.

    Returns
    -------
    parts
        None for a table that could not be read or is misplaced, and for buildings
        without levels.
    findings
        Everything that is found, in no order.
    """
    stations, findings = _settle_stations(config, levels, tables.stations)
    if "stations" in misplaced:
        stations = None
        # Where they are said to lie there is nothing to look at.
        findings = [replace(f, where=None) for f in findings if f.rule not in BY_PLACE]
    sound = {k: None if k in misplaced else v for k, v in tables._asdict().items()}
    tables = Tables(**sound)
    buildings, found = _settle_buildings(config, levels, tables.buildings)
    findings += found
    entrances = None
    if buildings is not None:
        source = config.entrances.file if config.entrances else ""
        entrances, found = make_entrances(
            tables.entrances, buildings, source=source, crs=crs
        )
        findings += found
    candidates = make_candidates(tables.candidates, crs=crs)
    if tables.candidates is not None and config.candidates is not None:
        findings += check_same_place(
            candidates, table="candidates", source=config.candidates.file
        )
        findings += _inside(candidates, levels, tables.candidates, "candidates")
    return Parts(stations, buildings, entrances, candidates), findings


def check_together(
    config: AreaConfig, levels: Levels, parts: Parts, *, told: Sequence[Finding]
) -> list[Finding]:
    """
    Check the levels' shapes and counts, and what they say of the buildings.

    Where `told` says that nobody knows who lives in the buildings, that is not held
    against what the units state.
    """
    found = check_stated_units(levels, config.stated)
    found += check_standards(config.standards())
    for level, units in levels.items():
        found += check_parts(units, level=level)
    if parts.buildings is not None:
        found += check_empty_units(levels, parts.buildings)
        unknown = any(f.rule == "residents-unknown" for f in told)
        found += check_resident_sums(levels, None if unknown else parts.buildings)
    return found


def _settle_stations(
    config: AreaConfig, levels: Levels, places: Places | None
) -> tuple[gpd.GeoDataFrame | None, list[Finding]]:
    if places is None:
        return None, []
    stations, findings = make_stations(
        places,
        standards=config.standards(),
        planning_date=config.area.planning_date,
        source=config.stations.file,
    )
    findings += check_stated_stations(
        places.frame["tier"], stations["tier"], stated=config.stated
    )
    reach_m = max(*config.measure.beyond_m, *(s.distance_m for s in config.standards()))
    findings += _inside(stations, levels, places, "stations", reach_m=reach_m)
    return stations, findings


def _settle_buildings(
    config: AreaConfig, levels: Levels, places: Places | None
) -> tuple[gpd.GeoDataFrame | None, list[Finding]]:
    if places is None or not levels:
        return None, []
    source, rule = config.buildings.file, config.buildings.residents
    placed, findings = place_buildings(places, levels, source=source)
    residents, found = settle_residents(
        placed, levels, rule, source=source, misread=_misread(places).loc[placed.index]
    )
    findings += found
    unit_ids = [level.id_column for level in levels]
    counted = [name for name in COUNTED_COLUMNS if placed[name].notna().any()]
    columns = [*BUILDING_COLUMNS[:-1], *counted, *unit_ids, BUILDING_COLUMNS[-1]]
    buildings = placed.assign(residents=residents)[columns]
    findings += check_footprints(buildings)
    findings += check_homes(
        buildings,
        told=placed["residents"].notna(),
        non_residential=(rule or ResidentsSection()).non_residential,
    )
    findings += check_stated_buildings(buildings, config.stated)
    return buildings, findings


def _misread(places: Places) -> pd.Series:
    """Say which buildings have a cell for residents that holds no number."""
    frame, heading = places.frame, places.matched.get("residents")
    missing = frame["residents"].isna().to_numpy()
    filled = ~blank(places.raw[heading]) if heading is not None else np.False_
    return pd.Series(missing & filled, index=frame["building_id"])


def _inside(
    points: gpd.GeoDataFrame,
    levels: Levels,
    places: Places,
    table: str,
    *,
    reach_m: float = 0.0,
) -> list[Finding]:
    """Name points outside the district; without stations there is no plan."""
    if not levels:
        return []
    return check_inside(
        points,
        next(iter(levels.values())),
        table=table,
        severity=Severity.ERROR if table == "stations" else Severity.WARNING,
        reading=places.reading,
        reach_m=reach_m,
    )
