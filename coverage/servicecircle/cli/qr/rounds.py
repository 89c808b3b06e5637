"""`servicecircle qr rounds`: in which order codes are posted."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder  # noqa: TC001
from servicecircle.cli.qr.options import PointsFile  # noqa: TC001
from servicecircle.errors import InternalError, ServiceCircleError
from servicecircle.vocabulary import Level


def rounds(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    points: PointsFile = None,
    by: Annotated[
        Level, typer.Option(help="One round for each unit of this level.")
    ] = Level.GRID,
    closed: Annotated[
        bool, typer.Option("--closed", help="Lead back to the first stop.")
    ] = False,
    pace: Annotated[
        float, typer.Option(help="Walking pace in km/h.", min=0.5, max=10)
    ] = 4.0,
    minutes: Annotated[
        float, typer.Option(help="Minutes that posting a plate takes.", min=0)
    ] = 3.0,
    as_json: AsJson = False,
) -> None:
    """
    Plan in which order each unit's codes are posted on foot.

    Example: servicecircle qr rounds my-district --points my-qr/qr_points.gpkg --out
    my-rounds
    """
    from servicecircle.pipeline.qr_rounds import (  # noqa: PLC0415 - heavy
        RoundsRequest,
        qr_rounds,
    )

    request = RoundsRequest(by, closed, pace, minutes)
    try:
        with progress_bars(quiet=as_json) as show:
            _, findings = qr_rounds(area, out, request, points=points, show=show)
    except ServiceCircleError as error:
        if as_json and not isinstance(error, InternalError):
            say_json({"status": "failed", "error": str(error)})
        raise
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    if as_json:
        say_json(manifest)
        return
    result = manifest["result"]
    typer.echo(
        f"{result['plates']:,} plates in {result['rounds']:,} rounds of "
        f"{result['length_m'] / 1000:,.1f} km in all, in {out}. By building id it is "
        f"{result['id_order_m'] / 1000:,.1f} km; less than "
        f"{result['least_m'] / 1000:,.1f} km is not possible."
    )
    for finding in findings:
        typer.echo(str(finding))
