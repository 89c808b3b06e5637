"""The command `servicecircle` and what its sub-commands share."""

from __future__ import annotations

import io
import sys
from typing import Annotated, Any

import typer
from typer.main import get_command

from servicecircle import __version__
from servicecircle.cli import (
    check,
    compare,
    crosswalk,
    demo,
    doctor,
    fetch,
    map,  # noqa: A004 - the command's name
    new,
    openings,
    plan,
    posts,
    qr,
    reach,
    repair,
    report,
    respond,
    risk,
    site,
    verify,
)
from servicecircle.cli.failures import say_error, say_wrong_usage, system_message
from servicecircle.cli.help_in_chinese import put_into_chinese
from servicecircle.cli.language import OPTION, Language, SaidIn, speak, spoken
from servicecircle.errors import InternalError, ServiceCircleError

INTERRUPTED = 130
"""Exit code after Ctrl-C, by the custom of shells and as typer gives it."""

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
    report,
    compare,
    report,
    compare,
    crosswalk,
    doctor,
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
    _lang: SaidIn = Language.ENGLISH,
) -> None:
    """Take what stands before the command; --lang was read before anything else."""


def run() -> None:
    """
    Run the command line.

    Exit codes: 0 done; 1 the data or the request cannot be used; 2 wrong usage; 130
    interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console that knows no Chinese shows question marks, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(_run())


def _run() -> int:
    """Run a command, and give its exit code."""
    try:
        chinese = speak(sys.argv[1:]) is Language.CHINESE
        command: Any = get_command(app)
        if chinese:
            put_into_chinese(command)
        done = command.main(
            prog_name="servicecircle",
            standalone_mode=False,
            default_map=_lang_everywhere(command) if chinese else None,
        )
    except InternalError:
        raise
    except ServiceCircleError as error:
        say_error(str(error))
        return 1
    except typer.TyperException as error:
        say_wrong_usage(error)
        return error.exit_code
    except OSError as error:
        say_error(system_message(error))
        return 1
    code = done if isinstance(done, int) else 0
    if code == INTERRUPTED:
        typer.echo(spoken("Interrupted: nothing half-written was left."), err=True)
    return code


def _lang_everywhere(command: Any) -> dict[str, Any]:  # noqa: ANN401 - typer's own
    """Make Chinese the default of every --lang."""
    below = {
        name: _lang_everywhere(one)
        for name, one in getattr(command, "commands", {}).items()
    }
    return below | {
        param.name: Language.CHINESE.value
        for param in command.params
        if OPTION in param.opts
    }
