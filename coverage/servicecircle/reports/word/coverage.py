"""The parts on coverage: circle against street, units, and the worst of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from servicecircle.reports.word.paper import Column
from servicecircle.reports.word.words import share, text, whole
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from servicecircle.reports.finished_run import FinishedRun
    from servicecircle.reports.word.paper import Paper, Picture

MOST_UNITS = 40
"""Rows of a table of units; the rest is in the workbook."""
WORST = 10
WORST_OF_OTHERS = 5


def standard_of(paper: Paper, figures: Mapping[str, Any]) -> str:
    """Say how far is near enough: 500 m, and whether without steps."""
    length = paper.say("metres", n=figures["distance_m"])
    return f"{length}, {paper.say('step_free')}" if figures["step_free"] else length


def name_of(run: FinishedRun, service: str) -> str:
    """Give what a service circle is called."""
    figures = run.manifest["figures"].get(service, {})
    return str(figures.get("name") or service)


def level_word(paper: Paper, level: str) -> str:
    """Name a level."""
    return Level(level).chinese if paper.language == "zh" else paper.say(level)


def add_coverage(paper: Paper, run: FinishedRun, picture: Picture | None) -> None:
    """Write the honesty table, the picture, and a wider level's units."""
    manifest = run.manifest
    first = next(iter(manifest["figures"].values()))
    detour = manifest["parameters"]["measure"]["detour_factor"]
    paper.heading(paper.say("coverage"))
    limit = paper.say("metres", n=first["distance_m"])
    paper.paragraph(paper.say("coverage_intro", limit=limit, detour=detour))
    _honesty(paper, run)
    if picture is not None:
        paper.picture(picture)
    _units(paper, run)


def add_worst(paper: Paper, run: FinishedRun) -> None:
    """Write where most residents are beyond the standard, for each service."""
    worst = run.table("worst_units")
    if worst.empty:
        return
    paper.heading(paper.say("worst"))
    paper.paragraph(paper.say("worst_intro"))
    rows = []
    for number, service in enumerate(run.manifest["figures"]):
        mine = worst[worst["service"] == service].sort_values("rank")
        most = WORST if number == 0 else WORST_OF_OTHERS
        rows += [
            [
                name_of(run, service),
                whole(row["rank"]),
                text(row["unit_name"]),
                text(row["unit_id"]),
                whole(row["uncovered_residents"]),
                share(row["share_of_residents"]),
            ]
            for row in mine.head(most).to_dict("records")
        ]
    uncovered = paper.say("people_beyond")
    paper.table(
        paper.say("worst_table"),
        [
            Column(paper.say("service"), 2.6),
            Column(paper.say("rank"), 0.8, right=True),
            Column(paper.say("unit"), 2.8),
            Column(paper.say("code"), 2.4),
            Column(uncovered, 1.2, right=True),
            Column(paper.say("on_foot"), 1.1, right=True),
        ],
        rows,
    )


def worst_names(run: FinishedRun, *, count: int = 3) -> list[tuple[str, float]]:
    """Name the units with most residents beyond the first service's standard."""
    worst = run.table("worst_units")
    mine = worst[worst["service"] == next(iter(run.manifest["figures"]))]
    rows = mine.sort_values("rank").head(count)
    return list(zip(rows["unit_name"], rows["uncovered_residents"], strict=True))


def _honesty(paper: Paper, run: FinishedRun) -> None:
    """Set circle, circle times detour and street side by side, for the whole area."""
    rows = [
        [
            figures["name"] or service,
            standard_of(paper, figures),
            share(figures["share_by_circle"]),
            share(figures["share_by_detour"]),
            share(figures["share_by_walk"]),
            whole(figures["overstated_residents"]),
        ]
        for service, figures in run.manifest["figures"].items()
    ]
    paper.table(
        paper.say("honesty_table"),
        [
            Column(paper.say("service"), 3.4),
            Column(paper.say("standard"), 1.4),
            Column(paper.say("by_circle"), 1.2, right=True),
            Column(paper.say("by_detour"), 1.2, right=True),
            Column(paper.say("on_foot"), 1.2, right=True),
            Column(paper.say("overstated"), 1.5, right=True),
        ],
        rows,
    )


def _units(paper: Paper, run: FinishedRun) -> None:
    """Tell the first service's coverage of the widest level with several units."""
    service = next(iter(run.manifest["figures"]))
    table = run.table("coverage")
    mine = table[table["service"] == service]
    counts = mine.groupby("level")["unit_id"].size()
    several = [lv.value for lv in Level if counts.get(lv.value, 0) > 1]
    # Of a wide level with a few units the next one is told too.
    for level in several[:2] if several and counts[several[0]] < WORST else several[:1]:
        _level(paper, run, mine[mine["level"] == level], level)


def _level(paper: Paper, run: FinishedRun, units: pd.DataFrame, level: str) -> None:
    service = str(units["service"].iloc[0])
    honest = run.table("honesty")
    mine = honest[(honest["service"] == service) & (honest["level"] == level)]
    rows = units.merge(mine[["unit_id", "gap", "overstated_residents"]], on="unit_id")
    rows = rows.sort_values(["share_of_residents", "unit_id"], na_position="last")
    told = [
        [
            f"{text(row['unit_name'])}",
            whole(row["residents"]),
            share(row["share_of_residents"]),
            share(row["circle_share_of_residents"]),
            whole(row["overstated_residents"]),
            whole(row["mean_walk_m"]),
            whole(row["unknown_residents"]),
        ]
        for row in rows.head(MOST_UNITS).to_dict("records")
    ]
    caption = paper.say(
        "coverage_units_table",
        level=level_word(paper, level),
        service=name_of(run, service),
    )
    paper.table(
        caption,
        [
            Column(paper.say("unit"), 3.4),
            Column(paper.say("residents_inside"), 1.2, right=True),
            Column(paper.say("on_foot"), 1.1, right=True),
            Column(paper.say("by_circle"), 1.1, right=True),
            Column(paper.say("overstated"), 1.2, right=True),
            Column(paper.say("mean_walk"), 1.2, right=True),
            Column(paper.say("unknown"), 1.2, right=True),
        ],
        told,
    )
    if len(rows) > MOST_UNITS:
        paper.paragraph(paper.say("more_units", more=len(rows) - MOST_UNITS))
