"""Which rise belongs to which alarm, compiled: thresholds are tried by the dozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba
from servicecircle.risk.warning._day_kernels import members

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

njit = load_numba().njit

QUIET_DAYS = 28
"""An alarm ends when it has not been renewed for so many days."""


@njit(cache=True, nogil=True)
def alarm_numbers(  # noqa: C901, PLR0912, PLR0913, PLR0917 - compiled: arrays, no objects
    hits: Floats,
    threshold: float,
    units: int,
    near: Integers,
    holds: Integers,
    holds_from: Integers,
) -> Integers:
    """
    Say to which alarm each hit belongs; -1 where its excess is below the threshold.

    Parameters
    ----------
    hits
        As `watch_days` gives them.
    threshold
        Excess from which on it is an alarm.
    units
        How many finest units there are.
    near, holds, holds_from
        As for `watch_days`.

    Notes
    -----
    A zone that shares a unit with an alarm not older than `QUIET_DAYS` renews it,
    whatever the matter; one that shares units with several renews the earliest.
    """
    number = np.full(len(hits), -1, dtype=np.int64)
    taken_in = np.zeros((16, units), dtype=np.bool_)
    last = np.zeros(16, dtype=np.int64)
    oldest, count = 0, 0
    for hit in range(len(hits)):
        if hits[hit, 7] < threshold:
            continue
        day = int(hits[hit, 0])
        zone = members(int(hits[hit, 3]), int(hits[hit, 4]), near, holds, holds_from)
        while oldest < count and day - last[oldest] > QUIET_DAYS:
            oldest += 1
        of = -1
        for alarm in range(oldest, count):
            if day - last[alarm] > QUIET_DAYS:
                continue
            for unit in zone:
                if taken_in[alarm, unit]:
                    of = alarm
                    break
            if of >= 0:
                break
        if of < 0:
            of = count
            count += 1
            if count > len(last):
                more = np.zeros((2 * len(last), units), dtype=np.bool_)
                longer = np.zeros(2 * len(last), dtype=np.int64)
                for alarm in range(len(last)):
                    longer[alarm] = last[alarm]
                    for unit in range(units):
                        more[alarm, unit] = taken_in[alarm, unit]
                taken_in, last = more, longer
        for unit in zone:
            taken_in[of, unit] = True
        last[of] = day
        number[hit] = of
    return number
