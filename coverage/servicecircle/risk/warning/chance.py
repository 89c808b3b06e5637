"""What chance alone brings, and the threshold that keeps false alarms rare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.risk.warning.episodes import alarms_of
from servicecircle.risk.warning.scan import FLOOR, Hit, scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.risk.warning.daily import Events
    from servicecircle.risk.warning.scan import Setting

MONTH_DAYS = 30
SEED = 500
STEPS = 40
"""Halvings in the search for the threshold."""


def chance_hits(
    events: Events, setting: Setting, *, replicates: int
) -> list[list[Hit]]:
    """
    Watch districts in which nothing rises anywhere.

    Each is the register with its units shuffled among the days within each matter, so
    that every unit and every day keeps its count (Kulldorff and others 2005).
    """
    return [
        scan(shuffled(events, np.random.default_rng([SEED, n])), setting)
        for n in range(replicates)
    ]


def shuffled(events: Events, generator: np.random.Generator) -> Events:
    """Shuffle units among days, within each matter."""
    unit = events.unit.copy()
    for matter in range(len(events.words)):
        at = np.flatnonzero(events.matter == matter)
        unit[at] = unit[generator.permutation(at)]
    return events._replace(unit=unit)


def threshold_for(
    runs: Sequence[Sequence[Hit]], *, watched_days: int, per_month: float
) -> float:
    """
    Find the lowest excess with at most so many alarms a month by chance.

    Parameters
    ----------
    runs
        As `chance_hits` gives them.
    watched_days
        Days of each.
    per_month
        False alarms per 30 days in the whole district.
    """
    low = FLOOR
    high = max((hit.excess for run in runs for hit in run), default=FLOOR) + 1e-9
    months = len(runs) * watched_days / MONTH_DAYS

    def rate(threshold: float) -> float:
        return sum(len(alarms_of(run, threshold=threshold)) for run in runs) / months

    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if rate(middle) <= per_month else (middle, high)
    return high
