"""What `servicecircle posts` prints: who is housed, what is proved, where it lies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from servicecircle.cli.language import Language


def say_posts(result: Mapping[str, Any], out: Path, *, language: Language) -> None:
    """Print who is housed, what is proved, and where everything lies."""
    from servicecircle.siting.sentences import say  # noqa: PLC0415 - where it is used

    words = partial(say, language=language.value)
    typer.echo(words("posts_housed", **result))
    for reason, count in result["reasons"].items():
        if reason != "housed":
            why = words(f"posts_{reason}")
            typer.echo(words("posts_without", why=why, count=count))
    for stage in result["stages"]:
        best = stage["status"] == "optimal"
        proof = words("posts_optimal" if best else "posts_bound", **stage)
        told = {**stage, "name": words(f"posts_{stage['name']}"), "proof": proof}
        typer.echo(words("posts_stage", **told))
    typer.echo(words("posts_written", out=str(out)))
