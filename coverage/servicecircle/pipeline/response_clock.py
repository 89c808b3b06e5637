"""The clock of a planning area: its targets, its calendar, its register."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle._validation import name_some
from servicecircle.appeals.troubles import Troubles
from servicecircle.response.clock import judge, moment_of
from servicecircle.response.working_days import from_file, official

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.appeals import AppealsTable
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.response.clock import Judged
    from servicecircle.response.working_days import WorkingDays


MARGIN = np.timedelta64(7, "D")
"""So far beyond the register's last day appeals that are open may be due."""


class Clock(NamedTuple):
    """What is judged of a register."""

    judged: list[Judged]
    """One for every target, in the order of area.toml."""
    now: np.datetime64
    """The moment of judging."""
    calendar: WorkingDays | None
    findings: list[Finding]


def judge_appeals(area: PlanningArea, appeals: AppealsTable) -> Clock:
    """
    Hold a register against the targets of `[response]`.

    Raises
    ------
    UnusableInputError
        If the user's calendar cannot be read.
    MissingDependencyError
        If a target counts working days, no calendar is given, and the library that
        knows them is not installed.
    """
    section = area.config.response
    now, calendar = moment_of(appeals), _calendar(area, appeals)
    judged = [
        judge(
            appeals,
            target,
            clock_start=section.clock_start,
            calendar=calendar,
            now=now,
        )
        for target in section.targets
    ]
    return Clock(judged, now, calendar, _findings(area, appeals, calendar))


def _calendar(area: PlanningArea, appeals: AppealsTable) -> WorkingDays | None:
    """Read the calendar where a target counts working days."""
    section = area.config.response
    if all(target.working_days is None for target in section.targets):
        return None
    if section.holidays is not None:
        return from_file(area.folder / section.holidays)
    reported = appeals.frame["reported_at"]
    first = reported.min().year if reported.notna().any() else appeals.as_of.year
    return official(range(first, appeals.as_of.year + 2))


def _findings(
    area: PlanningArea, appeals: AppealsTable, calendar: WorkingDays | None
) -> list[Finding]:
    """Say which appeals no target holds for, and which years nobody knows."""
    targets = area.config.response.targets
    told = Troubles(area.config.appeals.file if area.config.appeals else "", None)
    if not targets:
        told.say(
            "target-missing",
            "area.toml does not say by when appeals must be answered: no clock runs.",
            'Add [[response.targets]] with classes = ["..."], step = "resolved" and '
            "within_minutes, same_day or working_days.",
        )
        return told.findings
    words = appeals.frame["class"].cat.categories
    held = {word for target in targets for word in target.classes}
    if unheld := sorted(held - set(words)):
        told.say(
            "target-class-unknown",
            f"Targets are for classes that the register does not have: "
            f"{', '.join(unheld)}. It has: {', '.join(words) or 'none'}.",
            "Write the register's own words in classes of [[response.targets]].",
        )
    without = ~appeals.frame["class"].isin(held)
    if without.any():
        told.say(
            "appeal-without-target",
            f"{int(without.sum()):,} appeals are of a class that no target holds for.",
            "Add a target for their class, if there is one.",
        )
    if calendar is not None:
        day = appeals.frame["reported_at"].to_numpy().astype("M8[D]")
        years = np.unique(day[~np.isnat(day)].astype("M8[Y]").astype(np.int64) + 1970)
        if unknown := sorted(set(years.tolist()) - set(calendar.years.tolist())):
            told.say(
                "calendar-year-unknown",
                f"{calendar.source} does not know the working days of "
                f"{', '.join(map(str, unknown))}; what depends on them is not "
                "computable.",
                "Add those years to the file that holidays in [response] names.",
            )
        if len(years):
            until = np.datetime64(appeals.as_of) + MARGIN
            _doubt(told, calendar.doubtful(np.nanmin(day), until), calendar.source)
    return told.findings


def _doubt(told: Troubles, days: NDArray[np.datetime64], source: str) -> None:
    """Say that a calendar breaks off within a year, or begins within one."""
    if not len(days):
        return
    told.say(
        "calendar-year-unfinished",
        f"{source} has {name_some(days.astype(str))} as working days, which are public "
        "holidays in every year: does it break off within a year, or begin within one?",
        "Add the holidays of the whole year to the file that holidays in [response] "
        "names.",
    )
