"""What a map shows of risk and the clock, counted as `risk` and `respond` count it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.maps.risk_view import STATES, RiskView
from servicecircle.pipeline.placed_appeals import placed_appeals, scan_keys
from servicecircle.pipeline.response_clock import judge_appeals
from servicecircle.pipeline.risk_run import (
    appeals_to_count,
    assess_appeals,
    hanging_codes,
    levels_of,
)
from servicecircle.pipeline.warning_run import warn
from servicecircle.reports.risk_files import risk_table
from servicecircle.response.dispatch import measure_dispatch
from servicecircle.response.overdue import overdue
from servicecircle.response.resolution import resolution_table
from servicecircle.response.tallies import tally_periods, tally_units
from servicecircle.risk import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from servicecircle.appeals import AppealsTable
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.pipeline.measured import Counted
    from servicecircle.pipeline.response_clock import Clock
    from servicecircle.pipeline.risk_run import Assessed
    from servicecircle.pipeline.warning_run import Warned
    from servicecircle.progress import Stages

QUARTERS = 8
"""How many quarters back a map shows unless it is asked for others."""
MONTHS = 3


class Moment(NamedTuple):
    """A day whose state is shown, and what it is called."""

    name: str
    day: np.datetime64


def risk_view(
    measured: Counted,
    *,
    quarters: int = QUARTERS,
    points: PathLike[str] | str | None = None,
    keys: PathLike[str] | str | None = None,
    stages: Stages,
) -> RiskView:
    """
    Count what a map shows of risk and of the clock.

    Parameters
    ----------
    measured
        The area and its walks; `[appeals]` of its `area.toml` names the register.
    quarters
        How many quarters back the slider goes.
    points, keys
        As `servicecircle risk` takes them.
    stages
        Shows and times the stages of the work.

    Raises
    ------
    UnusableInputError, ConfigError
        If there is no register of appeals, or it cannot be used.
    MissingDependencyError
        If the libraries of the extra ``risk`` are not installed.

    Notes
    -----
    A quarter's state is that of its last day: of the appeals until then, and of those
    that were open then. Residents, walks and codes are today's, and an appeal that
    became overdue later counts as overdue.
    """
    area = measured.area
    with stages.run("read the appeals"):
        register = placed_appeals(area, points=points, keys=scan_keys(points, keys))
        codes = None if points is None else hanging_codes(points, area)
    with stages.run("judge the clock"):
        clock = judge_appeals(area, register)
    moments = moments_of(register, quarters)
    ground = Ground(measured.coverage, codes)
    states = []
    with stages.run("assess the units") as advance:
        for number, moment in enumerate(moments, start=1):
            states.append(_state(area, register, clock, moment, ground))
            advance(number / len(moments))
    assessed, levels = states[-1], levels_of(area)
    with stages.run("watch for alarms"):
        appeals = appeals_to_count(register, area.config.risk)
        warned = warn(area, appeals, until=moments[-1].day, levels=levels)
    with stages.run("measure dispatch"):
        dispatch = measure_dispatch(area, measured.network, area.config.response)
    running = warned.table[warned.table["state"] == "running"]
    return RiskView(
        moments=[moment.name for moment in moments],
        states=_with_alarms(_together(states, moments), warned, moments[-1]),
        thresholds=_thresholds(states, moments),
        indicators=_indicators(assessed),
        clock=_clock(area, register, clock, moments),
        resolution=resolution_table(register, area.levels),
        alarms=running.sort_values("rank"),
        method=_method(assessed, area),
        dispatch=dispatch,
    )


def moments_of(register: AppealsTable, quarters: int) -> list[Moment]:
    """
    List the last days of quarters before the register's last day, and that day.

    Quarters before the first appeal are left out.
    """
    last = np.datetime64(register.as_of, "D")
    month = last.astype("M8[M]")
    quarter = month - np.timedelta64(int(month.astype(int)) % MONTHS, "M")
    first = register.frame["reported_at"].min()
    found = []
    for back in range(quarters, 0, -1):
        begin = quarter - np.timedelta64(MONTHS * (back - 1), "M")
        day = begin.astype("M8[D]") - np.timedelta64(1, "D")
        if not pd.isna(first) and day >= np.datetime64(first, "D"):
            found.append(Moment(str(pd.Period(day, freq="Q")).replace("Q", "-Q"), day))
    return [*found, Moment(str(last), last)]


def _state(
    area: PlanningArea,
    register: AppealsTable,
    clock: Clock,
    moment: Moment,
    ground: Ground,
) -> Assessed:
    """Assess the units as they were on a day."""
    appeals = appeals_to_count(register, area.config.risk)
    if "open" in appeals:
        closed = register.frame["resolved_at"].to_numpy().astype("M8[D]")
        appeals["open"] |= closed > moment.day
    return assess_appeals(
        area,
        appeals.assign(overdue=overdue(register, clock.judged)),
        until=moment.day,
        ground=ground,
        levels=levels_of(area),
    )


def _together(states: Sequence[Assessed], moments: Sequence[Moment]) -> pd.DataFrame:
    """Put the tables of all moments into one."""
    tables = [
        risk_table(state.assessments).astype({"tier": "str"}).assign(moment=moment.name)
        for state, moment in zip(states, moments, strict=True)
    ]
    return pd.concat(tables, ignore_index=True)


def _with_alarms(states: pd.DataFrame, warned: Warned, last: Moment) -> pd.DataFrame:
    """Name the gravest running alarm of each unit, at the last moment."""
    named = pd.concat(
        {level.value: alarms for level, alarms in warned.by_level.items()},
        names=["level", "unit_id"],
    )
    alarms = states.join(named.rename("alarm"), on=["level", "unit_id"])["alarm"]
    return states.assign(alarm=alarms.where(states["moment"] == last.name, ""))


def _thresholds(states: Sequence[Assessed], moments: Sequence[Moment]) -> pd.DataFrame:
    rows = [
        (moment.name, of.level.value, of.thresholds.red, of.thresholds.yellow)
        for state, moment in zip(states, moments, strict=True)
        for of in state.assessments
    ]
    return pd.DataFrame(rows, columns=["moment", "level", "red", "yellow"])


def _indicators(assessed: Assessed) -> pd.DataFrame:
    """List what makes up the score, the weightiest first."""
    known = {
        m.indicator.name: (m.indicator, of.weights[m.indicator.name])
        for of in assessed.assessments
        for m in of.measures
    }
    rows = [
        (name, of.english, of.chinese, round(weight, 3))
        for name, (of, weight) in known.items()
        if weight > 0
    ]
    table = pd.DataFrame(rows, columns=["name", "english", "chinese", "weight"])
    return table.sort_values("weight", ascending=False, kind="stable")


def _clock(
    area: PlanningArea, register: AppealsTable, clock: Clock, moments: Sequence[Moment]
) -> pd.DataFrame:
    """Count how targets are kept: of each quarter's appeals, and last of all."""
    of_all = tally_units(register, clock.judged, area.levels)
    levels = list(area.levels)
    by_quarter = tally_periods(register, clock.judged, levels, period="quarter")
    columns = ["moment", "level", "unit_id", "class", "step", "limit", *STATES]
    if of_all.empty:
        return pd.DataFrame(columns=columns)
    named = by_quarter.rename(columns={"quarter": "moment"})
    parts = [named, of_all.assign(moment=moments[-1].name)]
    return pd.concat(parts, ignore_index=True)[columns]


def _method(assessed: Assessed, area: PlanningArea) -> dict[str, object]:
    """Name the windows, shares and draws that the page prints."""
    config = area.config.risk
    return {
        "first_day": str(assessed.window.first),
        "half_life_days": config.half_life_days,
        "window_days": config.window_days,
        "tiers": config.tiers.method,
        "red": config.tiers.red,
        "yellow": config.tiers.yellow,
        "draws": config.draws,
        "swing": config.weight_swing,
        "expected": config.enough.expected,
        "quiet_below": config.enough.quiet_below,
        "unresolved_after_days": config.unresolved_after_days,
        "prior": config.prior,
    }
