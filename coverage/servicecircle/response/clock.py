"""Whether appeals were answered in time: met, missed, running, or not computable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.appeals.register import STEPS, Said

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.appeals import AppealsTable
    from servicecircle.area.response_config import TargetSection
    from servicecircle.response.working_days import WorkingDays

DAY = np.timedelta64(1, "D")
NEVER = np.datetime64("NaT", "s")


class State(IntEnum):
    """How an appeal stands towards a target."""

    MET = 0
    MISSED = 1
    """Late, whether it has come to the step since or not."""
    RUNNING = 2
    """Not come to the step yet, and not late yet."""
    NOT_COMPUTABLE = 3


class Why(IntEnum):
    """Why a target is not computable for an appeal."""

    COMPUTABLE = 0
    NO_START = 1
    """It is not known when the clock began."""
    NOT_RECORDED = 2
    """A later step is recorded, or the register has no column for this one."""
    UNUSABLE = 3
    """What is recorded cannot be used: unreadable, in the future, too early."""
    DAYS_ALONE = 4
    """Minutes are asked for, and days alone are recorded."""
    CALENDAR = 5
    """The calendar of working days does not know the year."""


@dataclass(frozen=True, eq=False)
class Judged:
    """
    The appeals that a target holds for, row by row.

    Parameters
    ----------
    target
        The target.
    since
        The step from which its clock runs.
    row
        Positions of the appeals in the register's frame, ascending.
    state, why
        See `State` and `Why` (int8).
    due
        The moment from which on it is late, which is itself in time where minutes
        count (datetime64[s]; NaT where not computable).
    is_open
        Whether it has not come to the step.
    minutes
        How long it took, where both moments are known to the minute, else NaN.
    """

    target: TargetSection
    since: str
    row: NDArray[np.int64]
    state: NDArray[np.int8]
    why: NDArray[np.int8]
    due: NDArray[np.datetime64]
    is_open: NDArray[np.bool_]
    minutes: NDArray[np.float64]


def judge(
    appeals: AppealsTable,
    target: TargetSection,
    *,
    clock_start: str,
    calendar: WorkingDays | None,
    now: np.datetime64,
) -> Judged:
    """
    Hold the appeals of a target's classes against it.

    Parameters
    ----------
    appeals
        The register.
    target
        By when they must have come to which step.
    clock_start
        The step from which the clock runs, unless the target says another.
    calendar
        Needed where the target counts working days.
    now
        The moment of judging, see `moment_of`.

    Notes
    -----
    *within_minutes*: a step after exactly so many minutes is in time; both moments must
    be known to the minute. *same_day*: until midnight of the day on which the clock
    began; days suffice. *working_days*: until midnight of the n-th working day after
    that day, which itself does not count whether worked or not; days suffice. What is
    open is late only when its time is surely over.

    Examples
    --------
    See tests/response/test_clock.py: midnight, eves of holidays, make-up Saturdays.
    """
    frame = appeals.frame
    words = frame["class"].cat.categories
    codes = np.flatnonzero(words.isin(target.classes))
    row = np.flatnonzero(np.isin(frame["class"].cat.codes, codes))
    since = target.since or clock_start
    start, start_said = _step(frame, since, row)
    end, end_said = _step(frame, target.step, row)
    why = np.zeros(len(row), dtype=np.int8)
    due = _due(target, start, calendar)
    why[np.isnat(due) & (why == 0)] = Why.CALENDAR
    later = _later_known(frame, target.step, row)
    open_ = (end_said == Said.NOTHING) & ~later
    why[end_said == Said.UNUSABLE] = Why.UNUSABLE
    why[(end_said == Said.NOTHING) & later] = Why.NOT_RECORDED
    if f"{target.step}_at" not in appeals.stated:
        why[:] = Why.NOT_RECORDED
        open_[:] = False
    exact = (start_said == Said.TIME) & ((end_said == Said.TIME) | open_)
    if target.within_minutes is not None:
        why[~exact & (why == 0)] = Why.DAYS_ALONE
    why[_before(start, start_said, end, end_said)] = Why.UNUSABLE
    why[np.isnat(start)] = Why.NO_START
    if target.within_minutes is not None:
        late, over = end > due, due < now
    else:
        late, over = end >= due, due <= now
    state = np.where(open_, np.where(over, State.MISSED, State.RUNNING), State.MET)
    state = np.where(~open_ & late, State.MISSED, state)
    state = np.where(why > 0, State.NOT_COMPUTABLE, state).astype(np.int8)
    both = (start_said == Said.TIME) & (end_said == Said.TIME) & (why == 0)
    took = (end - start).astype("m8[s]").astype(np.float64) / 60
    return Judged(
        target,
        since,
        row,
        state,
        why,
        np.where(why > 0, NEVER, due),
        open_ & (why == 0),
        np.where(both, took, np.nan),
    )


def moment_of(appeals: AppealsTable) -> np.datetime64:
    """
    Give the moment at which the register was surely not closed yet.

    The latest moment that it holds, or the beginning of its last day if that is later:
    what is open then is late only if its time was over.
    """
    times = [appeals.frame[f"{step}_at"].max() for step in STEPS]
    known = [np.datetime64(t) for t in times if t == t]  # noqa: PLR0124 - NaT is not
    first = np.datetime64(appeals.as_of.isoformat(), "D")
    latest: np.datetime64 = max(np.array([first, *known], dtype="M8[s]"))
    return latest


def _step(
    frame: pd.DataFrame, step: str, row: NDArray[np.int64]
) -> tuple[NDArray[np.datetime64], NDArray[np.int8]]:
    at = frame[f"{step}_at"].to_numpy().astype("M8[s]")[row]
    return at, frame[f"{step}_said"].to_numpy()[row]


def _due(
    target: TargetSection,
    start: NDArray[np.datetime64],
    calendar: WorkingDays | None,
) -> NDArray[np.datetime64]:
    """Say from which moment on it is late."""
    if target.within_minutes is not None:
        return start + np.timedelta64(round(target.within_minutes * 60), "s")
    day = start.astype("M8[D]")
    if target.working_days is not None:
        if calendar is None:
            return np.full(len(start), NEVER)
        day = calendar.after(day, target.working_days)
    return (day + DAY).astype("M8[s]")


def _later_known(
    frame: pd.DataFrame, step: str, row: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether anything is recorded of a later step."""
    known = np.zeros(len(row), dtype=bool)
    for later in STEPS[STEPS.index(step) + 1 :]:
        known |= frame[f"{later}_said"].to_numpy()[row] > Said.NOTHING
    return known


def _before(
    start: NDArray[np.datetime64],
    start_said: NDArray[np.int8],
    end: NDArray[np.datetime64],
    end_said: NDArray[np.int8],
) -> NDArray[np.bool_]:
    """Whether the step came before the clock began; of days alone, days count."""
    exact = (start_said == Said.TIME) & (end_said == Said.TIME)
    earlier: NDArray[np.bool_] = np.where(
        exact, end < start, end.astype("M8[D]") < start.astype("M8[D]")
    )
    return earlier
