"""Which closed gates and missing links to open, and which stations with them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from servicecircle.errors import SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.openings.greedy import first_choice
from servicecircle.siting.openings.patterns import STATION, covered_by, find_patterns
from servicecircle.siting.openings.program import build, group
from servicecircle.siting.openings.result import OpeningsProof, OpeningsResult
from servicecircle.siting.openings.tables import gains_table, gains_units
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.judge import judge
from servicecircle.siting.program.solve import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from servicecircle.siting.openings.patterns import Patterns
    from servicecircle.siting.openings.setting import Setting

HALF = 0.5


def choose_openings(  # noqa: PLR0913 - what a choice depends on
    setting: Setting,
    *,
    openings: int | None = None,
    sites: int = 0,
    among: Sequence[str] | None = None,
    budget: float | None = None,
    opening_cost: float = 1.0,
    units: pd.DataFrame | None = None,
    effort: Effort | None = None,
) -> OpeningsResult:
    r"""
    Find what every opening gains alone, and the set that gains most.

    Parameters
    ----------
    setting
        Homes, stations and candidates on a network, and what could be opened.
    openings
        The most openings to open; any number where a budget alone limits them.
    sites
        The most candidate sites to open with them.
    among
        Ids of the candidates to choose from; all where not given.
    budget, opening_cost
        What may be spent on openings, at `opening_cost` each, and on sites, at their
        own cost.
    units
        By building id, one ``<level>_id`` column for each level that is to be told of.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    OpeningsResult
        The objective is measured again on the network with the openings open.

    Raises
    ------
    SitingError
        If nothing limits the choice, a number makes no sense or a candidate is
        unknown.

    Notes
    -----
    What a set of openings gains is not submodular: of two gates on one way each alone
    gains nothing, and both gain all. A greedy choice can therefore be arbitrarily bad,
    and its usual guarantee does not hold. The choice is made exactly instead. For each
    home *j* that is not covered yet, :math:`W_j` holds every least way to be covered: a
    site *i* (or any station that is there) and the set *T* of openings that the walk
    needs (see `search`). With :math:`z_e` for "opening *e* is open", :math:`y_i`
    likewise for sites, and :math:`v_{iT}` for "way (i, T) is open",

    .. math:: \max \sum_j w_j c_j, \quad c_j \le \sum_{(i, T) \in W_j} v_{iT}, \quad
              v_{iT} \le z_e \; (e \in T), \quad v_{iT} \le y_i, \quad
              \sum_e z_e \le k, \quad \sum_i y_i \le p, \quad
              a \sum_e z_e + \sum_i f_i y_i \le B

    with *c* and *v* between 0 and 1, *y* and *z* whole. Homes with the same ways are
    one row. Openings whose homes have nothing to do with each other fall into parts
    that the solver treats one by one.

    Source: Church, R. and ReVelle, C. (1974), "The maximal covering location problem",
    *Papers of the Regional Science Association* 32, for the covering; the ways through
    sets of openings are those of network improvement in Melkote, S. and Daskin, M.
    (2001), "An integrated model of facility location and transportation network
    design", *Transportation Research A* 35(6).

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from servicecircle import network_of, read_area
    >>> from servicecircle.siting.openings.setting import setting_of
    >>> from servicecircle.synthetic import write_village
    >>> area = read_area(write_village(Path(tempfile.mkdtemp()) / "village"))
    >>> village = setting_of(area, network_of(area), "appeals", limit_m=660)
    >>> result = choose_openings(village, openings=1)  # the post is behind a gate
    >>> result.table[["rank", "site_id", "residents_gained"]]
       rank site_id  residents_gained
    0     1     O29             100.0
    """
    _check(setting, openings=openings, sites=sites, among=among, budget=budget)
    if not (np.isfinite(opening_cost) and opening_cost >= 0):
        msg = f"opening_cost must be 0 or more. Got {opening_cost!r}."
        raise SitingError(msg)
    clock = Clock(effort or Effort())
    walks = setting.walks()
    covered = setting.covered(walks)
    weight = setting.homes.to_numpy()
    before = float(weight[covered].sum())
    listed = setting.candidates.index if among is None else among
    names = sorted(listed) if sites else []
    patterns = find_patterns(setting, sites=names, covered=covered)
    groups = group(patterns, weight)
    limits: dict[str, Any] = {
        "most_openings": openings,
        "most_sites": sites,
        "gate_cost": opening_cost,
        "budget": budget,
    }
    site_cost = setting.candidates["cost"].to_numpy(dtype=np.float64)
    program = build(
        groups,
        gates=len(setting.openings),
        site_cost=site_cost,
        constant=before,
        **limits,
    )
    chosen = first_choice(
        groups, gates=len(setting.openings), site_cost=site_cost, **limits
    )
    multipliers, stopped = np.zeros(program.row_count), clock.stopped
    proved = bound_from_multipliers(program, multipliers)
    effort = Effort(clock.left, clock.effort.gap, 1, clock.effort.stop)
    # Where time is up before anything is found, the first choice is the answer.
    with suppress(SitingError):
        answer = solve(program, effort, start=chosen)
        chosen = dict(answer.values)
        multipliers, proved = answer.multipliers, answer.bound
        stopped = answer.stopped
    gates = np.flatnonzero(chosen["gate"] > HALF)
    spots = np.flatnonzero(chosen["site"] > HALF)
    order = _in_order(patterns, weight, gates.tolist(), spots.tolist())
    open_ids = setting.openings.index[[k for site, k in order if site == STATION]]
    site_ids = setting.candidates.index[[s for s, _ in order if s != STATION]]
    objective = setting.residents(open_ids, site_ids)
    status, bound = judge(
        objective,
        proved,
        sense="max",
        step=program.step,
        gap=clock.effort.gap,
        stopped=stopped or clock.stopped,
    )
    table = gains_table(setting, patterns, walks, order, before=before)
    told = gains_units(setting, patterns, order, units)
    opened = (
        np.array([k for site, k in order if site == STATION], dtype=np.int64),
        np.array([site for site, _ in order if site != STATION], dtype=np.int64),
    )
    return OpeningsResult(
        status,
        objective,
        bound,
        before,
        table,
        told,
        clock.spent,
        patterns.shortened,
        OpeningsProof(groups, site_cost, limits, opened, multipliers),
    )


def _check(
    setting: Setting,
    *,
    openings: int | None,
    sites: int,
    among: Sequence[str] | None,
    budget: float | None,
) -> None:
    if openings is None and budget is None:
        msg = "Say how many openings may be opened, or what may be spent."
        raise SitingError(msg)
    numbers = {"openings": openings or 0, "sites": sites, "budget": budget or 0.0}
    for name, value in numbers.items():
        if not (np.isfinite(value) and value >= 0):
            msg = f"{name} must be 0 or more. Got {value!r}."
            raise SitingError(msg)
    unknown = [i for i in among or () if i not in setting.candidates.index]
    if unknown:
        msg = f"No candidate on the network has the id {unknown[0]!r}."
        raise SitingError(msg)


def _in_order(
    patterns: Patterns, weight: np.ndarray, gates: list[int], sites: list[int]
) -> list[tuple[int, int]]:
    """
    Rank what is chosen by what it adds to what is before it; drop what adds nothing.

    Of gates in series none adds anything alone: where no single one does, those of the
    way that gains most follow each other.

    Returns
    -------
    Pairs of `STATION` and an opening, or of a site and -1.
    """
    items = [(STATION, gate) for gate in gates] + [(site, -1) for site in sites]
    chosen: list[tuple[int, int]] = []
    mine = [
        (ways, w)
        for ways, w in zip(patterns.ways, weight.tolist(), strict=True)
        if ways
    ]
    mine = [(ways, w) for ways, w in mine if covered_by(ways, sites, gates)]
    while mine:
        best = max(_steps(items, chosen, mine), key=lambda step: (step[0], step[1]))
        chosen += best[2]
        on, free = _split(chosen)
        mine = [(ways, w) for ways, w in mine if not covered_by(ways, on, free)]
    return chosen


def _split(chosen: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    sites = [site for site, _ in chosen if site != STATION]
    return sites, [gate for site, gate in chosen if site == STATION]


def _steps(
    items: list[tuple[int, int]],
    chosen: list[tuple[int, int]],
    homes: list[tuple[dict[tuple[int, frozenset[int]], int], float]],
) -> list[tuple[float, int, list[tuple[int, int]]]]:
    """Give, for each way that could come next, its gain for each thing it opens."""
    wanted = set(items)
    groups: set[tuple[tuple[int, int], ...]] = set()
    for ways, _ in homes:
        for site, needs in ways:
            parts = [(STATION, gate) for gate in sorted(needs)]
            parts += [(site, -1)] if site != STATION else []
            if wanted.issuperset(parts):
                groups.add(tuple(p for p in parts if p not in chosen))
    steps = []
    for number, some in enumerate(sorted(groups, reverse=True)):
        on, free = _split([*chosen, *some])
        gain = sum(w for ways, w in homes if covered_by(ways, on, free))
        steps.append((gain / len(some), number, list(some)))
    return steps
