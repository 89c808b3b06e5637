"""From a planning area's folder to its clock, its dispatch reach and other circles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle.pipeline.placed_appeals import placed_appeals, scan_keys
from servicecircle.pipeline.qr_points import points_file
from servicecircle.pipeline.response_clock import judge_appeals
from servicecircle.pipeline.siting_run import begin, finish, read_ground, write_left_out
from servicecircle.reports.response_files import response_layers, write_response
from servicecircle.reports.run_folder import describe_inputs
from servicecircle.response.circle_tables import circle_reach, circle_table
from servicecircle.response.circles import read_circle
from servicecircle.response.clock import State
from servicecircle.response.dispatch import measure_dispatch
from servicecircle.response.dispatch_tables import dispatch_table
from servicecircle.response.escalations import escalations
from servicecircle.response.orders import ALL, REACH, STATES, orders_table
from servicecircle.response.resolution import resolution_table
from servicecircle.response.tallies import (
    not_computable,
    tally_periods,
    tally_units,
)
from servicecircle.tables import silence

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from servicecircle.appeals import AppealsTable
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.pipeline.response_clock import Clock
    from servicecircle.pipeline.siting_run import Ground
    from servicecircle.progress import Show
    from servicecircle.response.dispatch import Dispatch

COMMAND = "respond"


class Responded(NamedTuple):
    """Every table of the run by file name, and what was found."""

    area: PlanningArea
    tables: dict[str, pd.DataFrame]
    findings: list[Finding]

    def __repr__(self) -> str:
        """Say what was judged, in one line."""
        from servicecircle.pipeline.response_card import (  # noqa: PLC0415 - above this
            responded_line,
        )

        return responded_line(self)

    def _repr_html_(self) -> str:
        """Show targets met and residents reached in a notebook."""
        from servicecircle.pipeline.response_card import (  # noqa: PLC0415 - above this
            responded_card,
        )

        return responded_card(self)


def respond(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    points: PathLike[str] | str | None = None,
    keys: PathLike[str] | str | None = None,
    show: Show | None = None,
) -> Responded:
    """
    Judge how soon appeals are answered and who gets there, into one run folder.

    Writes the tables of docs/response.md, `response.gpkg`, `findings.csv` and
    `manifest.json`, all at once or not at all.

    Parameters
    ----------
    folder
        A planning area's folder, with `[appeals]` and `[response]` in `area.toml`.
    out
        The run folder.
    points, keys
        QR points and a file of keys: appeals that came by a code stand where it hangs.
    show
        Shows the stages of the work.

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
    area, network = ground = read_ground(folder, stages)
    with stages.run("read the appeals"):
        appeals = placed_appeals(area, points=points, keys=scan_keys(points, keys))
    with stages.run("judge the clock"):
        clock = judge_appeals(area, appeals)
    with stages.run("count the clock"):
        tables = _clock(area, appeals, clock)
    told = _told(appeals, clock, tables["resolution.csv"])
    with stages.run("measure dispatch"):
        measured = measure_dispatch(area, network, area.config.response)
        tables |= _dispatch(area, measured)
        layers, styles = response_layers(area, measured, tables)
    with stages.run("measure the other circles"):
        tables |= _circles(ground)
    orders = area.config.response.orders
    if orders is not None:
        with stages.run("judge the orders"):
            reach = tables["dispatch_reach.csv"]
            tables["orders.csv"] = orders_table(area, orders, reach, now=clock.now)
        told["orders"] = _orders_told(area, tables["orders.csv"])
    known = silence([*appeals.problems, *clock.findings], area.config.checks.silence)
    if points is not None:
        file = points_file(points)
        told["points"] = describe_inputs(file.parent, [file.name])
    done = Responded(area, tables, [found for found in known if not found.silenced])
    finish(
        out,
        partial(_write, done, layers, styles),
        command=COMMAND,
        ground=ground,
        request={},
        told=lambda: {"result": told | {"troubles": dict(appeals.counts)}},
        stages=stages,
    )
    return done


def _clock(
    area: PlanningArea, appeals: AppealsTable, clock: Clock
) -> dict[str, pd.DataFrame]:
    levels = list(area.levels)
    wider = [level for level in levels if level is not area.finest] or levels
    judged = clock.judged
    return {
        "response.csv": tally_units(appeals, judged, area.levels),
        "response_months.csv": tally_periods(appeals, judged, wider, period="month"),
        "response_quarters.csv": tally_periods(
            appeals, judged, levels, period="quarter"
        ),
        "not_computable.csv": not_computable(judged),
        "escalations.csv": escalations(appeals, judged, levels, now=clock.now),
        "resolution.csv": resolution_table(appeals, area.levels),
    }


def _told(
    appeals: AppealsTable, clock: Clock, resolution: pd.DataFrame
) -> dict[str, Any]:
    """Sum the run for the manifest."""
    whole = resolution.iloc[0]
    return {
        "as_of": appeals.as_of.isoformat(),
        "judged_at": str(clock.now),
        "calendar": None if clock.calendar is None else clock.calendar.source,
        "received": int(whole["received"]),
        "resolved": int(whole["resolved"]),
        "targets": [
            {
                "classes": one.target.classes,
                "step": one.target.step,
                "since": one.since,
                "limit": one.target.limit,
                "limit_zh": one.target.limit_in_chinese,
                "appeals": len(one.row),
                **{
                    state.name.lower(): int((one.state == state).sum())
                    for state in State
                },
            }
            for one in clock.judged
        ],
    }


def _orders_told(area: PlanningArea, orders: pd.DataFrame) -> dict[str, Any]:
    """Sum the widest units' orders, beside the shares within reach where it is one."""
    whole = orders[(orders["by"] == ALL) & (orders["level"] == area.widest.value)]
    counts = {name: int(whole[name].sum()) for name in ("orders", *STATES)}
    if not len(whole) == len(area.units(area.widest)) == 1:
        return {**counts, "reach": {}}
    shares = whole.iloc[0].reindex([f"{REACH}{m}" for m in area.config.response.modes])
    named = {str(key): float(share) for key, share in shares.dropna().items()}
    reach = {key.removeprefix(REACH): round(share, 4) for key, share in named.items()}
    return {**counts, "reach": reach}


def _dispatch(area: PlanningArea, measured: Dispatch) -> dict[str, pd.DataFrame]:
    return {
        "dispatch_reach.csv": dispatch_table(measured, area),
        "nearest_responders.csv": measured.nearest,
    }


def _circles(ground: Ground) -> dict[str, pd.DataFrame]:
    """Count the other circles, and measure who walks to them."""
    area, network = ground
    sections = area.config.response.circles
    circles = [read_circle(area, key, section) for key, section in sections.items()]
    if not circles:
        return {}
    tables = {"circles.csv": circle_table(circles, area)}
    reach = circle_reach(circles, area, network)
    return tables if reach is None else tables | {"circle_reach.csv": reach}


def _write(
    done: Responded,
    layers: dict[str, gpd.GeoDataFrame],
    styles: dict[str, str],
    run: Path,
) -> None:
    """Write every file of the run."""
    write_response(run, done.tables, layers, styles)
    write_left_out(done.findings, run)
