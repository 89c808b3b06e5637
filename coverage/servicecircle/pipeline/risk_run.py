"""From a planning area's folder to the risk of its units."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from servicecircle._optional import require
from servicecircle._validation import suggest
from servicecircle.appeals import Said
from servicecircle.errors import ConfigError
from servicecircle.pipeline.measured import measure_walks
from servicecircle.pipeline.placed_appeals import placed_appeals, scan_keys
from servicecircle.pipeline.qr_points import read_points
from servicecircle.pipeline.response_clock import judge_appeals
from servicecircle.pipeline.siting_run import begin, finish, read_ground, write_left_out
from servicecircle.pipeline.warning_run import alarm_layer, alarms_told, warn
from servicecircle.reach.coverage_table import coverage_table
from servicecircle.reports.risk_files import write_risk
from servicecircle.response.overdue import overdue
from servicecircle.risk import Ground as OnTheGround
from servicecircle.risk import Tier, assess, count_appeals, window_of
from servicecircle.risk.method import method_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from pathlib import Path

    from numpy.typing import NDArray

    from servicecircle.appeals import AppealsTable
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.risk_config import RiskSection
    from servicecircle.findings import Finding
    from servicecircle.pipeline.warning_run import Warned
    from servicecircle.progress import Show
    from servicecircle.risk import Assessment
    from servicecircle.risk.counts import Counts
    from servicecircle.risk.decay import Window
    from servicecircle.vocabulary import Level

COMMAND = "risk"


class Assessed(NamedTuple):
    """The risk of units of several levels, and what it rests on."""

    area: PlanningArea
    assessments: list[Assessment]
    """Of each level, the widest first."""
    window: Window
    counts: Counts
    method: pd.DataFrame

    def __repr__(self) -> str:
        """Say what is assessed, in one line."""
        from servicecircle.pipeline.risk_card import (  # noqa: PLC0415 - above this
            assessed_line,
        )

        return assessed_line(self)

    def _repr_html_(self) -> str:
        """Show tiers, the units that need attention first and a map in a notebook."""
        from servicecircle.pipeline.risk_card import (  # noqa: PLC0415 - above this
            assessed_card,
        )

        return assessed_card(self)


def assess_risk(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    points: PathLike[str] | str | None = None,
    keys: Path | None = None,
    show: Show | None = None,
) -> Assessed:
    """
    Assess the risk of every unit, and write it into one run folder.

    Writes `risk.csv` (one row a unit), `risk_indicators.csv`, `risk_method.csv`,
    `risk_weights.csv` (for ``servicecircle site --weights``), `alarms.csv`,
    `risk.gpkg`, `findings.csv` and `manifest.json`, all at once or not at all.

    Parameters
    ----------
    folder
        The planning area's folder; `[appeals]` of its `area.toml` names the register.
    out
        The run folder.
    points, keys
        QR points and what signs them: appeals that came by a code stand where it
        hangs, and the way to the nearest code is told.
    show
        Shows the stages.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is, or no register of appeals is named.
    MissingDependencyError
        If the libraries of the extra ``risk`` are not installed.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    require("esda", extra="risk")
    stages = begin(folder, out, command=COMMAND, show=show)
    area, network = ground = read_ground(folder, stages)
    with stages.run("read the appeals"):
        register = placed_appeals(area, points=points, keys=scan_keys(points, keys))
        codes = None if points is None else hanging_codes(points, area)
    with stages.run("judge the clock"):
        clock = judge_appeals(area, register)
        late = overdue(register, clock.judged)
    with stages.run("measure the walks"):
        reach = measure_walks(area, network)
        coverage = coverage_table(reach, area.buildings, area.levels)
    with stages.run("assess the units"):
        appeals = appeals_to_count(register, area.config.risk).assign(overdue=late)
        found = assess_appeals(
            area,
            appeals,
            until=np.datetime64(register.as_of),
            ground=OnTheGround(coverage, codes),
            levels=levels_of(area),
        )
    with stages.run("watch for alarms"):
        warned = warn(
            area,
            appeals,
            until=np.datetime64(register.as_of),
            levels=[assessment.level for assessment in found.assessments],
        )
    told = {
        "appeals": int(found.counts.table["appeals"].sum()),
        "appeals_outside_units": found.counts.outside,
        "appeals_later": found.counts.later,
        "appeals_without_time": int(appeals["reported_at"].isna().sum()),
    }
    findings = [*area.findings, *register.problems, *clock.findings]
    finish(
        out,
        partial(_write, found, warned, area, findings),
        command=COMMAND,
        ground=ground,
        request={"points": None if points is None else str(points)},
        told=lambda: {
            "counts": told,
            "result": _told(found.assessments),
            "alarms": alarms_told(warned),
        },
        stages=stages,
    )
    return found


def assess_appeals(
    area: PlanningArea,
    appeals: pd.DataFrame,
    *,
    until: np.datetime64 | None,
    ground: OnTheGround,
    levels: Sequence[Level],
) -> Assessed:
    """
    Assess units from appeals at hand.

    Parameters
    ----------
    area
        The planning area, with the settings.
    appeals
        As `count_appeals` takes them.
    until
        The day whose state is assessed; that of the latest appeal where None.
    ground
        What was measured of walks and codes.
    levels
        What to assess, the widest first.

    Raises
    ------
    ConfigError
        If a weight is given for an indicator that the data do not give.
    """
    config = area.config.risk
    window = window_of(
        appeals["reported_at"],
        until=until,
        window_days=config.window_days,
        half_life_days=config.half_life_days,
    )
    counts = count_appeals(
        appeals,
        area.units(area.finest).index,
        window,
        channels=config.effort.channels,
        unresolved_after_days=config.unresolved_after_days,
    )
    found = [assess(area, level, counts, window, ground=ground) for level in levels]
    _check_weights(config, found)
    return Assessed(area, found, window, counts, method_table(found, window, config))


def levels_of(area: PlanningArea) -> list[Level]:
    """Give the levels to assess, the widest first: those asked for that are there."""
    asked = [level for level in area.levels if level in area.config.risk.levels]
    return asked or [area.finest]


def appeals_to_count(register: AppealsTable, config: RiskSection) -> pd.DataFrame:
    """Take from the register what risk counts: when, where, how, and how it ended."""
    frame = register.frame
    columns: dict[str, Any] = {
        "unit_id": frame[register.finest.id_column],
        "reported_at": frame["reported_at"],
        "channel": frame["channel"],
        "category": frame["category"],
        "repeat": frame["repeat"],
        "collective": frame["collective"],
    }
    if "resolved_at" in register.stated:
        # A time that cannot be read tells that it is resolved, and not when.
        columns["open"] = frame["resolved_said"] == int(Said.NOTHING)
    if "satisfaction" in register.stated:
        unhappy = frame["satisfaction"].isin(config.dissatisfied).astype("boolean")
        columns["dissatisfied"] = unhappy.mask(frame["satisfaction"].isna())
    return pd.DataFrame(columns)


def _check_weights(config: RiskSection, found: Sequence[Assessment]) -> None:
    """Refuse a weight for an indicator that no level has."""
    known = {m.indicator.name for a in found for m in a.measures}
    known |= {m.indicator.base for a in found for m in a.measures} - {""}
    for name, weight in config.weights.items():
        if name not in known and weight > 0:
            msg = f"[risk.weights] names {name!r}, which these data do not give. "
            raise ConfigError(msg + suggest(name, sorted(known)))


def hanging_codes(
    points: PathLike[str] | str, area: PlanningArea
) -> NDArray[np.object_]:
    """Take the places where codes hang today."""
    known = read_points(points, crs=area.crs)
    active = known[known["state"] != "retired"]
    return np.array(active.geometry.array, dtype=object)


def _write(
    found: Assessed,
    warned: Warned,
    area: PlanningArea,
    findings: Sequence[Finding],
    run: Path,
) -> None:
    """Write every file of the run."""
    assessments = [
        replace(one, units=one.units.assign(alarm=warned.by_level[one.level]))
        for one in found.assessments
    ]
    method = pd.concat([found.method, warned.method], ignore_index=True)
    alarms = alarm_layer(warned, area)
    write_risk(run, assessments, area.levels, method, alarms=alarms)
    write_left_out(findings, run)


def _told(found: Sequence[Assessment]) -> dict[str, Any]:
    """Count tiers and hot spots by level, for the manifest."""
    told = {}
    for assessment in found:
        units = assessment.units
        tiers = units["tier"].value_counts()
        told[assessment.level.value] = {
            "units": len(units),
            "tiers": {tier.value: int(tiers.get(tier, 0)) for tier in Tier},
            "hot_spots": int(units["hot_spot"].sum()),
            "hot_clusters": int((units["cluster"] == "hot").sum()),
            "threshold_red": _finite(assessment.thresholds.red),
            "threshold_yellow": _finite(assessment.thresholds.yellow),
        }
    return told


def _finite(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None
