"""Registers of a few appeals, for tests of the clock."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from servicecircle.appeals import AppealsTable
from servicecircle.appeals.register import FLAGS, WORDS
from servicecircle.appeals.steps import read_steps
from servicecircle.appeals.troubles import Troubles
from servicecircle.area.response_config import TargetSection
from servicecircle.response.clock import Judged, State, Why, judge, moment_of
from servicecircle.response.working_days import WorkingDays, official
from servicecircle.vocabulary import Level

AS_OF = dt.date(2024, 12, 31)
CALENDAR = official(range(2023, 2026))


def register(as_of: dt.date = AS_OF, **times: list[str | None]) -> AppealsTable:
    """Make a register of class 一类 in one grid from columns of times."""
    raw = pd.DataFrame(times, dtype="str")
    matched = {f"{step}_at": step for step in times}
    troubles = Troubles("appeals.csv", raw.index)
    steps, day = read_steps(
        raw.rename(columns=dict(zip(times, times, strict=True))),
        matched,
        time_zone=None,
        as_of=as_of,
        troubles=troubles,
    )
    frame = steps.assign(appeal_id=[f"A{k}" for k in range(len(raw))])
    for word in WORDS:
        cell = "一类" if word == "class" else None
        frame[word] = pd.Categorical([cell] * len(raw), [] if cell is None else [cell])
    for name in FLAGS:
        frame[name] = pd.Series(pd.NA, index=frame.index, dtype="boolean")
    frame["grid_id"] = pd.Categorical(["G1"] * len(raw))
    findings = tuple(troubles.findings)
    matched["class"] = "class"
    return AppealsTable(frame, findings, troubles.counts, matched, day, Level.GRID)


def judged(
    appeals: AppealsTable,
    step: str = "resolved",
    *,
    calendar: WorkingDays | None = None,
    clock_start: str = "reported",
    **limit: float | bool | str,
) -> Judged:
    """Hold a register against one target."""
    target = TargetSection.model_validate(
        {"classes": ["一类"], "step": step, **limit}, strict=False
    )
    return judge(
        appeals,
        target,
        clock_start=clock_start,
        calendar=calendar or CALENDAR,
        now=moment_of(appeals),
    )


def states(one: Judged) -> list[str]:
    """Give the states by name."""
    return [State(k).name.lower() for k in one.state]


def reasons(one: Judged) -> list[str]:
    """Give the reasons by name."""
    return [Why(k).name.lower() for k in one.why]
