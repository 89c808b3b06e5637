"""`servicecircle risk`: red, yellow, blue, or not enough to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from servicecircle.cli.framed import run_and_say
from servicecircle.cli.language import Language, SaidIn
from servicecircle.cli.plan import AreaFolder, AsJson, OutFolder
from servicecircle.cli.qr.options import KeysFile, PointsFile
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def risk(  # noqa: PLR0913, PLR0917 - every option of the command
    area: AreaFolder,
    out: OutFolder,
    points: PointsFile = None,
    keys: KeysFile = None,
    lang: SaidIn = Language.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """
    Assess the risk of every unit from appeals and from the ground.

    Weights, windows and thresholds stand in [risk] of area.toml, and in
    risk_method.csv of every run. Units are assessed, never people or houses.

    Example: servicecircle risk my-district --out my-risk
    """
    from servicecircle.pipeline.risk_run import assess_risk  # noqa: PLC0415 - heavy

    run_and_say(
        lambda show: assess_risk(area, out, points=points, keys=keys, show=show),
        out,
        as_json=as_json,
        say=lambda manifest, _result: _say(manifest, out, lang),
    )


WORDS = {
    "en": {
        "level": "{level}: {red} red, {yellow} yellow, {blue} blue, {insufficient} "
        "with insufficient data; hot spots: {hot_spots}.",
        "counted": "{appeals:,} appeals counted; {lost:,} without a known unit or "
        "time.",
        "alarms": "{running} alarms running, {raised} raised in {watched_days} days; "
        "chance alone brings about {by_chance_per_month:.1f} in 30 days.",
        "short": "No early warning: the register is too short to say what is usual.",
        "written": "Written: {out} (risk.csv, alarms.csv, risk.gpkg, "
        "risk_indicators.csv, risk_method.csv, risk_weights.csv)",
    },
    "zh": {
        "level": "{level}：红{red}、黄{yellow}、蓝{blue}、数据不足{insufficient}；"
        "热点{hot_spots}处。",
        "counted": "计入诉求{appeals:,}宗；无法确定单元或时间的{lost:,}宗。",
        "alarms": "预警：进行中{running}宗，{watched_days}天内共发出{raised}宗；"
        "仅凭偶然约每30天{by_chance_per_month:.1f}宗。",
        "short": "未作预警：登记时间太短，无法判断平常水平。",
        "written": "已写入：{out}（risk.csv、alarms.csv、risk.gpkg、"
        "risk_indicators.csv、risk_method.csv、risk_weights.csv）",
    },
}


def _say(manifest: Mapping[str, Any], out: Path, language: Language) -> None:
    """Print how many units are in which tier, and where everything lies."""
    words = WORDS[language.value]
    for level, told in manifest["result"].items():
        named = Level(level).chinese if language is Language.CHINESE else level
        typer.echo(words["level"].format(level=named, **told["tiers"], **told))
    alarms = manifest["alarms"]
    watched = alarms["watched_days"] > 0
    typer.echo(words["alarms" if watched else "short"].format(**alarms))
    counts = manifest["counts"]
    lost = counts["appeals_outside_units"] + counts["appeals_without_time"]
    typer.echo(words["counted"].format(appeals=counts["appeals"], lost=lost))
    typer.echo(words["written"].format(out=out))
