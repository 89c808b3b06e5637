"""`servicecircle respond`: how soon appeals are answered, and who gets there."""

from __future__ import annotations

import json

import typer

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder  # noqa: TC001
from servicecircle.errors import InternalError, ServiceCircleError


def respond(area: AreaFolder, out: OutFolder, as_json: AsJson = False) -> None:
    """
    Judge the clock of appeals, dispatch reach and the other circles.

    Example: servicecircle respond my-district --out my-response
    """
    from servicecircle.pipeline.response_run import (  # noqa: PLC0415 - heavy
        respond as run,
    )

    try:
        with progress_bars(quiet=as_json) as show:
            done = run(area, out, show=show)
    except ServiceCircleError as error:
        if as_json and not isinstance(error, InternalError):
            say_json({"status": "failed", "error": str(error)})
        raise
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    if as_json:
        say_json(manifest)
        return
    result = manifest["result"]
    typer.echo(
        f"{result['received']:,} appeals until {result['as_of']}, "
        f"{result['resolved']:,} resolved, in {out}."
    )
    for finding in done.findings:
        typer.echo(str(finding))
