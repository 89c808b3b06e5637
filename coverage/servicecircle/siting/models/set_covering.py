"""Set covering: the fewest sites, or the least cost, for a share of the residents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from servicecircle.errors import SitingError
from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.first_choice import first_choice
from servicecircle.siting.models.first_cover import first_cover
from servicecircle.siting.models.merged import Merged, add_covered, merge_places
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
from servicecircle.siting.required.floors import shown_share
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

Fewest = Literal["new_sites", "open_sites", "cost"]

NOTHING_ASKED = Requirements()
HALF = 0.5
ROUNDING = 1e-9


def set_covering(
    problem: SitingProblem,
    *,
    share: float | None = None,
    fewest: Fewest = "new_sites",
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Cover a share of the weight with the fewest sites, or at the least cost.

    Parameters
    ----------
    problem
        Places, sites and the walks between them.
    share
        The share of all weight to cover, above 0 and at most 1. Where not given:
        everybody whom any site could reach.
    fewest
        What to have least of: new sites, open sites in all (of interest where stations
        may close), or the cost of new sites.
    requirements
        What a choice must respect.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` is the number of sites or the cost. ``serves`` gives the nearest
        open site within the limit; of several as near, the one whose id sorts first.

    Raises
    ------
    SitingError
        If the share is more than all sites together cover (the message says how much
        that is), or the requirements make no sense or cannot all be met.

    Notes
    -----
    .. math:: \min \sum_i c_i x_i, \quad \sum_j w_j y_j \ge \alpha \sum_j w_j, \quad
              y_j \le \sum_{i: d_{ij} \le S} x_i, \quad x \in \{0, 1\}

    and, where everybody is to be covered, :math:`\sum_{i: d_{ij} \le S} x_i \ge 1`.

    Source: Toregas, C. et al. (1971), "The location of emergency service facilities",
    *Operations Research* 19(6); for a share: Daskin, M. and Owen, S. (1999), "Two new
    location covering problems", *Geographical Analysis* 31(1).

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> result = set_covering(three_homes(), share=0.7)
    >>> result.objective, list(result.sites.index[result.sites["action"] == "open"])
    (1.0, ['c'])
    >>> set_covering(three_homes()).objective
    2.0
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=None)
    merged = merge_places(problem, requirements)
    worth = _worth(problem, fewest)
    program = Program("min", step=1.0 if is_whole(worth) else 0.0)
    program.add_columns("open", worth, whole=True)
    every = problem.weight.sum()
    within = _check_share(share, float(merged.weight.sum()), float(every))
    asked_each = bool(requirements.cover_each)
    if asked_each or not within:
        add_covered(program, merged)
    least = None
    if within:
        program.add_rows(
            "share",
            {"open": merged.covers},
            lower=1,
            words="everybody whom a site could reach is covered",
            labels=problem.places.index[_first_members(merged)],
        )
    elif share is not None:
        least = _floor(share * every, merged.weight)
        program.add_rows(
            "share",
            {"covered": merged.weight},
            lower=least,
            words=f"at least {share:.12g} of all weight covered",
        )
    add_all(
        program,
        problem,
        requirements,
        new_sites=None,
        merged=merged if asked_each else None,
    )
    begin = _begin(program, problem, requirements, merged, clock, least=least)
    answer = solve(program, replace(clock.effort, seconds=clock.left), start=begin)
    open_ = answer.values["open"] > HALF
    if fewest != "open_sites":
        open_ = reopened(program, problem, open_)
    serves = nearest_open(problem, open_)
    covered = float(problem.weight[serves["site_id"].notna()].sum())
    notes, proof = told(program, answer)
    return outcome(
        "set_covering",
        problem,
        requirements,
        open_,
        sense="min",
        step=program.step,
        objective=float(worth[open_].sum()),
        bound=answer.bound,
        clock=clock,
        stopped=answer.stopped,
        serves=serves,
        notes={
            **notes,
            "fewest": fewest,
            "covered": covered,
            "share": covered / float(every),
            "units_without_site": units_without_site(problem, requirements),
        },
        proof=proof,
    )


def _worth(problem: SitingProblem, fewest: str) -> NDArray[np.float64]:
    new = (~problem.existing).astype(np.float64)
    if fewest == "cost":
        cost: NDArray[np.float64] = problem.sites["cost"].to_numpy(dtype=np.float64)
        return new * cost
    if fewest == "new_sites":
        return new
    if fewest == "open_sites":
        return np.ones(len(new))
    msg = f"fewest is 'new_sites', 'open_sites' or 'cost'. Got {fewest!r}."
    raise SitingError(msg)


def _begin(  # noqa: PLR0913 - what a choice depends on
    program: Program,
    problem: SitingProblem,
    requirements: Requirements,
    merged: Merged,
    clock: Clock,
    *,
    least: float | None,
) -> dict[str, NDArray[np.float64]] | None:
    """Give a first choice, where it meets all that is asked."""
    open_ = first_cover(problem, merged, requirements, least=least, stop=clock.over)
    begin = {"open": open_.astype(np.float64)}
    if "covered" in program.columns:
        begin["covered"] = (merged.covers @ begin["open"] > 0).astype(np.float64)
    begin = program.filled(begin)
    if program.holds(begin):
        return begin
    if least is None:
        return None
    return first_choice(
        program,
        Coverage.of(merged.covers.T.tocsr(), merged.weight),
        covering="covering",
        covered="covered",
        stop=clock.over,
    )


def _check_share(share: float | None, reachable: float, every: float) -> bool:
    """Refuse a share that cannot be, and say whether it is all that can be covered."""
    if share is None:
        return True
    if not 0 < share <= 1:
        msg = f"share must be above 0 and at most 1. Got {share!r}."
        raise SitingError(msg)
    if share * every * (1 - ROUNDING) > reachable:
        msg = (
            f"share is {share:.12g}, and all sites together cover "
            f"{shown_share(reachable / every)} of the residents. Ask for less, add "
            "candidates, or leave it out to cover everybody whom a site could reach."
        )
        raise SitingError(msg)
    return bool(share * every > reachable * (1 - ROUNDING))


def _floor(least: float, weight: NDArray[np.float64]) -> float:
    """Give the least weight that makes the share, for whole weights a whole one."""
    lowered = least * (1 - ROUNDING)
    return float(np.ceil(lowered)) if is_whole(weight) else lowered


def _first_members(merged: Merged) -> NDArray[np.int64]:
    _, first = np.unique(merged.row, return_index=True)
    found: NDArray[np.int64] = merged.place[first]
    return found
