"""Lean programs: nothing is lost on the way there, and nothing on the way back."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from siting_cases import asked, problems

from servicecircle.siting.cover.asks import Asks
from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.cover.multipliers import find_multipliers
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.cover_cuts import with_cuts
from servicecircle.siting.models.lean import lean
from servicecircle.siting.models.lifted import lifted_multipliers
from servicecircle.siting.models.merged import add_covered, merge_places
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.highs import ask_highs
from servicecircle.siting.program.program import Program

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.requirements import Requirements

few = settings(max_examples=15)
NAMES = {"covering": "covering", "covered": "covered"}


def written(
    problem: SitingProblem, requirements: Requirements
) -> tuple[Program, Coverage]:
    """Write maximal covering with requirements and two new sites as a program."""
    merged = merge_places(problem, requirements)
    program = Program("max", step=1.0)
    program.add_columns("open", np.zeros(len(problem.sites)), whole=True)
    add_covered(program, merged, worth=merged.weight)
    add_all(program, problem, requirements, new_sites=2, merged=merged)
    return program, Coverage.of(merged.covers.T.tocsr(), merged.weight)


@few
@given(problems(), st.data())
def test_lean_programs_prove_as_much(
    problem: SitingProblem, data: st.DataObject
) -> None:
    """Multipliers of the lean program, lifted, prove the same of the whole one."""
    program, coverage = written(problem, data.draw(asked(problem)))
    small = lean(program, coverage, **NAMES)
    if small is None:
        return
    said = ask_highs(small.program, Clock(Effort()), relaxed=True)
    if said.multipliers is None:
        return
    by_lean = bound_from_multipliers(small.program, said.multipliers)
    there = lifted_multipliers(said.multipliers, program, coverage, small, **NAMES)
    assert bound_from_multipliers(program, there) <= by_lean + 1e-6


@few
@given(problems(), st.data())
def test_lean_programs_have_the_same_best(
    problem: SitingProblem, data: st.DataObject
) -> None:
    """HiGHS finds the same objective in both, or nothing in both."""
    program, coverage = written(problem, data.draw(asked(problem)))
    small = lean(program, coverage, **NAMES)
    clock = Clock(Effort())
    whole = ask_highs(program, clock).values
    if small is None:
        return
    part = ask_highs(small.program, clock).values
    assert (whole is None) == (part is None)
    if whole is not None:
        value = small.program.value(part)
        assert value == pytest.approx(program.value(whole), abs=1e-6)


def random_asks(seed: int) -> tuple[Coverage, Asks]:
    """Make a covering problem with a budget, a unit, and two guarantees."""
    random = np.random.default_rng(seed)
    flags = random.random((7, 20)) < 0.3
    weight = random.integers(1, 30, 20).astype(float)
    coverage = Coverage.of(csr_array(flags.astype(np.int8)), weight)
    limits = np.array([random.integers(1, 9, 7), random.random(7) < 0.5], float)
    halves = np.array([np.arange(20) < 10, np.arange(20) >= 10]) * weight
    asks = Asks(
        csr_array(limits),
        np.array([-np.inf, 1.0]),
        np.array([18.0, np.inf]),
        csr_array(halves),
        0.4 * halves.sum(axis=1),
    )
    return coverage, asks


def choices(coverage: Coverage, asks: Asks, count: int) -> list[np.ndarray]:
    """List every choice that keeps to what is asked."""
    found = []
    for flags in product([0.0, 1.0], repeat=coverage.sites):
        x = np.array(flags)
        on, reached = asks.limits @ x, coverage.covered(np.flatnonzero(x))
        meets = (asks.guarantees @ reached >= asks.least).all()
        within = ((on >= asks.lower) & (on <= asks.upper)).all()
        if x.sum() <= count and meets and within:
            found.append(x)
    return found


@few
@given(st.integers(0, 10**6))
def test_prices_with_limits_and_guarantees_prove_a_bound(seed: int) -> None:
    """No choice that keeps to what is asked covers more than the bound."""
    coverage, asks = random_asks(seed)
    found = find_multipliers(
        coverage, count=3, asks=asks, tolerance=1e-3, most_steps=400
    )
    values = [coverage.value(np.flatnonzero(x)) for x in choices(coverage, asks, 3)]
    assert max(values, default=-np.inf) <= found.bound


def test_prices_with_limits_and_guarantees_come_to_the_linear_program() -> None:
    """The bound is that of HiGHS's relaxation."""
    coverage, asks = random_asks(2)
    program = Program("max")
    program.add_columns("open", np.zeros(coverage.sites))
    program.add_columns("covered", coverage.weight)
    eye, by_row = csr_array(np.eye(coverage.rows)), coverage.by_row.astype(float)
    program.add_rows("covering", {"covered": eye, "open": -by_row}, upper=0)
    program.add_rows("new_sites", {"open": np.ones(coverage.sites)}, upper=3)
    program.add_rows(
        "limits", {"open": asks.limits}, lower=asks.lower, upper=asks.upper
    )
    program.add_rows("floors", {"covered": asks.guarantees}, lower=asks.least)
    exact = program.value(ask_highs(program, Clock(Effort())).values)
    found = find_multipliers(coverage, count=3, asks=asks, tolerance=1e-6)
    assert found.bound == pytest.approx(exact, rel=1e-5)


def test_a_limit_that_has_no_price_yet_is_not_broken_for_nothing() -> None:
    """Twice the money costs all that is covered, so the search for prices goes on."""
    money, nothing = csr_array(np.full((1, 2), 5.0)), csr_array((0, 2))
    asks = Asks(money, np.array([-np.inf]), np.array([5.0]), nothing, np.empty(0))
    free, none = np.zeros(1), np.empty(0)
    assert asks.missing(np.array([10.0]), np.ones(2), free, none, value=7.0) == 7.0
    assert asks.missing(np.array([5.0]), np.ones(2), free, none, value=7.0) == 0.0


@few
@given(st.integers(0, 10**6))
def test_cuts_leave_every_whole_choice(seed: int) -> None:
    """Whatever keeps to guarantees keeps to the rows made of them."""
    coverage, asks = random_asks(seed)
    program = Program("max")
    program.add_columns("open", np.zeros(coverage.sites), whole=True)
    cut = with_cuts(program, coverage, asks.guarantees, asks.least).rows[0]
    for x in choices(coverage, asks, coverage.sites):
        assert (cut.matrix @ x >= cut.lower).all()


@few
@given(st.integers(0, 10**6))
def test_no_site_stands_for_one_that_takes_less_of_a_limit(seed: int) -> None:
    """With several limits in which not all sites have a part, the best stays."""
    random = np.random.default_rng(seed)
    begin, end = random.integers(0, 4, 9), random.integers(3, 8, 9)
    row = np.arange(8)[:, np.newaxis]
    flags = ((begin <= row) & (row <= end)).T.astype(np.int8)
    coverage = Coverage.of(csr_array(flags), random.integers(1, 9, 8).astype(float))
    program = Program("max", step=1.0)
    program.add_columns("open", np.zeros(coverage.sites), whole=True)
    program.add_columns("covered", coverage.weight)
    eye, by_row = csr_array(np.eye(coverage.rows)), coverage.by_row.astype(float)
    program.add_rows("covering", {"covered": eye, "open": -by_row}, upper=0)
    for most in (4.0, 3.0, 2.0):
        takes = random.integers(0, 3, coverage.sites).astype(float)
        program.add_rows("limit", {"open": takes}, upper=most)
    small = lean(program, coverage, **NAMES)
    clock = Clock(Effort())
    whole, part = (ask_highs(p, clock).values for p in (program, small.program))
    assert small.program.value(part) == pytest.approx(program.value(whole))
