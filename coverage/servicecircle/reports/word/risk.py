"""The part on risk: tiers, red units, hot spots, alarms, and the method in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.reports.column_words import value_words
from servicecircle.reports.word.coverage import level_word
from servicecircle.reports.word.paper import Column
from servicecircle.reports.word.words import decimal, share, text, whole

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.reports.finished_run import FinishedRun
    from servicecircle.reports.word.paper import Paper, Picture

TIERS = ("red", "yellow", "blue", "insufficient")
MOST_RED, MOST_ALARMS, MOST_HOT = 15, 8, 20


def finest(risk: FinishedRun) -> str:
    """Name the finest level that was assessed."""
    return str(list(risk.manifest["result"])[-1])


def red_units(risk: FinishedRun) -> pd.DataFrame:
    """Give the red units of the finest level, the highest score first."""
    table = risk.table("risk")
    mine = table[(table["level"] == finest(risk)) & (table["tier"] == "red")]
    order = mine.sort_values(["score", "unit_id"], ascending=[False, True])
    return order.head(MOST_RED)


def add_risk(paper: Paper, risk: FinishedRun, picture: Picture | None) -> None:
    """Write the part."""
    paper.heading(paper.say("risk"))
    told = risk.manifest["result"]
    paper.table(
        paper.say("risk_tiers_table"),
        [
            Column(paper.say("level"), 1.6),
            *(Column(paper.say(f"tier_{tier}"), right=True) for tier in TIERS),
            Column(paper.say("hot_spots"), right=True),
        ],
        [
            [
                level_word(paper, level),
                *(whole(one["tiers"][tier]) for tier in TIERS),
                whole(one["hot_spots"]),
            ]
            for level, one in told.items()
        ],
    )
    if picture is not None:
        paper.picture(picture)
    _red(paper, risk)
    _hot(paper, risk)
    _alarms(paper, risk)


def add_risk_method(paper: Paper, risk: FinishedRun) -> None:
    """Print the settings of the whole and those of the finest level."""
    table = risk.table("risk_method")
    words = value_words("meaning", language=paper.language)
    rows = []
    for row in table.to_dict("records"):
        setting, level = str(row["setting"]), row["level"]
        if level not in {"all", finest(risk)} or setting.startswith("scale_"):
            continue
        if setting.startswith("weight_") and row["value"] == "0":
            continue
        meaning = text(row["meaning"])
        rows.append([setting, text(row["value"]), words.get(meaning, meaning)])
    paper.table(
        paper.say("risk_method_table"),
        [
            Column(paper.say("setting"), 2.7),
            Column(paper.say("value"), 1.8),
            Column(paper.say("meaning"), 3.6),
        ],
        rows,
    )


def _red(paper: Paper, risk: FinishedRun) -> None:
    units = red_units(risk)
    if units.empty:
        paper.paragraph(paper.say("nothing_red"))
        return
    why = "reason_zh" if paper.language == "zh" else "reason"
    paper.table(
        f"{paper.say('red_table')}: {level_word(paper, finest(risk))}",
        [
            Column(paper.say("rank"), 0.9, right=True),
            Column(paper.say("unit"), 2.4),
            Column(paper.say("code"), 2.4),
            Column(paper.say("score"), 0.8, right=True),
            Column(paper.say("tier_sure"), 0.9, right=True),
            Column(paper.say("rate"), 1.2, right=True),
            Column(paper.say("reason"), 3.6),
        ],
        [
            [
                whole(number),
                text(row["name"]),
                text(row["unit_id"]),
                decimal(row["score"]),
                share(row["tier_probability"], 0),
                decimal(row["rate"]),
                text(row[why]),
            ]
            for number, row in enumerate(units.to_dict("records"), start=1)
        ],
    )
    more = int(risk.manifest["result"][finest(risk)]["tiers"]["red"]) - len(units)
    if more > 0:
        paper.paragraph(paper.say("red_more", more=more))


def _hot(paper: Paper, risk: FinishedRun) -> None:
    """Name the lasting hot spots of the finest level."""
    table = risk.table("risk")
    hot = table[(table["level"] == finest(risk)) & (table["hot_spot"] == "True")]
    if hot.empty:
        paper.paragraph(paper.say("risk_hot_none"))
        return
    order = hot.sort_values(["hot_probability", "unit_id"], ascending=[False, True])
    names = [text(name) for name in order["name"].head(MOST_HOT)]
    between = "、" if paper.language == "zh" else ", "
    listed = between.join(names)
    if len(hot) > MOST_HOT:
        listed += paper.say("and_more", more=len(hot) - MOST_HOT)
    paper.paragraph(paper.say("risk_hot", names=listed))


def _alarms(paper: Paper, risk: FinishedRun) -> None:
    told = risk.manifest.get("alarms", {})
    if not told.get("watched_days"):
        paper.paragraph(paper.say("alarm_none"))
        return
    paper.paragraph(paper.say("alarms", **told))
    table = risk.table("alarms")
    running = table[table["state"] == "running"].sort_values("rank")
    why = "reason_zh" if paper.language == "zh" else "reason"
    paper.table(
        paper.say("alarms_table"),
        [
            Column(paper.say("alarm"), 0.9),
            Column(paper.say("raised"), 1.2),
            Column(paper.say("reason"), 6.0),
        ],
        [
            [text(row["alarm"]), text(row["raised"]), text(row[why])]
            for row in running.head(MOST_ALARMS).to_dict("records")
        ],
    )
    if len(running) > MOST_ALARMS:
        paper.paragraph(paper.say("alarms_more", more=len(running) - MOST_ALARMS))
