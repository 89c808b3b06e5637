"""The frame of siting commands: progress, Ctrl-C, the manifest, what is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.plan import Language
from servicecircle.cli.stopping import stop_on_interrupt
from servicecircle.errors import InternalError, ServiceCircleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from servicecircle.progress import Show

Result = TypeVar("Result")
SaidIn = Annotated[
    Language, typer.Option("--lang", help="Language of what is printed.")
]


def option(words: str, *names: str, **more: Any) -> Any:  # noqa: ANN401 - typer's own
    """Make an option of its help and, where they are not its own name, its names."""
    return typer.Option(*names, help=words, **more)


def run_and_say(
    work: Callable[[Show, Callable[[], bool]], Result],
    out: Path,
    *,
    as_json: bool,
    say: Callable[[Mapping[str, Any], Result], None],
) -> None:
    """
    Run a siting command.

    Parameters
    ----------
    work
        Given how to show progress and what says whether to stop; writes the run folder.
    out
        The run folder.
    as_json
        Whether to print the manifest, or a failure, as JSON instead.
    say
        Prints what the manifest and the result say.
    """
    try:
        with progress_bars(quiet=as_json) as show, stop_on_interrupt() as stop:
            result = work(show, stop)
    except ServiceCircleError as error:
        if as_json and not isinstance(error, InternalError):
            say_json({"status": "failed", "error": str(error)})
        raise
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    if as_json:
        say_json(manifest)
    else:
        say(manifest, result)
