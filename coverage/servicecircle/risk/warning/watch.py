"""Early warning: the alarms of a register, at a rate of false ones that is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.risk.from_ground import parents_of
from servicecircle.risk.warning.chance import (
    MONTH_DAYS,
    real_and_chance_hits,
    threshold_for,
)
from servicecircle.risk.warning.daily import daily_events
from servicecircle.risk.warning.episodes import alarms_of, count_alarms
from servicecircle.risk.warning.scan import (
    WINDOWS_DAYS,
    Setting,
    days_between,
    unit_counts,
)
from servicecircle.risk.warning.shares import fit_leaning
from servicecircle.risk.warning.zones import zones_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.warning_config import WarningSection
    from servicecircle.risk.warning.daily import Events
    from servicecircle.risk.warning.episodes import Alarm
    from servicecircle.risk.warning.zones import Zones
    from servicecircle.vocabulary import Level

    Floats = NDArray[np.float64]

LEAST_BASELINE_DAYS = 180
"""With a shorter past nothing is usual."""


class Watch(NamedTuple):
    """Alarms, and what they rest on."""

    alarms: list[Alarm]
    """In the order they were raised."""
    events: Events
    zones: Zones
    threshold: float
    """Excess from which on it is an alarm; infinite where nothing could be watched."""
    watched_days: int
    """0 where the register is too short."""
    by_chance: list[Floats]
    """What chance alone brought, in each shuffled register."""

    def months_by_chance(self) -> float:
        """Say how many months of chance were watched."""
        return len(self.by_chance) * self.watched_days / MONTH_DAYS

    def chance_alarms(self, excess: float) -> int:
        """Count the alarms of at least this excess in those months."""
        runs = self.by_chance
        return sum(count_alarms(run, self.zones, threshold=excess) for run in runs)


def watch(
    area: PlanningArea,
    appeals: pd.DataFrame,
    *,
    until: np.datetime64,
    levels: Sequence[Level],
    config: WarningSection,
) -> Watch:
    """
    Watch a register day by day, and raise alarms.

    Parameters
    ----------
    area
        The planning area; its CRS is projected.
    appeals
        ``unit_id`` of the finest level, ``reported_at`` and, where there, ``category``.
    until
        The last day at the latest: that of the latest appeal up to it is the last.
    levels
        Levels whose units are watched, besides the finest and zones of its units.
    config
        The settings.

    Returns
    -------
    Watch
        Without alarms where the register is shorter than the baseline needs.
    """
    finest = area.finest
    wider = [level for level in levels if level != finest]
    zones = zones_of(
        {finest: area.units(finest)} | {level: area.units(level) for level in wider},
        {
            level: area.units(level).index.get_indexer(parents_of(area, finest, level))
            for level in wider
        },
        finest=finest,
        most=config.most_units,
    )
    events = daily_events(appeals, area.units(finest).index, last=until)
    needed = LEAST_BASELINE_DAYS + max(WINDOWS_DAYS)
    first = max(events.days - config.look_back_days, needed)
    watched = max(events.days - first, 0)
    if not watched:
        return Watch([], events, zones, np.inf, 0, [])
    last = first - max(WINDOWS_DAYS)
    of = days_between(events, last - config.baseline_days + 1, last)
    residents = area.units(finest)["residents"].to_numpy(dtype=float)
    counts = unit_counts(events, of, len(residents))
    leaning = fit_leaning(counts, np.nan_to_num(residents))
    setting = Setting(zones, leaning, config.baseline_days, first)
    real, by_chance = real_and_chance_hits(
        events, setting, replicates=config.replicates
    )
    threshold = threshold_for(
        by_chance, zones, watched_days=watched, per_month=config.false_alarms_per_month
    )
    alarms = alarms_of(real, zones, threshold=threshold)
    return Watch(alarms, events, zones, threshold, watched, by_chance)
