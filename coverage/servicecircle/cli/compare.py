"""`servicecircle compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import run_and_say
from servicecircle.cli.language import Language, SaidIn
from servicecircle.cli.plan import AsJson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.pipeline.compare import Compared

WRITTEN = {
    "en": "Written: {out} (compare.csv, compare.xlsx and a table for each change)",
    "zh": "已写入：{out}（compare.csv、compare.xlsx 及各项变化的表）",
}


def compare(
    before: Annotated[
        Path, typer.Argument(metavar="RUN_A", help="The earlier run, of `plan`.")
    ],
    after: Annotated[
        Path, typer.Argument(metavar="RUN_B", help="The later run, of `plan`.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The folder to write or replace.")
    ],
    lang: SaidIn = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Explain what changed between two runs of one area.

    Inputs, parameters, stations, coverage by unit, and buildings by reason.

    Example: servicecircle compare last-year this-year --out my-changes
    """
    from servicecircle.pipeline.compare import compare as work  # noqa: PLC0415 - heavy

    def say(_manifest: Mapping[str, Any], compared: Compared) -> None:
        for sentence in compared.said:
            typer.echo(sentence)
        typer.echo(WRITTEN[lang.value].format(out=out))

    run_and_say(
        lambda show: work(before, after, out, language=lang.value, show=show),
        out,
        as_json=as_json,
        say=say,
    )
