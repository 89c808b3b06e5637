"""`servicecircle openings`: what opening closed gates would gain."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import option, run_and_say, until_stopped
from servicecircle.cli.language import Language, SaidIn
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.siting.openings import OpeningsResult

SHOWN = 15
DEFAULT_OPENINGS = 10


def openings(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    most: Annotated[
        int | None, option(f"The most openings (default {DEFAULT_OPENINGS}).", min=0)
    ] = None,
    sites: Annotated[
        int, option("Candidate sites that may be opened with them.", min=0)
    ] = 0,
    budget: Annotated[
        float | None, option("The most that openings and sites may cost in all.")
    ] = None,
    opening_cost: Annotated[float, option("What one opening costs.", min=0)] = 1.0,
    service: Annotated[
        str | None, option("The service circle; the first one by default.")
    ] = None,
    within: Annotated[
        float | None, option("Another limit than the service's standard, in metres.")
    ] = None,
    seconds: Annotated[float, option("Time for the search.", min=1)] = 60.0,
    lang: SaidIn = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Say what each closed gate would gain if it were open, and which set gains most.

    Example: servicecircle openings my-district --out my-openings --most 10
    """
    from servicecircle.pipeline.openings import OpeningsRequest  # noqa: PLC0415 - heavy
    from servicecircle.pipeline.openings import openings as find  # noqa: PLC0415

    if most is None and budget is None:
        most = DEFAULT_OPENINGS
    request = OpeningsRequest(
        most, sites, budget, opening_cost, service, within, seconds
    )
    run_and_say(
        until_stopped(
            lambda show, stop: find(area, out, request, stop=stop, show=show)
        ),
        out,
        as_json=as_json,
        say=lambda manifest, result: _say(manifest["result"], result, out, lang),
    )


def _say(
    told: Mapping[str, Any], result: OpeningsResult, out: Path, language: Language
) -> None:
    """Print the best openings, what is proved, and where everything lies."""
    from servicecircle.siting.sentences import say, table  # noqa: PLC0415 - heavy

    words = partial(say, language=language.value)
    reason = "reason_zh" if language is Language.CHINESE else "reason"
    chosen = result.table[result.table["rank"].notna()]
    for row in chosen.head(SHOWN).to_dict("records"):
        key = f"openings_kind_{row['host_type']}"
        line = words(
            "openings_row",
            rank=row["rank"],
            site=row["site_id"],
            # A barrier of another kind is called what the data call it.
            kind=words(key) if key in table() else row["host_type"],
            reason=row[reason],
        )
        typer.echo(line)
    figures = dict(told) | {"more": told["objective"] - told["covered_today"]}
    proof = "optimal" if told["status"] == "optimal" else "bound"
    for key in ("gain", proof):
        typer.echo(words(f"openings_{key}", **figures))
    if told["measured_anew"] is not None:
        typer.echo(words("openings_anew", **figures))
    typer.echo(words("openings_written", out=str(out)))
