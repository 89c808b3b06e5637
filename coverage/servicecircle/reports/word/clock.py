"""The part on the clock: targets, the units that keep them least, who gets there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from servicecircle.reports.column_words import value_words
from servicecircle.reports.word.coverage import name_of
from servicecircle.reports.word.paper import Column
from servicecircle.reports.word.words import share, text, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.reports.finished_run import FinishedRun
    from servicecircle.reports.word.paper import Paper


def add_clock(paper: Paper, run: FinishedRun, response: FinishedRun) -> None:
    """Write the part."""
    told = response.manifest["result"]
    paper.heading(paper.say("clock"))
    received = told["received"]
    resolved = share(told["resolved"] / received if received else None, 2)
    paper.paragraph(paper.say("clock_intro", **{**told, "share": resolved}))
    paper.table(
        paper.say("clock_table"),
        [
            Column(paper.say("class"), 1.4),
            Column(paper.say("step"), 1.1),
            Column(paper.say("limit"), 1.5),
            Column(paper.say("due"), right=True),
            Column(paper.say("met"), right=True),
            Column(paper.say("missed"), right=True),
            Column(paper.say("met_share"), right=True),
            Column(paper.say("not_computable"), 1.2, right=True),
        ],
        [_target(paper, target) for target in told["targets"]],
    )
    _dispatch(paper, run, response)


def _target(paper: Paper, target: Mapping[str, Any]) -> list[str]:
    due = target["met"] + target["missed"]
    words = value_words("step", language=paper.language)
    limit = target["limit_zh"] if paper.language == "zh" else target["limit"]
    between = "、" if paper.language == "zh" else ", "
    return [
        between.join(target["classes"]),
        words.get(target["step"], target["step"]),
        limit,
        whole(due),
        whole(target["met"]),
        whole(target["missed"]),
        share(target["met"] / due if due else None),
        whole(target["not_computable"]),
    ]


def _dispatch(paper: Paper, run: FinishedRun, response: FinishedRun) -> None:
    """Tell the whole area's residents whom somebody reaches in time."""
    if not response.has("dispatch_reach"):
        return
    table = response.table("dispatch_reach")
    widest = table["level"] == table["level"].head(1).squeeze()
    modes = value_words("mode", language=paper.language)
    minutes = response.manifest["parameters"]["response"]["dispatch"]["minutes"]
    paper.table(
        paper.say("dispatch_table", minutes=minutes),
        [
            Column(paper.say("unit"), 2.2),
            Column(paper.say("service"), 2.2),
            Column(paper.say("mode"), 1.2),
            Column(paper.say("reached"), right=True),
            Column(paper.say("share"), right=True),
            Column(paper.say("unreached"), right=True),
        ],
        [
            [
                text(row["unit_name"]),
                name_of(run, row["service"]),
                modes.get(row["mode"], row["mode"]),
                whole(row["reached_residents"]),
                share(row["share_of_residents"]),
                whole(row["unreached_residents"]),
            ]
            for row in table[widest].to_dict("records")
        ],
    )
