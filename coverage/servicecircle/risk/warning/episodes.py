"""One rise, one alarm: what goes on over days is not told anew every day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.risk.warning.scan import WINDOWS_DAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.risk.warning.zones import Zones

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


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


class Alarm(NamedTuple):
    """A rise, from the day it was first seen."""

    raised: int
    """The day it was raised."""
    last: int
    """The latest day it was renewed."""
    first_hit: Hit
    """What raised it."""
    best: Hit
    """Its greatest excess so far."""


def number_alarms(hits: Floats, zones: Zones, *, threshold: float) -> Integers:
    """
    Say to which alarm each hit belongs, in the order they were raised.

    Parameters
    ----------
    hits
        As `scan` gives them.
    zones
        The zones that they are of.
    threshold
        Excess from which on it is an alarm; -1 for hits below.

    Notes
    -----
    A zone that shares a unit with an alarm not older than 28 days renews it, whatever
    the matter; one that shares units with several renews the earliest.
    """
    from servicecircle.risk.warning._episode_kernels import (  # noqa: PLC0415 - numba
        alarm_numbers,
    )

    numbers: Integers = alarm_numbers(
        hits,
        threshold,
        len(zones.cells_of),
        zones.near,
        zones.holds,
        zones.holds_from,
    )
    return numbers


def count_alarms(hits: Floats, zones: Zones, *, threshold: float) -> int:
    """Count the alarms that hits amount to."""
    return int(number_alarms(hits, zones, threshold=threshold).max(initial=-1)) + 1


def alarms_of(hits: Floats, zones: Zones, *, threshold: float) -> list[Alarm]:
    """Join what was found day by day into alarms, in the order they were raised."""
    numbers = number_alarms(hits, zones, threshold=threshold)
    alarms = []
    for number in range(numbers.max(initial=-1) + 1):
        own = np.flatnonzero(numbers == number)
        best = own[np.argmax(hits[own, 7])]
        alarms.append(
            Alarm(
                int(hits[own[0], 0]),
                int(hits[own[-1], 0]),
                _hit(hits[own[0]], zones),
                _hit(hits[best], zones),
            )
        )
    return alarms


def _hit(found: Floats, zones: Zones) -> Hit:
    day, window, matter, row, size, appeals, expected, excess = found
    return Hit(
        int(day),
        int(row),
        int(size),
        WINDOWS_DAYS[int(window)],
        int(matter),
        int(appeals),
        float(expected),
        float(excess),
        zones.members(int(row), int(size)),
    )
