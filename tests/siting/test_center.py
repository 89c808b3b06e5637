"""The shortest longest walk: proved by a few homes, and checked again by them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import best, nearest, problems, walks, weights

from servicecircle.errors import SitingError
from servicecircle.network.distances import DistanceMatrix
from servicecircle.network.walk_network import to_units
from servicecircle.siting.certificate import Certificate, certify
from servicecircle.siting.effort import Effort
from servicecircle.siting.problem import SitingProblem
from servicecircle.siting.question import Question
from servicecircle.siting.result import SitingResult, Status
from servicecircle.siting.verify import verify

FAR_M = 3000.0


def plain(homes: int, sites: int, *, seed: int = 1) -> SitingProblem:
    """Scatter homes and candidates; every walk is the straight one."""
    drawn = np.random.default_rng(seed)
    home, site = drawn.uniform(0, 5000, (homes, 2)), drawn.uniform(0, 5000, (sites, 2))
    metres = np.linalg.norm(home[:, None] - site[None], axis=2)
    near = metres <= FAR_M
    home_id = pd.Index([f"h{n:04}" for n in range(homes)], dtype="str")
    site_id = pd.Index([f"s{n:04}" for n in range(sites)], dtype="str")
    missing = pd.array([None] * sites, dtype="str")
    frame = pd.DataFrame(
        {"name": site_id, "host_type": missing, "tier": missing, "existing": False}
        | {"cost": 1.0, "capacity": np.nan},
        index=site_id,
    )
    matrix = DistanceMatrix(
        home_id,
        site_id,
        np.append(0, near.sum(axis=1).cumsum()),
        np.nonzero(near)[1].astype(np.int32),
        to_units(metres[near]).astype(np.int32),
        FAR_M,
    )
    places = pd.DataFrame({"weight": np.ones(homes)}, index=home_id)
    return SitingProblem(places, frame, matrix, 500.0)


@pytest.fixture(scope="module")
def scattered() -> tuple[SitingProblem, Question, SitingResult]:
    """Solve a case in which broken sites bring everybody nearer than whole ones."""
    problem, question = plain(120, 50), Question("p_center", 5)
    return problem, question, question.solve(problem, effort=Effort(30))


def test_few_homes_decide(
    scattered: tuple[SitingProblem, Question, SitingResult],
) -> None:
    """Most homes are never asked for, and the bound meets the objective."""
    _, _, result = scattered
    assert result.status is Status.OPTIMAL
    assert 0 < result.notes["homes"] < 60


def test_a_few_homes_prove_the_bound_again(
    scattered: tuple[SitingProblem, Question, SitingResult],
) -> None:
    """The certificate names homes, and no more than those are looked at."""
    certificate = certify(*scattered)
    assert len(certificate.proof["homes"]) <= scattered[2].notes["homes"]
    verdict = verify(certificate)
    assert verdict.proved


def _with(whole: Certificate, **proof: np.ndarray) -> Certificate:
    """Put other homes into a certificate, sealed as if they belonged there."""
    changed = replace(whole, proof={**whole.proof, **proof})
    return changed.stating(proof={"kind": "too_far"})


def test_homes_that_prove_nothing_leave_it_to_all(
    scattered: tuple[SitingProblem, Question, SitingResult],
) -> None:
    """Somebody who lives near proves nothing, which is not held against the bound."""
    whole = certify(*scattered)
    one = _with(whole, homes=np.array([0]), prices=np.array([1.0]))
    assert verify(one).proved


@pytest.mark.parametrize(
    "homes", [np.array([-1, 0]), np.array([0, 0]), np.array([0, 5000]), np.array([1])]
)
def test_homes_that_do_not_fit_are_refused(
    scattered: tuple[SitingProblem, Question, SitingResult], homes: np.ndarray
) -> None:
    """Homes that are none, or told twice, or without a price are no proof."""
    wrong = _with(certify(*scattered), homes=homes, prices=np.ones(2))
    verdict = verify(wrong)
    assert [breach.name for breach in verdict.refused] == ["multipliers"]


def test_a_bound_that_is_too_high_is_found_out(
    scattered: tuple[SitingProblem, Question, SitingResult],
) -> None:
    """A worse choice that is said to be the best one is refused."""
    problem, question, result = scattered
    worse = Question("p_center", 4).solve(problem, effort=Effort(30))
    said = certify(problem, question, worse)
    verdict = verify(said, seconds=5)
    assert result.objective < worse.objective
    assert [breach.name for breach in verdict.refused] == ["bound"]


@settings(max_examples=4)
@given(problems(), st.integers(0, 3))
def test_bounds_hold_and_are_proved_again(problem: SitingProblem, count: int) -> None:
    """No choice tried one by one is better, and a few homes prove it."""
    count = min(count, int((~problem.existing).sum()))
    question, known = Question("p_center", count), walks(problem)
    counting = [h for h, w in weights(problem).items() if w > 0 and known[h]]
    wanted = best(
        problem,
        question.requirements,
        count,
        lambda chosen: max(nearest(problem, h, chosen) for h in counting),
        largest=False,
    )
    try:
        result = question.solve(problem)
    except SitingError:
        assert wanted in {None, np.inf}
        return
    assert result.bound == pytest.approx(wanted, abs=1e-6)
    assert verify(certify(problem, question, result)).proved
