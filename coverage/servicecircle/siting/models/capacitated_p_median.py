"""Capacitated p-median: the shortest walk on average to sites that can be full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from servicecircle.errors import SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.assignment import (
    Written,
    add_served,
    amounts,
    assignment,
    served_places,
    standing,
)
from servicecircle.siting.models.first_served import begin_served
from servicecircle.siting.models.merged import merge_places
from servicecircle.siting.models.outcome import (
    LEAST,
    is_whole,
    outcome,
    reopened,
    told,
)
from servicecircle.siting.models.p_median import p_median
from servicecircle.siting.models.without_capacities import without_capacities
from servicecircle.siting.program.program import Program
from servicecircle.siting.program.solve import solve
from servicecircle.siting.required.check import check_requirements
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.models.assignment import Assignment
    from servicecircle.siting.models.merged import Merged
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

NOTHING_ASKED = Requirements()
HALF = 0.5


def capacitated_p_median(  # noqa: PLR0913 - what a mean walk depends on
    problem: SitingProblem,
    *,
    new_sites: int,
    beyond: Literal["penalty", "refuse"] = "penalty",
    beyond_m: float | None = None,
    whole: bool = False,
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Open sites so that walks to the sites that serve people are shortest in all.

    Parameters
    ----------
    problem
        Places, sites with capacities (missing: no limit), and the walks between them.
    new_sites
        How many sites may be opened.
    beyond
        What becomes of weight that no site within `beyond_m` has room for: it counts as
        walking so far (``penalty``), or there must be none (``refuse``).
    beyond_m
        The walks' cutoff where not given, and at most that.
    whole
        Whether a place must be served by one site alone, or not at all.
    requirements
        What a choice must respect.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` is weight times metres, added up. ``serves`` has ``served``
        (weight) and ``standing`` besides: served, partly, full, out_of_reach (both
        within `beyond_m`). ``proof["handed"]`` gives all that every site serves.

    Raises
    ------
    SitingError
        If the requirements make no sense or cannot all be met.

    Notes
    -----
    .. math:: \min b \sum_j w_j + \sum_{ij} (d_{ij} - b) z_{ij}, \quad
              \sum_i z_{ij} \le w_j, \quad \sum_j z_{ij} \le C_i x_i, \quad
              0 \le z_{ij} \le \min(w_j, C_i) x_i, \quad
              \sum_{i \text{ new}} x_i \le p, \quad x \in \{0, 1\}

    over pairs within *b*; with `whole`, :math:`z_{ij} \in \{0, w_j\}`. People go where
    the sum of all walks is shortest, which for one of them may not be the nearest site.
    No walks are shorter in all than where no site is ever full, so `p_median` is asked
    first: its bound holds here, and where its sites turn nobody away, they are proved
    best.

    Source: Mulvey, J. and Beck, M. (1984), "Solving capacitated clustering problems",
    *European Journal of Operational Research* 18(3).

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> problem = three_homes()
    >>> small = problem.replace(sites=problem.sites.assign(capacity=[10.0, 15.0, 12.0]))
    >>> result = capacitated_p_median(small, new_sites=1)  # opens b
    >>> result.objective  # 10 x 100 m, 15 x 200 m, 45 x 500 m
    26500.0
    >>> result.serves["standing"].to_list()
    ['served', 'partly', 'out_of_reach']
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=new_sites)
    cutoff_m = problem.walks.cutoff_m
    far_m = cutoff_m if beyond_m is None else beyond_m
    if not 0 < far_m <= cutoff_m or beyond not in {"penalty", "refuse"}:
        msg = (
            f"beyond_m must be above 0 and at most the walks' cutoff of {cutoff_m:g} m,"
            f" and beyond 'penalty' or 'refuse'. Got {beyond_m!r} and {beyond!r}."
        )
        raise SitingError(msg)
    every = float(problem.weight.sum())
    written = capacitated_p_median_program(
        problem,
        new_sites=new_sites,
        everybody=beyond == "refuse",
        beyond_m=far_m,
        whole=whole,
        requirements=requirements,
    )
    program, merged, given = written
    walk = _walks(problem, merged, given, far_m)
    begin = begin_served(
        problem, written, requirements, new_sites=new_sites, clock=clock
    )
    plain = without_capacities(
        problem,
        lambda effort: p_median(
            problem,
            new_sites=new_sites,
            beyond=beyond,
            beyond_m=beyond_m,
            requirements=requirements,
            effort=effort,
        ),
        clock,
    )
    effort = replace(clock.effort, seconds=clock.left)
    known = None if plain is None else plain.known
    answer = solve(program, effort, **begin._asdict(), known=known)
    open_ = reopened(program, problem, answer.values["open"] > HALF)
    held = amounts(given, answer.values["served"], open_)
    handed = served_places(problem, merged, given, held)
    serves = standing(problem, open_, handed, limit_m=far_m)
    served = float(held.sum())
    objective = far_m * (every - served) + float(walk @ held)
    in_reach = float(problem.weight[serves["standing"] != "out_of_reach"].sum())
    notes, proof = told(program, answer)
    proof |= {} if plain is None else plain.proof_of(answer)
    return outcome(
        "capacitated_p_median",
        problem,
        requirements,
        open_,
        sense="min",
        step=program.step,
        objective=objective,
        bound=answer.bound,
        clock=clock,
        stopped=answer.stopped,
        serves=serves,
        notes={
            **notes,
            "mean_walk_m": objective / every,
            "beyond_m": far_m,
            "served": served,
            "in_reach_but_full": in_reach - served,
            "out_of_reach": every - in_reach,
            "units_without_site": units_without_site(problem, requirements),
        },
        proof={**proof, "handed": handed},
    )


def capacitated_p_median_program(  # noqa: PLR0913 - what a mean walk depends on
    problem: SitingProblem,
    *,
    new_sites: int,
    everybody: bool,
    beyond_m: float,
    whole: bool,
    requirements: Requirements,
) -> Written:
    """Write the program of `capacitated_p_median`."""
    merged = merge_places(problem, NOTHING_ASKED, limit_m=beyond_m, merge=False)
    every = float(problem.weight.sum())
    if everybody and len(merged.place) < np.count_nonzero(problem.weight):
        msg = f"Somebody is farther than {beyond_m:g} m from any site. Allow a penalty."
        raise SitingError(msg)
    given = assignment(problem, merged, whole=whole)
    walk = _walks(problem, merged, given, beyond_m)
    steps = all(map(is_whole, (given.weight, walk, np.array([beyond_m]))))
    steps = steps and (whole or is_whole(given.capacity))
    program = Program("min", step=1.0 if steps else 0.0, constant=beyond_m * every)
    program.add_columns("open", np.zeros(len(problem.sites)), whole=True)
    add_served(program, given, worth=walk - beyond_m, everybody=everybody)
    add_all(program, problem, requirements, new_sites=new_sites)
    return Written(program, merged, given)


def _walks(
    problem: SitingProblem, merged: Merged, given: Assignment, beyond_m: float
) -> NDArray[np.float64]:
    """Give the walk of every pair, in metres."""
    walk = problem.pairs(beyond_m)[merged.place[given.row], given.site]
    walk_m = np.asarray(walk, dtype=np.float64).ravel()
    return np.where(walk_m <= LEAST, 0.0, walk_m)
