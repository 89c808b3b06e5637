"""`servicecircle site --what-if`: what was tried on the map, said in sentences."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import typer

from servicecircle.cli.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from servicecircle.pipeline.what_if import Tried
    from servicecircle.progress import Show

WITH_IT = {"service"}
"""What may be said beside a what-if file: for which circle it is scored."""


def refuse_beside(names: Iterable[str]) -> None:
    """Refuse options that ask for a choice where one was made already."""
    beside = sorted(set(names) - WITH_IT)
    if beside:
        msg = (
            "it scores what was tried, and chooses nothing: leave out what asks for a "
            f"choice ({', '.join(beside)})."
        )
        raise typer.BadParameter(msg, param_hint="--what-if")


def score_tried(  # noqa: PLR0913 - the options that go with a what-if file
    area: Path,
    out: Path,
    file: Path,
    *,
    services: Sequence[str],
    every_building: bool,
    seconds: float,
    gap: float,
    stop: Callable[[], bool],
    show: Show,
) -> Tried:
    """Score the file; the service is the first of [siting] where none is named."""
    from servicecircle.area.read_config import read_config  # noqa: PLC0415 - heavy
    from servicecircle.pipeline.what_if import (  # noqa: PLC0415 - heavy
        WhatIfRequest,
        score_file,
    )

    own = read_config(area).siting.service
    circles = list(services) or ([own] if isinstance(own, str) else list(own or ()))
    if len(services) > 1:
        msg = "it is scored for one service circle; name one."
        raise typer.BadParameter(msg, param_hint="--service")
    circle = circles[0] if circles else None
    request = WhatIfRequest(file, circle, every_building, seconds, gap)
    return score_file(area, out, request, stop=stop, show=show)


def say_tried(
    manifest: Mapping[str, Any], done: Tried, out: Path, *, language: Language
) -> None:
    """Print what each action does, what all do, and how far that is from the best."""
    from servicecircle.siting.sentences import say  # noqa: PLC0415 - where it is used

    words, told = partial(say, language=language.value), manifest["result"]
    reason = "reason_zh" if language is Language.CHINESE else "reason"
    if manifest["what_if"]["stale"]:
        typer.echo(words("what_if_stale"))
    for row in done.score.table.to_dict("records"):
        name = row["name"] if isinstance(row["name"], str) else ""
        target = row["target_id"] if isinstance(row["target_id"], str) else ""
        named = " ".join(word for word in (target, name) if word)
        action = words(f"what_if_action_{row['action']}")
        typer.echo(f"{row['what_if_id']} {action} {named}: {row[reason]}")
    shares = words(
        "what_if_shares",
        gained=told["residents_gained"],
        today=told["share_today"] or 0.0,
        then=told["share_then"] or 0.0,
        residents=told["residents"],
    )
    typer.echo(shares)
    actions = manifest["what_if"]["actions"]
    if told["best_sites"] is not None:
        sites = len(done.placed.sites)
        typer.echo(_best(told["best_sites"], sites, "what_if_sites", words))
    elif len(done.placed.sites):
        typer.echo(words("what_if_nothing"))
    if told["best_gates"] is not None:
        gates = actions["open_gate"]
        typer.echo(_best(told["best_gates"], gates, "what_if_gates", words))
    typer.echo(words("what_if_written", out=str(out)))


def _best(
    best: Mapping[str, Any], count: int, things: str, words: Callable[..., str]
) -> str:
    proof = words("what_if_at_most", most=max(0.0, best["behind_at_most"]))
    if best["status"] == "optimal":
        proof = words("what_if_proved")
    return words(
        "what_if_best" if best["behind"] > 0 else "what_if_as_good",
        count=count,
        things=words(things),
        behind=best["behind"],
        proof=proof,
    )
