"""Indicators from the ground: walks, density, hosts, and tables of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some, suggest
from servicecircle.area.placing import place, representative_points
from servicecircle.inputs import UnusableInputError, locate, read_table
from servicecircle.risk.indicator import Indicator, Measure, built_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.risk_config import IndicatorSection
    from servicecircle.vocabulary import Level

    Floats = NDArray[np.float64]

M2_IN_KM2 = 1e6
THOUSAND = 1_000
UNITS = {
    "residents": ("per 1000 residents", "residents"),
    "km2": ("per km2", "km2"),
    "unit": ("per unit", "units"),
    "mean": ("mean over residents", "residents"),
}


class Ground(NamedTuple):
    """What was measured on the ground; None leaves an indicator out."""

    coverage: pd.DataFrame | None = None
    """As `coverage_table` gives it, for the residents beyond the standard walk."""
    codes: NDArray[np.object_] | None = None
    """Points where codes hang, in the working CRS."""


def ground_measures(
    area: PlanningArea, level: Level, residents: Floats, ground: Ground
) -> list[Measure]:
    """
    Measure every indicator of the ground for the units of one level.

    Parameters
    ----------
    area
        The planning area.
    level
        The level.
    residents
        Of each of its units.
    ground
        What was measured of walks and codes.

    Raises
    ------
    UnusableInputError
        If a table of the user's own cannot be used.
    """
    units = area.units(level)
    km2 = units.area.to_numpy() / M2_IN_KM2
    found: list[Measure] = []
    if ground.coverage is not None:
        names = {standard.service: standard.name for standard in area.standards}
        found += _beyond(ground.coverage, level, units.index, names)
    if ground.codes is not None and len(ground.codes):
        found.append(_to_codes(area, level, ground.codes))
    found.append(_per(built_in()["density"], residents, km2))
    hosts = _count_hosts(area, units)
    if hosts.any():
        found.append(_per(built_in()["hosts"], hosts, km2))
    for name, section in area.config.risk.indicators.items():
        measure = _own(area, level, name, section, residents=residents, km2=km2)
        found += [measure] if measure is not None else []
    return found


def _per(indicator: Indicator, amount: Floats, base: Floats) -> Measure:
    """Divide by the denominator; missing where there is none of it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(base > 0, amount / base, np.nan)
    total = float(base.sum())
    return Measure(
        indicator, value, base, float(amount.sum()) / total if total else np.nan
    )


def _beyond(
    coverage: pd.DataFrame, level: Level, ids: pd.Index, names: Mapping[str, str]
) -> list[Measure]:
    """Take the share of residents without a walk within the standard, per service."""
    rows = coverage[coverage["level"] == level.value]
    services = list(dict.fromkeys(coverage["service"]))
    found = []
    for service in services:
        of = rows[rows["service"] == service].set_index("unit_id").reindex(ids)
        lived = of["residents"].fillna(0.0).to_numpy(dtype=float)
        left = lived - of["covered_residents"].fillna(0.0).to_numpy(dtype=float)
        indicator = built_in()["beyond"].of(
            service, called=names.get(service, ""), among=len(services)
        )
        found.append(_per(indicator, left, lived))
    return found


def _to_codes(area: PlanningArea, level: Level, codes: NDArray[np.object_]) -> Measure:
    """Take the mean straight distance of residents to the nearest code."""
    homes = area.buildings
    points = representative_points(np.array(homes.geometry.array, dtype=object))
    _, far = shapely.STRtree(codes).query_nearest(
        points, return_distance=True, all_matches=False
    )
    lived = homes["residents"]
    by_unit = pd.DataFrame({"metres": far * lived, "lived": lived}, homes.index)
    sums = by_unit.groupby(homes[level.id_column]).sum()
    sums = sums.reindex(area.units(level).index, fill_value=0.0)
    return _per(
        built_in()["code_distance"],
        sums["metres"].to_numpy(dtype=float),
        sums["lived"].to_numpy(dtype=float),
    )


def _count_hosts(area: PlanningArea, units: gpd.GeoDataFrame) -> Floats:
    """Count the places of the kinds of host that are named, stations and candidates."""
    kinds = set(area.config.risk.hosts)
    total = np.zeros(len(units))
    for places in (area.stations, area.candidates):
        of_kind = places[places["host_type"].isin(kinds)]
        at = place(np.array(of_kind.geometry.array, dtype=object), units)
        total += np.bincount(at[at >= 0], minlength=len(units))
    return total


def _own(  # noqa: PLR0913 - a table, its settings and what it is counted on
    area: PlanningArea,
    level: Level,
    name: str,
    section: IndicatorSection,
    *,
    residents: Floats,
    km2: Floats,
) -> Measure | None:
    """Read a table of the user's own; None where its units are wider than the level."""
    table_level = section.level or area.finest
    if level.finer_than(table_level):
        return None
    finest = area.units(table_level)
    by_unit = _sums(area, name, section, finest.index)
    # Means weigh by residents on the way up; sums are sums.
    lived = residents_of(area, table_level) if section.per == "mean" else None
    up = parents_of(area, table_level, level)
    ids = area.units(level).index
    unit, denominator = UNITS[section.per]
    indicator = Indicator(
        name,
        unit,
        denominator,
        section.more_is,
        section.weight,
        section.english or name,
        section.chinese or name,
    )
    if lived is not None:
        known = np.where(by_unit.notna(), lived, 0.0)
        weighed = _up(pd.Series(known * by_unit.fillna(0.0), finest.index), up, ids)
        return _per(indicator, weighed, _up(pd.Series(known, finest.index), up, ids))
    total = _up(by_unit.fillna(0.0), up, ids)
    if section.per == "residents":
        return _per(indicator, total * THOUSAND, residents)
    base = {"km2": km2, "unit": np.ones(len(ids))}
    return _per(indicator, total, base[section.per])


def _sums(
    area: PlanningArea, name: str, section: IndicatorSection, ids: pd.Index
) -> pd.Series:
    """Add a table's column up by unit; missing where no row names the unit."""
    path = locate(area.folder, section.file)
    raw = read_table(path, layer=section.layer, placed=False)
    where = f"[risk.indicators.{name}] {path.name}"
    for column in (section.unit, section.column):
        if column is not None and column not in raw:
            message = f"{where} has no column {column!r}."
            remedy = suggest(column, [str(c) for c in raw.columns])
            raise UnusableInputError(message, remedy, rule="column-missing")
    unit = raw[section.unit].astype("str")
    unknown = unit[~unit.isin(ids)].dropna().unique()
    if len(unknown):
        message = f"{where} names units that are not there: {name_some(unknown)}."
        remedy = "Correct the ids, or say of which level they are."
        raise UnusableInputError(message, remedy, rule="unit-unknown")
    if section.column is None:
        return unit.value_counts().reindex(ids).astype(float)
    number = pd.to_numeric(raw[section.column], errors="coerce")
    bad = raw[section.column].notna() & ~np.isfinite(number)
    if bad.any():
        row = raw.index[bad][0]
        message = f"{where} row {row}: {raw[section.column][row]!r} is no number."
        raise UnusableInputError(
            message, f"Correct {section.column}.", rule="not-a-number"
        )
    rows = number.groupby(unit)
    total = rows.mean() if section.per == "mean" else rows.sum(min_count=1)
    return total.reindex(ids)


def residents_of(area: PlanningArea, level: Level) -> Floats:
    """Add up the residents of the buildings of every unit."""
    lived = area.buildings.groupby(level.id_column)["residents"].sum()
    lived = lived.reindex(area.units(level).index, fill_value=0.0)
    return np.asarray(lived.to_numpy(dtype=float))


def parents_of(area: PlanningArea, finer: Level, wider: Level) -> pd.Series:
    """Say in which unit of the wider level every unit of the finer one lies."""
    order = list(area.levels)
    ids = area.units(finer).index
    current = pd.Series(ids, index=ids)
    for level in reversed(order[order.index(wider) + 1 : order.index(finer) + 1]):
        current = current.map(area.levels[level]["parent_id"])
    return current


def _up(values: pd.Series, up: pd.Series, ids: pd.Index) -> Floats:
    total = values.groupby(up.to_numpy()).sum().reindex(ids, fill_value=0.0)
    return np.asarray(total.to_numpy(dtype=float))
