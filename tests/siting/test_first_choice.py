"""First choices: whoever stops early has one, and it keeps to what is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from siting_cases import (
    CUTOFF_M,
    asked,
    best,
    chosen_of,
    covered,
    fits,
    problems,
    served,
)

from servicecircle.errors import SitingError
from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.effort import Effort
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.backup_covering import backup_covering
from servicecircle.siting.models.capacitated_covering import capacitated_covering
from servicecircle.siting.models.capacitated_p_median import capacitated_p_median
from servicecircle.siting.models.example import problem_of
from servicecircle.siting.models.first_choice import first_choice
from servicecircle.siting.models.maximal_covering import maximal_covering
from servicecircle.siting.models.merged import add_covered, merge_places
from servicecircle.siting.models.p_center import p_center
from servicecircle.siting.models.p_median import p_median
from servicecircle.siting.models.set_covering import set_covering
from servicecircle.siting.program.program import Program
from servicecircle.siting.requirements import Requirements
from servicecircle.siting.result import Status
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

few = settings(max_examples=12)
STOPPED = Effort(stop=lambda: True)


@few
@given(problems(), st.data())
def test_whoever_stops_has_a_choice_that_meets_all_or_is_told_none_is_known(
    problem: SitingProblem, data: st.DataObject
) -> None:
    """No choice breaks a requirement, and no bound is below the best choice."""
    requirements = data.draw(asked(problem))
    given_ = {"new_sites": 1, "requirements": requirements}
    wanted = best(problem, value=lambda chosen: covered(problem, chosen), **given_)
    try:
        result = maximal_covering(problem, **given_, effort=STOPPED)
    except SitingError as error:
        said = str(error)
        assume(wanted is not None)
        assert "not proved that there is none" in said
        return
    assert fits(problem, requirements, chosen_of(result), 1)
    assert result.objective <= wanted <= result.bound
    assert (result.status is Status.OPTIMAL) == (result.objective == result.bound)


def two_units(*, share: float) -> tuple[SitingProblem, Requirements]:
    """Give a site that covers some of two communities, and one that covers each."""
    near, far = 100.0, np.inf
    walk_m = [[near, near, far], [far, near, far], [near, far, near], [far, far, near]]
    plain = problem_of(
        np.array(walk_m), [60.0, 40.0, 60.0, 40.0], limit_m=400, cutoff_m=500
    )
    level = Level.COMMUNITY
    places = plain.places.assign(**{level.id_column: ["u1", "u1", "u2", "u2"]})
    return plain.replace(places=places), Requirements(cover_each={level: share})


def test_a_site_in_the_way_of_two_guarantees_is_given_up_again() -> None:
    """The site that makes up for most is not part of the only choice there is."""
    problem, asked_for = two_units(share=0.9)
    merged = merge_places(problem, asked_for)
    program = Program("max", step=1.0)
    program.add_columns("open", np.zeros(3), whole=True)
    add_covered(program, merged, worth=merged.weight)
    add_all(program, problem, asked_for, new_sites=2, merged=merged)
    rows = Coverage.of(merged.covers.T.tocsr(), merged.weight)
    names = {"covering": "covering", "covered": "covered"}
    found = first_choice(program, rows, **names, stop=lambda: False)
    assert found is not None
    assert found["open"].tolist() == [0.0, 1.0, 1.0]


def test_stopped_without_a_choice_it_is_said_that_nothing_is_known() -> None:
    """The remedy is one that can help."""
    problem, asked_for = two_units(share=0.9)
    with pytest.raises(SitingError, match=r"before it was stopped .* not proved"):
        maximal_covering(problem, new_sites=1, requirements=asked_for, effort=STOPPED)


@few
@given(problem=problems(), whole=st.booleans())
def test_whoever_stops_has_sites_that_hold_and_a_bound_of_what_there_is(
    problem: SitingProblem, *, whole: bool
) -> None:
    """Capacities are kept to, and the bound lies between the best and all there is."""
    result = capacitated_covering(problem, new_sites=1, whole=whole, effort=STOPPED)
    wanted = best(problem, Requirements(), 1, lambda chosen: served(problem, chosen))
    load = result.proof["handed"].groupby("site")["weight"].sum()
    room = problem.sites["capacity"].fillna(np.inf).to_numpy()
    assert (load <= room[load.index]).all()
    assert result.objective <= wanted + 1e-6
    assert wanted <= result.bound + 1e-6 or whole
    assert result.bound <= problem.weight.sum() + 1e-6


@few
@given(problems(whole=False))
def test_prices_of_rows_bound_the_shortest_walks_to_sites_that_can_be_full(
    problem: SitingProblem,
) -> None:
    """Stopped at once, the bound is not above what is found with all the time."""
    early = capacitated_p_median(problem, new_sites=1, effort=STOPPED)
    full = capacitated_p_median(problem, new_sites=1)
    assert full.status is Status.OPTIMAL
    assert early.bound <= full.objective * (1 + 1e-6)
    assert full.objective <= early.objective * (1 + 1e-6)


@few
@given(problems(), st.sampled_from([0.5, 1.0, None]))
def test_whoever_stops_a_cover_has_one_that_is_enough(
    problem: SitingProblem, share: float | None
) -> None:
    """A share, or everybody who can be, is covered; the bound is not above the best."""
    reachable = float(problem.weight[problem.sites_near() > 0].sum())
    assume(reachable >= (share or 0) * problem.weight.sum() and reachable > 0)
    early = set_covering(problem, share=share, effort=STOPPED)
    least = reachable if share is None else share * problem.weight.sum()
    assert early.notes["covered"] >= least * (1 - 1e-9)
    full = set_covering(problem, share=share)
    assert early.bound <= full.objective <= early.objective


@few
@given(problems(), st.booleans())
def test_whoever_stops_second_covers_has_some(
    problem: SitingProblem,
    all_once: bool,  # noqa: FBT001 - hypothesis
) -> None:
    """What is given keeps to what is asked, and nothing is above the bound."""
    assume((problem.sites_near() > 0).any())
    every = int((~problem.existing).sum())
    asked_for = {"new_sites": every if all_once else 1, "first_for_all": all_once}
    early = backup_covering(problem, **asked_for, effort=STOPPED)
    full = backup_covering(problem, **asked_for)
    assert early.objective <= full.objective <= early.bound
    assert not all_once or early.notes["covered"] == full.notes["covered"]


@few
@given(problems())
def test_whoever_stops_walks_has_a_choice(problem: SitingProblem) -> None:
    """The longest walk and all walks together lie between bound and first choice."""
    count = int((~problem.existing).sum())
    assume(problem.weight[problem.sites_near(CUTOFF_M) > 0].any())
    for model, more in ((p_center, {"unreachable": "leave_out"}), (p_median, {})):
        early = model(problem, new_sites=count, **more, effort=STOPPED)
        full = model(problem, new_sites=count, **more)
        assert early.bound <= full.objective * (1 + 1e-9)
        assert full.objective <= early.objective * (1 + 1e-9)


@pytest.mark.parametrize("share", [None, 0.6])
def test_whoever_stops_a_center_at_once_has_new_sites(share: float | None) -> None:
    """On a straight street, two more sites halve the longest walk from the station."""
    at_m = 100.0 * np.arange(9)
    walk_m = np.abs(at_m[:, None] - at_m)
    problem = problem_of(walk_m, [1.0] * 9, limit_m=200, cutoff_m=900, stations=1)
    level = Level.COMMUNITY
    places = problem.places.assign(**{level.id_column: ["west"] * 4 + ["east"] * 5})
    problem = problem.replace(places=places)
    floors = {} if share is None else {level: share}
    result = p_center(
        problem,
        new_sites=2,
        requirements=Requirements(cover_each=floors),
        effort=STOPPED,
    )
    assert result.sites["action"].to_dict() == {"a": "keep", "e": "open", "i": "open"}
    assert (result.status, result.objective) == (Status.INTERRUPTED, 200.0)


def test_floors_hold_in_the_first_choice_of_sites_that_can_be_full() -> None:
    """The site between two communities is taken, though one of them is far larger."""
    problem, asked_for = two_units(share=0.3)
    weight = [60.0, 40.0, 60.0, 140.0]
    early = capacitated_p_median(
        problem.replace(places=problem.places.assign(weight=weight)),
        new_sites=1,
        requirements=asked_for,
        effort=STOPPED,
    )
    assert early.sites.index.to_list() == ["a"]


def test_prices_know_how_many_sites_may_open() -> None:
    """One of three sites may open: the bound is what the best one serves."""
    walk_m = np.where(np.eye(3) > 0, 100.0, np.inf)
    problem = problem_of(walk_m, [10.0, 20.0, 40.0], limit_m=400, cutoff_m=500)
    result = capacitated_covering(problem, new_sites=1, effort=STOPPED)
    assert (result.objective, result.bound) == (40.0, 40.0)
