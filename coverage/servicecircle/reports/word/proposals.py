"""The part on proposals: where, how much, how sure, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from servicecircle.reports.word.coverage import name_of
from servicecircle.reports.word.paper import Column
from servicecircle.reports.word.words import decimal, share, text, whole
from servicecircle.siting.sentences import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from servicecircle.reports.finished_run import FinishedRun
    from servicecircle.reports.word.paper import Paper, Picture

STOP = {"en": ".", "zh": "。"}
AND = {"en": "; ", "zh": "；"}
MOST_POINTS = 40
"""Of the frontier; more are thinned evenly, first and last kept."""


def add_proposals(
    paper: Paper, run: FinishedRun, site: FinishedRun, picture: Picture | None
) -> None:
    """Write what is proposed, what is proved of it, the map, and the reasons."""
    told, language = site.manifest["result"], paper.language
    service = told["service"] or next(iter(run.manifest["figures"]))
    title = " + ".join(name_of(run, key) for key in _services(site, service))
    paper.heading(f"{paper.say('proposals')}: {title}")
    figures = {**told["figures"], "objective": told["objective"]}
    came_to = say(f"site_{told['model']}", language, **figures)
    proof = proof_of(site, language)
    paper.paragraph(f"{came_to}{AND[language]}{proof}{STOP[language]}")
    paper.paragraph(
        say(
            "site_shares",
            language,
            today=share(told["share_today"]),
            then=share(told["share_then"]),
            **site.manifest["counts"],
        )
        + STOP[language]
    )
    for line in _besides(told, paper):
        paper.paragraph(line)
    table = ranked(site)
    if table.empty:
        paper.paragraph(paper.say("no_proposals"))
    else:
        if picture is not None:
            paper.picture(picture)
        _table(paper, table, told["ranked_by"])
        _reasons(paper, table)
    _weights(paper, site)
    _frontier(paper, site)


def ranked(site: FinishedRun) -> pd.DataFrame:
    """Give the proposals that have a rank, in its order."""
    table = site.table("proposals")
    return table[table["rank"].notna()].sort_values("rank")


def proof_of(site: FinishedRun, language: Any) -> str:  # noqa: ANN401 - a language
    """Say what is proved of a choice."""
    told = site.manifest["result"]
    gap = 1.0 if told["gap"] is None else told["gap"]
    return say(f"site_{told['status']}", language, gap=gap)


def _services(site: FinishedRun, service: str) -> list[str]:
    asked = list(site.manifest.get("request", {}).get("services") or [])
    return asked if len(asked) > 1 else [service]


def _besides(told: Mapping[str, Any], paper: Paper) -> list[str]:
    """Say what each of several services gains, and what is left open."""
    language, lines = paper.language, []
    for service, figures in (told.get("by_service") or {}).items():
        said = say("site_service", language, service=service, **figures)
        lines.append(said.strip() + STOP[language])
    if told.get("by_service"):
        lines.append(say("site_counted", language))
    if told.get("never_full"):
        lines.append(say("site_never_full", language, count=told["never_full"]))
    return lines


def _table(paper: Paper, table: pd.DataFrame, ranked_by: str | None) -> None:
    """List the proposals; what they are ranked by stands there if it is not gain."""
    language = paper.language
    columns = [
        Column(paper.say("rank"), 0.7, right=True),
        Column(say("site_action", language), 0.9),
        Column(say("site_site", language), 4.2),
    ]
    by = ranked_by if ranked_by in table else None
    if by:
        columns.append(Column(say(f"site_by_{by}", language), 1.5, right=True))
    columns += [
        Column(say("site_gained", language), 1.5, right=True),
        Column(say("site_then", language), 1.3, right=True),
    ]
    rows = []
    for row in table.to_dict("records"):
        worth = (
            [decimal(row[by]) if by.endswith("_m") else whole(row[by])] if by else []
        )
        rows.append(
            [
                whole(row["rank"]),
                say(f"site_action_{row['action']}", language),
                _site(row),
                *worth,
                whole(row["residents_gained"]),
                share(row["cumulative_share"]),
            ]
        )
    paper.table(paper.say("proposals_table"), columns, rows)


def _site(row: Mapping[Any, Any]) -> str:
    """Name a site, with its code."""
    name = text(row["name"])
    return name if name == row["site_id"] else f"{name} ({row['site_id']})"


def _reasons(paper: Paper, table: pd.DataFrame) -> None:
    paper.heading(paper.say("proposals_why"), level=2)
    column = "reason_zh" if paper.language == "zh" else "reason"
    for row in table.to_dict("records"):
        paper.paragraph(f"{whole(row['rank'])}. {_site(row)}: {text(row[column])}")


def _weights(paper: Paper, site: FinishedRun) -> None:
    """Say what weights change, where the sites were weighted."""
    told, language = site.manifest["result"].get("weights"), paper.language
    if not told:
        return
    other = {
        name.replace("covered", "without"): n for name, n in told["without"].items()
    }
    said = {**told["with"], **other}
    paper.paragraph(say("site_weights", language, file=told["file"], **said))
    sites = {name: told[name] or "-" for name in ("only_with", "only_without")}
    different = told["only_with"] or told["only_without"]
    key = "site_other_sites" if different else "site_same_sites"
    paper.paragraph(say(key, language, **sites))


def _frontier(paper: Paper, site: FinishedRun) -> None:
    """Tell what each number of sites reaches, and what none can exceed."""
    if not site.has("frontier"):
        return
    points = site.table("frontier").sort_values("sites").reset_index(drop=True)
    step = -(-len(points) // MOST_POINTS) or 1
    kept = points[(points.index % step == 0) | (points.index == len(points) - 1)]
    language = paper.language
    paper.table(
        paper.say("frontier_table"),
        [
            Column(paper.say("new_sites"), 1.0, right=True),
            Column(paper.say("covered_residents"), 1.6, right=True),
            Column(paper.say("share"), 1.2, right=True),
            Column(paper.say("bound"), 1.2, right=True),
        ],
        [
            [
                whole(row["sites"]),
                whole(row["residents"]),
                share(row["share_of_residents"]),
                share(row["bound_share"]),
            ]
            for row in kept.to_dict("records")
        ],
    )
    turn = site.manifest["result"].get("knee")
    if turn:
        rest = "site_knee_all" if turn["enough"] is None else "site_knee_enough"
        first, last = say("site_knee", language, **turn), say(rest, language, **turn)
        paper.paragraph(first + last)
