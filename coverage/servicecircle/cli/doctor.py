"""`servicecircle doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servicecircle.cli.console import say_json
from servicecircle.cli.language import Language, SaidIn, spoken

if TYPE_CHECKING:
    from servicecircle.cli.doctor_looks import Look

UNFIT = 1
"""Exit code when something is missing that nothing works without."""
MARKS = {"good": "ok", "optional": "missing", "wrong": "WRONG"}

Area = Annotated[
    Path | None,
    typer.Argument(
        metavar="[AREA]", help="A planning area's folder: read its area.toml too."
    ),
]


def doctor(
    area: Area = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    _lang: SaidIn = Language.ENGLISH,
) -> None:
    """
    Look at what is installed: versions, optional parts, formats, fonts, the machine.

    Exit code 0: everything can run, though optional parts may be missing; 1: something
    is missing that nothing works without, or the area's area.toml cannot be used.

    Example: servicecircle doctor my-district
    """
    from servicecircle.cli import doctor_looks as at  # noqa: PLC0415 - where it is used

    looks = [*at.look_at_python(), *at.look_at_parts()]
    wrong = any(look.state is at.State.WRONG for look in looks)
    if not wrong:
        looks += [*at.look_at_formats(), *at.look_at_machine()]
        if area is not None:
            looks.append(at.look_at_area(area))
    wrong = any(look.state is at.State.WRONG for look in looks)
    if as_json:
        rows = [look._asdict() for look in looks]
        say_json({"fit": not wrong, "looked_at": rows})
    else:
        _say(looks, wrong=wrong)
    if wrong:
        raise typer.Exit(UNFIT)


def _say(looks: list[Look], *, wrong: bool) -> None:
    """Print a line for each, and the remedy below what is not well."""
    width = max(len(look.part) for look in looks)
    for look in looks:
        mark = spoken(MARKS[look.state])
        typer.echo(f"{mark:<8}{look.part:<{width}}  {look.found}")
        if look.remedy:
            typer.echo(f"{'':8}{spoken(look.remedy)}")
    if wrong:
        typer.echo(spoken("Not everything that is needed is there: see above."))
    else:
        typer.echo(spoken("Everything that is needed is there."))
