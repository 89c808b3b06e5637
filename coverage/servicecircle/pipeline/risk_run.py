"""From a planning area's folder to the risk of its units."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle._validation import suggest
from servicecircle.appeals import Said, read_appeals
from servicecircle.errors import ConfigError
from servicecircle.pipeline.measured import measure_walks
from servicecircle.pipeline.siting_run import begin, finish, read_ground, write_left_out
from servicecircle.reach.coverage_table import coverage_table
from servicecircle.reports.risk_files import write_risk
from servicecircle.risk import Tier, assess, count_appeals, window_of
from servicecircle.risk.method import method_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from pathlib import Path

    from servicecircle.appeals import AppealsTable
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.risk_config import RiskSection
    from servicecircle.findings import Finding
    from servicecircle.progress import Show
    from servicecircle.risk import Assessment
    from servicecircle.vocabulary import Level

COMMAND = "risk"


def risk(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    show: Show | None = None,
) -> list[Assessment]:
    """
    Assess the risk of every unit, and write it into one run folder.

    Writes `risk.csv` (one row a unit), `risk_indicators.csv`, `risk_method.csv`,
    `risk_weights.csv` (for ``servicecircle site --weights``), `risk.gpkg`,
    `findings.csv` and `manifest.json`, all at once or not at all.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is, or no register of appeals is named.
    MissingDependencyError
        If the libraries of the extra ``risk`` are not installed.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    area, network = ground = read_ground(folder, stages)
    with stages.run("read the appeals"):
        register = read_appeals(area)
    with stages.run("measure the walks"):
        reach = measure_walks(area, network)
        coverage = coverage_table(reach, area.buildings, area.levels)
    config = area.config.risk
    with stages.run("assess the units"):
        appeals = appeals_to_count(register, config)
        window = window_of(
            appeals["reported_at"],
            until=np.datetime64(register.as_of),
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
        found = [
            assess(area, level, counts, window, coverage=coverage)
            for level in levels_of(area)
        ]
    _check_weights(config, found)
    told = {
        "appeals": int(counts.table["appeals"].sum()),
        "appeals_outside_units": counts.outside,
        "appeals_later": counts.later,
        "appeals_without_time": int(appeals["reported_at"].isna().sum()),
    }
    finish(
        out,
        partial(
            _write, found, area, method_table(found, window, config), register.problems
        ),
        command=COMMAND,
        ground=ground,
        request={},
        told=lambda: {"counts": told, "result": _told(found)},
        stages=stages,
    )
    return found


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


def _write(
    found: Sequence[Assessment],
    area: PlanningArea,
    method: pd.DataFrame,
    problems: Sequence[Finding],
    run: Path,
) -> None:
    """Write every file of the run."""
    write_risk(run, found, area.levels, method)
    write_left_out([*area.findings, *problems], run)


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
