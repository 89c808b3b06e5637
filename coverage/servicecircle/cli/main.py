"""The command `servicecircle` and what its sub-commands share."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from servicecircle import __version__
from servicecircle.cli import (
    check,
    crosswalk,
    demo,
    fetch,
    map,  # noqa: A004 - the command's name
    new,
    openings,
    plan,
    posts,
    qr,
    reach,
    repair,
    respond,
    risk,
    site,
    verify,
)
from servicecircle.errors import InternalError, ServiceCircleError

app = typer.Typer(
    name="servicecircle",
    help="Plan a service circle: who can really walk to a station, and who cannot.",
    epilog="Start with: servicecircle demo my-run",
    no_args_is_help=True,
    # As Markdown, since Rich takes the [sections] of area.toml for markup of its own.
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    demo,
    new,
    fetch,
    check,
    repair,
    reach,
    plan,
    map,
    site,
    verify,
    posts,
    openings,
    respond,
    risk,
    crosswalk,
):
    app.command()(getattr(module, module.__name__.rpartition(".")[2]))


def _version(value: bool) -> None:
    if value:
        typer.echo(f"servicecircle {__version__}")
        raise typer.Exit


app.add_typer(qr.app)


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    pass


def run() -> None:
    """
    Run the command line.

    Exit codes: 0 done, 1 the data or the request cannot be used, 2 wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console that knows no Chinese shows question marks, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except InternalError:
        raise
    except ServiceCircleError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(1)
