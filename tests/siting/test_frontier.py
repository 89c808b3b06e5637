"""Coverage against the number of sites, each point against brute force."""

from __future__ import annotations

import time
from itertools import combinations
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from siting_cases import problem_of_table, problems

from servicecircle.errors import SitingError
from servicecircle.siting import effort
from servicecircle.siting.effort import Effort
from servicecircle.siting.frontier import frontier, knee
from servicecircle.siting.met import covered
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

SOON = Effort(seconds=60)


def best_of(problem: SitingProblem, count: int) -> float:
    """Try every choice of new sites."""
    new = np.flatnonzero(~problem.existing)
    best = 0.0
    for chosen in combinations(new, min(count, len(new))):
        open_ = problem.existing.copy()
        open_[list(chosen)] = True
        best = max(best, float(problem.weight[covered(problem, open_)].sum()))
    return best


@settings(max_examples=40)
@given(problems())
def test_every_point_is_the_best_there_is(problem: SitingProblem) -> None:
    """Of whole residents, with a bound that is met."""
    points = frontier(problem, most_sites=4, effort=SOON)
    for row in points.itertuples():
        assert row.residents == row.bound == best_of(problem, row.sites)
    assert points["gap"].max() == 0.0


def test_a_slow_machine_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds that pass a thousand times as fast change nothing before the limit."""
    random = np.random.default_rng(4)
    walk = random.uniform(50, 1500, (60, 12))
    problem = problem_of_table(walk, random.integers(1, 20, 60), limit_m=300.0)
    plenty = Effort(seconds=1e6)
    points = frontier(problem, most_sites=4, effort=plenty)
    began = time.monotonic()
    fast = SimpleNamespace(monotonic=lambda: began + 1000 * (clock() - began))
    clock = time.monotonic
    monkeypatch.setattr(effort, "time", fast)
    pd.testing.assert_frame_equal(
        frontier(problem, most_sites=4, effort=plenty), points
    )


@settings(max_examples=40)
@given(problems(whole=False))
def test_bounds_hold_for_broken_numbers(problem: SitingProblem) -> None:
    """No bound is below the best choice."""
    points = frontier(problem, most_sites=3, effort=SOON)
    for row in points.itertuples():
        assert row.bound >= best_of(problem, row.sites) - 1e-6
        assert row.residents <= row.bound


@settings(max_examples=40)
@given(problems())
def test_it_rises_and_ends_where_more_sites_help_nobody(problem: SitingProblem) -> None:
    """Each point gains something; one more site after the last gains nothing."""
    points = frontier(problem, most_sites=10, effort=SOON)
    assert (points["gained"].iloc[1:] > 0).all()
    last = int(points["sites"].iloc[-1])
    assert best_of(problem, last + 1) == points["residents"].iloc[-1]


def test_time_that_is_up_leaves_bounds_that_hold() -> None:
    """Without time every point still has its bound."""
    problem = problems_example()
    points = frontier(problem, most_sites=3, effort=Effort(seconds=0))
    for row in points.itertuples():
        assert row.residents <= best_of(problem, row.sites) <= row.bound


def test_once_stopped_it_ends_with_the_points_that_are_done() -> None:
    """Somebody pressed Ctrl-C before the first point."""
    stopped = Effort(seconds=5, stop=lambda: True)
    points = frontier(problems_example(), most_sites=3, effort=stopped)
    assert points["sites"].tolist() == [0]


def test_required_sites_count() -> None:
    """The frontier begins with those that must be open."""
    problem = problems_example()
    new = problem.sites.index[~problem.existing][0]
    asked = Requirements(required=(new,))
    points = frontier(problem, most_sites=3, requirements=asked, effort=SOON)
    assert points["sites"].iloc[0] == 1


def test_more_than_open_or_not_is_refused() -> None:
    """The engine knows nothing of budgets."""
    asked = Requirements(budget=3)
    with pytest.raises(SitingError, match="Leave the other requirements out"):
        frontier(problems_example(), most_sites=3, requirements=asked)


def test_the_knee_is_farthest_above_the_chord() -> None:
    """Worked by hand: after the second site the line bends."""
    residents = [0.0, 40.0, 70.0, 75.0, 78.0]
    points = pd.DataFrame(
        {
            "sites": range(5),
            "residents": residents,
            "gained": np.diff(residents, prepend=0.0),
        }
    )
    turn = knee(points, least=5.0)
    assert (turn.sites, turn.enough) == (2, 3)


def test_a_frontier_without_rise_has_its_knee_at_the_start() -> None:
    """Nothing divides by zero."""
    points = pd.DataFrame({"sites": [0], "residents": [7.0], "gained": [0.0]})
    assert knee(points, least=1.0) == (0, None, 1.0)


def problems_example() -> SitingProblem:
    """Give a problem with a station and several candidates."""
    from servicecircle.siting.models.example import problem_of  # noqa: PLC0415

    random = np.random.default_rng(5)
    walk_m = random.uniform(50, 900, (30, 8))
    weight = [float(n) for n in random.integers(1, 20, 30)]
    return problem_of(walk_m, weight, limit_m=300, cutoff_m=500, stations=1)
