"""The watch: day by day, in which zones there is far more than is to be expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.risk.warning.daily import Events
    from servicecircle.risk.warning.shares import Leaning
    from servicecircle.risk.warning.zones import Zones

    Floats = NDArray[np.float64]

WINDOWS_DAYS = (3, 7, 14, 28)
"""Lengths of time that are looked back on: days, a week, two, a month."""
LEAST = 3
"""Appeals in a zone that an alarm needs."""
FLOOR = 7.0
"""Excesses below are not kept: no threshold is as low."""
WEEK_DAYS = 7


class Setting(NamedTuple):
    """What the watch goes by."""

    zones: Zones
    leaning: Leaning
    baseline_days: int
    first_day: int
    """Of the days watched; those before make up the first baseline."""


def scan(events: Events, setting: Setting) -> Floats:
    """
    Watch day by day, with what was known on each day.

    Returns
    -------
    array of float, shape (found, 8)
        Day, window (position in `WINDOWS_DAYS`), matter, row and size of the zone,
        appeals, expected, excess (logarithm of how much likelier the counts are with a
        rise than without). In the order of days, the greatest excess of a day first;
        of those that share a unit on one day only the greatest.

    Notes
    -----
    Kulldorff's prospective space-time scan statistic (2001), the expected counts being
    those of the space-time permutation (Kulldorff and others 2005) with shares that
    lean: a zone's share of the appeals of the baseline times the district's appeals of
    the very same days, so that season, weeks, holidays and growth are in it exactly.
    The baseline is of whole weeks, ends where the longest window begins, is counted
    anew every week, and gives less weight to rises of the past (`usual_shares`). Only
    zones with an appeal on the day, in them or near, are looked at: in others the
    excess cannot have grown.
    """
    from servicecircle.risk.warning._day_kernels import (  # noqa: PLC0415 - numba
        watch_days,
    )

    zones, leaning = setting.zones, setting.leaning
    found: Floats = watch_days(
        events.unit,
        events.matter,
        events.day,
        np.searchsorted(events.day, np.arange(events.days + 1)),
        zones.cells_of,
        zones.near,
        zones.holds,
        zones.holds_from,
        leaning.at_first,
        leaning.shapes,
        np.array(WINDOWS_DAYS),
        setting.first_day,
        setting.baseline_days // WEEK_DAYS,
        LEAST,
        FLOOR,
    )
    return found


def days_between(events: Events, first: int, last: int) -> slice:
    """Give the appeals of these days, both included."""
    start, end = np.searchsorted(events.day, [first, last + 1])
    return slice(int(start), int(end))


def unit_counts(events: Events, of: slice, units: int) -> Floats:
    """Count some appeals by matter and finest unit, shape (matters, units)."""
    matters = len(events.words)
    at = events.matter[of] * units + events.unit[of]
    counts = np.bincount(at, minlength=matters * units).reshape(matters, units)
    by_matter: Floats = counts.astype(np.float64)
    by_matter[0] = by_matter.sum(axis=0)
    return by_matter
