"""`servicecircle report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import run_and_say
from servicecircle.cli.language import Language
from servicecircle.cli.plan import AsJson, OutFolder

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = {
    "en": "Written: {out} ({files})",
    "zh": "已写入：{out}（{files}）",
}


def report(  # noqa: PLR0913, PLR0917 - every option of the command
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="A folder of `servicecircle plan`.")
    ],
    out: OutFolder,
    proposals: Annotated[
        Path | None,
        typer.Option(metavar="SITE_RUN", help="A folder of `servicecircle site`."),
    ] = None,
    risk: Annotated[
        Path | None,
        typer.Option(metavar="RISK_RUN", help="A folder of `servicecircle risk`."),
    ] = None,
    response: Annotated[
        Path | None,
        typer.Option(
            metavar="RESPOND_RUN", help="A folder of `servicecircle respond`."
        ),
    ] = None,
    lang: Annotated[
        Language, typer.Option("--lang", help="Language of the report.")
    ] = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Write a report to take to the meeting: report.docx and report.xlsx.

    It is made of finished runs of the same inputs; nothing is measured anew.

    Example: servicecircle report my-run --proposals my-sites --out my-report
    """
    from servicecircle.pipeline.report import report as write  # noqa: PLC0415 - heavy

    def say(manifest: Mapping[str, Any], _result: object) -> None:
        files = ", ".join(manifest["files"])
        typer.echo(WORDS[lang.value].format(out=out, files=files))

    run_and_say(
        lambda show: write(
            run,
            out,
            proposals=proposals,
            risk=risk,
            response=response,
            language=lang.value,
            show=show,
        ),
        out,
        as_json=as_json,
        say=say,
    )
