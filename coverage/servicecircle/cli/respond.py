"""`servicecircle respond`: how soon appeals are answered, and who gets there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from servicecircle.cli.framed import run_and_say, say_findings
from servicecircle.cli.language import Language, SaidIn
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder
from servicecircle.cli.qr.options import KeysFile, PointsFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from servicecircle.findings import Finding

WORDS = {
    "en": {
        "all": "{received:,} appeals until {as_of}, {resolved:,} resolved ({share}).",
        "target": "  {classes}, {step} within {limit}: {met:,} of {due:,} due met "
        "({share}), {running:,} running, {not_computable:,} not computable.",
        "orders": "  {orders:,} community orders: {on_time:,} of {due:,} due on time "
        "({share}), {running:,} running, {not_computable:,} not computable.",
        "reach": "  Residents whom somebody reaches in time: {modes}.",
        "written": "Written: {out} (response.csv, response.gpkg and the tables beside "
        "them)",
    },
    "zh": {
        "all": "截至{as_of}收到诉求{received:,}宗，办结{resolved:,}宗（{share}）。",
        "target": "  {classes}，{step}，时限{limit_zh}：到期{due:,}宗，按时{met:,}宗"
        "（{share}）；未到期{running:,}宗，无法计算{not_computable:,}宗。",
        "orders": "  社区发令{orders:,}件：到期{due:,}件，按时到场{on_time:,}件"
        "（{share}）；未到期{running:,}件，无法计算{not_computable:,}件。",
        "reach": "  时限内有人可达的居民占比：{modes}。",
        "written": "已写入：{out}（response.csv、response.gpkg 及其他各表）",
    },
}
STEPS = {
    "responded": "响应",
    "accepted": "受理",
    "dispatched": "派遣",
    "resolved": "办结",
}
MODES = {"foot": "步行", "e_bike": "电动自行车", "elderly": "老人步速"}


def respond(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    points: PointsFile = None,
    keys: KeysFile = None,
    lang: SaidIn = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Judge the clock of appeals, dispatch reach and the other circles.

    By when appeals must be answered stands in [response] of area.toml. Of people
    nothing is read.

    Example: servicecircle respond my-district --out my-response
    """
    from servicecircle.pipeline.response_run import (  # noqa: PLC0415 - heavy
        respond as run,
    )

    run_and_say(
        lambda show: run(area, out, points=points, keys=keys, show=show),
        out,
        as_json=as_json,
        say=lambda manifest, done: _say(manifest["result"], done.findings, out, lang),
    )


def _say(
    result: Mapping[str, Any], findings: Iterable[Finding], out: Path, lang: Language
) -> None:
    words = WORDS[lang.value]
    share = _share(result["resolved"], result["received"])
    typer.echo(words["all"].format(**result, share=share))
    for target in result["targets"]:
        due = target["met"] + target["missed"]
        step = target["step"]
        told = {
            **target,
            "classes": "、".join(target["classes"]),
            "step": STEPS[step] if lang is Language.CHINESE else step,
        }
        share = _share(target["met"], due)
        typer.echo(words["target"].format(**told, due=due, share=share))
    if "orders" in result:
        _say_orders(result["orders"], lang)
    say_findings(findings, lang)
    typer.echo(words["written"].format(out=out))


def _say_orders(told: Mapping[str, Any], lang: Language) -> None:
    """Say who was there on time, beside whom somebody could reach in time."""
    words, chinese = WORDS[lang.value], lang is Language.CHINESE
    due = told["on_time"] + told["late"]
    share = _share(told["on_time"], due)
    typer.echo(words["orders"].format(**told, due=due, share=share))
    named = [
        f"{MODES.get(mode, mode) if chinese else mode} {share:.1%}"
        for mode, share in told["reach"].items()
    ]
    if named:
        typer.echo(words["reach"].format(modes=("、" if chinese else ", ").join(named)))


def _share(part: int, whole: int) -> str:
    """Say a share, or a dash where it would be of nothing."""
    return f"{part / whole:.2%}" if whole else "-"
