"""`servicecircle qr plan`: where codes hang, and which."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import run_and_say, say_findings
from servicecircle.cli.language import Language
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder
from servicecircle.cli.qr.said import codes_told, say_result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.pipeline.qr_plan import PlannedCodes


def plan(
    area: AreaFolder,
    out: OutFolder,
    former: Annotated[
        Path | None,
        typer.Option(
            help="The folder, or its qr_points.gpkg, of the last plan: its codes are "
            "kept, and retired where their points are gone. By default what --out "
            "holds already."
        ),
    ] = None,
    lang: Annotated[
        Language, typer.Option("--lang", help="Of findings; zh adds it to their table.")
    ] = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Plan a QR point at every entrance that people pass, and give it a code.

    Example: servicecircle qr plan my-district --former last-qr --out my-qr
    """
    from servicecircle.pipeline.qr_plan import qr_plan  # noqa: PLC0415 - heavy

    def say(manifest: Mapping[str, Any], planned: PlannedCodes) -> None:
        result = manifest["result"]
        told = {"gates": result["kind"].get("gate", 0), "out": out}
        codes = codes_told(result["codes"], lang)
        say_result("plan", {**result, **told, "codes": codes}, lang)
        say_findings(planned.findings, lang)

    run_and_say(
        lambda show: qr_plan(area, out, former=former, language=lang.value, show=show),
        out,
        as_json=as_json,
        say=say,
    )
