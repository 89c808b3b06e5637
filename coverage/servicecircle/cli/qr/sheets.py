"""`servicecircle qr sheets`: plates to print and cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import run_and_say, say_findings
from servicecircle.cli.language import Language
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder
from servicecircle.cli.qr.options import KeysFile, PointsFile
from servicecircle.cli.qr.said import say_result
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.qr.plates.sheets import Printed


def sheets(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    points: PointsFile = None,
    keys: KeysFile = None,
    by: Annotated[
        Level, typer.Option(help="One file for each unit of this level.")
    ] = Level.COMMUNITY,
    unit: Annotated[
        list[str] | None, typer.Option(help="Only these units of it; repeatable.")
    ] = None,
    size: Annotated[
        list[float] | None,
        typer.Option(
            help="Side of the code in mm, for all points; repeatable. By default each "
            "kind of point has its own ([qr.plates]).",
            min=20,
            max=120,
        ),
    ] = None,
    font: Annotated[
        Path | None, typer.Option(help="An open font with Chinese letters.")
    ] = None,
    plate: Annotated[
        list[str] | None,
        typer.Option(help="A code whose plate is drawn alone, as SVG and PNG."),
    ] = None,
    lang: Annotated[
        Language | None,
        typer.Option(
            "--lang",
            help="Of plates (zh unless given) and what is printed here "
            "(en unless given).",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """
    Print the plates of all QR points as PDF, with marks to cut them.

    Example: servicecircle qr sheets my-district --points my-qr/qr_points.gpkg
    --keys keys.txt --out my-plates
    """
    from servicecircle.pipeline.qr_sheets import (  # noqa: PLC0415 - heavy
        SheetsRequest,
        qr_sheets,
    )

    request = SheetsRequest(
        by,
        tuple(size or ()),
        tuple(unit or ()),
        font,
        tuple(plate or ()),
        (lang or Language.CHINESE).value,
    )

    def say(manifest: Mapping[str, Any], printed: Printed) -> None:
        spoken = lang or Language.ENGLISH
        say_result("sheets", {**manifest["result"], "out": out}, spoken)
        say_findings(printed.findings, spoken)

    run_and_say(
        lambda show: qr_sheets(area, out, request, points=points, keys=keys, show=show),
        out,
        as_json=as_json,
        say=say,
    )
