"""Maximal covering: against brute force, and laws that every answer keeps."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from servicecircle.errors import InternalError
from servicecircle.siting.cover import in_parts, solve
from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.cover.fixing import fix_sites
from servicecircle.siting.cover.in_parts import find_in_parts
from servicecircle.siting.cover.multipliers import bound_of, find_multipliers
from servicecircle.siting.cover.reduce import merge_rows, reduce
from servicecircle.siting.cover.solve import CoverSolver
from servicecircle.siting.effort import Effort

SOON = Effort(seconds=60)


@st.composite
def coverages(draw: st.DrawFn, *, whole: bool = True) -> Coverage:
    """Draw a small problem with empty rows, empty sites, twins and dominated sites."""
    seed = draw(st.integers(0, 10**6))
    sites, rows = draw(st.integers(1, 9)), draw(st.integers(1, 25))
    random = np.random.default_rng(seed)
    flags = random.random((sites, rows)) < random.uniform(0.05, 0.5)
    weight = random.integers(0, 30, rows).astype(float)
    if not whole:
        weight += random.random(rows)
    return Coverage.of(csr_array(flags.astype(np.int8)), weight)


def best_by_force(coverage: Coverage, count: int) -> float:
    """Try every choice."""
    flags = coverage.matrix.toarray().astype(bool)
    count = min(count, coverage.sites)
    return max(
        float(coverage.weight[flags[list(chosen)].any(axis=0)].sum())
        for chosen in combinations(range(coverage.sites), count)
    )


@given(coverages(), st.integers(1, 5))
def test_the_answer_is_the_best_of_all_choices(coverage: Coverage, count: int) -> None:
    """Of whole weights the optimum is found and proved."""
    answer = CoverSolver(coverage).solve(count, effort=SOON)
    assert answer.optimal
    assert answer.objective == best_by_force(coverage, count)
    assert answer.bound == answer.objective
    assert coverage.value(answer.chosen) == answer.objective
    assert len(answer.chosen) <= count


@given(coverages(whole=False), st.integers(1, 5))
def test_broken_weights_are_proved_too(coverage: Coverage, count: int) -> None:
    """Of weights that are no whole numbers the optimum is proved to 1e-7."""
    answer = CoverSolver(coverage).solve(count, effort=SOON)
    best = best_by_force(coverage, count)
    assert answer.optimal
    assert answer.objective == pytest.approx(best, rel=2e-7)
    assert answer.objective <= answer.bound + 1e-9
    assert answer.bound >= best - 1e-6


@given(coverages(), st.integers(1, 5), st.integers(0, 10**6))
def test_any_price_proves_a_bound(coverage: Coverage, count: int, seed: int) -> None:
    """No choice covers more than any prices say."""
    price = np.random.default_rng(seed).uniform(-5, 35, coverage.rows)
    bound, held, _ = bound_of(coverage, price, count=count)
    assert bound >= best_by_force(coverage, count)
    assert (held >= 0).all()
    assert (held <= coverage.weight).all()


@given(coverages(), st.integers(1, 5))
def test_the_search_only_tightens(coverage: Coverage, count: int) -> None:
    """A longer search never has a worse bound, and never one below the optimum."""
    short = find_multipliers(coverage, count=count, tolerance=0.0, most_steps=20)
    longer = find_multipliers(coverage, count=count, tolerance=0.0, most_steps=400)
    assert longer.bound <= short.bound + 1e-9
    assert longer.bound >= best_by_force(coverage, count) - 1e-6


@given(coverages(), st.integers(1, 5))
def test_reduction_keeps_the_optimum(coverage: Coverage, count: int) -> None:
    """Merged rows and dropped sites change no optimum."""
    small = reduce(coverage)
    if small.coverage.sites:
        assert best_by_force(small.coverage, count) == best_by_force(coverage, count)
    kept = small.dominated_by[small.dominated_by >= 0]
    assert set(kept) - set(small.site) <= set(
        np.flatnonzero(np.diff(coverage.matrix.indptr) == 0)
    )


@given(coverages())
def test_merging_keeps_every_choice_worth_the_same(coverage: Coverage) -> None:
    """Each single site covers as much before as after."""
    merged, group = merge_rows(coverage)
    assert len(group) == coverage.rows
    for site in range(coverage.sites):
        assert merged.value([site]) == coverage.value([site])


@given(coverages(), st.integers(1, 4), st.integers(0, 10**6))
def test_fixing_loses_no_better_choice(
    coverage: Coverage, count: int, seed: int
) -> None:
    """Every choice that covers enough holds what is fixed, and nothing that is out."""
    price = np.random.default_rng(seed).uniform(0, 1, coverage.rows) * coverage.weight
    best = best_by_force(coverage, count)
    fixed = fix_sites(coverage, price, count=count, at_least=best)
    for chosen in combinations(range(coverage.sites), min(count, coverage.sites)):
        if coverage.value(chosen) >= best:
            assert set(fixed.always) <= set(chosen)
            assert set(chosen) <= set(fixed.always) | set(fixed.open)


def test_a_price_that_is_no_number_proves_nothing() -> None:
    """A missing number must never pass for a bound."""
    coverage = Coverage.of(csr_array(np.ones((2, 2), np.int8)), np.ones(2))
    with pytest.raises(InternalError, match="no number"):
        bound_of(coverage, np.array([np.nan, 0.5]), count=1)


def test_time_that_is_up_is_never_called_optimal() -> None:
    """Without time there is a choice and a bound, and no claim."""
    random = np.random.default_rng(3)
    flags = random.random((60, 400)) < 0.05
    coverage = Coverage.of(csr_array(flags.astype(np.int8)), np.ones(400))
    answer = CoverSolver(coverage).solve(8, effort=Effort(seconds=0))
    assert not answer.optimal
    assert 0 < answer.objective < answer.bound


@given(coverages(), st.integers(1, 4))
def test_prices_found_in_parts_prove_a_bound(coverage: Coverage, count: int) -> None:
    """Prices of a few sites, worked out for all of them, hold for every choice."""
    first = find_multipliers(coverage, count=count, tolerance=0.1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_parts, "EXTRA", 1)
        patch.setattr(in_parts, "MOST", 1.0)
        found = find_in_parts(coverage, count=count, tolerance=1e-4, begin=first)
    assert best_by_force(coverage, count) <= found.bound
    assert found.bound <= first.bound * (1 + 1e-9)
    again, _, _ = bound_of(coverage, found.price, count=count)
    assert found.bound == pytest.approx(again)


@given(coverages(), st.integers(1, 4))
def test_large_problems_end_at_the_same_answer(coverage: Coverage, count: int) -> None:
    """Looked at as if it were large, a problem has the same optimum."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "LARGE_ENTRIES", 0)
        patch.setattr(solve, "POOL_ENTRIES", 0)
        answer = CoverSolver(coverage).solve(count, effort=SOON)
    assert answer.optimal
    assert answer.objective == best_by_force(coverage, count)
