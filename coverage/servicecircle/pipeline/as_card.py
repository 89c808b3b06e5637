"""What a whole flow gives, as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.area.as_card import borders, said_with, station_marks
from servicecircle.cards import Mark, card, count, percent, small_map, table
from servicecircle.reach.as_card import by_reason, honesty_rows, told
from servicecircle.siting.as_card import facts_of
from servicecircle.siting.met import covered
from servicecircle.siting.models.outcome import nearest_open
from servicecircle.siting.weights import plain

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.cards import Paint
    from servicecircle.pipeline.measured import Counted
    from servicecircle.pipeline.site import Sited

OPENED = "#b5127a"
MOST_ROWS = 10


def measured_card(measured: Counted) -> str:
    """Write a card of who is covered: circle against street, and a map of homes."""
    area, first = measured.area, measured.area.standards[0]
    rows = measured.reach.of(first.service)
    homes = area.buildings[area.buildings["residents"] > 0]
    picture = small_map(
        [*borders(area), *by_reason(homes, rows)],
        station_marks(area.stations),
        label=f"Homes by their walk: {told(first)}",
    )
    return card(
        area.name,
        {},
        more=[honesty_rows(measured.honesty, area.standards)],
        picture=picture,
        notes=[f"The map: {told(first)}.", *said_with(area)],
    )


def sited_card(sited: Sited) -> str:
    """Write a card of a proposal: its proof, its sites, and a map."""
    area, problem = sited.ground.area, plain(sited.problem)
    today, then = residents_covered(sited)
    total = float(problem.weight.sum())
    facts = facts_of(sited.result)
    if total:
        facts["residents covered"] = (
            f"{count(today)} today, {count(then)} then "
            f"({percent(today / total)}, {percent(then / total)})"
        )
    new = sited.proposals.table
    marks = [
        Mark(p.x, p.y, f"{site} {name}", OPENED, "proposed")
        for site, name, p in zip(new["site_id"], new["name"], new.geometry, strict=True)
    ]
    picture = small_map(
        [*borders(area), *_homes(sited)],
        [*station_marks(area.stations), *marks],
        label="Homes that are covered, and proposed sites",
    )
    return card(
        f"Proposed sites: {area.name}",
        facts,
        more=[_ranked(new)],
        picture=picture,
        notes=said_with(area),
    )


def sited_line(sited: Sited) -> str:
    """Say what is proposed, in one line."""
    result = sited.result
    opened = int((result.sites["action"] == "open").sum())
    people = float(plain(sited.problem).weight.sum())
    return (
        f"<Sited {result.model}: {result.status.value}, {opened} opened, "
        f"{count(residents_covered(sited)[1])} residents covered of {count(people)}>"
    )


def residents_covered(sited: Sited) -> tuple[float, float]:
    """Count the residents covered today, and with what is proposed."""
    problem = plain(sited.problem)
    today = float(problem.weight[covered(problem, problem.existing)].sum())
    return today, float(problem.weight[covered(problem, sited.open)].sum())


def _homes(sited: Sited) -> list[Paint]:
    """Paint homes by whether they are covered with what is proposed."""
    problem = sited.problem
    walks = nearest_open(problem, sited.open, limit_m=problem.limit_m)["walk_m"]
    reason = walks.notna().map({True: "covered", False: "too_far"}).rename("reason")
    buildings = sited.ground.area.buildings
    homes = buildings.loc[buildings.index.isin(problem.places.index)]
    return by_reason(homes, reason.to_frame())


def _ranked(proposals: pd.DataFrame) -> str:
    """List the first sites with what they gain."""
    first = proposals.iloc[:MOST_ROWS]
    rows = [
        [str(site), count(gained), percent(share)]
        for site, gained, share in zip(
            first["site_id"],
            first["residents_gained"],
            first["cumulative_share"],
            strict=True,
        )
    ]
    head = ["site", "residents gained", "covered with it"]
    return table(head, rows) if rows else ""
