"""Models with capacities, and what all results say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from siting_cases import CUTOFF_M, best, chosen_of, column, problems, walks, weights

from servicecircle.errors import SitingError
from servicecircle.siting.effort import Effort
from servicecircle.siting.models.capacitated_covering import capacitated_covering
from servicecircle.siting.models.capacitated_p_median import capacitated_p_median
from servicecircle.siting.models.example import problem_of, three_homes
from servicecircle.siting.models.maximal_covering import maximal_covering
from servicecircle.siting.models.p_center import p_center
from servicecircle.siting.models.p_median import p_median
from servicecircle.siting.models.service_covering import service_covering
from servicecircle.siting.models.set_covering import set_covering
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.requirements import Requirements
from servicecircle.siting.result import Status

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

few = settings(max_examples=12)


def walked_when_full(problem: SitingProblem, chosen: set[str], far_m: float) -> float:
    """Send every resident to a seat of an open site, at the least walk in all."""
    known, room = walks(problem), column(problem, "capacity")
    people = [h for h, w in weights(problem).items() for _ in range(int(w))]
    many = len(people)
    seats = [
        i
        for i in sorted(chosen)
        for _ in range(many if np.isnan(room[i]) else int(room[i]))
    ]
    cost = [[known[h].get(i, far_m) for i in seats] + [far_m] * many for h in people]
    row, seat = linear_sum_assignment(np.minimum(cost, far_m))
    return float(np.minimum(cost, far_m)[row, seat].sum())


@few
@given(problems(), st.integers(0, 1), st.sampled_from([250.0, CUTOFF_M]))
def test_capacitated_p_median_walks_least(
    problem: SitingProblem, count: int, far_m: float
) -> None:
    """No choice of sites and of seats has shorter walks in all."""
    result = capacitated_p_median(problem, new_sites=count, beyond_m=far_m)
    wanted = best(
        problem,
        Requirements(),
        count,
        lambda chosen: walked_when_full(problem, chosen, far_m),
        largest=False,
    )
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(wanted, abs=1e-6)


@few
@given(problems(), st.integers(0, 1), st.booleans())
def test_nobody_is_served_twice_nor_where_it_is_full(
    problem: SitingProblem,
    count: int,
    whole: bool,  # noqa: FBT001 - drawn
) -> None:
    """What sites serve keeps to weights, capacities and the limit, exactly."""
    result = capacitated_covering(problem, new_sites=count, whole=whole)
    handed, known = result.proof["handed"], walks(problem)
    places, sites = problem.places.index, problem.sites.index
    by_site = handed.groupby("site")["weight"].sum()
    by_place = handed.groupby("place")["weight"].sum()
    assert (
        by_site <= problem.sites["capacity"].fillna(1e9).iloc[by_site.index].to_numpy()
    ).all()
    assert (by_place <= problem.weight[by_place.index]).all()
    assert set(sites[handed["site"]]) <= chosen_of(result)
    for place, site in handed[["place", "site"]].to_numpy():
        assert known[places[place]][sites[site]] <= problem.limit_m
    assert handed["weight"].sum() == result.objective
    assert result.serves["served"].sum() == result.objective
    if whole:
        assert not handed["place"].duplicated().any()


@few
@given(problems(), st.integers(0, 1))
def test_whole_places_serve_no_more_than_broken_ones(
    problem: SitingProblem, count: int
) -> None:
    """One site for each place is one more thing to keep to."""
    whole = capacitated_covering(problem, new_sites=count, whole=True)
    broken = capacitated_covering(problem, new_sites=count)
    assert whole.status is broken.status is Status.OPTIMAL
    assert whole.objective <= broken.objective


def test_full_and_out_of_reach_are_told_apart() -> None:
    """Who is near an open site that has no room is not out of reach."""
    problem = problem_of(
        np.array([[100.0], [200.0], [450.0]]), [5, 5, 5], limit_m=400, cutoff_m=500
    )
    small = problem.replace(sites=problem.sites.assign(capacity=5.0))
    result = capacitated_covering(small, new_sites=1)
    assert sorted(result.serves["standing"]) == ["full", "out_of_reach", "served"]
    notes = result.notes
    assert (notes["served"], notes["in_reach_but_full"]) == (5.0, 5.0)
    assert notes["out_of_reach"] == 5.0


def test_without_capacities_full_models_are_the_plain_ones() -> None:
    """A missing capacity is no limit."""
    problem = three_homes()
    plain = maximal_covering(problem, new_sites=1)
    assert capacitated_covering(problem, new_sites=1).objective == plain.objective
    median = p_median(problem, new_sites=1)
    assert capacitated_p_median(problem, new_sites=1).objective == median.objective


@pytest.mark.parametrize("model", [p_median, capacitated_p_median])
def test_refusing_walks_beyond_names_who_has_them(model: object) -> None:
    """Somebody too far is an error where no penalty is allowed."""
    with pytest.raises(SitingError, match="everybody"):
        model(three_homes(), new_sites=1, beyond="refuse", beyond_m=400)
    result = model(three_homes(), new_sites=1, beyond="refuse")
    assert result.serves["walk_m"].max() == 450


def test_the_limit_itself_counts() -> None:
    """A home at exactly the limit is covered, one a hair beyond is not."""
    walk = np.array([[400.0, 900.0], [900.0, 400.0001]])
    problem = problem_of(walk, [1, 9], limit_m=400, cutoff_m=500)
    assert maximal_covering(problem, new_sites=2).objective == 1


def test_a_walk_of_nothing_counts() -> None:
    """A home at a site is 0 m away, which is not the same as out of reach."""
    problem = problem_of(
        np.array([[0.0, 900.0], [900.0, 0.0]]), [1, 2], limit_m=400, cutoff_m=500
    )
    assert maximal_covering(problem, new_sites=2).objective == 3
    result = p_median(problem, new_sites=1)
    assert result.objective == 500
    assert result.serves["walk_m"].to_dict()["h2"] == 0
    assert p_center(problem, new_sites=2).objective == 0
    assert capacitated_p_median(problem, new_sites=2).objective == 0


def test_of_several_as_near_the_first_serves() -> None:
    """Ties go to the id that sorts first."""
    problem = problem_of(np.array([[300.0, 300.0]]), [1], limit_m=400, cutoff_m=500)
    result = maximal_covering(
        problem, new_sites=2, requirements=Requirements(required=("a", "b"))
    )
    assert result.serves["site_id"].to_list() == ["a"]


def test_stations_close_only_for_a_reason() -> None:
    """A station that may close, and need not, stays."""
    requirements = Requirements(existing="may_close")
    result = maximal_covering(three_homes(), new_sites=1, requirements=requirements)
    assert result.sites["action"].to_dict() == {"a": "keep", "c": "open"}


def test_a_station_moves_to_where_it_covers_more() -> None:
    """With one site open in all, the station makes way for the best candidate."""
    requirements = Requirements(existing="may_close", most_open=1)
    result = maximal_covering(three_homes(), new_sites=1, requirements=requirements)
    assert result.sites["action"].to_dict() == {"a": "close", "c": "open"}


@few
@given(problems(), st.integers(0, 2))
def test_multipliers_of_a_result_prove_a_bound(
    problem: SitingProblem, seed: int
) -> None:
    """The proof's multipliers bound the optimum without any solver."""
    del seed
    requirements = Requirements(budget=100.0)
    result = maximal_covering(problem, new_sites=1, requirements=requirements)
    proof = result.proof
    bound = bound_from_multipliers(proof["program"], proof["multipliers"])
    assert bound >= result.objective


def test_no_time_is_never_called_optimal() -> None:
    """Without time there is an answer, and no claim."""
    random = np.random.default_rng(5)
    walk = random.uniform(0, 3000, (300, 60))
    problem = problem_of(walk, [1.0] * 300, limit_m=400, cutoff_m=500)
    late = Effort(seconds=0)
    assert maximal_covering(problem, new_sites=9, effort=late).status is (
        Status.TIME_LIMIT
    )
    assert set_covering(problem, effort=late).status is Status.TIME_LIMIT


def test_services_must_be_known() -> None:
    """Unknown services, and offers that are no flags, are refused."""
    problem = three_homes()
    offers = problem.sites[["existing"]].rename(columns={"existing": "legal"})
    with pytest.raises(SitingError, match="unknown services: 'care'"):
        service_covering(problem, offers, new_sites=1, importance={"care": 2})
    with pytest.raises(SitingError, match="true-or-false"):
        service_covering(problem, offers.astype(float), new_sites=1)
    with pytest.raises(SitingError, match="indexed like the sites"):
        service_covering(problem, offers.iloc[:1], new_sites=1)


@pytest.mark.parametrize("share", [0, -0.1, 1.1, float("nan")])
def test_a_share_is_between_nothing_and_all(share: float) -> None:
    """A share of the weight is above 0 and at most 1."""
    with pytest.raises(SitingError, match="above 0 and at most 1"):
        set_covering(three_homes(), share=share)


def test_who_cannot_be_reached_is_named() -> None:
    """p-center refuses homes that no site reaches, unless told to leave them out."""
    walk = np.array([[100.0], [900.0]])
    problem = problem_of(walk, [1, 1], limit_m=400, cutoff_m=500)
    with pytest.raises(SitingError, match="'h2'"):
        p_center(problem, new_sites=1)
    result = p_center(problem, new_sites=1, unreachable="leave_out")
    assert (result.objective, result.notes["left_out"]) == (100, 1)


def test_a_share_just_missed_takes_a_site_more() -> None:
    """One site covers 50 of 70; a hair more than that takes two."""
    assert set_covering(three_homes(), share=50 / 70).objective == 1
    assert set_covering(three_homes(), share=51 / 70).objective == 2
