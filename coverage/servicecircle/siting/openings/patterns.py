"""Which homes each set of openings covers, as rows that say what must be open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.network.distances import walking_distances
from servicecircle.network.walk_network import to_units
from servicecircle.siting.openings.search import NOTHING, Needs, search, streets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from servicecircle.siting.openings.search import Labels, Streets
    from servicecircle.siting.openings.setting import Setting

STATION = -1
"""The source of walks to any of the stations that are there."""
Way = tuple[int, Needs]
"""A candidate's position, or `STATION`, and the openings that must be open."""


class Patterns(NamedTuple):
    """How homes that are not covered yet could be."""

    ways: list[dict[Way, int]]
    """Of each home: every way to be covered, none of which needs more than another
    from the same site, with the walk in tenths of a millimetre."""
    shortened: bool
    """Whether walks through very many openings were taken to need fewer."""


def find_patterns(
    setting: Setting, *, sites: Sequence[str] = (), covered: np.ndarray
) -> Patterns:
    """
    Find every way in which openings and candidate sites could cover homes.

    Parameters
    ----------
    setting
        Homes, stations, candidates and what could be opened.
    sites
        The candidates to look at.
    covered
        Which homes are covered already, shape (homes,): nothing is asked of them.
    """
    streets = streets_of(setting)
    homes = setting.homes.index
    door_home = homes.get_indexer(pd.Index(setting.doors["building_id"]))
    open_doors = setting.doors["edge_id"].notna().to_numpy() & ~covered[door_home]
    doors = setting.doors[open_doors]
    home = door_home[open_doors]
    ways: list[dict[Way, int]] = [{} for _ in homes]
    limit = int(to_units(np.array([setting.limit_m]))[0])
    at = _Doors.of(doors, home, streets)
    labels = search(streets, setting.stations, limit_m=setting.limit_m)
    shortened = labels.shortened
    _collect(ways, at, labels, STATION, limit)
    position = setting.candidates.index.get_indexer(pd.Index(list(sites), dtype="str"))
    for site in position.tolist():
        spot = setting.candidates.iloc[[site]]
        labels = search(streets, spot, limit_m=setting.limit_m)
        shortened |= labels.shortened
        _collect(ways, at, labels, site, limit)
    if len(position):
        _add_plain(ways, setting, doors, home, position)
    return Patterns([_least(mine) for mine in ways], shortened)


class _Doors(NamedTuple):
    """Doors by the node at either end of their edge: home, and the walk to there."""

    by_node: dict[int, list[tuple[int, int]]]

    @classmethod
    def of(cls, doors: pd.DataFrame, home: np.ndarray, streets: Streets) -> _Doors:
        by_node: dict[int, list[tuple[int, int]]] = {}
        edges = doors["edge_id"].to_numpy(dtype=np.int64).tolist()
        along = to_units(doors["position_m"].to_numpy()).tolist()
        access = to_units(doors["snap_m"].to_numpy()).tolist()
        for mine, edge, here, leg in zip(
            home.tolist(), edges, along, access, strict=True
        ):
            back = streets.length[edge] - here
            by_node.setdefault(streets.u[edge], []).append((mine, leg + here))
            by_node.setdefault(streets.v[edge], []).append((mine, leg + back))
        return cls(by_node)


def _collect(
    ways: list[dict[Way, int]], doors: _Doors, labels: Labels, site: int, limit: int
) -> None:
    """Add what labels of one source reach of the doors."""
    for node, there in labels.at.items():
        for home, leg in doors.by_node.get(node, ()):
            for walked, needs in there:
                way = (site, needs)
                if walked + leg <= limit and walked + leg < ways[home].get(
                    way, limit + 1
                ):
                    ways[home][way] = walked + leg


def _add_plain(
    ways: list[dict[Way, int]],
    setting: Setting,
    doors: pd.DataFrame,
    home: np.ndarray,
    position: np.ndarray,
) -> None:
    """Add walks to candidates along one edge, which pass no node."""
    spots = setting.candidates.iloc[position]
    found = walking_distances(
        setting.network, doors.reset_index(drop=True), spots, cutoff_m=setting.limit_m
    )
    row = np.repeat(home, np.diff(found.indptr))
    for mine, site, far in zip(
        row.tolist(),
        position[found.station].tolist(),
        found.units.tolist(),
        strict=True,
    ):
        way = (site, NOTHING)
        ways[mine][way] = min(far, ways[mine].get(way, far))


def _least(ways: dict[Way, int]) -> dict[Way, int]:
    """Drop ways that need more than another way to the same site."""
    by_site: dict[int, list[Needs]] = {}
    for site, needs in ways:
        by_site.setdefault(site, []).append(needs)
    return {
        (site, needs): far
        for (site, needs), far in sorted(ways.items(), key=_in_order)
        if not any(other < needs for other in by_site[site])
    }


def _in_order(item: tuple[Way, int]) -> tuple[int, list[int]]:
    (site, needs), _ = item
    return site, sorted(needs)


def covered_by(
    ways: dict[Way, int], sites: Iterable[int], gates: Iterable[int]
) -> bool:
    """Say whether some way is open."""
    there, free = {STATION, *sites}, set(gates)
    return any(site in there and needs <= free for site, needs in ways)
