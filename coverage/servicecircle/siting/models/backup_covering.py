"""Backup covering: residents who have a second open site within the standard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from servicecircle.errors import SitingError
from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.first_choice import first_choice
from servicecircle.siting.models.first_cover import first_cover
from servicecircle.siting.models.merged import Merged, merge_places
from servicecircle.siting.models.outcome import (
    is_whole,
    nearest_open,
    outcome,
    reopened,
    told,
)
from servicecircle.siting.program.program import Program
from servicecircle.siting.program.solve import solve
from servicecircle.siting.required.check import check_requirements
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

NOTHING_ASKED = Requirements()
HALF = 0.5
TWICE = 2


def backup_covering(  # noqa: PLR0913 - what a second cover depends on
    problem: SitingProblem,
    *,
    new_sites: int,
    second: float = 1.0,
    first_for_all: bool = False,
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Open sites so that many are covered, and many are covered twice.

    Parameters
    ----------
    problem
        Places, sites and the walks between them.
    new_sites
        How many sites may be opened.
    second
        What being covered a second time is worth, where the first time is worth 1.
    first_for_all
        Whether everybody whom any site could reach must be covered once.
    requirements
        What a choice must respect.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` is the weight covered, plus `second` times the weight covered at
        least twice. ``serves`` has ``sites_near`` besides: how many open sites are
        within the limit.

    Raises
    ------
    SitingError
        If the requirements make no sense or cannot all be met.

    Notes
    -----
    .. math:: \max \sum_j w_j (y_j + \beta u_j), \quad
              y_j + u_j \le \sum_{i: d_{ij} \le S} x_i, \quad u_j \le y_j, \quad
              \sum_{i \text{ new}} x_i \le p, \quad x \in \{0, 1\}, \; 0 \le y, u \le 1

    with *u* whole where :math:`\beta > 1`.

    Source: Hogan, K. and ReVelle, C. (1986), "Concepts and applications of backup
    coverage", *Management Science* 32(11): BACOP1 with `first_for_all`, else BACOP2.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> result = backup_covering(three_homes(), new_sites=1)
    >>> result.objective  # with a and c: 10 and 40 covered once
    50.0
    >>> backup_covering(three_homes(), new_sites=1, second=5).objective  # a and b
    80.0
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=new_sites)
    if not (np.isfinite(second) and second >= 0):
        msg = f"second must be a number of 0 or more. Got {second!r}."
        raise SitingError(msg)
    program = backup_program(
        problem,
        new_sites=new_sites,
        second=second,
        first_for_all=first_for_all,
        requirements=requirements,
    )
    begin = _begin(program, problem, requirements, new_sites, clock)
    answer = solve(program, replace(clock.effort, seconds=clock.left), start=begin)
    open_ = reopened(program, problem, answer.values["open"] > HALF)
    near = np.asarray(problem.covers()[np.flatnonzero(open_)].sum(axis=0))
    once = float(problem.weight[near >= 1].sum())
    twice = float(problem.weight[near >= TWICE].sum())
    notes, proof = told(program, answer)
    return outcome(
        "backup_covering",
        problem,
        requirements,
        open_,
        sense="max",
        step=program.step,
        objective=once + second * twice,
        bound=answer.bound,
        clock=clock,
        stopped=answer.stopped,
        serves=nearest_open(problem, open_).assign(sites_near=near),
        notes={
            **notes,
            "covered": once,
            "covered_twice": twice,
            "units_without_site": units_without_site(problem, requirements),
        },
        proof=proof,
    )


def _begin(
    program: Program,
    problem: SitingProblem,
    requirements: Requirements,
    new_sites: int,
    clock: Clock,
) -> dict[str, NDArray[np.float64]] | None:
    """Give a first choice, where it meets all that is asked."""
    merged = merge_places(problem, requirements)
    open_ = first_cover(
        problem, merged, requirements, new_sites=new_sites, stop=clock.over
    )
    begin = program.filled(_values(merged, open_.astype(np.float64)))
    if program.holds(begin):
        return begin
    if any(r.name == "first_for_all" for r in program.rows):
        return None
    found = first_choice(
        program,
        Coverage.of(merged.covers.T.tocsr(), merged.weight),
        covering="covering",
        covered="covered",
        stop=clock.over,
    )
    return None if found is None else program.filled(_values(merged, found["open"]))


def _values(
    merged: Merged, open_: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    times = merged.covers @ open_
    return {
        "open": open_,
        "covered": (times >= 1).astype(np.float64),
        "twice": (times >= TWICE).astype(np.float64),
    }


def backup_program(
    problem: SitingProblem,
    *,
    new_sites: int,
    second: float,
    first_for_all: bool,
    requirements: Requirements,
) -> Program:
    """Write the program of `backup_covering`."""
    merged = merge_places(problem, requirements)
    whole = is_whole(merged.weight) and float(second).is_integer()
    program = Program("max", step=1.0 if whole else 0.0)
    program.add_columns("open", np.zeros(len(problem.sites)), whole=True)
    program.add_columns("covered", merged.weight)
    # Half a cover and half a second one would be worth more than one, if the second
    # counted for more; then it must be whole.
    program.add_columns("twice", second * merged.weight, whole=second > 1)
    own = sparse.eye_array(len(merged.weight), format="csr")
    both = {"covered": own, "twice": own, "open": -merged.covers}
    program.add_rows("covering", both, upper=0)
    program.add_rows("first_before_second", {"twice": own, "covered": -own}, upper=0)
    if first_for_all:
        program.add_rows(
            "first_for_all",
            {"open": merged.covers},
            lower=1,
            words="everybody whom a site could reach is covered once",
        )
    add_all(program, problem, requirements, new_sites=new_sites, merged=merged)
    return program
