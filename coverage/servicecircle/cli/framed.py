"""The frame of a command that writes a run folder: progress, failures, what is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.language import Language
from servicecircle.cli.stopping import stop_on_interrupt
from servicecircle.errors import InternalError, ServiceCircleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from servicecircle.findings import Finding
    from servicecircle.progress import Show

Result = TypeVar("Result")


def option(words: str, *names: str, **more: Any) -> Any:  # noqa: ANN401 - typer's own
    """Make an option of its help and, where they are not its own name, its names."""
    return typer.Option(*names, help=words, **more)


def until_stopped(
    work: Callable[[Show, Callable[[], bool]], Result],
) -> Callable[[Show], Result]:
    """Let work end with the best so far on Ctrl-C; it is given what says whether to."""

    def run(show: Show) -> Result:
        with stop_on_interrupt() as stop:
            return work(show, stop)

    return run


def run_and_say(
    work: Callable[[Show], Result],
    out: Path,
    *,
    as_json: bool,
    say: Callable[[Mapping[str, Any], Result], None],
) -> None:
    """
    Run a command that writes a run folder.

    Parameters
    ----------
    work
        Given how to show progress; writes the run folder.
    out
        The run folder.
    as_json
        Whether to print the manifest, or a failure with its findings, as JSON instead.
    say
        Prints what the manifest and the result say.
    """
    try:
        with progress_bars(quiet=as_json) as show:
            result = work(show)
    except ServiceCircleError as error:
        if as_json and not isinstance(error, InternalError):
            findings = [found.as_row() for found in getattr(error, "findings", [])]
            say_json({"status": "failed", "error": str(error), "findings": findings})
        raise
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    if as_json:
        say_json(manifest)
    else:
        say(manifest, result)


def say_findings(findings: Iterable[Finding], language: Language) -> None:
    """Print a finding a line, in the language asked for."""
    from servicecircle.reports.in_chinese import in_chinese  # noqa: PLC0415 - heavy

    chinese = language is Language.CHINESE
    say, between = (in_chinese, "") if chinese else (str, " ")
    for found in findings:
        told = f"{say(found.message)}{between}{say(found.remedy)}"
        typer.echo(f"{found.severity.value} [{found.rule}] {told}")
