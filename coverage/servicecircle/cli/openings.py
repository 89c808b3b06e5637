"""`servicecircle openings`: what opening closed gates would gain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder  # noqa: TC001
from servicecircle.cli.siting_command import option, run_and_say

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
        lambda show, stop: find(area, out, request, stop=stop, show=show),
        out,
        as_json=as_json,
        say=lambda manifest, result: _say(manifest["result"], result, out),
    )


def _say(told: Mapping[str, Any], result: OpeningsResult, out: Path) -> None:
    """Print the best openings, what is proved, and where everything lies."""
    chosen = result.table[result.table["rank"].notna()]
    for row in chosen.head(SHOWN).itertuples():
        typer.echo(f"{row.rank}. {row.site_id} ({row.host_type}): {row.reason}")
    typer.echo(
        f"{told['that_gain']} of {told['closed']} openings gain somebody alone. With "
        f"those chosen {told['objective']:,.0f} of {told['residents']:,.0f} residents "
        f"are covered, {told['objective'] - told['covered_today']:,.0f} more than "
        "today."
    )
    proved = f"no choice covers more than {told['bound']:,.0f} (gap {told['gap']:.2%})"
    if told["status"] == "optimal":
        proved = "proved the best"
    typer.echo(f"{proved} [{told['status']}]")
    if told["measured_anew"] is not None:
        typer.echo(
            f"Measured anew with them open: {told['measured_anew']:,.0f} covered."
        )
    typer.echo(f"Written: {out} (openings.csv, openings_units.csv, openings.gpkg)")
