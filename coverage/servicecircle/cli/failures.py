"""How a command that cannot be done is told: one message, no traceback."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import typer

from servicecircle.cli.language import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

WRONG_USAGE = 2
_OF_PYDANTIC = re.compile("Value error, |, unable to parse string as .*$")
"""What typer's library says of itself."""


def say_error(message: str) -> None:
    """Print an error on standard error, its first word red on a terminal."""
    word = spoken("Error:")
    if not os.environ.get("NO_COLOR"):
        word = typer.style(word, fg="red")
    typer.echo(f"{word} {spoken(message)}", err=True)


def say_wrong_usage(error: typer.TyperException) -> None:
    """Print what is wrong with a command line, and how to see what is right."""
    context: Any = getattr(error, "ctx", None)
    message = _message(error, context)
    if not message:
        # Without a command the help was shown already.
        return
    if context is not None:
        typer.echo(context.get_usage(), err=True)
    say_error(message)
    if context is not None:
        asking = f"{context.command_path} {context.help_option_names[0]}"
        typer.echo(f"{spoken('Help:')} {asking}", err=True)


def system_message(error: OSError) -> str:
    """
    Say what the system refuses, with the file where it names one.

    >>> system_message(PermissionError(13, "Permission denied", "area.toml"))
    'area.toml cannot be read or written: Permission denied.'
    """
    what = error.filename if error.filename is not None else "A file"
    return spoken(f"{what} cannot be read or written: {error.strerror or error}.")


def _message(error: typer.TyperException, context: Any) -> str:  # noqa: ANN401 - typer has no public type
    """Say what is wrong, with what was probably meant."""
    option = getattr(error, "option_name", None)
    if option is not None and context is not None and error.exit_code == WRONG_USAGE:
        known = [name for p in context.command.params for name in p.opts]
        known += [name for p in context.command.params for name in p.secondary_opts]
        if option not in known:
            return f"No such option: {option}.{_perhaps(option, known)}"
    said = _OF_PYDANTIC.sub("", " ".join(error.format_message().split()))
    choice = re.search(r"'([^']*)' is not one of (.*)\.$", said)
    if choice:
        said += _perhaps(choice[1], re.findall(r"'([^']*)'", choice[2]))
    return said


def _perhaps(word: str, known: Iterable[str]) -> str:
    """Say which of the known words was probably meant, if one was."""
    close = get_close_matches(word, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
