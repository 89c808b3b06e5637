"""`servicecircle qr register`: which codes hang, and what is due."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import run_and_say, say_findings
from servicecircle.cli.language import Language
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder
from servicecircle.cli.qr.said import say_result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.pipeline.qr_register import Kept


def register(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    registers: Annotated[
        list[Path], typer.Argument(help="Registers, .csv or .xlsx, the older first.")
    ],
    points: Annotated[
        Path, typer.Option(help="The folder of `qr plan`, or its qr_points.gpkg.")
    ],
    out: OutFolder,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="The day; by default the registers' last."
        ),
    ] = None,
    days: Annotated[
        int | None, typer.Option(help="Days that a damage may wait.", min=0)
    ] = None,
    lang: Annotated[
        Language,
        typer.Option(
            "--lang", help="Of workbooks and findings; zh adds it to their table."
        ),
    ] = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Merge registers from the field; say what is covered and what is due this week.

    Example: servicecircle qr register my-district march.csv april.xlsx --points
    my-qr --lang zh --out my-register
    """
    from servicecircle.pipeline.qr_register import qr_register  # noqa: PLC0415 - heavy

    day = on.date() if on else None

    def say(manifest: Mapping[str, Any], kept: Kept) -> None:
        told = {**manifest["result"], "on": manifest["request"]["on"], "out": out}
        say_result("register", told, lang)
        say_findings(kept.findings, lang)

    run_and_say(
        lambda show: qr_register(
            area,
            out,
            registers,
            points=points,
            on=day,
            within_days=days,
            language=lang.value,
            show=show,
        ),
        out,
        as_json=as_json,
        say=say,
    )
