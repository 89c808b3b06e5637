"""Walks that lead through openings, by the openings that they need."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.network.walk_network import to_units

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.siting.openings.setting import Setting

Needs = frozenset[int]
"""Positions of openings that must all be open."""
NOTHING: Needs = frozenset()
MOST_IN_SERIES = 4
"""Walks through more openings than this count as if they needed only the first."""


class Streets(NamedTuple):
    """The network node by node, closed ways included, as plain lists."""

    arcs: list[list[tuple[int, int, int]]]
    """Of each node: the node there, the length in tenths of a millimetre, and the
    opening that must be open, or -1."""
    u: list[int]
    v: list[int]
    length: list[int]


def streets_of(setting: Setting) -> Streets:
    """List every node's ways, usable ones and those that an opening would free."""
    network = setting.network
    opening = np.full(len(network.edges), -1)
    for position, edges in enumerate(setting.openings["edge_ids"]):
        opening[list(edges)] = position
    walked = network.usable() | (opening >= 0)
    u, v, length = network.u, network.v, network.length_units
    arcs: list[list[tuple[int, int, int]]] = [[] for _ in range(len(network.nodes))]
    for edge in np.flatnonzero(walked).tolist():
        a, b, far, gate = int(u[edge]), int(v[edge]), int(length[edge]), opening[edge]
        arcs[a].append((b, far, int(gate)))
        arcs[b].append((a, far, int(gate)))
    return Streets(arcs, u.tolist(), v.tolist(), length.tolist())


class Labels(NamedTuple):
    """By node, the least walks with what they need, none needed more for no gain."""

    at: dict[int, list[tuple[int, Needs]]]
    shortened: bool
    """Whether some walk needs more openings than `MOST_IN_SERIES`."""


def search(  # noqa: C901 - one search, kept whole
    streets: Streets, stations: pd.DataFrame, *, limit_m: float
) -> Labels:
    """
    Walk from stations as far as the limit, and remember which openings were passed.

    Parameters
    ----------
    streets
        The network.
    stations
        Positions to start from: the nearest counts.
    limit_m
        The longest walk.

    Notes
    -----
    Dijkstra's algorithm over labels (walk, openings needed). A label is dropped where
    another at the same node is no longer and needs no opening that it does not need
    itself, so what is left at a node is exactly what some set of openings could gain
    there. A walk through more than `MOST_IN_SERIES` openings forgets the last ones:
    what comes of it is then a bound from above, and `shortened` says so.

    Source: Martins, E. Q. V. (1984), "On a multicriteria shortest path problem",
    *European Journal of Operational Research* 16(2).
    """
    limit = int(to_units(np.array([limit_m]))[0])
    heap: list[tuple[int, int, tuple[int, ...]]] = []
    on_network = stations[stations["edge_id"].notna()]
    along = to_units(on_network["position_m"].to_numpy())
    access = to_units(on_network["snap_m"].to_numpy())
    edges = on_network["edge_id"].to_numpy(dtype=np.int64)
    for edge, here, leg in zip(edges, along, access, strict=True):
        back = streets.length[edge] - int(here)
        for node, far in ((streets.u[edge], int(here)), (streets.v[edge], back)):
            if int(leg) + far <= limit:
                heappush(heap, (int(leg) + far, node, ()))
    at: dict[int, list[tuple[int, Needs]]] = {}
    shortened = False
    while heap:
        walked, node, passed = heappop(heap)
        needs = frozenset(passed)
        there = at.setdefault(node, [])
        if any(other <= needs for _, other in there):
            continue
        there.append((walked, needs))
        for head, far, gate in streets.arcs[node]:
            further = walked + far
            if further > limit:
                continue
            more = passed
            if gate >= 0 and gate not in needs:
                if len(passed) == MOST_IN_SERIES:
                    shortened = True
                else:
                    more = tuple(sorted((*passed, gate)))
            known = at.get(head)
            if known is None or not any(other <= set(more) for _, other in known):
                heappush(heap, (further, head, more))
    return Labels(at, shortened)
