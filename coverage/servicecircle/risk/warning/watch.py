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
from servicecircle.risk.warning.whole import WHOLE, watch_whole, whole_alarms
from servicecircle.risk.warning.zones import zones_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.warning_config import WarningSection
    from servicecircle.risk.warning.daily import Events
    from servicecircle.risk.warning.episodes import Alarm
    from servicecircle.risk.warning.whole import WholeArea
    from servicecircle.risk.warning.zones import Zones
    from servicecircle.vocabulary import Level

    Floats = NDArray[np.float64]

WHOLE_PART = 0.1
"""Of the false alarms, so many are those of the whole area at once."""
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
    whole: WholeArea
    """What was watched of the whole area at once."""
    widest: tuple[Level, str]
    """What the whole area is called: its level, and its unit where it is one."""
    by_chance: list[Floats]
    """What chance alone brought, in each shuffled register."""

    def months_by_chance(self) -> float:
        """Say how many months of chance were watched."""
        return len(self.by_chance) * self.watched_days / MONTH_DAYS

    def chance_alarms(self, excess: float) -> int:
        """Count the alarms of at least this excess in those months."""
        runs = self.by_chance
        return sum(count_alarms(run, self.zones, threshold=excess) for run in runs)

    def chance_of(self, alarm: Alarm) -> tuple[int, float]:
        """Count the alarms as great as one by chance, and the months they came in."""
        if alarm.best.row == WHOLE:
            score = (2 * alarm.best.excess) ** 0.5
            return self.whole.chance_alarms(score), self.whole.months_by_chance
        return self.chance_alarms(alarm.best.excess), self.months_by_chance()

    def chance_per_month(self) -> float:
        """Say how many alarms chance brings in 30 days, of zones and the whole area."""
        rate = self.chance_alarms(self.threshold) / self.months_by_chance()
        if self.whole.chance is not None:
            many = self.whole.chance_alarms(self.whole.threshold)
            rate += many / self.whole.months_by_chance
        return rate


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
        Levels whose units are watched in any case; besides them the finest, zones of
        its units, every level with several units, and the whole area.
    config
        The settings.

    Returns
    -------
    Watch
        Without alarms where the register is shorter than the baseline needs.
    """
    finest = area.finest
    top = area.units(area.widest)
    widest = (area.widest, str(top.index[0]) if len(top) == 1 else "")
    wider = [
        level
        for level in area.levels
        if level != finest and (level in levels or len(area.units(level)) > 1)
    ]
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
        whole = watch_whole(events, first_day=events.days, per_month=0.0)
        return Watch([], events, zones, np.inf, 0, whole, widest, [])
    whole = watch_whole(
        events,
        first_day=first,
        per_month=config.false_alarms_per_month * WHOLE_PART,
    )
    left = 1.0 - WHOLE_PART * (whole.chance is not None)
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
        by_chance,
        zones,
        watched_days=watched,
        per_month=config.false_alarms_per_month * left,
    )
    alarms = alarms_of(real, zones, threshold=threshold)
    alarms += whole_alarms(whole, units=len(residents))
    return Watch(alarms, events, zones, threshold, watched, whole, widest, by_chance)
