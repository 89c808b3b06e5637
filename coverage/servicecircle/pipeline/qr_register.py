"""From registers filled in in the field to coverage and what is due."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle import __version__
from servicecircle.area.read import read_area
from servicecircle.crs import label
from servicecircle.pipeline.qr_points import read_points
from servicecircle.pipeline.siting_run import begin, write_left_out
from servicecircle.qr.register import Register, coverage, due, merge, read_events
from servicecircle.qr.register.due import DAYS
from servicecircle.qr.register.merge import register_findings
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.run_folder import (
    describe_inputs,
    run_folder,
    write_csv,
    write_manifest,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from os import PathLike

    from servicecircle.findings import Finding
    from servicecircle.progress import Show

COMMAND = "qr register"


class Kept(NamedTuple):
    """The register as it was written."""

    register: Register
    coverage: pd.DataFrame
    due: pd.DataFrame
    findings: list[Finding]


def qr_register(  # noqa: PLR0913 - what is read, and what is asked
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    registers: Sequence[PathLike[str] | str],
    *,
    points: PathLike[str] | str,
    on: dt.date | None = None,
    within_days: int = DAYS,
    show: Show | None = None,
) -> Kept:
    """
    Merge registers, and write coverage and what is due into one run folder.

    Writes `qr_register.csv` (every row of every file, and what became of it),
    `qr_plates.csv`, `qr_coverage.csv`, `qr_due.csv`, `findings.csv` and
    `manifest.json`, all at once or not at all.

    Parameters
    ----------
    folder
        A planning area's folder.
    out
        The run folder.
    registers
        .csv or .xlsx files, the older first; `qr_register.csv` of an earlier run too.
    points
        `qr_points.gpkg` with the codes.
    on
        The day asked about; without it the last one of the registers.
    within_days
        How many days a damage may wait.

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
        events = read_events(files)
    day = pd.Timestamp(on) if on is not None else events["date"].max()
    if pd.isna(day):
        day = pd.Timestamp(area.config.area.planning_date or "1970-01-01")
    with stages.run("merge the registers"):
        register = merge(events, pd.Index(known["code"]), on=day)
        units = [level.id_column for level in area.levels]
        covered = coverage(known, register.plates, area.buildings, list(area.levels))
        tasks = due(
            known, register.plates, on=day, units=units, within_days=within_days
        )
        kept = Kept(register, covered, tasks, register_findings(register.events))
    with run_folder(Path(out), commands=(COMMAND,)) as run:
        with stages.run("write the folder"):
            _write(kept, run)
            repeat_notice(run, area.config.area.notice)
        content = {
            "servicecircle": __version__,
            "command": COMMAND,
            "status": "done",
            "area": {"name": area.name, "crs": label(area.crs)},
            "request": {"on": day.date().isoformat(), "within_days": within_days},
            "inputs": [
                part
                for file in [Path(points), *files]
                for part in describe_inputs(file.parent, [file.name])
            ],
            "result": _told(kept, buildings=len(area.buildings)),
            "timings": [stage._asdict() for stage in stages.done],
        }
        write_manifest(run, content)
    return kept


def _write(kept: Kept, run: Path) -> None:
    """Write every file of the register."""
    events = kept.register.events
    read = events.assign(
        event=events["event"].fillna(events["event_text"]),
        date=events["date"].dt.strftime("%Y-%m-%d").fillna(events["date_text"]),
    )
    kept_columns = ["file", "row", "code", "event", "date", "note", "standing"]
    write_csv(read[kept_columns], run / "qr_register.csv")
    write_csv(kept.register.plates.reset_index(), run / "qr_plates.csv")
    write_csv(kept.coverage, run / "qr_coverage.csv")
    write_csv(kept.due, run / "qr_due.csv")
    write_left_out(kept.findings, run)


def _told(kept: Kept, *, buildings: int) -> dict[str, object]:
    """Sum the register for the manifest."""
    top = kept.coverage[kept.coverage["level"] == kept.coverage["level"].iloc[0]]
    return {
        "rows": len(kept.register.events),
        "standing": kept.register.events["standing"].value_counts().to_dict(),
        "plates": kept.register.plates["plate"].value_counts().to_dict(),
        "buildings": buildings,
        "with_live_code": int(top["with_live_code"].sum()),
        "due_this_week": int(kept.due["this_week"].sum()),
        "overdue": int(kept.due["overdue"].sum()),
    }
