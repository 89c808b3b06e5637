"""Covering by several services at once, where a site may offer several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from servicecircle._validation import name_some
from servicecircle.errors import SitingError
from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.most_covered import cover_most
from servicecircle.siting.models.outcome import is_whole, nearest_open, outcome
from servicecircle.siting.required.check import check_requirements
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

NOTHING_ASKED = Requirements()


def service_covering(  # noqa: PLR0913 - what several services depend on
    problem: SitingProblem,
    offers: pd.DataFrame,
    *,
    new_sites: int,
    limit_m: Mapping[str, float] | None = None,
    importance: Mapping[str, float] | None = None,
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Open sites so that people are covered for as much of several services as can be.

    Parameters
    ----------
    problem
        Places, sites and the walks between them.
    offers
        Indexed like the sites, one column a service: whether the site offers it.
    new_sites
        How many sites may be opened.
    limit_m
        By service, its limit where it is not the problem's; at most the walks' cutoff.
    importance
        By service, what being covered for it is worth; 1 where not given.
    requirements
        What a choice must respect.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` adds up, over services, importance times the weight covered.
        ``serves`` has, besides the nearest open site within the problem's limit, one
        column for each service: whether the place is covered for it.
        ``notes["covered"]`` gives the weight covered by service.

    Raises
    ------
    SitingError
        If `offers` does not fit the sites, a service is unknown, a number is negative
        or none, or the requirements make no sense or cannot all be met.

    Notes
    -----
    .. math:: \max \sum_s v_s \sum_j w_j y_{js}, \quad
              y_{js} \le \sum_{i \text{ offers } s: d_{ij} \le S_s} x_i, \quad
              \sum_{i \text{ new}} x_i \le p, \quad x \in \{0, 1\}, \; 0 \le y \le 1

    Source: Schilling, D. et al. (1979), "The TEAM/FLEET models for simultaneous
    facility and equipment siting", *Transportation Science* 13(2), with services fixed
    by site.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> problem = three_homes()
    >>> offers = pd.DataFrame({"legal": [1, 1, 0], "care": [0, 1, 1]}, dtype=bool)
    >>> result = service_covering(
    ...     problem, offers.set_axis(problem.sites.index), new_sites=1
    ... )
    >>> result.objective, result.notes["covered"]  # opens b
    (60.0, {'legal': 30.0, 'care': 30.0})
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=new_sites)
    services = list(offers.columns)
    _check_offers(problem, offers)
    limits = _by_service(services, limit_m, problem.limit_m, name="limit_m")
    worth = _by_service(services, importance, 1.0, name="importance")
    over = [s for s in services if limits[s] > problem.walks.cutoff_m]
    if over:
        msg = f"limit_m is beyond the walks' cutoff for {name_some(over)}."
        raise SitingError(msg)
    blocks = [
        problem.covers(limits[s]) * offers[s].to_numpy(dtype=np.int8)[:, np.newaxis]
        for s in services
    ]
    weight = np.concatenate([worth[s] * problem.weight for s in services])
    rows = Coverage.of(sparse.csr_array(sparse.hstack(blocks)), weight)
    most = cover_most(problem, rows, requirements, new_sites=new_sites, clock=clock)
    covered = rows.covered(np.flatnonzero(most.open)).reshape(len(services), -1)
    by_service = {
        s: float(problem.weight[covered[k]].sum()) for k, s in enumerate(services)
    }
    serves = nearest_open(problem, most.open)
    flags = pd.DataFrame(covered.T, index=serves.index, columns=offers.columns)
    return outcome(
        "service_covering",
        problem,
        requirements,
        most.open,
        sense="max",
        step=1.0 if is_whole(weight) else 0.0,
        objective=sum(worth[s] * by_service[s] for s in services),
        bound=most.bound,
        clock=clock,
        stopped=most.stopped,
        serves=serves.join(flags),
        notes={
            **most.notes,
            "covered": by_service,
            "units_without_site": units_without_site(problem, requirements),
        },
        proof=most.proof,
    )


def _check_offers(problem: SitingProblem, offers: pd.DataFrame) -> None:
    if not offers.index.equals(problem.sites.index):
        other = offers.index.symmetric_difference(problem.sites.index)
        msg = f"offers must be indexed like the sites. They differ: {name_some(other)}."
        raise SitingError(msg)
    odd = [c for c in offers.columns if offers[c].dtype != bool]
    if odd or offers.empty:
        msg = f"offers need a true-or-false column a service. Odd: {name_some(odd)}."
        raise SitingError(msg)


def _by_service(
    services: list[str],
    given: Mapping[str, float] | None,
    default: float,
    *,
    name: str,
) -> dict[str, float]:
    unknown = set(given or {}) - set(services)
    if unknown:
        msg = f"{name} names unknown services: {name_some(sorted(unknown))}."
        raise SitingError(msg)
    values = {s: float((given or {}).get(s, default)) for s in services}
    wrong = [s for s, v in values.items() if not (np.isfinite(v) and v >= 0)]
    if wrong:
        msg = f"{name} must be a number of 0 or more. It is not for {name_some(wrong)}."
        raise SitingError(msg)
    return values
