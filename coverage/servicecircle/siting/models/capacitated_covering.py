"""Capacitated covering: the most residents served by sites that can be full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.assignment import (
    Written,
    add_served,
    add_served_share,
    amounts,
    assignment,
    served_places,
    standing,
)
from servicecircle.siting.models.first_served import begin_served
from servicecircle.siting.models.maximal_covering import maximal_covering
from servicecircle.siting.models.merged import merge_places
from servicecircle.siting.models.outcome import is_whole, outcome, reopened, told
from servicecircle.siting.models.without_capacities import without_capacities
from servicecircle.siting.program.program import Program
from servicecircle.siting.program.solve import solve
from servicecircle.siting.required.check import check_requirements
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

NOTHING_ASKED = Requirements()
HALF = 0.5


def capacitated_covering(
    problem: SitingProblem,
    *,
    new_sites: int,
    whole: bool = False,
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Open sites that serve the most weight, none more than its capacity.

    Parameters
    ----------
    problem
        Places, sites with capacities (missing: no limit), and the walks between them.
    new_sites
        How many sites may be opened.
    whole
        Whether a place must be served by one site alone, or not at all. Otherwise the
        residents of a building may go to different sites; that happens to few.
    requirements
        What a choice must respect; a floor for each unit counts whom sites have room
        for.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` is the weight served. ``serves`` has ``served`` (weight) and
        ``standing`` besides: served, partly, full (an open site is near, and none has
        room), out_of_reach. ``proof["handed"]`` gives all that every site serves.

    Raises
    ------
    SitingError
        If the requirements make no sense or cannot all be met.

    Notes
    -----
    .. math:: \max \sum_{ij} z_{ij}, \quad \sum_i z_{ij} \le w_j, \quad
              \sum_j z_{ij} \le C_i x_i, \quad 0 \le z_{ij} \le \min(w_j, C_i) x_i,
              \quad \sum_{i \text{ new}} x_i \le p, \quad x \in \{0, 1\}

    over pairs within the limit; with `whole`, :math:`z_{ij} \in \{0, w_j\}`. No choice
    serves more than the best one covers where no site is ever full, so
    `maximal_covering` is asked first: its bound holds here, and where its sites turn
    nobody away, they are proved best.

    Source: Current, J. and Storbeck, J. (1988), "Capacitated covering models",
    *Environment and Planning B* 15(2); Pirkul, H. and Schilling, D. (1991), "The
    maximal covering location problem with capacities on total workload", *Management
    Science* 37(2).

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> problem = three_homes()
    >>> small = problem.replace(sites=problem.sites.assign(capacity=[5.0, 25.0, 12.0]))
    >>> result = capacitated_covering(small, new_sites=1)  # opens b
    >>> result.objective
    30.0
    >>> result.serves[["site_id", "served", "standing"]]
       site_id  served      standing
    h1       a    10.0        served
    h2       b    20.0        served
    h3     NaN     0.0  out_of_reach
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=new_sites)
    written = capacitated_covering_program(
        problem, new_sites=new_sites, whole=whole, requirements=requirements
    )
    program, merged, given = written
    begin = begin_served(
        problem, written, requirements, new_sites=new_sites, clock=clock
    )
    plain = without_capacities(
        problem,
        lambda effort: maximal_covering(
            problem, new_sites=new_sites, requirements=requirements, effort=effort
        ),
        clock,
    )
    effort = replace(clock.effort, seconds=clock.left)
    known = None if plain is None else plain.known
    answer = solve(program, effort, **begin._asdict(), known=known)
    open_ = reopened(program, problem, answer.values["open"] > HALF)
    held = amounts(given, answer.values["served"], open_)
    handed = served_places(problem, merged, given, held)
    serves = standing(problem, open_, handed, limit_m=problem.limit_m)
    served = float(held.sum())
    near = serves["standing"] != "out_of_reach"
    in_reach = float(problem.weight[near].sum())
    notes, proof = told(program, answer)
    proof |= {} if plain is None else plain.proof_of(answer)
    return outcome(
        "capacitated_covering",
        problem,
        requirements,
        open_,
        sense="max",
        step=program.step,
        objective=served,
        bound=answer.bound,
        clock=clock,
        stopped=answer.stopped,
        serves=serves,
        notes={
            **notes,
            "served": served,
            "in_reach_but_full": in_reach - served,
            "out_of_reach": float(problem.weight.sum()) - in_reach,
            "units_without_site": units_without_site(problem, requirements),
        },
        proof={**proof, "handed": handed},
    )


def capacitated_covering_program(
    problem: SitingProblem,
    *,
    new_sites: int,
    whole: bool,
    requirements: Requirements,
) -> Written:
    """Write the program of `capacitated_covering`."""
    merged = merge_places(problem, requirements, merge=not whole)
    given = assignment(problem, merged, whole=whole)
    steps = is_whole(given.weight) and (whole or is_whole(given.capacity))
    program = Program("max", step=1.0 if steps else 0.0)
    program.add_columns("open", np.zeros(len(problem.sites)), whole=True)
    add_served(program, given, worth=np.ones(len(given.row)))
    if requirements.cover_each:
        add_served_share(program, given)
    add_all(program, problem, requirements, new_sites=new_sites, merged=merged)
    return Written(program, merged, given)
