"""`servicecircle site --what-if`: what was tried on the map, said in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from servicecircle.cli.plan import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from servicecircle.pipeline.what_if import Tried
    from servicecircle.progress import Show

WITH_IT = {"service"}
"""What may be said beside a what-if file: for which circle it is scored."""

STALE = {
    "en": "Note: the area's data have changed since the map was drawn.",
    "zh": "注意：地图生成后，数据已有改动。",
}
SHARES = {
    "en": "All together: {gained:+,.0f} residents covered ({today:.1%} to {then:.1%} "
    "of {residents:,.0f}).",
    "zh": "全部实施：覆盖居民{gained:+,.0f}人"
    "（{residents:,.0f}人中由{today:.1%}至{then:.1%}）。",
}
BEST = {
    "en": "The best choice of as many {things} ({count}) covers {behind:,.0f} "
    "residents more than those tried{proof}.",
    "zh": "同样数量（{count}个）的最优{things}比试选的多覆盖{behind:,.0f}人{proof}。",
}
AS_GOOD = {
    "en": "No choice of as many {things} ({count}) is known to cover more{proof}.",
    "zh": "同样数量（{count}个）的{things}，未发现优于试选的方案{proof}。",
}
PROVED = {"en": ": proved the best", "zh": "（已证明最优）"}
AT_MOST = {
    "en": "; none can cover more than {most:,.0f} more",
    "zh": "（任何方案至多多{most:,.0f}人）",
}
SITES = {"en": "new stations", "zh": "新站点"}
GATES = {"en": "gates", "zh": "出入口"}
NOTHING = {
    "en": "There are no candidates to compare with. Name a table of them in area.toml, "
    "or take every building (--candidates buildings).",
    "zh": "没有可比较的候选点位：请在 area.toml 中给出，或用 --candidates buildings。",
}
WRITTEN = {"en": "Written: {out}", "zh": "已写入：{out}"}


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
    said, told = language.value, manifest["result"]
    reason = "reason_zh" if language is Language.CHINESE else "reason"
    if manifest["what_if"]["stale"]:
        typer.echo(STALE[said])
    for row in done.score.table.to_dict("records"):
        name = row["name"] if isinstance(row["name"], str) else ""
        target = row["target_id"] if isinstance(row["target_id"], str) else ""
        named = " ".join(word for word in (target, name) if word)
        typer.echo(f"{row['what_if_id']} {row['action']} {named}: {row[reason]}")
    shares = SHARES[said].format(
        gained=told["residents_gained"],
        today=told["share_today"] or 0.0,
        then=told["share_then"] or 0.0,
        residents=told["residents"],
    )
    typer.echo(shares)
    actions = manifest["what_if"]["actions"]
    if told["best_sites"] is not None:
        typer.echo(_best(told["best_sites"], len(done.placed.sites), SITES, said))
    elif len(done.placed.sites):
        typer.echo(NOTHING[said])
    if told["best_gates"] is not None:
        typer.echo(_best(told["best_gates"], actions["open_gate"], GATES, said))
    typer.echo(WRITTEN[said].format(out=out))


def _best(
    best: Mapping[str, Any], count: int, things: Mapping[str, str], said: str
) -> str:
    proof = AT_MOST[said].format(most=max(0.0, best["behind_at_most"]))
    if best["status"] == "optimal":
        proof = PROVED[said]
    words = BEST if best["behind"] > 0 else AS_GOOD
    return words[said].format(
        count=count, things=things[said], behind=best["behind"], proof=proof
    )
