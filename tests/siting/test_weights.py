"""Weights of residents: read with care, and held against the choice without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle import network_of, read_area
from servicecircle.errors import SitingError
from servicecircle.siting.effort import Effort
from servicecircle.siting.proposals import make_proposals
from servicecircle.siting.question import Question
from servicecircle.siting.several_services import problem_of_services
from servicecircle.siting.weighing import weigh
from servicecircle.siting.weights import plain, read_weights, weighted

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area.planning_area import PlanningArea

SOON = Effort(seconds=5)


@pytest.fixture(scope="module")
def area(village_folder: Path) -> PlanningArea:
    """Read the village once."""
    return read_area(village_folder)


def table(folder: Path, text: str) -> Path:
    """Write a table of weights."""
    path = folder / "risk.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_units_weigh_their_buildings(area: PlanningArea, tmp_path: Path) -> None:
    """Those of whom the file says nothing count once, and are counted."""
    units = area.units(area.finest).index
    weights = read_weights(table(tmp_path, f"unit_id,weight\n{units[0]},3\n"), area)
    home = area.buildings[area.finest.id_column]
    assert (weights.by_building[home == units[0]] == 3).all()
    assert (weights.by_building[home != units[0]] == 1).all()
    assert weights.unnamed == int((home.notna() & (home != units[0])).sum())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit_id,weight\nX9,1\n", "1 .* that the area does not have: 'X9'"),
        ("building_id,weight\nB1,-2\n", "0 or more. It is not for 'B1'"),
        ("building_id,weight\nB1,heavy\n", "0 or more. It is not for 'B1'"),
        ("building_id,weight\nB1,1\nB1,2\n", "names 'B1' more than once"),
        ("code,weight\nB1,1\n", "needs the columns weight and either"),
        ("level,unit_id,weight\ngrid,G1,1\nstreet,S1,2\n", "units of one level"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_by_name(
    area: PlanningArea, tmp_path: Path, text: str, said: str
) -> None:
    """With file, ids and what to do."""
    with pytest.raises(SitingError, match=said):
        read_weights(table(tmp_path, text), area)


def test_weights_move_the_choice_and_residents_stay_told(
    area: PlanningArea, tmp_path: Path
) -> None:
    """With one heavy building the site goes there; both choices are told."""
    problem = problem_of_services(area, network_of(area), every_building=True).problem
    question = Question(new_sites=1)
    alone = question.solve(problem, effort=SOON)
    reached = problem.covered_by()[:, problem.existing].sum(axis=1) > 0
    opened = alone.sites.index[alone.sites["action"] == "open"]
    mine = problem.covered_by()[:, problem.sites.index.isin(opened)].sum(axis=1) > 0
    heavy = problem.places.index[~reached & ~mine][0]
    path = table(tmp_path, f"building_id,weight\n{heavy},1000\n")
    weights = read_weights(path, area)
    risky = weighted(problem, weights)
    result = question.solve(risky, effort=SOON)
    told = weigh(risky, question, result, weights, effort=SOON).told
    assert told["only_without"] == list(opened)
    assert told["with"]["weighted_covered"] > told["without"]["weighted_covered"]
    assert told["with"]["residents_covered"] < told["without"]["residents_covered"]
    row = make_proposals(risky, question, result).table.iloc[0]
    assert row["cumulative_residents"] == told["with"]["residents_covered"]
    assert row["cumulative_weight"] == told["with"]["weighted_covered"]
    assert plain(risky).weight.sum() == problem.weight.sum()


def test_risk_moves_sites_and_the_report_says_which(
    area: PlanningArea, tmp_path: Path
) -> None:
    """As `risk` writes weights: by grid, and one grid far riskier than the others."""
    problem = problem_of_services(area, network_of(area), every_building=True).problem
    question = Question(new_sites=1)
    grids = area.units(area.finest).index
    moved = {}
    for risky_grid in grids:
        rows = [f"{unit},{4 if unit == risky_grid else 0.8}" for unit in grids]
        path = table(tmp_path, "unit_id,weight\n" + "\n".join(rows) + "\n")
        weights = read_weights(path, area)
        risky = weighted(problem, weights)
        result = question.solve(risky, effort=SOON)
        weighing = weigh(risky, question, result, weights, effort=SOON)
        told = weighing.told
        assert told["with"]["weighted_covered"] >= told["without"]["weighted_covered"]
        assert told["with"]["residents_covered"] <= told["without"]["residents_covered"]
        marked = weighing.table.set_index("site_id")
        only = marked.index[marked["with_weights"] & ~marked["without_weights"]]
        assert told["only_with"] == list(only)
        moved[risky_grid] = bool(len(only))
    assert 0 < sum(moved.values()) < len(grids)
