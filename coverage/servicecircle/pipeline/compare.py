"""What changed between two finished runs, written into a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pyogrio

from servicecircle import __version__
from servicecircle.errors import InputError
from servicecircle.progress import Stages
from servicecircle.reports.comparison import (
    Comparison,
    compare_answers,
    compare_coverage,
    compare_inputs,
    compare_parameters,
    compare_stations,
    sentences,
)
from servicecircle.reports.finished_run import finished_run
from servicecircle.reports.run_folder import (
    check_out,
    run_folder,
    write_csv,
    write_manifest,
)
from servicecircle.reports.workbook.sheets import made_sheet
from servicecircle.reports.workbook.write import write_workbook
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    import geopandas as gpd

    from servicecircle.progress import Show
    from servicecircle.reports.findings_words import Language
    from servicecircle.reports.finished_run import FinishedRun

COMMAND = "compare"
MEASURED = ("plan", "reach")
"""Whose folders can be compared."""
LAYERS, ANSWERS = "reach.gpkg", "reach.parquet"
SHEETS: dict[Language, dict[str, str]] = {
    "en": {
        "compare": "Coverage",
        "compare_answers": "Answers",
        "compare_stations": "Stations",
        "compare_inputs": "Inputs",
        "compare_parameters": "Parameters",
        "compare_buildings": "Buildings",
        "title": "What changed",
        "before": "Before",
        "after": "After",
        "said": "What changed",
    },
    "zh": {
        "compare": "覆盖变化",
        "compare_answers": "结果变化",
        "compare_stations": "站点变化",
        "compare_inputs": "输入变化",
        "compare_parameters": "参数变化",
        "compare_buildings": "楼栋变化",
        "title": "两次成果的变化",
        "before": "此前",
        "after": "此后",
        "said": "变化",
    },
}


class Compared(NamedTuple):
    """The tables of a comparison, and what they come to in sentences."""

    found: Comparison
    said: list[str]


def compare(
    before: PathLike[str] | str,
    after: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    language: Language = "en",
    show: Show | None = None,
) -> Compared:
    """
    Explain what changed between two runs of `plan`.

    Writes `compare.csv` (coverage by level, unit and service), `compare_answers.csv`,
    `compare_buildings.csv`, `compare_stations.csv`, `compare_inputs.csv`,
    `compare_parameters.csv`, `compare.xlsx` with all of them, and `manifest.json`
    with the sentences.

    Parameters
    ----------
    before, after
        Folders of `plan` (or `reach`) of the same area.
    out
        The folder to write: replaced as a whole when it is complete.
    language
        Of the sentences and the workbook.
    show
        Called with the name of each stage and the share of it that is done.

    Raises
    ------
    InputError
        If a folder is of another command, the areas differ, or a file of a run cannot
        be read.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    check_out(Path(out), commands=(COMMAND,))
    stages = Stages(show)
    with stages.run("read the runs"):
        one, two = (_opened(folder) for folder in (before, after))
        _check_alike(one, two)
    with stages.run("compare the runs"):
        found = compare_runs(one, two)
        said = sentences(found, language=language)
    with run_folder(Path(out), commands=(COMMAND,)) as folder:
        with stages.run("write the folder"):
            _write(found, said, (one, two), folder, language)
        write_manifest(folder, _manifest(one, two, said, stages))
    return Compared(found, said)


def compare_runs(before: FinishedRun, after: FinishedRun) -> Comparison:
    """Compare what two runs of one area were made of, and what came of it."""
    answers, buildings = compare_answers(_answers(before), _answers(after))
    names = {
        service: str(figures["name"] or service)
        for run in (before, after)
        for service, figures in run.manifest["figures"].items()
    }
    return Comparison(
        compare_inputs(before.manifest, after.manifest),
        compare_parameters(before.manifest, after.manifest),
        compare_stations(*(_stations(run) for run in (before, after))),
        compare_coverage(before.table("coverage"), after.table("coverage")),
        answers,
        buildings,
        names,
    )


def _opened(folder: PathLike[str] | str) -> FinishedRun:
    run = finished_run(folder)
    if run.command not in MEASURED:
        msg = (
            f"{run.folder} was written by `servicecircle {run.command}`, and runs of "
            "`servicecircle plan` are compared. Name two of those."
        )
        raise InputError(msg)
    return run


def _check_alike(one: FinishedRun, two: FinishedRun) -> None:
    """Refuse runs of two areas, or of two commands."""
    areas = [str(run.manifest["area"]["name"]) for run in (one, two)]
    if areas[0] != areas[1]:
        msg = (
            f"{one.folder} is a run of {areas[0]!r} and {two.folder} one of "
            f"{areas[1]!r}. Name two runs of one area."
        )
        raise InputError(msg)


def _stations(run: FinishedRun) -> gpd.GeoDataFrame:
    return _layer(run, "stations").set_index("station_id")


def _answers(run: FinishedRun) -> pd.DataFrame:
    """Give every answer about a building that is in a unit, with its residents."""
    columns = ["service", "building_id", "reason", "covered", "walk_m"]
    path = run.folder / ANSWERS
    try:
        table = pd.read_parquet(path, columns=columns)
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read: {error}. Run the command again."
        raise InputError(msg) from error
    widest = next(iter(run.manifest["counts"]["units"]))
    inside = Level(widest).id_column
    wanted = ["building_id", "residents", inside]
    buildings = _layer(run, "buildings", wanted, geometry=False)
    housed = buildings[buildings[inside].notna()].set_index("building_id")["residents"]
    known = table[table["building_id"].isin(housed.index)]
    return known.assign(residents=known["building_id"].map(housed).astype("float64"))


def _layer(
    run: FinishedRun,
    layer: str,
    columns: list[str] | None = None,
    *,
    geometry: bool = True,
) -> Any:  # noqa: ANN401 - with or without geometry
    path = run.folder / LAYERS
    try:
        return pyogrio.read_dataframe(
            path, layer=layer, columns=columns, read_geometry=geometry
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        msg = f"{path} cannot be read: {error}. Run the command again."
        raise InputError(msg) from error


def _tables(found: Comparison) -> Mapping[str, pd.DataFrame]:
    return {
        "compare": found.coverage,
        "compare_answers": found.answers,
        "compare_stations": found.stations,
        "compare_inputs": found.inputs,
        "compare_parameters": found.parameters,
        "compare_buildings": found.buildings,
    }


def _write(
    found: Comparison,
    said: list[str],
    runs: tuple[FinishedRun, FinishedRun],
    folder: Path,
    language: Language,
) -> None:
    """Write every table, and all of them as one workbook."""
    words = SHEETS[language]
    notice = runs[1].manifest["parameters"]["area"].get("notice", "")
    tables = {
        name: table.assign(notice=notice) if notice else table
        for name, table in _tables(found).items()
    }
    for name, table in tables.items():
        write_csv(table, folder / f"{name}.csv")
    sheets = [
        made_sheet(words[name], table, of=name, language=language)
        for name, table in tables.items()
    ]
    told = [
        (words["before"], str(runs[0].folder), _digests(runs[0])),
        (words["after"], str(runs[1].folder), _digests(runs[1])),
        *((words["said"], sentence, "") for sentence in said),
    ]
    book = write_workbook(
        sheets, told, title=words["title"], notice=notice, language=language
    )
    (folder / "compare.xlsx").write_bytes(book)


def _digests(run: FinishedRun) -> str:
    return f"servicecircle {run.manifest['servicecircle']} {run.command}"


def _manifest(
    one: FinishedRun, two: FinishedRun, said: list[str], stages: Stages
) -> dict[str, Any]:
    return {
        "servicecircle": __version__,
        "command": COMMAND,
        "status": "done",
        "area": two.manifest["area"],
        "request": {"before": str(one.folder), "after": str(two.folder)},
        "inputs": list(two.manifest.get("inputs", [])),
        "result": {"said": said},
        "timings": [stage._asdict() for stage in stages.done],
    }
