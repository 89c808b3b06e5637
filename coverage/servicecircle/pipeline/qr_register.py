"""From registers filled in in the field to coverage and what is due."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle import __version__
from servicecircle.area.read import read_area
from servicecircle.crs import label
from servicecircle.pipeline.qr_points import points_file, read_points
from servicecircle.pipeline.qr_register_files import write_register
from servicecircle.pipeline.siting_run import begin
from servicecircle.qr.register import (
    Register,
    coverage,
    due,
    merge,
    read_events,
    register_findings,
)
from servicecircle.reports.in_chinese import in_chinese
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.run_folder import (
    describe_inputs,
    run_folder,
    write_manifest,
)
from servicecircle.tables.findings_csv import write_findings_csv

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from os import PathLike

    import geopandas as gpd

    from servicecircle.findings import Finding
    from servicecircle.progress import Show

COMMAND = "qr register"


class Kept(NamedTuple):
    """The register as it was written."""

    register: Register
    not_filled: int
    coverage: pd.DataFrame
    due: pd.DataFrame
    findings: list[Finding]
    points: gpd.GeoDataFrame


def qr_register(  # noqa: PLR0913 - what is read, and what is asked
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    registers: Sequence[PathLike[str] | str],
    *,
    points: PathLike[str] | str,
    on: dt.date | None = None,
    within_days: int | None = None,
    language: str = "en",
    show: Show | None = None,
) -> Kept:
    """
    Merge registers, and write coverage and what is due into one run folder.

    Writes `qr_register.csv` (every row of every file, and what became of it),
    `qr_plates.csv` and `.gpkg`, `qr_coverage.csv` and `.xlsx`, `qr_due.csv`,
    `qr_due.xlsx` (this week's, a form), `findings.csv` and `manifest.json`, all at once
    or not at all.

    Parameters
    ----------
    folder
        A planning area's folder.
    out
        The run folder.
    registers
        .csv or .xlsx files, the older first; `qr_register.csv` of an earlier run too.
    points
        The run folder of `servicecircle qr plan`, or its `qr_points.gpkg`.
    on
        The day asked about; without it the last one of the registers.
    within_days
        How many days a damage may wait; without it as `[qr.upkeep]` says.
    language
        Of the workbooks: ``en`` or ``zh``.

    Raises
    ------
    UnusableInputError
        If the points cannot be used.
    ConfigError, InputError, AreaError, CrsError
        If the folder or a register cannot be used as it is.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    with stages.run("read the area"):
        area = read_area(folder)
    files = [Path(name) for name in registers]
    with stages.run("read the registers"):
        known = read_points(points, crs=area.crs)
        rules = area.config.qr
        hosts = {host.lower() for host in (rules.host, *rules.former_hosts) if host}
        read = read_events(files, hosts=hosts)
    day = pd.Timestamp(on) if on is not None else read.events["date"].max()
    if pd.isna(day):
        day = pd.Timestamp(area.config.area.planning_date or "1970-01-01")
    upkeep = rules.upkeep
    if within_days is not None:
        upkeep = upkeep.model_copy(update={"mend_days": within_days})
    with stages.run("merge the registers"):
        register = merge(read.events, pd.Index(known["code"]), on=day)
        states = dict(zip(known["code"], known["state"], strict=True))
        units = [level.id_column for level in area.levels]
        kept = Kept(
            register,
            read.not_filled,
            coverage(known, register.plates, area.buildings, list(area.levels)),
            due(known, register.plates, on=day, units=units, upkeep=upkeep),
            [*read.findings, *register_findings(register.events, states=states)],
            known,
        )
    with run_folder(Path(out), commands=(COMMAND,)) as run:
        with stages.run("write the folder"):
            write_register(kept, area, run, language=language)
            say = in_chinese if language == "zh" else None
            write_findings_csv(kept.findings, run / "findings.csv", in_chinese=say)
            repeat_notice(run, area.config.area.notice)
        content = {
            "servicecircle": __version__,
            "command": COMMAND,
            "status": "done",
            "area": {"name": area.name, "crs": label(area.crs)},
            "request": {
                "on": day.date().isoformat(),
                "language": language,
                **upkeep.model_dump(mode="json"),
            },
            "inputs": [
                part
                for file in [points_file(points), *files]
                for part in describe_inputs(file.parent, [file.name])
            ],
            "result": _told(kept, buildings=len(area.buildings)),
            "timings": [stage._asdict() for stage in stages.done],
        }
        write_manifest(run, content)
    return kept


def _told(kept: Kept, *, buildings: int) -> dict[str, object]:
    """Sum the register for the manifest."""
    top = kept.coverage[kept.coverage["level"] == kept.coverage["level"].iloc[0]]
    this_week = kept.due[kept.due["this_week"]]
    return {
        "rows": len(kept.register.events),
        "not_filled_in": kept.not_filled,
        "standing": kept.register.events["standing"].value_counts().to_dict(),
        "plates": kept.register.plates["plate"].value_counts().to_dict(),
        "buildings": buildings,
        "with_live_code": int(top["with_live_code"].sum()),
        "due_this_week": len(this_week),
        "tasks_this_week": this_week["task"].value_counts().sort_index().to_dict(),
        "overdue": int(kept.due["overdue"].sum()),
    }
