"""`servicecircle openings`: what opening closed gates would gain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.framed import SaidIn, option, run_and_say, until_stopped
from servicecircle.cli.plan import AreaFolder, AsJson, Language, OutFolder

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


WORDS = {
    "en": {
        "gain": "{that_gain} of {closed} openings gain somebody alone. With those "
        "chosen {objective:,.0f} of {residents:,.0f} residents are covered, "
        "{more:,.0f} more than today.",
        "optimal": "Proved the best: no choice covers more [{status}].",
        "bound": "No choice covers more than {bound:,.0f} (gap {gap:.2%}) [{status}].",
        "anew": "Measured anew with them open: {measured_anew:,.0f} covered.",
        "written": "Written: {out} (openings.csv, openings_units.csv, openings.gpkg)",
    },
    "zh": {
        "gain": "{closed}处封闭通道中，{that_gain}处单独开放即可新增覆盖。"
        "实施所选措施后覆盖{objective:,.0f}人（共{residents:,.0f}人），比现状多{more:,.0f}人。",
        "optimal": "已证明最优：没有覆盖更多的方案（{status}）。",
        "bound": "任何方案至多覆盖{bound:,.0f}人（差距{gap:.2%}，{status}）。",
        "anew": "开放后重新测算：覆盖{measured_anew:,.0f}人。",
        "written": "已写入：{out}（openings.csv、openings_units.csv、openings.gpkg）",
    },
}


def _say(
    told: Mapping[str, Any], result: OpeningsResult, out: Path, language: Language
) -> None:
    """Print the best openings, what is proved, and where everything lies."""
    words = WORDS[language.value]
    reason = "reason_zh" if language is Language.CHINESE else "reason"
    chosen = result.table[result.table["rank"].notna()]
    for row in chosen.head(SHOWN).to_dict("records"):
        typer.echo(
            f"{row['rank']}. {row['site_id']} ({row['host_type']}): {row[reason]}"
        )
    figures = dict(told) | {"more": told["objective"] - told["covered_today"]}
    proof = "optimal" if told["status"] == "optimal" else "bound"
    for key in ("gain", proof):
        typer.echo(words[key].format(**figures))
    if told["measured_anew"] is not None:
        typer.echo(words["anew"].format(**figures))
    typer.echo(words["written"].format(out=out))
