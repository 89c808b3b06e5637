"""Early warning of a planning area: alarms as table and layer, and by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.risk.from_ground import parents_of
from servicecircle.risk.warning import alarm_table, running_alarms, watch
from servicecircle.risk.warning.settings import settings_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.risk.warning import Watch
    from servicecircle.vocabulary import Level


class Warned(NamedTuple):
    """The alarms of a register."""

    table: pd.DataFrame
    """As `alarm_table` gives it."""
    by_level: dict[Level, pd.Series]
    """The gravest running alarm of each unit."""
    method: pd.DataFrame
    """Rows for the table of the method."""
    watch: Watch


def warn(
    area: PlanningArea,
    appeals: pd.DataFrame,
    *,
    until: np.datetime64,
    levels: Sequence[Level],
) -> Warned:
    """
    Raise the alarms of a register.

    Parameters
    ----------
    area
        The planning area, with the settings `[risk.warning]`.
    appeals
        As `appeals_to_count` gives them.
    until
        The last day at the latest.
    levels
        Levels whose units are watched.
    """
    config = area.config.risk.warning
    found = watch(area, appeals, until=until, levels=levels, config=config)
    table = alarm_table(found, area.units(area.finest))
    by_level = {
        level: running_alarms(
            found,
            table,
            parents_of(area, area.finest, level),
            area.units(level).index,
        )
        for level in levels
    }
    return Warned(table, by_level, settings_table(found, config), found)


def alarm_layer(warned: Warned, area: PlanningArea) -> gpd.GeoDataFrame:
    """Draw every alarm as the units of its greatest excess, together."""
    units = area.units(area.finest)
    shapes = units.geometry.to_numpy()
    members = [
        warned.watch.alarms[int(alarm[1:]) - 1].best.members
        for alarm in warned.table["alarm"]
    ]
    outlines = np.array([shapely.union_all(shapes[of]) for of in members], dtype=object)
    return gpd.GeoDataFrame(warned.table, geometry=outlines, crs=units.crs)


def alarms_told(warned: Warned) -> dict[str, object]:
    """Count the alarms, and say how many chance would bring, for the manifest."""
    found = warned.watch
    threshold = found.threshold if np.isfinite(found.threshold) else None
    return {
        "running": int((warned.table["state"] == "running").sum()),
        "raised": len(warned.table),
        "watched_days": found.watched_days,
        "threshold": None if threshold is None else round(threshold, 6),
        "whole_area_watched": found.whole.chance is not None,
        "by_chance_per_month": (
            round(found.chance_per_month(), 4) if found.watched_days else None
        ),
    }
