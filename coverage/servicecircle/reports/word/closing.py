"""The closing parts: method, limits, and where everything comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.reports.column_words import value_words
from servicecircle.reports.provenance import provenance
from servicecircle.reports.word.coverage import name_of
from servicecircle.reports.word.paper import Column
from servicecircle.reports.word.risk import add_risk_method
from servicecircle.reports.word.words import whole

if TYPE_CHECKING:
    from servicecircle.reports.finished_run import FinishedRun
    from servicecircle.reports.word.paper import Paper
    from servicecircle.reports.word.report import Runs


def add_method(paper: Paper, runs: Runs) -> None:
    """Say how it was measured, chosen, assessed and judged."""
    parameters = runs.plan.manifest["parameters"]
    paper.heading(paper.say("method"))
    lines = [
        paper.say("method_1", snap=parameters["network"]["snap_limit_m"]),
        paper.say("method_2"),
        paper.say("method_3", detour=parameters["measure"]["detour_factor"]),
    ]
    if runs.site is not None:
        model = runs.site.manifest["result"]["model"]
        lines.append(paper.say("method_4", model=model))
    if runs.risk is not None:
        lines.append(paper.say("method_5"))
    if runs.response is not None:
        lines.append(_clock(paper, runs.response))
    paper.bullets(lines)
    if runs.risk is not None:
        add_risk_method(paper, runs.risk)


def add_limits(paper: Paper, runs: Runs) -> None:
    """Say what the figures do not know."""
    run = runs.plan
    paper.heading(paper.say("limits"))
    service = next(iter(run.manifest["figures"]))
    unknown = unknown_residents(run)
    lines = [
        paper.say("limits_1"),
        paper.say("limits_2"),
        paper.say("limits_3", unknown=unknown, service=name_of(run, service)),
    ]
    if runs.site is not None:
        lines.append(paper.say("limits_4"))
    if runs.risk is not None:
        lines.append(paper.say("limits_5"))
    if runs.response is not None:
        lines.append(paper.say("limits_6"))
    notice = run.manifest["parameters"]["area"].get("notice")
    if notice:
        lines.append(paper.say("limits_7", notice=notice))
    paper.bullets(lines)


def add_provenance(paper: Paper, runs: Runs) -> None:
    """List versions, runs, and every input with its digest."""
    told = provenance(runs.listed, language=paper.language)
    inputs = runs.plan.manifest.get("inputs", [])
    # Inputs have a table of their own; parameters are in the workbook.
    skipped = {paper.say("input"), paper.say("parameter")}
    paper.heading(paper.say("provenance"))
    paper.table(
        paper.say("provenance_table"),
        [Column(paper.say("what"), 1.3), Column(paper.say("value"), 3.6)],
        [
            [what, f"{value} = {more}" if more else value]
            for what, value, more in told
            if what not in skipped
        ],
    )
    paper.table(
        paper.say("provenance_inputs"),
        [
            Column(paper.say("file"), 2.4),
            Column(paper.say("size"), 1.0, right=True),
            Column(paper.say("sha"), 4.4, fixed=True),
        ],
        [
            [str(one["file"]), whole(one.get("bytes")), str(one["sha256"])]
            for one in inputs
        ],
    )
    paper.paragraph(paper.say("provenance_text"))


def unknown_residents(run: FinishedRun) -> float:
    """Count the residents whose walk to the first service is not known."""
    table = run.table("coverage")
    service = next(iter(run.manifest["figures"]))
    mine = table[(table["service"] == service)]
    widest = mine[mine["level"] == mine["level"].iloc[0]] if len(mine) else mine
    return float(widest["unknown_residents"].sum())


def _clock(paper: Paper, response: FinishedRun) -> str:
    """Say when clocks begin."""
    words = value_words("since", language=paper.language)
    began = {str(t["since"]) for t in response.manifest["result"]["targets"]}
    between = "、" if paper.language == "zh" else ", "
    since = between.join(words.get(word, word) for word in sorted(began))
    return paper.say("method_6", since=since)
