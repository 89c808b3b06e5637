"""From a planning area's folder to QR points with codes, in a run folder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from servicecircle.pipeline.qr_points import points_file, read_points, write_points
from servicecircle.pipeline.siting_run import begin, finish, read_ground
from servicecircle.qr.codes import give_codes, printed
from servicecircle.qr.codes.findings import code_findings
from servicecircle.qr.codes.give import ACTIVE
from servicecircle.qr.places import plan_points
from servicecircle.reports.in_chinese import in_chinese
from servicecircle.reports.run_folder import describe_inputs, write_csv
from servicecircle.tables.findings_csv import write_findings_csv

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    import geopandas as gpd

    from servicecircle.findings import Finding
    from servicecircle.pipeline.siting_run import Ground
    from servicecircle.progress import Show
    from servicecircle.qr.codes import Coded
    from servicecircle.reports.findings_words import Language

COMMAND = "qr plan"
CHANGES = "qr_changes.csv"


class PlannedCodes(NamedTuple):
    """Points with codes, what became of former ones, and what to look at."""

    coded: Coded
    findings: list[Finding]
    ground: Ground

    def __repr__(self) -> str:
        """Say what is planned, in one line."""
        from servicecircle.pipeline.qr_card import (  # noqa: PLC0415 - above this
            planned_line,
        )

        return planned_line(self)

    def _repr_html_(self) -> str:
        """Show points by kind, codes and a map in a notebook."""
        from servicecircle.pipeline.qr_card import (  # noqa: PLC0415 - above this
            planned_card,
        )

        return planned_card(self)


def qr_plan(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    former: PathLike[str] | str | None = None,
    language: Language = "en",
    show: Show | None = None,
) -> PlannedCodes:
    """
    Plan the QR points of a planning area and give them codes, into one run folder.

    Writes `qr_points.gpkg`, `qr_points.csv`, `qr_changes.csv` (what became of every
    code), `findings.csv` and `manifest.json`, all at once or not at all.

    Parameters
    ----------
    folder
        A planning area's folder.
    out
        The run folder.
    former
        The run folder, or its `qr_points.gpkg`, of the last plan: codes that were given
        are kept, and those whose points are gone are retired. Without it the plan that
        `out` already holds is the last one, so that no code is lost by planning again;
        else every code is new, which is right the first time only.
    language
        With ``zh``, `findings.csv` says everything in Chinese too.
    show
        Called with the name of each stage and the share of it that is done.

    Raises
    ------
    UnusableInputError
        If the former points cannot be used.
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = begin(folder, out, command=COMMAND, show=show)
    area, network = ground = read_ground(folder, stages)
    before, told = None, {}
    if former is None and points_file(out).is_file():
        former = out
    if former is not None:
        with stages.run("read the points"):
            before = read_points(former, crs=area.crs)
        file = points_file(former)
        told["former"] = describe_inputs(file.parent, [file.name])
    with stages.run("plan the points"):
        planned, found = plan_points(area, network)
    with stages.run("give the codes"):
        coded = give_codes(planned, before)
    findings = [*found, *code_findings(coded.changes)]
    finish(
        out,
        partial(_write, coded, findings, language),
        command=COMMAND,
        ground=ground,
        request={"former": former is not None},
        told=lambda: {"result": _told(coded, buildings=len(area.buildings))} | told,
        stages=stages,
    )
    return PlannedCodes(coded, findings, ground)


def _write(
    coded: Coded, findings: list[Finding], language: Language, run: Path
) -> None:
    """Write every file of the plan."""
    write_points(coded.points, run)
    changes = coded.changes.reset_index()
    changes = changes.assign(
        code=changes["code"].map(printed), moved_m=changes["moved_m"].round(2)
    )
    write_csv(changes, run / CHANGES)
    say = in_chinese if language == "zh" else None
    write_findings_csv(findings, run / "findings.csv", in_chinese=say)


def _told(coded: Coded, *, buildings: int) -> dict[str, Any]:
    """Count the points for the manifest."""
    live: gpd.GeoDataFrame = coded.points[coded.points["state"] == ACTIVE]
    counts = {
        name: live[name].value_counts().sort_index().to_dict()
        for name in ("kind", "why", "confidence")
    }
    return {
        "points": len(live),
        "buildings": buildings,
        "buildings_with_points": int(live["building_id"].nunique()),
        **counts,
        "codes": coded.changes["change"].value_counts().sort_index().to_dict(),
    }
