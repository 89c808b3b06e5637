"""Maximal covering: the most residents within the standard of an open site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.merged import merge_places
from servicecircle.siting.models.most_covered import cover_most
from servicecircle.siting.models.outcome import is_whole, nearest_open, outcome
from servicecircle.siting.required.check import check_requirements
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

NOTHING_ASKED = Requirements()


def maximal_covering(
    problem: SitingProblem,
    *,
    new_sites: int,
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Open a number of sites so that the most weight lies within the limit of one.

    Parameters
    ----------
    problem
        Places, sites and the walks between them.
    new_sites
        How many sites may be opened; fewer are where more would add nothing.
    requirements
        What a choice must respect.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` is the weight covered, of stations that stay included. ``serves``
        gives the nearest open site within the limit; of several as near, the one whose
        id sorts first.

    Raises
    ------
    SitingError
        If the requirements make no sense or cannot all be met.

    Notes
    -----
    .. math:: \max \sum_j w_j y_j, \quad y_j \le \sum_{i: d_{ij} \le S} x_i, \quad
              \sum_{i \text{ new}} x_i \le p, \quad x \in \{0, 1\}, \; 0 \le y \le 1

    Source: Church, R. and ReVelle, C. (1974), "The maximal covering location problem",
    *Papers of the Regional Science Association* 32.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> result = maximal_covering(three_homes(), new_sites=1)
    >>> result.status.value, result.objective, result.bound
    ('optimal', 50.0, 50.0)
    >>> result.sites
      action replaces
    a   keep      NaN
    c   open      NaN
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=new_sites)
    merged = merge_places(problem, requirements)
    rows = Coverage.of(merged.covers.T.tocsr(), merged.weight)
    most = cover_most(
        problem, rows, requirements, new_sites=new_sites, clock=clock, merged=merged
    )
    serves = nearest_open(problem, most.open)
    covered = serves["site_id"].notna().to_numpy()
    return outcome(
        "maximal_covering",
        problem,
        requirements,
        most.open,
        sense="max",
        step=1.0 if is_whole(problem.weight) else 0.0,
        objective=float(problem.weight[covered].sum()),
        bound=most.bound,
        clock=clock,
        stopped=most.stopped,
        serves=serves,
        notes={
            **most.notes,
            "weight": float(problem.weight.sum()),
            "weight_in_reach": float(np.sum(merged.weight)),
            "units_without_site": units_without_site(problem, requirements),
        },
        proof=most.proof,
    )
