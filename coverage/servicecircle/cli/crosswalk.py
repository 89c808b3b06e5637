"""`servicecircle crosswalk`: what changed between two editions of units."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.language import Language, spoken
from servicecircle.errors import InternalError, ServiceCircleError
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Measure(StrEnum):
    """What the counts of a divided unit follow."""

    RESIDENTS = "residents"
    BUILDINGS = "buildings"
    AREA = "area"


Old = Annotated[
    Path, typer.Argument(help="The old edition: a folder (area.toml) or unit file.")
]
New = Annotated[Path, typer.Argument(help="The new edition: a folder or unit file.")]
Out = Annotated[Path, typer.Option("--out", "-o", help="The folder to write.")]
Levels = Annotated[
    list[Level] | None,
    typer.Option("--level", help="Compare this level only; may be repeated."),
]
Layers = Annotated[
    list[str] | None,
    typer.Option("--layer", help="Layer of the unit files; twice for OLD and NEW."),
]
Crs = Annotated[
    str | None, typer.Option("--crs", help="The CRS in metres to compare files in.")
]
SliverM = Annotated[
    float,
    typer.Option("--sliver-m", help="Strips nowhere wider come of digitising.", min=0),
]
CountsFile = Annotated[
    Path | None,
    typer.Option("--carry", help="A table of counts by old unit to carry over."),
]
By = Annotated[
    Measure, typer.Option("--by", help="What counts of divided units follow.")
]
Whole = Annotated[bool, typer.Option("--whole", help="Carry in whole numbers.")]
FindingsLanguage = Annotated[
    Language, typer.Option("--lang", help="Of findings; zh adds it to findings.csv.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the manifest as JSON.")]


def crosswalk(  # noqa: PLR0913, PLR0917 - typer reads the options here
    old: Old,
    new: New,
    out: Out,
    level: Levels = None,
    layer: Layers = None,
    crs: Crs = None,
    sliver_m: SliverM = 5.0,
    carry: CountsFile = None,
    by: By = Measure.RESIDENTS,
    whole: Whole = False,
    lang: FindingsLanguage = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Compare two editions of units: what was split, merged, moved, recoded.

    Example: servicecircle crosswalk area-2023 area-2024 --out changes
    """
    from servicecircle.crosswalk import Tolerances  # noqa: PLC0415 - heavy
    from servicecircle.pipeline.crosswalk import (  # noqa: PLC0415
        Counts,
        crosswalk,
    )

    if carry is not None and (level is None or len(level) != 1):
        usage = "--carry needs one --level: the level of the counts' units."
        raise typer.BadParameter(usage)
    counts = carry and Counts(carry, (level or [])[0], by=by.value, whole=whole)
    most = 2
    if layer and len(layer) > most:
        usage = "--layer is given once for both files, or twice."
        raise typer.BadParameter(usage)
    try:
        with progress_bars(quiet=as_json) as show:
            crosswalk(
                old,
                new,
                out,
                levels=level or None,
                layers=layer or (),
                crs=crs,
                tolerances=Tolerances(sliver_m=sliver_m),
                counts=counts or None,
                language=lang.value,
                show=show,
            )
    except ServiceCircleError as error:
        if as_json and not isinstance(error, InternalError):
            say_json({"status": "failed", "error": str(error)})
        raise
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    if as_json:
        say_json(manifest)
    else:
        _say(manifest, out, lang=lang)


def _say(manifest: Mapping[str, Any], out: Path, *, lang: Language) -> None:
    """Print how many units of each level and class there are."""
    from rich.console import Console  # noqa: PLC0415 - loads where it is used
    from rich.table import Table  # noqa: PLC0415

    from servicecircle.reports.in_chinese import in_chinese  # noqa: PLC0415 - heavy

    say: Callable[[str], str] = in_chinese if lang is Language.CHINESE else str
    console = Console(highlight=False)
    heads = ("level", "what became of them", "old", "new")
    table = Table(*map(spoken, heads), box=None)
    for column in table.columns[2:]:
        column.justify = "right"
    for level, rows in manifest["changes"].items():
        units = [str(manifest[edition]["units"][level]) for edition in ("old", "new")]
        table.add_row(spoken(Level(level).layer), spoken("all"), *units)
        for row in rows:
            told = row["change"].replace("_", " ")
            table.add_row(
                "", spoken(told), str(row["old_units"]), str(row["new_units"])
            )
    console.print(table)
    for left_out in manifest["left_out_as_digitising"]:
        if left_out["pieces"]:
            pieces = (
                f"{left_out['level']}: {left_out['pieces']} pieces of ground "
                f"({left_out['area_ha']:,.2f} ha) are left out as digitising."
            )
            console.print(spoken(pieces))
    for finding in manifest["findings"]:
        told = f"{say(finding['message'])} {say(finding['remedy'])}"
        line = f"{say(finding['severity'])} {told}"
        console.print(line, soft_wrap=True, markup=False)
    console.print(spoken(f"Written: {out}"), soft_wrap=True)
