"""How many of a circle each unit has, what it lacks, and who walks there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle.reach import coverage_table, measure_reach
from servicecircle.standards import ServiceStandard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.response.circles import Circle
    from servicecircle.vocabulary import Level

PER = 10_000
ALL = "all"


def circle_table(circles: Sequence[Circle], area: PlanningArea) -> pd.DataFrame:
    """
    Count every circle in every unit, and hold it against what each must have.

    Returns
    -------
    DataFrame
        ``level``, ``unit_id``, ``unit_name``, ``circle``, ``circle_name``, ``what``
        (``all``, one of the kinds, or the column that is counted), ``count``,
        ``residents``, ``per_10000_residents``, ``finest_units`` in the unit and
        ``count_per_finest_unit``, ``wanted`` and ``short`` (from the level that each
        of must have its share upwards; missing below it). What is short in one unit
        is not made good by another.
    """
    parts = []
    for circle in circles:
        for what, weight in _weights(circle).items():
            parts += _levels(circle, what, weight, area)
    if not parts:
        return pd.DataFrame(columns=["level", "unit_id", "unit_name", "circle"])
    return pd.concat(parts, ignore_index=True)


def circle_reach(
    circles: Sequence[Circle], area: PlanningArea, network: WalkNetwork
) -> pd.DataFrame | None:
    """
    Measure who walks to each circle that has a standard, with the stations' own code.

    Returns
    -------
    DataFrame or None
        The columns of ``coverage.csv``, the circle as the service; None where no circle
        has a standard and places.
    """
    parts, standards = [], []
    for circle in circles:
        standard = _standard(circle, area)
        spots = circle.points[circle.points.notna()].drop_duplicates()
        if standard is None or spots.empty:
            continue
        ids = [f"{circle.key} {k + 1:06d}" for k in range(len(spots))]
        at = gpd.GeoDataFrame(geometry=spots.array, index=ids, crs=area.crs)
        parts.append(at.assign(services=[(circle.key,)] * len(at)))
        standards.append(standard)
    if not standards:
        return None
    reach = measure_reach(
        network,
        area.buildings,
        pd.concat(parts),
        standards,
        entrances=area.entrances,
        snap_limit_m=area.config.network.snap_limit_m,
        island_tolerance_m=area.config.network.island_tolerance_m,
        detour_factor=area.config.measure.detour_factor,
    )
    return coverage_table(reach, area.buildings, area.levels)


def _standard(circle: Circle, area: PlanningArea) -> ServiceStandard | None:
    section = circle.section
    if section.distance_m is not None:
        return ServiceStandard(circle.key, section.distance_m, name=circle.name)
    if section.minutes is None:
        return None
    mode = area.config.response.modes[section.mode]
    return ServiceStandard.from_minutes(
        circle.key,
        section.minutes,
        pace_m_s=mode.speed_m_s,
        name=circle.name,
        step_free=mode.step_free,
    )


def _weights(circle: Circle) -> dict[str, NDArray[np.float64]]:
    """Say how much each row counts for everything that is counted."""
    weights = {str(k): v.to_numpy(np.float64) for k, v in circle.counts.items()}
    if len(weights) > 1:
        return weights
    whole = next(iter(weights.values()))
    asked = _asked(circle).keys() - {ALL, *weights}
    # A kind that is asked for and is nowhere is short everywhere.
    kinds = sorted({*circle.kind.dropna(), *asked})
    by_kind = {k: whole * (circle.kind == k).to_numpy(bool) for k in kinds}
    return {ALL: whole, **by_kind}


def _asked(circle: Circle) -> dict[str, int]:
    """Say what `area.toml` asks for by name."""
    least = circle.section.at_least
    return dict(least) if isinstance(least, dict) else {}


def _levels(
    circle: Circle, what: str, weight: NDArray[np.float64], area: PlanningArea
) -> list[pd.DataFrame]:
    finest = area.levels[area.finest].index
    wanted = _wanted(circle, what, area)
    at = circle.unit[circle.section.each]
    have = _sum(at, weight, len(wanted))
    short = np.maximum(wanted - have, 0.0)
    parts = []
    for level, units in area.levels.items():
        count = _sum(circle.unit[level], weight, len(units))
        residents = _residents(area, level)
        share = np.where(residents > 0, count / np.maximum(residents, 1e-12), np.nan)
        leaves = _below(area, area.finest, level, np.ones(len(finest)))
        parts.append(
            pd.DataFrame(
                {
                    "level": level.value,
                    "unit_id": units.index.astype("str"),
                    "unit_name": units["name"].to_numpy(),
                    "circle": circle.key,
                    "circle_name": circle.name,
                    "what": what,
                    "count": count,
                    "residents": residents,
                    "per_10000_residents": share * PER,
                    "finest_units": leaves,
                    "count_per_finest_unit": count / np.maximum(leaves, 1.0),
                    "wanted": _below(area, circle.section.each, level, wanted),
                    "short": _below(area, circle.section.each, level, short),
                }
            )
        )
    return parts


def _wanted(circle: Circle, what: str, area: PlanningArea) -> NDArray[np.float64]:
    """Say how many each unit must have; of a kind that nobody asks for none."""
    section = circle.section
    units = area.units(section.each)
    if isinstance(section.at_least, dict):
        named = (what, *circle.counts) if what == ALL else (what,)
        least = float(max(section.at_least.get(name, 0) for name in named))
    else:
        least = float(section.at_least if what in {ALL, *circle.counts} else 0)
    wanted = np.full(len(units), least)
    if section.residents_per is not None and what in {ALL, *circle.counts}:
        residents = _residents(area, section.each)
        wanted = np.maximum(wanted, np.ceil(residents / section.residents_per - 1e-9))
    return wanted


def _residents(area: PlanningArea, level: Level) -> NDArray[np.float64]:
    lived = area.buildings["residents"].groupby(area.buildings[level.id_column]).sum()
    every = lived.reindex(area.levels[level].index, fill_value=0.0)
    return np.asarray(every, dtype=np.float64)


def _sum(
    at: NDArray[np.intp], weight: NDArray[np.float64], units: int
) -> NDArray[np.float64]:
    total = np.zeros(units)
    np.add.at(total, at[at >= 0], weight[at >= 0])
    return total


def _below(
    area: PlanningArea, each: Level, level: Level, values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Add up a finer level's values; missing where this level is finer yet."""
    order = list(area.levels)
    if order.index(level) > order.index(each):
        return np.full(len(area.levels[level]), np.nan)
    for below in reversed(order[order.index(level) + 1 : order.index(each) + 1]):
        above = order[order.index(below) - 1]
        parents = area.levels[below]["parent_id"]
        at = area.levels[above].index.get_indexer(parents)
        values = _sum(np.asarray(at), values, len(area.levels[above]))
    return values
