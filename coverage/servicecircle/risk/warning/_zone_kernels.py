"""The inner loops of the watch, compiled: a hundred million zones a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Singles = NDArray[np.float32]

njit = load_numba().njit


@njit(cache=True, nogil=True)
def excess_of(count: float, expected: float, total: float) -> float:
    """Give the logarithm of the likelihood ratio of Kulldorff's scan statistic."""
    excess = count * np.log(count / expected)
    if count < total:
        rest = total - count
        excess += rest * np.log(rest / (total - expected))
    return float(excess)


@njit(cache=True, nogil=True)
def count_day(  # noqa: PLR0913, PLR0917 - compiled: arrays, no objects
    counts: Singles,
    usual: Singles,
    window: int,
    matters: int,
    cells_of: Integers,
    unit: Integers,
    matter: Integers,
    start: int,
    end: int,
    sign: int,
) -> None:
    """Add a day's appeals to the counts and sums of one window, or take them away."""
    first = window * matters
    step = np.float32(sign)
    for event in range(start, end):
        about = matter[event]
        usual[first] += step
        if about > 0:
            usual[first + about] += step
        for column in range(cells_of.shape[1]):
            cell = cells_of[unit[event], column]
            counts[cell, first] += step
            if about > 0:
                counts[cell, first + about] += step
    for lane in range(counts.shape[1]):
        counts[len(counts) - 1, lane] = 0


@njit(cache=True, nogil=True)
def side_by_side(share: Singles, windows: int) -> tuple[Singles, Singles]:
    """Give share and share x (1 - share) for all lengths of time, side by side."""
    rows, sizes, matters = share.shape
    part = np.empty((rows, sizes, windows * matters), dtype=np.float32)
    spread = np.empty((rows, sizes, windows * matters), dtype=np.float32)
    for row in range(rows):
        for size in range(sizes):
            for window in range(windows):
                for matter in range(matters):
                    of = share[row, size, matter]
                    lane = window * matters + matter
                    part[row, size, lane] = of
                    spread[row, size, lane] = of * (np.float32(1) - of)
    return part, spread


@njit(cache=True, nogil=True)
def roomier(rows: Floats, least: int) -> Floats:
    """Copy rows to where at least so many more have room."""
    room = np.empty((2 * (len(rows) + least), rows.shape[1]))
    for row in range(len(rows)):
        for column in range(rows.shape[1]):
            room[row, column] = rows[row, column]
    return room


@njit(cache=True, nogil=True, fastmath=True)
def excesses(  # noqa: C901, PLR0912, PLR0913, PLR0917 - compiled: arrays, no objects
    counts: Singles,
    today: Singles,
    part: Singles,
    spread: Singles,
    usual: Singles,
    near: Integers,
    least: int,
    floor: float,
) -> Floats:
    """
    Compare counts with what is expected, in every zone with an appeal today.

    Parameters
    ----------
    counts
        Appeals, shape (cells, windows x matters).
    today
        Those of the day, shape (cells, matters).
    part, spread
        As `side_by_side` gives them.
    usual
        The area's appeals, shape (windows x matters,).
    near
        Cells of the zones, shape (rows, sizes).
    least
        Fewest appeals in a zone.
    floor
        Least excess.

    Returns
    -------
    Shape (found, 7): window, matter, row, size, count, expected, excess.

    Notes
    -----
    The excess is at most (count - expected)^2 / variance: that needs no logarithm, is
    looked at for all times and matters at once, and rules nearly every zone out.
    """
    rows, sizes = near.shape
    lanes, matters = counts.shape[1], today.shape[1]
    sums = np.empty(lanes, dtype=np.float32)
    touched = np.empty(matters, dtype=np.float32)
    nearly, few = np.float32(floor * 0.99), np.float32(least)
    found, kept = np.empty((64, 7)), 0
    for row in range(rows):
        for matter in range(matters):
            touched[matter] = 0
        for size in range(sizes):
            cell = near[row, size]
            for matter in range(matters):
                touched[matter] += today[cell, matter]
        if touched[0] == 0:
            continue
        for lane in range(lanes):
            sums[lane] = 0
        for size in range(sizes):
            cell = near[row, size]
            if cell == rows:
                break
            worst = np.float32(-1)
            for lane in range(lanes):
                sums[lane] += counts[cell, lane]
                more = sums[lane] - usual[lane] * part[row, size, lane]
                bound = nearly * usual[lane] * spread[row, size, lane]
                over = more * abs(more) - bound
                over = over if sums[lane] >= few else np.float32(-1)
                worst = max(worst, over)
            if worst < 0:
                continue
            for lane in range(lanes):
                count = sums[lane]
                more = count - usual[lane] * part[row, size, lane]
                bound = nearly * usual[lane] * spread[row, size, lane]
                if count < few or more <= 0 or more * more < bound:
                    continue
                matter = lane % matters
                # The last cell brings nothing: the zone without it is as good.
                if touched[matter] == 0 or counts[cell, lane] == 0:
                    continue
                expected = np.float64(part[row, size, lane]) * usual[lane]
                excess = excess_of(count, expected, np.float64(usual[lane]))
                if excess < floor:
                    continue
                if kept == len(found):
                    found = roomier(found, kept)
                found[kept, 0] = lane // matters
                found[kept, 1] = matter
                found[kept, 2] = row
                found[kept, 3] = size + 1
                found[kept, 4] = count
                found[kept, 5] = expected
                found[kept, 6] = excess
                kept += 1
    return found[:kept]
