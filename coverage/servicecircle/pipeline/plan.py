"""From a planning area's folder to a run folder: the whole flow as one function."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servicecircle.pipeline.check_folder import outlines_of
from servicecircle.pipeline.draw import draw_map, draw_public_map
from servicecircle.pipeline.manifest import manifest
from servicecircle.pipeline.measured import measure_area
from servicecircle.pipeline.report import report_on
from servicecircle.progress import Stages
from servicecircle.reports.findings_files import write_findings
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.reach_layers import reach_layers, reach_styles
from servicecircle.reports.run_folder import (
    check_out,
    run_folder,
    write_csv,
    write_manifest,
)

if TYPE_CHECKING:
    from os import PathLike

    from servicecircle.maps.labels import Language
    from servicecircle.pipeline.measured import Measured
    from servicecircle.progress import Show


COMMANDS = ("plan", "reach")
"""Whose folders a run replaces."""


def plan(
    folder: PathLike[str] | str,
    out: PathLike[str] | str,
    *,
    with_map: bool = True,
    language: Language = "en",
    show: Show | None = None,
) -> Measured:
    """
    Measure a planning area and write everything into one run folder.

    Parameters
    ----------
    folder
        A folder with `area.toml`.
    out
        The run folder: replaced as a whole when the run is complete.
    with_map
        Whether to draw `map.html` and, as it may be made public, `map_public.html`,
        and to write `report.docx` and `report.xlsx`.
    language
        Of maps and reports: ``en`` or ``zh``.
    show
        Called with the name of each stage and the share of it that is done.

    Returns
    -------
    Measured
        What was measured and written.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError, NetworkError
        If the folder cannot be used as it is.
    OutputError
        If `out` is taken by something else or cannot be written.

    Notes
    -----
    Nothing is written before everything is measured.
    """
    stages = Stages(show)
    check_out(Path(out), inputs=Path(folder), commands=COMMANDS)
    measured = measure_area(folder, stages=stages)
    with run_folder(Path(out), commands=COMMANDS) as run:
        with stages.run("write the tables"):
            _write_tables(measured, run, language)
            repeat_notice(run, measured.area.config.area.notice)
        if with_map:
            with stages.run("draw the map"):
                _write_page(run / "map.html", draw_map(measured, language=language))
            with stages.run("draw the public map"):
                public = draw_public_map(measured, language=language)
                _write_page(run / "map_public.html", public)
        command = "plan" if with_map else "reach"
        content = manifest(measured, command=command, out=Path(out))
        if with_map:
            report_on(run, content, language=language, stages=stages)
        content["timings"] = [stage._asdict() for stage in stages.done]
        write_manifest(run, content)
    return measured


def _write_page(path: Path, page: str) -> None:
    path.write_text(page, encoding="utf-8", newline="\n")


def _write_tables(measured: Measured, run: Path, language: Language) -> None:
    """Write every table of the run folder's contract."""
    area = measured.area
    write_findings(
        measured.findings,
        run,
        name=area.name,
        crs=area.crs,
        outlines=outlines_of(list(area.levels.values())),
        attribution=[
            line
            for line in (area.config.area.notice, *area.config.area.attribution)
            if line
        ],
        language=language,
    )
    measured.reach.table.to_parquet(run / "reach.parquet", index=False)
    write_csv(measured.coverage, run / "coverage.csv")
    write_csv(measured.honesty, run / "honesty.csv")
    write_csv(measured.equity, run / "equity.csv")
    write_csv(measured.worst, run / "worst_units.csv")
    layers = reach_layers(
        measured.area, measured.reach, measured.coverage, measured.service_areas
    )
    styles = reach_styles(measured.reach, layers)
    write_geopackage(run / "reach.gpkg", layers, styles=styles)
