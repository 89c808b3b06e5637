"""A first choice of openings: the way that gains most for each thing it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.openings.patterns import STATION, covered_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.openings.patterns import Way
    from servicecircle.siting.openings.program import Groups

    Floats = NDArray[np.float64]


def first_choice(  # noqa: PLR0913 - what a choice depends on
    groups: Groups,
    *,
    gates: int,
    site_cost: Floats,
    most_openings: int | None,
    most_sites: int,
    gate_cost: float,
    budget: float | None,
) -> dict[str, Floats]:
    """
    Open one way after the other while there is something left to open.

    Returns
    -------
    dict
        ``gate`` and ``site``: 1 for what is opened. It keeps to all limits, and may be
        far from the best choice.

    Examples
    --------
    >>> from servicecircle.siting.openings.program import Groups
    >>> ways = [frozenset({(-1, frozenset({0}))}), frozenset({(-1, frozenset({0, 1}))})]
    >>> homes = Groups(ways, np.array([5.0, 20.0]))
    >>> none = {"site_cost": np.empty(0), "most_sites": 0, "gate_cost": 1.0}
    >>> first_choice(homes, gates=2, most_openings=2, budget=None, **none)["gate"]
    array([1., 1.])
    """
    by_way: dict[Way, list[int]] = {}
    for number, ways in enumerate(groups.ways):
        for way in ways:
            by_way.setdefault(way, []).append(number)
    order = sorted(by_way, key=lambda way: (way[0], sorted(way[1])))
    open_gates: set[int] = set()
    open_sites: set[int] = set()
    left = np.ones(len(groups.ways), dtype=bool)
    while True:
        best, most = None, 0.0
        for way in order:
            more_gates = way[1] - open_gates
            more_sites = {way[0]} - {STATION} - open_sites
            spent = gate_cost * len(open_gates | more_gates)
            spent += float(sum(site_cost[i] for i in open_sites | more_sites))
            over = (
                (
                    most_openings is not None
                    and len(open_gates | more_gates) > most_openings
                )
                or len(open_sites | more_sites) > most_sites
                or (budget is not None and spent > budget)
            )
            things = len(more_gates) + len(more_sites)
            if over or not things:
                continue
            mine = by_way[way]
            gain = float(groups.weight[mine] @ left[mine]) / things
            if gain > most:
                best, most = way, gain
        if best is None:
            break
        open_gates |= best[1]
        open_sites |= {best[0]} - {STATION}
        for number in np.flatnonzero(left).tolist():
            if covered_by(
                dict.fromkeys(groups.ways[number], 0), open_sites, open_gates
            ):
                left[number] = False
    gate, site = np.zeros(gates), np.zeros(len(site_cost))
    gate[sorted(open_gates)] = 1.0
    site[sorted(open_sites)] = 1.0
    return {"gate": gate, "site": site}
