"""Several service circles as one siting problem: a row a building and service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.errors import SitingError
from servicecircle.network.distances import DistanceMatrix
from servicecircle.network.walk_network import to_units
from servicecircle.siting.from_area import AreaProblem, siting_problem, standard_of
from servicecircle.siting.met import covered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.siting.problem import SitingProblem

SERVICE = "service"
"""The column of places that says for which service a row stands."""
PLACE = "place"
"""The column of places that says which building a row stands for."""
JOIN = " + "


def problem_of_services(
    area: PlanningArea,
    network: WalkNetwork,
    services: Sequence[str] = (),
    **asked: Any,  # noqa: ANN401 - as siting_problem takes it
) -> AreaProblem:
    """
    Pose the problem of one service circle, or of several at once.

    Parameters
    ----------
    area, network, asked
        As for `siting_problem`.
    services
        The service circles' keys; the area's first one where none is named.

    Raises
    ------
    SitingError
        As `siting_problem` does, and if a service is named twice.
    """
    if len(services) < 2:  # noqa: PLR2004 - several
        return siting_problem(area, network, services[0] if services else None, **asked)
    twice = sorted({key for key in services if services.count(key) > 1})
    if twice:
        msg = f"A service is named twice: {name_some(twice)}. Name each once."
        raise SitingError(msg)
    standards = {key: standard_of(area, key) for key in services}
    made = {
        key: siting_problem(
            area,
            network,
            key,
            beside=[other for k, other in standards.items() if k != key],
            **asked,
        )
        for key in services
    }
    findings = {
        (found.rule, found.id): found
        for part in made.values()
        for found in part.findings
    }
    problems = {key: part.problem for key, part in made.items()}
    return AreaProblem(stack_services(problems), list(findings.values()))


def stack_services(problems: Mapping[str, SitingProblem]) -> SitingProblem:
    r"""
    Make one problem of several services: a place is there once for each of them.

    Parameters
    ----------
    problems
        By service, of the same places; a site may be missing where a service does not
        reach it.

    Returns
    -------
    SitingProblem
        Places are called ``service:place`` and have the columns ``service`` and
        ``place``. Its limit is that of the first service, and all other walks are as
        long as they are against their own limit: what is within the one is within the
        other, exactly.

    Notes
    -----
    .. math:: \max \sum_s \sum_j w_j y_{js}, \quad
              y_{js} \le \sum_{i \text{ offers } s: d_{ij} \le S_s} x_i, \quad
              \sum_{i \text{ new}} x_i \le p, \quad x \in \{0, 1\}, \; 0 \le y \le 1

    is maximal covering with a row a place and service, so that every model of covering
    holds for several services, with its bound, its certificate and its check. New
    sites offer all of them. Whoever is covered for two services counts twice; a floor
    for a unit counts the services together.

    Source: Schilling, D. et al. (1979), "The TEAM/FLEET models for simultaneous
    facility and equipment siting", *Transportation Science* 13(2), with services fixed
    by site.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> both = stack_services({"appeals": three_homes(), "legal": three_homes()})
    >>> both
    <SitingProblem 'appeals + legal': 6 places of 140, 1 stations, 2 candidates, 400 m>
    >>> list(both.places.index[:4])
    ['appeals:h1', 'appeals:h2', 'appeals:h3', 'legal:h1']
    """
    first = next(iter(problems.values()))
    sites = _sites(problems)
    limit = int(to_units(np.array([first.limit_m]))[0])
    places, starts, stations, units = [], [np.zeros(1, np.int64)], [], []
    for key, problem in problems.items():
        own = problem.places.assign(service=key, place=problem.places.index)
        places.append(own.set_axis(key + ":" + own.index.astype("str")))
        walks = problem.walks
        starts.append(starts[-1][-1] + walks.indptr[1:])
        where = sites.index.get_indexer(problem.sites.index).astype(np.int32)
        stations.append(where[walks.station])
        units.append(_scaled(walks.units, problem.limit_m, limit))
    every = pd.concat(places)
    cutoff_m = min(p.walks.cutoff_m / p.limit_m for p in problems.values())
    walks = DistanceMatrix(
        every.index,
        sites.index,
        np.concatenate(starts),
        np.concatenate(stations),
        np.concatenate(units),
        max(first.limit_m, cutoff_m * first.limit_m),
    )
    between = first.between
    if between is not None:
        between = _spread(between, sites.index)
    return first.replace(
        places=every,
        sites=sites,
        walks=walks,
        between=between,
        service=JOIN.join(problems),
    )


def told_by_service(
    problem: SitingProblem, open_: NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    """
    Say by service how many residents there are, are covered today, and would be then.

    Nothing where the problem is about one service.
    """
    if SERVICE not in problem.places:
        return {}
    weight = problem.places["weight"].astype(float)
    service = problem.places[SERVICE]
    counted = {
        "residents": weight,
        "covered_today": weight.where(covered(problem, problem.existing), 0.0),
        "covered_then": weight.where(covered(problem, open_), 0.0),
    }
    sums = pd.DataFrame(counted).groupby(service, sort=False).sum()
    names = list(sums.columns)
    return {
        str(key): dict(zip(names, row, strict=True))
        for key, row in zip(sums.index, sums.to_numpy().tolist(), strict=True)
    }


def _scaled(walk: NDArray[np.int32], limit_m: float, limit: int) -> NDArray[np.int32]:
    """Measure walks by another limit; rounded up, what is beyond stays beyond."""
    own = int(to_units(np.array([limit_m]))[0])
    return -(-walk.astype(np.int64) * limit // own).astype(np.int32)


def _sites(problems: Mapping[str, SitingProblem]) -> gpd.GeoDataFrame:
    """Join the sites; what is a station for one service is one for all."""
    every = pd.concat([problem.sites for problem in problems.values()])
    kinds = every["existing"].groupby(level=0).nunique()
    if (kinds > 1).any():
        msg = (
            "What is a station for one service has the id of a candidate for another: "
            f"{name_some(kinds.index[kinds > 1])}. Give each site an id of its own."
        )
        raise SitingError(msg)
    return every[~every.index.duplicated()].sort_index()


def _spread(between: DistanceMatrix, sites: pd.Index[str]) -> DistanceMatrix:
    """Give walks between some sites their places among all."""
    where = sites.get_indexer(between.places).astype(np.int32)
    count = np.zeros(len(sites), np.int64)
    count[where] = np.diff(between.indptr)
    return replace(
        between,
        places=sites,
        stations=sites,
        indptr=np.concatenate([[0], np.cumsum(count)]),
        station=where[between.station],
    )
