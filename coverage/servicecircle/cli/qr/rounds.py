"""`servicecircle qr rounds`: in which order codes are posted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import run_and_say, say_findings
from servicecircle.cli.language import Language
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder
from servicecircle.cli.qr.options import PointsFile
from servicecircle.cli.qr.said import say_result
from servicecircle.qr.lists_by import ListsBy
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from servicecircle.findings import Finding

M_S_PER_KMH = 1 / 3.6
LENGTHS = ("length", "id_order", "least")


def rounds(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    points: PointsFile = None,
    by: Annotated[
        Level, typer.Option(help="One round for each unit of this level.")
    ] = Level.GRID,
    officers: Annotated[
        str,
        typer.Option(
            help="How many officers share each unit; or a table (.csv, .xlsx) of "
            "officer_id and unit_id, and x and y where rounds begin."
        ),
    ] = "1",
    unit: Annotated[
        list[str] | None, typer.Option(help="Only these units; repeatable.")
    ] = None,
    from_station: Annotated[
        bool | None,
        typer.Option(
            "--from-station/--from-anywhere",
            help="Begin at the nearest station, or at the best point.",
        ),
    ] = None,
    closed: Annotated[
        bool | None,
        typer.Option("--closed/--open", help="Lead back to where it began."),
    ] = None,
    pace: Annotated[
        float | None, typer.Option(help="Walking pace in km/h.", min=0.5, max=10)
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Minutes that posting a plate takes.", min=0)
    ] = None,
    lists: Annotated[
        ListsBy, typer.Option(help="A list and a form for each of these.")
    ] = ListsBy.COMMUNITY,
    lang: Annotated[
        Language,
        typer.Option(
            "--lang", help="Of lists and findings; zh adds it to their table."
        ),
    ] = Language.ENGLISH,
    font: Annotated[
        Path | None, typer.Option(help="An open font with Chinese letters.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """
    Plan in which order codes are posted on foot; write lists to print and to fill in.

    What is not given here is as [qr.rounds] of area.toml says.

    Example: servicecircle qr rounds my-district --points my-qr --from-station --lang
    zh --out my-rounds
    """
    from servicecircle.pipeline.qr_rounds import (  # noqa: PLC0415 - heavy
        RoundsRequest,
        qr_rounds,
    )

    start = None
    if from_station is not None:
        start = "station" if from_station else "anywhere"
    request = RoundsRequest(
        by,
        _officers(officers),
        tuple(unit or ()),
        closed,
        start,
        None if pace is None else pace * M_S_PER_KMH,
        minutes,
        lists,
        lang.value,
        font,
    )

    def say(manifest: Mapping[str, Any], done: tuple[Any, Iterable[Finding]]) -> None:
        result = manifest["result"]
        km = {f"{name}_km": result[f"{name}_m"] / 1000 for name in LENGTHS}
        say_result("rounds", {**result, **km, "out": out}, lang)
        say_findings(done[1], lang)

    run_and_say(
        lambda show: qr_rounds(area, out, request, points=points, show=show),
        out,
        as_json=as_json,
        say=say,
    )


def _officers(text: str) -> int | Path:
    """Take a number as one, and all else as a file."""
    if not text.isascii() or not text.isdigit():
        return Path(text)
    if int(text) < 1:
        message = "At least one officer posts a unit."
        raise typer.BadParameter(message, param_hint="--officers")
    return int(text)
