"""`servicecircle respond`: how soon appeals are answered, and who gets there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from servicecircle.cli.console import progress_bars, say_json
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder  # noqa: TC001
from servicecircle.cli.qr.options import KeysFile, PointsFile  # noqa: TC001
from servicecircle.errors import InternalError, ServiceCircleError

if TYPE_CHECKING:
    from collections.abc import Mapping


def respond(
    area: AreaFolder,
    out: OutFolder,
    points: PointsFile = None,
    keys: KeysFile = None,
    as_json: AsJson = False,
) -> None:
    """
    Judge the clock of appeals, dispatch reach and the other circles.

    Example: servicecircle respond my-district --out my-response
    """
    from servicecircle.pipeline.response_run import (  # noqa: PLC0415 - heavy
        respond as run,
    )
    from servicecircle.qr.codes import read_keys  # noqa: PLC0415 - heavy

    try:
        proof = read_keys(keys) if points is not None else None
        with progress_bars(quiet=as_json) as show:
            done = run(area, out, points=points, keys=proof, show=show)
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
        f"{result['resolved']:,} resolved ({_share(result, 'resolved', 'received')}), "
        f"in {out}."
    )
    for target in result["targets"]:
        typer.echo(f"  {_told(target)}")
    for finding in done.findings:
        typer.echo(str(finding))


def _told(target: Mapping[str, Any]) -> str:
    """Say how one target is kept, with what its share is of."""
    due = target["met"] + target["missed"]
    return (
        f"{', '.join(target['classes'])} {target['step']} in {target['limit']}: "
        f"{target['met']:,} of {due:,} due met "
        f"({_share({**target, 'due': due}, 'met', 'due')}), "
        f"{target['running']:,} running, "
        f"{target['not_computable']:,} not computable"
    )


def _share(counts: Mapping[str, Any], part: str, whole: str) -> str:
    return f"{counts[part] / counts[whole]:.2%}" if counts[whole] else "none"
