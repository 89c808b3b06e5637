"""`servicecircle verify`: a certificate checked without a solver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.language import Language, SaidIn, spoken

if TYPE_CHECKING:
    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.verify import Verdict

REFUSED = 1
"""Exit code when something is wrong with the certificate."""
NOT_ALL_PROVED = 3
"""Exit code when nothing is wrong, and less was proved again than is stated."""

NOT_PROVED = (
    "Nothing is wrong, and the stated bound is not proved again by arithmetic alone "
    "(exit code 3). Allow more --seconds, or take the solver's word for the rest with "
    "--accept-solver."
)
ACCEPTED = "The rest is taken on the solver's word (--accept-solver)."


def verify(  # noqa: PLR0913, PLR0917 - every option of the command
    certificate: Annotated[
        Path, typer.Argument(help="certificate.json, or the folder that holds it.")
    ],
    area: Annotated[
        Path | None,
        typer.Option(help="The planning area's folder: measure the problem anew too."),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(help="With --area: the table that residents were weighted by."),
    ] = None,
    seconds: Annotated[
        float, typer.Option(help="Time for the branching that is left.", min=0)
    ] = 60.0,
    accept_solver: Annotated[
        bool,
        typer.Option(
            "--accept-solver",
            help="Where arithmetic proves less than is stated, take the solver's word.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    _lang: SaidIn = Language.ENGLISH,
) -> None:
    """
    Check a certificate of sites, posts or openings: data, choice, objective and bound.

    Exit code 0: it stands, and all that is stated was proved again; 1: something is
    wrong, told by name, or it cannot be read; 3: nothing is wrong, and the rest of the
    bound, which arithmetic alone did not prove again, is the solver's word.

    Example: servicecircle verify my-sites/certificate.json
    """
    from servicecircle.pipeline.verify import verify_file  # noqa: PLC0415 - heavy

    with progress_bars(quiet=as_json) as show:
        stored, verdict = verify_file(
            certificate, area=area, weights=weights, seconds=seconds, show=show
        )
    said = _as_data(stored, verdict)
    if as_json:
        say_json(said)
    else:
        _say(said)
        if verdict.stands and not verdict.proved:
            words = ACCEPTED if accept_solver else NOT_PROVED
            typer.echo(spoken(words))
    if not verdict.stands:
        raise typer.Exit(REFUSED)
    if not (verdict.proved or accept_solver):
        raise typer.Exit(NOT_ALL_PROVED)


def _as_data(stored: Certificate, verdict: Verdict) -> dict[str, Any]:
    content = stored.content
    told = ("kind", "model", "status", "objective", "bound", "stages")
    return {
        "stands": verdict.stands,
        "proved": verdict.proved,
        "refused": [breach._asdict() for breach in verdict.refused],
        **{name: content[name] for name in told if name in content},
        "objective_recomputed": verdict.objective,
        "noted": list(verdict.noted),
        "proved_again": None if verdict.again is None else verdict.again._asdict(),
    }


def _say(said: dict[str, Any]) -> None:
    for breach in said["refused"]:
        typer.echo(spoken(f"Refused: {breach['name']}: {breach['words']}."))
    if not said["stands"]:
        return
    what = said.get("model", said["kind"])
    if said["objective_recomputed"] is not None:
        recomputed = (
            f"{what}: the data are those of the certificate; the objective of "
            f"{said['objective_recomputed']:,.0f} was recomputed, and all that is "
            "required is met."
        )
        typer.echo(spoken(recomputed))
    again = said["proved_again"]
    if again["by_multipliers"] is not None:
        bound = (
            f"Bound {said['bound']:,.0f}; by the stored multipliers alone "
            f"{again['by_multipliers']:,.0f}; {again['decided']:,} sites decided by "
            f"prices, {again['nodes']:,} nodes looked at."
        )
        typer.echo(spoken(bound))
    typer.echo(spoken(again["words"]))
    for note in said["noted"]:
        typer.echo(spoken(note))
