"""Several services at once: against the model of its own, and against their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import problems

from servicecircle.errors import SitingError
from servicecircle.network.walk_network import to_units
from servicecircle.siting.certificate import certify
from servicecircle.siting.effort import Effort
from servicecircle.siting.models.example import three_homes
from servicecircle.siting.models.service_covering import service_covering
from servicecircle.siting.question import Question
from servicecircle.siting.several_services import stack_services, told_by_service
from servicecircle.siting.verify import verify

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

SOON = Effort(seconds=5)


@settings(max_examples=25)
@given(problems(), st.sampled_from([100.0, 200.0, 300.0, 500.0]))
def test_the_best_is_that_of_the_model_of_several_services(
    problem: SitingProblem, limit_m: float
) -> None:
    """A row a place and service says what Schilling's model says."""
    both = {"appeals": problem, "legal": problem.replace(limit_m=limit_m)}
    stacked = Question(new_sites=1).solve(stack_services(both), effort=SOON)
    offers = pd.DataFrame(dict.fromkeys(both, True), index=problem.sites.index)
    other = service_covering(
        problem, offers, new_sites=1, limit_m={"legal": limit_m}, effort=SOON
    )
    assert stacked.objective == pytest.approx(other.objective)


@settings(max_examples=25)
@given(
    st.lists(st.integers(0, 12_000_000), min_size=1, max_size=30),
    st.integers(1, 12_000_000),
    st.integers(1, 12_000_000),
)
def test_walks_measured_by_another_limit_keep_their_side_of_it(
    walks: list[int], own: int, other: int
) -> None:
    """What is within one limit is within the other, to a tenth of a millimetre."""
    from servicecircle.siting.several_services import _scaled  # noqa: PLC0415

    walk = np.array([*walks, own, own + 1], dtype=np.int32)
    scaled = _scaled(walk, own / 10_000, other)
    assert to_units(np.array([own / 10_000]))[0] == own
    assert ((scaled <= other) == (walk <= own)).all()


def test_everybody_counts_once_for_each_service() -> None:
    """Of 70 all are covered for the wider circle with both candidates open."""
    near = three_homes()
    both = stack_services({"appeals": near, "legal": near.replace(limit_m=300.0)})
    told = told_by_service(both, np.array([True, True, True]))
    assert {key: row["residents"] for key, row in told.items()} == {
        "appeals": 70.0,
        "legal": 70.0,
    }
    assert told["legal"]["covered_then"] <= told["appeals"]["covered_then"]
    assert told_by_service(near, np.array([True, True, True])) == {}


def test_a_certificate_of_several_services_stands() -> None:
    """It is one of covering, and is proved again like any other."""
    both = stack_services({"appeals": three_homes(), "legal": three_homes()})
    question = Question(new_sites=1)
    verdict = verify(certify(both, question, question.solve(both)))
    assert verdict.stands
    assert verdict.objective == 100.0


def test_a_station_for_one_service_is_no_candidate_for_another() -> None:
    """One id cannot be both."""
    homes = three_homes()
    taken = homes.sites.assign(existing=True)
    with pytest.raises(SitingError, match="id of a candidate for another"):
        stack_services({"appeals": homes, "legal": homes.replace(sites=taken)})
