"""One rise, one alarm: what goes on over days is not told anew every day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.risk.warning.scan import Hit

QUIET_DAYS = 28
"""An alarm ends when it has not been renewed for so many days."""


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
    members: NDArray[np.int64]
    """Every finest unit that it has taken in."""


def alarms_of(hits: Sequence[Hit], *, threshold: float) -> list[Alarm]:
    """
    Join what was found day by day into alarms, in the order they were raised.

    Parameters
    ----------
    hits
        As `scan` gives them.
    threshold
        Excess from which on it is an alarm.

    Notes
    -----
    A zone that shares a unit with an alarm not older than `QUIET_DAYS` renews it,
    whatever the matter; one that shares units with several renews the earliest.
    """
    alarms: list[Alarm] = []
    for hit in hits:
        if hit.excess < threshold:
            continue
        at = next(
            (
                i
                for i, alarm in enumerate(alarms)
                if hit.day - alarm.last <= QUIET_DAYS
                and np.isin(hit.members, alarm.members).any()
            ),
            None,
        )
        if at is None:
            alarms.append(Alarm(hit.day, hit.day, hit, hit, hit.members))
            continue
        old = alarms[at]
        best = hit if hit.excess > old.best.excess else old.best
        members = np.union1d(old.members, hit.members)
        alarms[at] = old._replace(last=hit.day, best=best, members=members)
    return alarms
