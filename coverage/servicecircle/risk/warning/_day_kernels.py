"""The watch day by day, compiled whole, so that registers are watched side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba
from servicecircle.risk.warning._share_kernels import (
    counts_upto,
    usual_shares,
    zone_shares,
)
from servicecircle.risk.warning._zone_kernels import (
    count_day,
    excesses,
    roomier,
    side_by_side,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

njit = load_numba().njit

WEEK, NEARLY = 7, 1e-9


@njit(cache=True, nogil=True)
def watch_days(  # noqa: C901, PLR0913, PLR0917 - compiled: arrays, no objects
    unit: Integers,
    matter: Integers,
    day: Integers,
    ends: Integers,
    cells_of: Integers,
    near: Integers,
    holds: Integers,
    holds_from: Integers,
    at_first: Floats,
    shapes: Floats,
    windows_days: Integers,
    first_day: int,
    baseline_weeks: int,
    least: int,
    floor: float,
) -> Floats:
    """
    Watch day by day, with what was known on each day.

    Parameters
    ----------
    unit, matter, day
        Of each appeal, in the order of days.
    ends
        Appeals before each day, shape (days + 1,).
    cells_of, near
        As `Zones` has them.
    holds, holds_from
        Finest units of each cell, one after the other, and where each cell's begin.
    at_first, shapes
        As `Leaning` has them.
    windows_days
        Lengths of time, ascending.
    first_day
        The first day watched.
    baseline_weeks
        Weeks that say what is usual; they end where the longest window begins.
    least, floor
        Fewest appeals of a zone, and least excess.

    Returns
    -------
    Shape (found, 8): day, window, matter, row, size, count, expected, excess; in the
    order of days, the greatest excess of a day first, none sharing a unit with a
    greater one.
    """
    units, matters = len(cells_of), len(shapes)
    days, longest = len(ends) - 1, windows_days[-1]
    rows = len(near)
    # Weeks end on the days up to which the baseline goes.
    offset = (first_day - longest) % WEEK
    shape = np.array([units, matters, (days - 1 - offset + WEEK - 1) // WEEK + 2])
    upto = counts_upto(day, unit, matter, offset, shape)
    totals = np.zeros((matters, shape[2]), dtype=np.int64)
    for of in range(units):
        for about in range(matters):
            for week in range(shape[2]):
                totals[about, week] += upto[of, about, week]
    lanes = len(windows_days) * matters
    counts = np.zeros((rows + 1, lanes), dtype=np.float32)
    today = np.zeros((rows + 1, matters), dtype=np.float32)
    usual = np.zeros(lanes, dtype=np.float32)
    ignored = np.zeros(matters, dtype=np.float32)
    part = spread = np.zeros((rows, near.shape[1], lanes), dtype=np.float32)
    taken = np.full(units, -1, dtype=np.int64)
    found, size = np.empty((1024, 8)), 0
    start = max(first_day - longest, 0)
    for now in range(start, days):
        a, b = ends[now], ends[now + 1]
        for window in range(len(windows_days)):
            count_day(counts, usual, window, matters, cells_of, unit, matter, a, b, 1)
            gone = now - windows_days[window]
            if gone >= start:
                c, d = ends[gone], ends[gone + 1]
                count_day(
                    counts, usual, window, matters, cells_of, unit, matter, c, d, -1
                )
        if now < first_day:
            continue
        if (now - first_day) % WEEK == 0:
            last = (now - longest - offset) // WEEK + 1
            first = max(last - baseline_weeks, 0)
            of_units = usual_shares(upto, totals, first, last, at_first, shapes)
            share = zone_shares(of_units, cells_of, near)
            part, spread = side_by_side(share, len(windows_days))
        for cell in range(rows + 1):
            for about in range(matters):
                today[cell, about] = 0
        count_day(today, ignored, 0, matters, cells_of, unit, matter, a, b, 1)
        hits = excesses(counts, today, part, spread, usual, near, least, floor)
        if size + len(hits) > len(found):
            found = roomier(found, len(hits))
        size += _apart(hits, now, near, holds, holds_from, taken, found, size)
    return found[:size]


@njit(cache=True, nogil=True)
def _apart(  # noqa: C901, PLR0913, PLR0917 - compiled: arrays, no objects
    hits: Floats,
    now: int,
    near: Integers,
    holds: Integers,
    holds_from: Integers,
    taken: Integers,
    found: Floats,
    size: int,
) -> int:
    """Keep the greatest excess, then the greatest of those apart from it, and so on."""
    free = np.ones(len(hits), dtype=np.bool_)
    count = 0
    while True:
        best = -1
        for at in range(len(hits)):
            if free[at] and (best < 0 or _before(hits, at, best)):
                best = at
        if best < 0:
            return count
        row, cells = int(hits[best, 2]), int(hits[best, 3])
        for member in members(row, cells, near, holds, holds_from):
            taken[member] = now
        found[size + count, 0] = now
        for column in range(hits.shape[1]):
            found[size + count, column + 1] = hits[best, column]
        count += 1
        for at in range(len(hits)):
            if free[at]:
                row, cells = int(hits[at, 2]), int(hits[at, 3])
                for member in members(row, cells, near, holds, holds_from):
                    if taken[member] == now:
                        free[at] = False
                        break


@njit(cache=True, nogil=True)
def _before(hits: Floats, one: int, other: int) -> bool:
    """Compare hits: the greater excess; else the smaller zone and the shorter time."""
    if abs(hits[one, 6] - hits[other, 6]) > NEARLY:
        return bool(hits[one, 6] > hits[other, 6])
    for column in (3, 0, 2, 1):
        if hits[one, column] != hits[other, column]:
            return bool(hits[one, column] < hits[other, column])
    return False


@njit(cache=True, nogil=True)
def members(
    row: int, size: int, near: Integers, holds: Integers, holds_from: Integers
) -> Integers:
    """Give the finest units of a zone."""
    if size > 1:
        return near[row, :size]
    return holds[holds_from[row] : holds_from[row + 1]]
