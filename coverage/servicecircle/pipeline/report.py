"""From finished run folders to a written report and a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from servicecircle import __version__
from servicecircle._validation import name_some
from servicecircle.errors import InputError
from servicecircle.pipeline.report_pictures import draw_pictures
from servicecircle.progress import Stages
from servicecircle.reports.comparison import compare_inputs
from servicecircle.reports.finished_run import FinishedRun, finished_run
from servicecircle.reports.provenance import provenance
from servicecircle.reports.run_folder import (
    check_out,
    describe_inputs,
    run_folder,
    write_manifest,
)
from servicecircle.reports.word import Runs, title_of, write_report
from servicecircle.reports.workbook import sheets_of, write_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from servicecircle.progress import Show
    from servicecircle.reports.findings_words import Language

COMMAND = "report"
DOCUMENT, WORKBOOK = "report.docx", "report.xlsx"
WRITERS = {
    "plan": ("plan", "reach"),
    "site": ("site",),
    "risk": ("risk",),
    "response": ("respond",),
}
"""Which commands write the folder that is asked for in each place."""
OPTIONS = {
    "plan": "RUN",
    "site": "--proposals",
    "risk": "--risk",
    "response": "--response",
}


def report(  # noqa: PLR0913 - the runs that a report can be made of
    run: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    proposals: PathLike[str] | str | None = None,
    risk: PathLike[str] | str | None = None,
    response: PathLike[str] | str | None = None,
    language: Language = "en",
    show: Show | None = None,
) -> Runs:
    """
    Write `report.docx` and `report.xlsx` from finished run folders.

    Parameters
    ----------
    run
        A folder of `plan` (or `reach`).
    out
        The folder to write: replaced as a whole when it is complete.
    proposals, risk, response
        Folders of `site`, `risk` and `respond`, made from the same inputs.
    language
        Of the report.
    show
        Called with the name of each stage and the share of it that is done.

    Raises
    ------
    InputError
        If a folder is not one of its command's, cannot be read, was changed by hand,
        or was made from other inputs than the first: it names them.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    check_out(Path(out), commands=(COMMAND,))
    stages = Stages(show)
    with stages.run("read the runs"):
        runs = Runs(
            _opened(run, "plan"),
            *(
                None if folder is None else _opened(folder, name)
                for name, folder in (
                    ("site", proposals),
                    ("risk", risk),
                    ("response", response),
                )
            ),
        )
        _check_alike(runs)
        _check_figures(runs.plan)
    with run_folder(Path(out), commands=(COMMAND,)) as folder:
        write_reports(runs, folder, language=language, stages=stages)
        write_manifest(folder, _manifest(runs, language, stages))
    return runs


def write_reports(
    runs: Runs, folder: Path, *, language: Language, stages: Stages
) -> None:
    """Write both files into a folder that is being filled."""
    with stages.run("write the report"):
        pictures = draw_pictures(runs, language=language)
        document = write_report(runs, pictures, language=language)
        (folder / DOCUMENT).write_bytes(document)
    with stages.run("write the workbook"):
        workbook = write_workbook(
            sheets_of(runs.listed, language=language),
            provenance(runs.listed, language=language),
            title=title_of(runs.plan, language=language),
            notice=runs.plan.manifest["parameters"]["area"].get("notice", ""),
            language=language,
        )
        (folder / WORKBOOK).write_bytes(workbook)


def report_on(
    folder: Path, manifest: Mapping[str, Any], *, language: Language, stages: Stages
) -> None:
    """Write both files into the run folder that they tell of, which is being filled."""
    runs = Runs(FinishedRun(folder, manifest))
    write_reports(runs, folder, language=language, stages=stages)


def _opened(folder: PathLike[str] | str, place: str) -> FinishedRun:
    """Open a run, and see that it is one of the commands that are wanted there."""
    opened = finished_run(folder)
    if opened.command not in WRITERS[place]:
        wanted = WRITERS[place][0]
        msg = (
            f"{opened.folder} was written by `servicecircle {opened.command}`, and "
            f"{OPTIONS[place]} takes a folder of `servicecircle {wanted}`. Name such a "
            "folder."
        )
        raise InputError(msg)
    return opened


def _check_alike(runs: Runs) -> None:
    """Refuse runs of other inputs than the first one's."""
    first = runs.plan
    for other in runs.listed[1:]:
        differ = compare_inputs(first.manifest, other.manifest)["file"].tolist()
        if differ:
            msg = (
                f"{other.folder} was made from other inputs than {first.folder}: "
                f"{name_some(differ)}. Run `servicecircle {other.command}` or "
                "`servicecircle plan` again."
            )
            raise InputError(msg)


def _check_figures(run: FinishedRun) -> None:
    """Refuse a table that says something else than the manifest beside it."""
    honest = run.table("honesty")
    for service, figures in run.manifest["figures"].items():
        mine = honest[honest["service"] == service]
        widest = mine[mine["level"] == mine["level"].iloc[0]] if len(mine) else mine
        if widest["overstated_residents"].sum() != figures["overstated_residents"]:
            msg = (
                f"{run.folder / 'honesty.csv'} is not what the manifest beside it "
                "says: it was changed. Run `servicecircle plan` again."
            )
            raise InputError(msg)


def _manifest(runs: Runs, language: Language, stages: Stages) -> dict[str, Any]:
    first = runs.plan.manifest
    tables = {
        place: describe_inputs(run.folder, ["manifest.json"])[0]["sha256"]
        for place, run in zip(WRITERS, runs, strict=True)
        if run is not None
    }
    return {
        "servicecircle": __version__,
        "command": COMMAND,
        "status": "done",
        "area": {"name": first["area"]["name"], "crs": first["area"].get("crs", "")},
        "request": {"language": language},
        "runs": tables,
        "inputs": list(first.get("inputs", [])),
        "attribution": list(first.get("attribution", [])),
        "timings": [stage._asdict() for stage in stages.done],
    }
