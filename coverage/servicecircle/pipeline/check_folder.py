"""The folder that `servicecircle check --out` writes: a table, a layer, a page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from servicecircle import __version__
from servicecircle.area.levels import read_levels
from servicecircle.area.read_config import FILE, examine_config
from servicecircle.crs import label, parse_crs
from servicecircle.errors import CrsError
from servicecircle.inputs import DatabaseUrl
from servicecircle.inputs.database_reads import was_read
from servicecircle.reports.findings_files import write_findings
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.run_folder import (
    check_out,
    describe_inputs,
    run_folder,
    write_csv,
    write_manifest,
)
from servicecircle.tables import silenced_by_rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area import PlanningArea
    from servicecircle.area.config import AreaConfig
    from servicecircle.findings import Finding
    from servicecircle.pipeline.check import Checked
    from servicecircle.reports.findings_words import Language

COMMANDS = ("check",)
"""Whose folders a check replaces: its own."""
MOST_INNER = 80
"""A level with more units than this makes a small map grey rather than clear."""


def check_check_folder(out: PathLike[str] | str, folder: PathLike[str] | str) -> None:
    """
    Refuse a place that a check may not write to, before any work is done.

    Raises
    ------
    OutputError
        If anything but an earlier check is there, or the area lies in it.
    """
    check_out(Path(out), inputs=Path(folder), commands=COMMANDS)


def write_check_folder(
    out: PathLike[str] | str,
    folder: PathLike[str] | str,
    checked: Checked,
    *,
    language: Language = "en",
) -> None:
    """
    Write `findings.csv`, `.gpkg` and `.html`, `datum.csv` and `manifest.json`.

    Parameters
    ----------
    out
        The folder: it appears all at once, and replaces only an earlier check.
    folder
        The planning area's folder.
    checked
        What `check_in_full` gave.
    language
        The page's language: ``en`` or ``zh``.

    Raises
    ------
    OutputError
        If `out` cannot be written, or holds anything but an earlier check.

    Notes
    -----
    The same input gives the same bytes: nothing tells the time. Without a readable
    `area.toml` nothing has a place, and there is no `findings.gpkg`; without scores of
    coordinates there is no `datum.csv`.
    """
    findings = checked.findings
    check_check_folder(out, folder)
    folder = Path(folder)
    folder = folder.parent if folder.name == FILE and folder.is_file() else folder
    config, _ = examine_config(folder)
    crs = None if config is None else _crs(config)
    section = None if config is None else config.area
    notice = "" if section is None else section.notice
    with run_folder(Path(out), commands=COMMANDS) as run:
        write_findings(
            findings,
            run,
            name=folder.resolve().name if section is None else section.name,
            crs=crs,
            outlines=_outlines(folder, config, checked.area, crs),
            attribution=[
                *([notice] if notice else []),
                *(section.attribution if section else ()),
            ],
            scores=checked.datums,
            language=language,
        )
        if not checked.datums.empty:
            write_csv(checked.datums, run / "datum.csv")
        repeat_notice(run, notice)
        write_manifest(run, _manifest(folder, config, findings, crs))


def outlines_of(levels: Sequence[gpd.GeoDataFrame]) -> list[NDArray[np.object_]]:
    """Choose what a small map shows: the widest level, and one inside it."""
    shapes = [np.array(level.geometry.array, dtype=object) for level in levels]
    inner = [group for group in shapes[1:] if len(group) <= MOST_INNER]
    return [*shapes[:1], *inner[-1:]]


def _outlines(
    folder: Path,
    config: AreaConfig | None,
    area: PlanningArea | None,
    crs: pyproj.CRS | None,
) -> list[NDArray[np.object_]]:
    """Draw what there is of the levels, also where something blocks."""
    if area is not None:
        return outlines_of(list(area.levels.values()))
    if config is None or crs is None:
        return []
    levels, _ = read_levels(config, folder, crs=crs)
    return outlines_of([units.frame for units in levels.values()])


def _crs(config: AreaConfig) -> pyproj.CRS | None:
    try:
        return parse_crs(config.area.crs)
    except CrsError:
        return None


def _manifest(
    folder: Path,
    config: AreaConfig | None,
    findings: Sequence[Finding],
    crs: pyproj.CRS | None,
) -> Mapping[str, object]:
    """Say what was checked and what came out, without the time of day."""
    told = [f for f in findings if not f.silenced]
    named = [FILE, *(() if config is None else config.files())]
    there = [name for name in dict.fromkeys(named) if (folder / name).exists()]
    return {
        "servicecircle": __version__,
        "command": "check",
        "status": "blocked" if any(f.blocks for f in findings) else "sound",
        "area": {
            "name": "" if config is None else config.area.name,
            "crs": "" if crs is None else label(crs),
        },
        "inputs": describe_inputs(folder, there, tables=_tables_read(config)),
        "findings": dict(sorted(Counter(f.severity.value for f in told).items())),
        "rules": dict(sorted(Counter(f.rule for f in told).items())),
        "silenced": silenced_by_rule(findings),
    }


def _tables_read(config: AreaConfig | None) -> list[tuple[str, str | None]]:
    """List the tables of databases that could be read."""
    named = () if config is None else config.databases()
    return [(url, layer) for url, layer in named if was_read(DatabaseUrl(url), layer)]
