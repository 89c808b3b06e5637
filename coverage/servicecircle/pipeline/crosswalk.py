"""From two editions of units to a folder that says what changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle import __version__
from servicecircle.area.read_config import FILE, read_config
from servicecircle.crosswalk import Tolerances, carry, compare_editions, read_edition
from servicecircle.crosswalk.read import is_area
from servicecircle.crs import check_working_crs, label, parse_crs
from servicecircle.errors import AreaError
from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.progress import Stages
from servicecircle.reports.change_layers import change_layers, change_styles
from servicecircle.reports.geopackage import write_geopackage
from servicecircle.reports.in_chinese import in_chinese
from servicecircle.reports.notice import repeat_notice
from servicecircle.reports.run_folder import (
    check_out,
    describe_inputs,
    run_folder,
    write_csv,
    write_manifest,
)
from servicecircle.tables import conform, table
from servicecircle.tables.findings_csv import write_findings_csv
from servicecircle.tables.say import any_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyproj

    from servicecircle.crosswalk import Crosswalk, Edition
    from servicecircle.crosswalk.carry import By
    from servicecircle.progress import Show
    from servicecircle.reports.findings_words import Language
    from servicecircle.vocabulary import Level

COMMAND = "crosswalk"


@dataclass(frozen=True)
class Counts:
    """A table of counts to be carried over, and how."""

    path: Path
    level: Level
    by: By = "residents"
    whole: bool = False


def crosswalk(  # noqa: PLR0913 - each is a choice of the user's
    old: Path,
    new: Path,
    out: Path,
    *,
    levels: Sequence[Level] | None = None,
    layers: Sequence[str] = (),
    crs: str | None = None,
    tolerances: Tolerances | None = None,
    counts: Counts | None = None,
    language: Language = "en",
    show: Show | None = None,
) -> Crosswalk:
    """
    Compare two editions of units and write what changed.

    Parameters
    ----------
    old, new
        Each a planning area's folder or a file of units.
    out
        The folder to write: `crosswalk.csv`, `changes.csv`, `crosswalk.gpkg`,
        `findings.csv`, `manifest.json`, and `carried.csv` where counts are given.
    levels
        The levels to compare; all that both have where None.
    layers
        The layer of files: one for both, or the old one's and the new one's.
    crs
        The working CRS for files of units; that of a planning area, or their own,
        where None.
    tolerances
        What digitising explains.
    counts
        A table to carry from the old units onto the new ones.
    language
        With ``zh``, `findings.csv` says everything in Chinese too.
    show
        Called with the name of each stage and the share of it that is done.

    Raises
    ------
    ConfigError, InputError, AreaError, CrsError
        If an edition cannot be used as it is; nothing is written.
    OutputError
        If `out` is taken by something else or cannot be written.
    """
    stages = Stages(show)
    for path in (old, new):
        check_out(out, inputs=path, commands=[COMMAND])
    working = _working_crs([old, new], crs)
    named = [*layers, *layers][:2] if layers else [None, None]
    with stages.run("read the old edition"):
        before = read_edition(old, levels=levels, layer=named[0], crs=working)
    with stages.run("read the new edition"):
        after = read_edition(new, levels=levels, layer=named[1], crs=working)
    found = compare_editions(
        before, after, levels=levels, tolerances=tolerances, stages=stages
    )
    carried = None if counts is None else _carried(found, counts)
    with run_folder(out, commands=[COMMAND]) as run:
        with stages.run("write the tables"):
            write_csv(found.table, run / "crosswalk.csv")
            write_csv(found.changes, run / "changes.csv")
            write_findings_csv(
                found.findings,
                run / "findings.csv",
                in_chinese=in_chinese if language == "zh" else None,
            )
            if carried is not None:
                write_csv(carried, run / "carried.csv")
            drawn = change_layers(found)
            styles = change_styles(drawn)
            write_geopackage(run / "crosswalk.gpkg", drawn, styles=styles)
            repeat_notice(run, found.new.notice or found.old.notice)
        inputs = [*_inputs(old), *_inputs(new)]
        if counts is not None:
            inputs += describe_inputs(counts.path.parent, [counts.path.name])
        content = _manifest(found, inputs) | {
            "timings": [stage._asdict() for stage in stages.done]
        }
        write_manifest(run, content)
    return found


def _working_crs(paths: Sequence[Path], crs: str | None) -> pyproj.CRS | None:
    """Find the CRS for files: the one asked for, or that of the area beside."""
    areas = [path for path in paths if is_area(path)]
    if crs is None:
        if not areas or len(areas) == len(paths):
            return None
        folder = areas[0] if areas[0].is_dir() else areas[0].parent
        return parse_crs(read_config(folder).area.crs)
    if areas:
        msg = f"{areas[0]} is a planning area and has a working CRS of its own."
        remedy = f"Leave --crs out; the CRS is that of [area] in its {FILE}."
        raise UnusableInputError(msg, remedy, rule="editions-crs")
    working = parse_crs(crs)
    check_working_crs(working)
    return working


def _carried(found: Crosswalk, counts: Counts) -> pd.DataFrame:
    """Read a table of counts and carry it over; its other columns stay."""
    raw = read_table(counts.path)
    done = conform(raw, table("counts"), source=counts.path.name)
    if any_blocks(done.findings):
        raise AreaError(done.findings)
    keys = raw.drop(columns=[done.matched[name] for name in ("unit_id", "count")])
    frame = pd.concat([done.frame, keys], axis=1)
    return carry(
        frame, found.table, level=counts.level, by=counts.by, whole=counts.whole
    )


def _inputs(path: Path) -> list[dict[str, Any]]:
    """Describe the files of an edition."""
    if not is_area(path):
        return describe_inputs(path.parent, [path.name])
    folder = path if path.is_dir() else path.parent
    config = read_config(folder)
    described = describe_inputs(
        folder, [FILE, *config.files()], tables=config.databases()
    )
    return [
        {**one, "file": f"{folder.resolve().name}/{one['file']}"} for one in described
    ]


def _manifest(found: Crosswalk, inputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Say how the folder came about, and count what changed."""
    counts = found.counts()
    return {
        "servicecircle": __version__,
        "command": COMMAND,
        "status": "done",
        "parameters": asdict(found.tolerances),
        "crs": label(found.old.crs),
        "old": _described(found.old),
        "new": _described(found.new),
        "inputs": inputs,
        "changes": {
            level.value: counts.loc[counts["level"] == level.value]
            .drop(columns="level")
            .to_dict("records")
            for level in found.levels
        },
        "left_out_as_digitising": found.slivers.round(4).to_dict("records"),
        "findings": [finding.as_row() for finding in found.findings],
    }


def _described(edition: Edition) -> dict[str, Any]:
    homes = edition.buildings
    return {
        "name": Path(edition.name).name,
        "as_of": {level.value: str(day) for level, day in edition.as_of.items()},
        "units": {level.value: len(units) for level, units in edition.levels.items()},
        "buildings": None if homes is None else len(homes),
        "residents": None
        if homes is None
        else round(float(homes["residents"].sum()), 6),
    }
