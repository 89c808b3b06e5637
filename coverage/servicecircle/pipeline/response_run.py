"""From a planning area's folder to its clock, its dispatch reach and other circles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle.appeals import read_appeals
from servicecircle.pipeline.siting_run import begin, finish, read_ground, write_left_out
from servicecircle.reports.run_folder import write_csv
from servicecircle.response.clock import judge, moment_of
from servicecircle.response.dispatch import measure_dispatch
from servicecircle.response.dispatch_tables import dispatch_table
from servicecircle.response.escalations import escalations
from servicecircle.response.resolution import resolution_table
from servicecircle.response.tallies import (
    not_computable,
    tally_periods,
    tally_units,
)
from servicecircle.response.working_days import from_file, official

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    import pandas as pd

    from servicecircle.appeals import AppealsTable
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.pipeline.siting_run import Ground
    from servicecircle.progress import Show, Stages
    from servicecircle.response.working_days import WorkingDays

COMMAND = "respond"


class Responded(NamedTuple):
    """Every table of the run by file name, and what was found."""

    tables: dict[str, pd.DataFrame]
    findings: list[Finding]


def respond(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    show: Show | None = None,
) -> Responded:
    """
    Judge how soon appeals are answered and who gets there, into one run folder.

    Raises
    ------
    UnusableInputError
        If the register, the calendar or another table cannot be used.
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    ground = read_ground(folder, stages)
    with stages.run("read the appeals"):
        appeals = read_appeals(ground.area)
    tables, told = _clock(ground.area, appeals, stages)
    with stages.run("measure dispatch"):
        tables |= _dispatch(ground)
    done = Responded(tables, [*appeals.problems])
    finish(
        out,
        partial(_write, done),
        command=COMMAND,
        ground=ground,
        request={},
        told=lambda: {"result": told | {"troubles": dict(appeals.counts)}},
        stages=stages,
    )
    return done


def _clock(
    area: PlanningArea, appeals: AppealsTable, stages: Stages
) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    section = area.config.response
    now = moment_of(appeals)
    with stages.run("judge the clock"):
        calendar = _calendar(area, appeals)
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
    levels = list(area.levels)
    wider = [level for level in levels if level is not area.finest] or levels
    with stages.run("count the clock"):
        tables = {
            "response.csv": tally_units(appeals, judged, area.levels),
            "response_months.csv": tally_periods(
                appeals, judged, wider, period="month"
            ),
            "response_quarters.csv": tally_periods(
                appeals, judged, levels, period="quarter"
            ),
            "not_computable.csv": not_computable(judged),
            "escalations.csv": escalations(appeals, judged, levels, now=now),
            "resolution.csv": resolution_table(appeals, area.levels),
        }
    whole = tables["resolution.csv"].iloc[0]
    told = {
        "appeals": len(appeals.frame),
        "as_of": appeals.as_of.isoformat(),
        "judged_at": str(now),
        "calendar": None if calendar is None else calendar.source,
        "received": int(whole["received"]),
        "resolved": int(whole["resolved"]),
    }
    return tables, told


def _calendar(area: PlanningArea, appeals: AppealsTable) -> WorkingDays | None:
    """Read the calendar where a target counts working days."""
    section = area.config.response
    if all(target.working_days is None for target in section.targets):
        return None
    if section.holidays is not None:
        return from_file(area.folder / section.holidays)
    first = appeals.frame["reported_at"].min()
    return official(range(first.year, appeals.as_of.year + 2))


def _dispatch(ground: Ground) -> dict[str, pd.DataFrame]:
    area, network = ground
    measured = measure_dispatch(area, network, area.config.response)
    names = area.stations["name"]
    nearest = measured.nearest.assign(
        station_name=measured.nearest["station_id"].map(names)
    )
    return {
        "dispatch_reach.csv": dispatch_table(measured, area.buildings, area.levels),
        "nearest_responders.csv": nearest,
    }


def _write(done: Responded, run: Path) -> None:
    """Write every file of the run."""
    for name, table in done.tables.items():
        write_csv(table, run / name)
    write_left_out(done.findings, run)
