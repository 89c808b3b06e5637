"""`servicecircle plan`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.language import Language
from servicecircle.errors import InternalError, ServiceCircleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.progress import Show


AreaFolder = Annotated[
    Path, typer.Argument(metavar="AREA", help="A planning area's folder (area.toml).")
]
OutFolder = Annotated[
    Path, typer.Option("--out", "-o", help="The run folder to write or replace.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the manifest as JSON.")]
MapLanguage = Annotated[Language, typer.Option("--lang", help="Language of the map.")]


def plan(
    area: AreaFolder,
    out: OutFolder,
    as_json: AsJson = False,
    lang: MapLanguage = Language.ENGLISH,
) -> None:
    """
    Measure who can walk to a station, and write tables, layers and the map.

    Example: servicecircle plan my-district --out my-run
    """
    run_plan(area, out, as_json=as_json, lang=lang, with_map=True)


def run_plan(  # noqa: PLR0913 - what the commands that plan differ in
    area: Path,
    out: Path,
    *,
    as_json: bool,
    lang: Language,
    with_map: bool,
    before: Callable[[Show], Show] | None = None,
) -> None:
    """
    Plan an area and say what came out.

    `before` makes the area where that is part of the command; it is given what shows
    the stages, and gives what is to show the following ones.
    """
    from servicecircle import pipeline  # noqa: PLC0415 - heavy, loads where it is used
    from servicecircle.cli.summary import say_summary  # noqa: PLC0415

    try:
        with progress_bars(quiet=as_json) as show:
            show = before(show) if before else show  # noqa: PLW2901 - the same bars
            pipeline.plan(area, out, with_map=with_map, language=lang.value, show=show)
    except ServiceCircleError as error:
        if as_json and not isinstance(error, InternalError):
            findings = [f.as_row() for f in getattr(error, "findings", [])]
            said = {"status": "failed", "error": str(error), "findings": findings}
            say_json(said)
        raise
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    if as_json:
        say_json(manifest)
    else:
        say_summary(manifest, out)
