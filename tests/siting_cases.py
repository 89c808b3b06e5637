"""Small siting problems, and every choice of sites tried one by one."""

from __future__ import annotations

from functools import cache
from itertools import permutations, product
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
from hypothesis import strategies as st

from servicecircle.network.distances import DistanceMatrix
from servicecircle.network.walk_network import to_units
from servicecircle.siting.problem import SitingProblem
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CUTOFF_M = 500.0
LIMIT_M = 300.0
BETWEEN_M = 600.0

Open = tuple[bool, ...]


def matrix(
    walk_m: np.ndarray, rows: pd.Index, columns: pd.Index, *, cutoff_m: float
) -> DistanceMatrix:
    """Make a sparse matrix of a table of walks."""
    known = walk_m <= cutoff_m
    start = np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int64)
    column = np.nonzero(known)[1].astype(np.int32)
    units = to_units(walk_m[known]).astype(np.int32)
    return DistanceMatrix(rows, columns, start, column, units, cutoff_m)


@st.composite
def problems(draw: st.DrawFn, *, whole: bool = True) -> SitingProblem:
    """Draw a problem with ties, walks of 0 m, homes out of reach and without weight."""
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    sites, places = draw(st.integers(2, 6)), draw(st.integers(1, 9))
    walk = random.integers(0, 8, (places, sites)) * 100.0
    weight = random.integers(0, 6, places).astype(float)
    if not whole:
        walk += random.random(walk.shape) * 40
        weight += random.random(places)
    # One home that counts and one site that is no station are always there.
    weight[0], walk[0, -1] = weight[0] + 1, 250.0
    site_ids = pd.Index([f"s{n}" for n in range(sites)])
    place_ids = pd.Index([f"h{n}" for n in range(places)])
    existing = random.random(sites) < 0.4
    existing[-1] = False
    capacity = random.integers(0, 12, sites).astype(float)
    capacity[random.random(sites) < 0.2] = np.nan
    units = np.array(["u1", "u2", None], dtype=object)
    table = pd.DataFrame(
        {
            "name": site_ids,
            "host_type": pd.array([None] * sites, dtype="str"),
            "tier": np.where(random.random(sites) < 0.5, "post", "hall"),
            "existing": existing,
            "cost": random.integers(1, 5, sites).astype(float),
            "capacity": capacity,
            "community_id": pd.array(units[random.integers(0, 3, sites)], dtype="str"),
        },
        index=site_ids,
    )
    table.loc[site_ids[-1], "community_id"] = "u1"
    homes = pd.DataFrame(
        {
            "weight": weight,
            "community_id": pd.array(units[random.integers(0, 3, places)], dtype="str"),
        },
        index=place_ids,
    )
    homes.loc["h0", "community_id"] = "u1"
    half = random.integers(1, 9, (sites, sites)) * 100.0
    between = np.triu(half, 1) + np.triu(half, 1).T
    return SitingProblem(
        homes,
        table,
        matrix(walk, place_ids, site_ids, cutoff_m=CUTOFF_M),
        LIMIT_M,
        between=matrix(between, site_ids, site_ids, cutoff_m=BETWEEN_M),
    )


@st.composite
def asked(draw: st.DrawFn, problem: SitingProblem) -> Requirements:
    """Draw requirements, most of them absent."""
    ids = list(problem.sites.index)
    stations = [i for i in ids if problem.sites["existing"][i]]
    tiers = set(problem.sites["tier"])
    some = st.lists(st.sampled_from(ids), max_size=1).map(tuple)
    rarely = st.integers(0, 3).map(lambda n: n == 0)
    closing = bool(stations) and draw(rarely)
    may_close = tuple(stations[:1]) if stations and draw(rarely) else ()
    moves = (closing or may_close) and draw(st.booleans())
    leans = tiers == {"post", "hall"} and draw(rarely)
    return Requirements(
        existing="may_close" if closing else "keep",
        may_close=may_close,
        move_within_m=300.0 if moves else None,
        required=draw(some) if draw(rarely) else (),
        forbidden=draw(some) if draw(rarely) else (),
        most_open=draw(st.integers(1, 4)) if draw(rarely) else None,
        budget=float(draw(st.integers(0, 8))) if draw(rarely) else None,
        at_least_one_in=("community",) if draw(rarely) else (),
        cover_each={"community": draw(st.sampled_from([0.3, 0.5, 1.0]))}
        if draw(rarely)
        else {},
        apart_m=200.0 if draw(rarely) else None,
        lean_on={"post": ("hall", 300.0)} if leans else {},
    )


@cache
def walks(problem: SitingProblem) -> dict[str, dict[str, float]]:
    """Give the walks of each place by site, as far as they are known."""
    return _by_row(problem.walks)


@cache
def between(problem: SitingProblem) -> dict[str, dict[str, float]]:
    """Give the walks of each site by site, as far as they are known."""
    return _by_row(problem.between)


@cache
def weights(problem: SitingProblem) -> dict[str, float]:
    """Give the weight of each place."""
    return problem.places["weight"].to_dict()


@cache
def column(problem: SitingProblem, name: str) -> dict[str, object]:
    """Give a column of the sites by id."""
    return problem.sites[name].to_dict()


@cache
def communities(problem: SitingProblem) -> list[tuple[set[str], set[str]]]:
    """Give the places and sites that lie in each community."""
    homes, sites = (t["community_id"] for t in (problem.places, problem.sites))
    units = sorted({*homes.dropna(), *sites.dropna()})
    return [(set(homes.index[homes == u]), set(sites.index[sites == u])) for u in units]


def _by_row(distances: DistanceMatrix) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {p: {} for p in distances.places}
    for row in distances.to_frame().itertuples():
        found[row.place_id][row.station_id] = row.walk_m
    return found


def choices(
    problem: SitingProblem, requirements: Requirements, new_sites: int | None
) -> Iterator[set[str]]:
    """Give every choice of open sites that keeps to the requirements."""
    ids = list(problem.sites.index)
    for flags in product([False, True], repeat=len(ids)):
        chosen = {i for i, flag in zip(ids, flags, strict=True) if flag}
        if fits(problem, requirements, chosen, new_sites):
            yield chosen


def fits(  # noqa: C901, PLR0911, PLR0912 - one question after the other
    problem: SitingProblem,
    requirements: Requirements,
    chosen: set[str],
    new_sites: int | None,
) -> bool:
    """Say whether a choice keeps to the requirements, read off their descriptions."""
    cost, tier = column(problem, "cost"), column(problem, "tier")
    far = between(problem)
    there = {i for i, flag in column(problem, "existing").items() if flag}
    new = chosen - there
    may_close = there if requirements.existing == "may_close" else set()
    may_close = may_close | set(requirements.may_close)
    closed = there - chosen
    if closed - may_close or (new_sites is not None and len(new) > new_sites):
        return False
    if set(requirements.required) - chosen or set(requirements.forbidden) & chosen:
        return False
    if requirements.most_open is not None and len(chosen) > requirements.most_open:
        return False
    budget = requirements.budget
    if budget is not None and sum(cost[i] for i in new) > budget:
        return False
    if requirements.move_within_m is not None:
        within = requirements.move_within_m
        ways = permutations(sorted(new), len(closed))
        moved = any(
            all(far[c].get(n, np.inf) <= within for c, n in pairs)
            for pairs in (list(zip(sorted(closed), way, strict=True)) for way in ways)
        )
        if not moved:
            return False
    for homes, sites in communities(problem):
        if requirements.at_least_one_in and sites and not sites & chosen:
            return False
        for share in requirements.cover_each.values():
            if covered(problem, chosen, homes) < share * _weigh(problem, homes) - 1e-6:
                return False
    if requirements.apart_m is not None:
        for one in new:
            for other in chosen - {one}:
                if far[one].get(other, np.inf) < requirements.apart_m:
                    return False
    for guest, (host, within) in requirements.lean_on.items():
        hosts = {i for i in chosen if tier[i] == host}
        for one in (i for i in chosen if tier[i] == guest):
            if not any(far[one].get(h, np.inf) <= within for h in hosts - {one}):
                return False
    return True


def _weigh(problem: SitingProblem, homes: set[str]) -> float:
    return sum(weights(problem)[h] for h in homes)


def nearest(problem: SitingProblem, home: str, chosen: set[str]) -> float:
    """Give the walk to the nearest open site."""
    known = walks(problem)[home]
    return min((known[i] for i in chosen if i in known), default=np.inf)


def covered(
    problem: SitingProblem, chosen: set[str], homes: set[str] | None = None
) -> float:
    """Add up the weight within the limit, of all homes or of some."""
    return sum(
        w
        for h, w in weights(problem).items()
        if (homes is None or h in homes)
        and nearest(problem, h, chosen) <= problem.limit_m
    )


def walked(problem: SitingProblem, chosen: set[str], far_m: float) -> float:
    """Add up weight times walk, with everybody farther counting as so far."""
    return sum(
        w * min(nearest(problem, h, chosen), far_m) for h, w in weights(problem).items()
    )


def served(problem: SitingProblem, chosen: set[str]) -> float:
    """Find the most that open sites with capacities serve, as a maximum flow."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["from", "to"])
    known = walks(problem)
    for home, weight in weights(problem).items():
        graph.add_edge("from", home, capacity=weight)
        for i in chosen:
            if known[home].get(i, np.inf) <= problem.limit_m:
                graph.add_edge(home, i, capacity=weight)
    for i in chosen:
        room = column(problem, "capacity")[i]
        graph.add_edge(i, "to", capacity=1000 if np.isnan(room) else room)
    return nx.maximum_flow_value(graph, "from", "to")


def best(
    problem: SitingProblem,
    requirements: Requirements,
    new_sites: int | None,
    value: Callable[[set[str]], float],
    *,
    largest: bool = True,
) -> float | None:
    """Try every choice; nothing where none keeps to the requirements."""
    found = [value(c) for c in choices(problem, requirements, new_sites)]
    if not found:
        return None
    return max(found) if largest else min(found)


def chosen_of(result: object) -> set[str]:
    """Name the sites that are open in a result."""
    sites = result.sites
    return set(sites.index[sites["action"] != "close"])


def problem_of_table(
    walk_m: np.ndarray, weight: np.ndarray, *, limit_m: float
) -> SitingProblem:
    """Make a problem without stations of a table of walks; ids sort as they come."""
    homes = pd.Index([f"h{n:05}" for n in range(len(walk_m))])
    ids = pd.Index([f"s{n:05}" for n in range(walk_m.shape[1])])
    nothing = pd.array([None] * len(ids), dtype="str")
    sites = pd.DataFrame(
        {
            "name": ids,
            "host_type": nothing,
            "tier": nothing,
            "existing": False,
            "cost": 1.0,
            "capacity": np.nan,
        },
        index=ids,
    )
    return SitingProblem(
        pd.DataFrame({"weight": weight}, index=homes),
        sites,
        matrix(walk_m, homes, ids, cutoff_m=limit_m),
        limit_m,
    )
