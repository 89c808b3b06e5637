"""Proved again: against brute force, and never more than is true."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.cover.prove import prove
from servicecircle.siting.cover.reduce import reduce
from servicecircle.siting.cover.solve import CoverSolver, Shrinking
from servicecircle.siting.effort import Effort

SOON = Effort(seconds=60)


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    """Draw a small problem in which prices alone seldom suffice."""
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    sites, rows = draw(st.integers(2, 9)), draw(st.integers(2, 25))
    flags = random.random((sites, rows)) < random.uniform(0.1, 0.5)
    flags[0, 0] = True
    weight = random.integers(1, 30, rows).astype(float)
    return reduce(Coverage.of(csr_array(flags.astype(np.int8)), weight)).coverage


def best_by_force(coverage: Coverage, count: int) -> float:
    """Try every choice."""
    count = min(count, coverage.sites)
    return max(coverage.value(c) for c in combinations(range(coverage.sites), count))


def hard_case() -> Coverage:
    """Give a problem whose linear relaxation is far from its best choice."""
    random = np.random.default_rng(3)
    flags = random.random((18, 60)) < 0.2
    return reduce(Coverage.of(csr_array(flags.astype(np.int8)), np.ones(60))).coverage


@given(coverages(), st.integers(1, 4))
def test_what_is_true_is_proved(coverage: Coverage, count: int) -> None:
    """Nothing covers one more than the best choice."""
    best = best_by_force(coverage, count)
    count = min(count, coverage.sites)
    price = 0.5 * coverage.weight
    proof = prove(coverage, count=count, at_least=best + 0.999, price=price)
    assert proof.closed
    assert not proof.better
    assert proof.bound < best + 1


@given(coverages(), st.integers(1, 4), st.integers(0, 10))
def test_what_is_false_is_never_proved(
    coverage: Coverage, count: int, less: int
) -> None:
    """A claim that a choice breaks stays open, whatever the prices."""
    best = best_by_force(coverage, count)
    count = min(count, coverage.sites)
    price = 0.3 * coverage.weight
    proof = prove(coverage, count=count, at_least=best - less, price=price)
    assert not proof.closed
    assert proof.bound >= best - 1e-6


@given(coverages(), st.integers(1, 4))
def test_the_rounds_of_the_engine_are_gone_through_again(
    coverage: Coverage, count: int
) -> None:
    """They hold against the engine's own optimum, and against nothing less."""
    answer = CoverSolver(coverage).solve(count, effort=SOON)
    count = min(count, coverage.sites)
    price = answer.multipliers.price
    if len(price) != coverage.rows:
        return
    given_ = {"count": count, "price": price, "steps": answer.steps}
    best = answer.objective
    assert prove(coverage, at_least=best + 0.999, **given_).closed
    assert not prove(coverage, at_least=best, **given_).closed


def test_time_that_is_up_proves_what_was_done() -> None:
    """The bound is that of what is left open, and not the claim."""
    coverage = hard_case()
    answer = CoverSolver(coverage).solve(4, effort=SOON)
    price = 0.5 * coverage.weight
    claim = answer.objective + 0.999
    short = prove(coverage, count=4, at_least=claim, price=price, seconds=0)
    assert not short.closed
    assert short.bound > claim


def test_a_longer_proof_closes_what_a_short_one_left() -> None:
    """Branching on prices alone reaches the optimum of a hard case."""
    coverage = hard_case()
    answer = CoverSolver(coverage).solve(4, effort=SOON)
    price = 0.5 * coverage.weight
    proof = prove(coverage, count=4, at_least=answer.objective + 0.999, price=price)
    assert proof.closed
    assert proof.nodes > 1


@settings(max_examples=40)
@given(coverages(), st.integers(1, 4))
def test_a_round_that_decides_too_much_proves_nothing(
    coverage: Coverage, count: int
) -> None:
    """A round said to look for more than is claimed is taken at the claim."""
    best = best_by_force(coverage, count)
    count = min(count, coverage.sites)
    price = 0.5 * coverage.weight
    step = Shrinking(price, best + 1000.0)
    proof = prove(coverage, count=count, at_least=best, price=price, steps=[step])
    assert not proof.closed
    assert proof.bound >= best - 1e-6
