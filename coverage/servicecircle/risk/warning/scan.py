"""The watch: day by day, in which zones there is far more than is to be expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.risk.warning.shares import by_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from servicecircle.risk.warning.daily import Events
    from servicecircle.risk.warning.shares import Leaning
    from servicecircle.risk.warning.zones import Zones

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

WINDOWS_DAYS = (3, 7, 14, 28)
"""Lengths of time that are looked back on: days, a week, two, a month."""
LEAST = 3
"""Appeals in a zone that an alarm needs."""
REFRESHED_DAYS = 7
"""After so many days the baseline is counted anew."""
FLOOR = 7.0
"""Excesses below are not kept: no threshold is as low."""


class Hit(NamedTuple):
    """A zone and a length of time with far more appeals than expected."""

    day: int
    """The last day of that time."""
    row: int
    """The zone's row in `Zones.near`."""
    size: int
    """Cells of that row that it takes in."""
    window_days: int
    matter: int
    """Position in `Events.words`."""
    appeals: int
    expected: float
    excess: float
    """Logarithm of how much likelier the counts are with a rise than without."""
    members: Integers
    """Finest units."""


class Setting(NamedTuple):
    """What the watch goes by."""

    zones: Zones
    leaning: Leaning
    baseline_days: int
    first_day: int
    """Of the days watched; those before make up the first baseline."""


def scan(events: Events, setting: Setting) -> list[Hit]:
    """
    Watch day by day, with what was known on each day.

    Returns
    -------
    list of Hit
        In the order of days, the greatest excess of a day first; of those that share
        a unit on one day only the greatest.

    Notes
    -----
    Kulldorff's prospective space-time scan statistic (2001), the expected counts being
    those of the space-time permutation (Kulldorff and others 2005) with shares that
    lean: a cell's share of the appeals of the baseline times the district's appeals of
    the very same days, so that season, weeks, holidays and growth are in it exactly.
    The baseline ends where the longest window begins. Only zones with an appeal on the
    day, in them or near, are looked at: in others the excess cannot have grown.
    """
    from servicecircle.risk.warning._kernels import (  # noqa: PLC0415 - numba is heavy
        excesses,
    )

    zones = setting.zones
    matters = len(events.words)
    ends = np.searchsorted(events.day, np.arange(events.days + 1))
    totals = _totals(events, matters)
    windows = np.zeros((len(WINDOWS_DAYS), matters, zones.cells), dtype=np.int64)
    found: list[Hit] = []
    expected_share = np.empty(0)
    start = max(setting.first_day - max(WINDOWS_DAYS), 0)
    for day in range(start, events.days):
        today = slice(ends[day], ends[day + 1])
        for i, days in enumerate(WINDOWS_DAYS):
            _add(windows[i], events, zones, today, 1)
            if day - days >= start:
                gone = slice(ends[day - days], ends[day - days + 1])
                _add(windows[i], events, zones, gone, -1)
        watched = day - setting.first_day
        if watched < 0:
            continue
        if watched % REFRESHED_DAYS == 0:
            expected_share = _expected_share(events, setting, day)
        before = np.maximum(day + 1 - np.array(WINDOWS_DAYS), 0)
        usual = totals[day + 1] - totals[before]
        touched = _touched(events, zones, today)
        hits = excesses(
            windows, expected_share, usual, touched, zones.near, LEAST, FLOOR
        )
        found += _least_overlap(hits, day, zones)
    return found


def _totals(events: Events, matters: int) -> Integers:
    """Count the district's appeals up to each day, shape (days + 1, matters)."""
    totals = np.zeros((events.days + 1, matters), dtype=np.int64)
    np.add.at(totals[:, 0], events.day + 1, 1)
    said = events.matter > 0
    np.add.at(totals, (events.day[said] + 1, events.matter[said]), 1)
    return np.asarray(totals.cumsum(axis=0), dtype=np.int64)


def _add(
    window: Integers,
    events: Events,
    zones: Zones,
    rows: slice,
    sign: int,
) -> None:
    """Add the appeals of a day to the counts of one window, or take them away."""
    cells, matter = zones.cells_of[events.unit[rows]], events.matter[rows]
    for column in cells.T:
        np.add.at(window, (0, column), sign)
        np.add.at(window, (matter[matter > 0], column[matter > 0]), sign)
    window[:, -1] = 0


def _expected_share(events: Events, setting: Setting, day: int) -> Floats:
    """Give the share expected of each zone, shape (matters, rows, sizes)."""
    zones = setting.zones
    last = day - max(WINDOWS_DAYS)
    of = days_between(events, last - setting.baseline_days + 1, last)
    counts = unit_counts(events, of, len(zones.cells_of))
    cells = by_cell(setting.leaning.shares(counts), zones)
    return np.asarray(cells[:, zones.near].cumsum(axis=2))


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


def _touched(events: Events, zones: Zones, today: slice) -> NDArray[np.bool_]:
    """Say which zones have an appeal today, shape (matters, rows)."""
    cells, matter = zones.cells_of[events.unit[today]], events.matter[today]
    seen = np.zeros((len(events.words), zones.cells), dtype=bool)
    for column in cells.T:
        seen[0, column] = True
        seen[matter, column] = True
    seen[:, -1] = False
    return np.asarray(seen[:, zones.near].any(axis=2))


def _least_overlap(found: Floats, day: int, zones: Zones) -> Iterator[Hit]:
    """Keep the greatest excess, then the greatest of those apart from it, and so on."""
    window, matter, row, size, count, expected, excess = found.T
    taken = np.zeros(len(zones.cells_of), dtype=bool)
    for at in np.lexsort((matter, row, window, size, -excess.round(9))):
        members = zones.members(int(row[at]), int(size[at]))
        if taken[members].any():
            continue
        taken[members] = True
        yield Hit(
            day,
            int(row[at]),
            int(size[at]),
            WINDOWS_DAYS[int(window[at])],
            int(matter[at]),
            int(count[at]),
            float(expected[at]),
            float(excess[at]),
            members,
        )
