"""What chance alone brings, and the threshold that keeps false alarms rare."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.risk.warning.episodes import count_alarms
from servicecircle.risk.warning.scan import FLOOR, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from servicecircle.risk.warning.daily import Events
    from servicecircle.risk.warning.scan import Setting
    from servicecircle.risk.warning.zones import Zones

    Floats = NDArray[np.float64]

MONTH_DAYS = 30
SEED = 500
STEPS = 30
"""Halvings in the search for the threshold."""


def real_and_chance_hits(
    events: Events, setting: Setting, *, replicates: int
) -> tuple[Floats, list[Floats]]:
    """
    Watch the district, and districts in which nothing rises anywhere.

    Each of those is the register with its units shuffled among the days within each
    matter, so that every unit and every day keeps its count (Kulldorff and others
    2005). They are watched side by side, and none knows of the others.
    """

    def one(number: int) -> Floats:
        if number < 0:
            return scan(events, setting)
        generator = np.random.default_rng([SEED, number])
        return scan(shuffled(events, generator), setting)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        real, *chance = pool.map(one, range(-1, replicates))
    return real, chance


def shuffled(events: Events, generator: np.random.Generator) -> Events:
    """Shuffle units among days, within each matter."""
    unit = events.unit.copy()
    for matter in range(len(events.words)):
        at = np.flatnonzero(events.matter == matter)
        unit[at] = unit[generator.permutation(at)]
    return events._replace(unit=unit)


def threshold_for(
    runs: Sequence[Floats], zones: Zones, *, watched_days: int, per_month: float
) -> float:
    """
    Find the lowest excess with at most so many alarms a month by chance.

    Parameters
    ----------
    runs
        What chance brought, as `scan` gives it.
    zones
        The zones.
    watched_days
        Days of each.
    per_month
        False alarms per 30 days in the whole district.
    """
    months = len(runs) * watched_days / MONTH_DAYS
    return lowest(
        lambda threshold: (
            sum(count_alarms(run, zones, threshold=threshold) for run in runs) / months
        ),
        at_most=per_month,
        low=FLOOR,
        high=max((float(run[:, 7].max()) for run in runs if len(run)), default=FLOOR),
    )


def lowest(
    rate: Callable[[float], float], *, at_most: float, low: float, high: float
) -> float:
    """
    Find the lowest threshold whose rate is low enough, by halving.

    >>> round(lowest(lambda t: 10 - t, at_most=4, low=0, high=10), 6)
    6.0
    """
    high += 1e-9
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if rate(middle) <= at_most else (middle, high)
    return high
