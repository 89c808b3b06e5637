"""What the measurement found out about the data: islands, loose stations, far doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.findings import Finding
from servicecircle.network.access_legs import SMALL_ISLAND_M
from servicecircle.network.snapping import SnapNote
from servicecircle.vocabulary import Reason, Severity

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.reach.measure import Reach

LISTED_ISLANDS = 50
"""Islands named one by one, the longest first; the rest are counted."""


def island_findings(network: WalkNetwork) -> list[Finding]:
    """
    Report the parts of the network that nothing joins to the main one.

    The longest are named one by one with a place to look at; all are counted.
    """
    usable = network.usable()
    part = network.islands[network.u]
    # A node whose every edge is closed is a part without any length.
    parts = int(network.islands.max(initial=0)) + 1
    length_m = np.bincount(
        part[usable], network.edges["length_m"].to_numpy()[usable], parts
    )
    count = int((length_m[1:] > 0).sum())
    if not count:
        return []
    share = length_m[1:].sum() / length_m.sum()
    found = [
        Finding(
            Severity.NOTE,
            "network-islands",
            "network",
            "",
            f"{count} parts of the walking network, {length_m[1:].sum() / 1000:.1f} km "
            f"or {share:.1%} of it, are not joined to the main one.",
            "Draw the missing paths, or raise [network] join_m for surveyed lines.",
        )
    ]
    first_node = np.full(len(length_m), len(network.nodes))
    np.minimum.at(first_node, network.islands, np.arange(len(network.nodes)))
    edges = network.edges.geometry.to_numpy()
    for label in range(1, min(LISTED_ISLANDS, count) + 1):
        lines = edges[usable & (part == label)]
        at = network.nodes.geometry.iloc[first_node[label]]
        size = "large" if length_m[label] >= SMALL_ISLAND_M else "small"
        found.append(
            Finding(
                Severity.WARNING if size == "large" else Severity.NOTE,
                "network-island",
                "network",
                f"island-{label}",
                f"A {size} island of {length_m[label]:.0f} m lies at "
                f"({at.x:.0f}, {at.y:.0f}), joined to nothing.",
                "Draw the path that joins it, if there is one.",
                where=shapely.multilinestrings(list(lines)),
            )
        )
    return found


def station_findings(reach: Reach, stations: gpd.GeoDataFrame) -> list[Finding]:
    """Report stations that no edge or no main network joins."""
    found = []
    for step_free, snapped in reach.snapped.items():
        kind = "step-free network" if step_free else "walking network"
        loose = snapped.stations[snapped.stations["edge_id"].isna()]
        found += [
            Finding(
                Severity.WARNING,
                "station-off-network",
                "stations",
                str(station),
                f"Station {station!r} is not on the {kind} ({note}): it serves nobody.",
                "Check its place, add the path to its door, or raise snap_limit_m.",
                where=stations.geometry[station],
            )
            for station, note in loose["note"].items()
        ]
        joined = snapped.stations.dropna(subset=["edge_id"])
        at = snapped.network.u[joined["edge_id"].to_numpy(np.int64)]
        island = joined.index[snapped.network.islands[at] > 0]
        found += [
            Finding(
                Severity.WARNING,
                "station-on-island",
                "stations",
                str(station),
                f"Station {station!r} is on an island of the {kind}.",
                "Draw the path that joins it, or raise [network] island_tolerance_m.",
                where=stations.geometry[station],
            )
            for station in island
        ]
    return found


def building_findings(reach: Reach, buildings: gpd.GeoDataFrame) -> list[Finding]:
    """Report buildings without an answer, and answers that rest on a guess."""
    first = reach.standards[0]
    rows = reach.of(first.service)
    found = []
    words = {
        Reason.NO_EDGE_NEARBY: (
            "building-off-network",
            "has no usable edge within the snapping limit",
            "Draw the path to its door, or raise [network] snap_limit_m.",
        ),
        Reason.BEHIND_OBSTACLE: (
            "building-behind-obstacle",
            "has edges nearby only across a motorway, a rail or water",
            "Draw the path on its own side.",
        ),
        Reason.NO_PATH: (
            "building-on-island",
            "is on a part of the network that leads to no station",
            "Draw the path that joins it to the main network.",
        ),
    }
    for reason, (rule, what, remedy) in words.items():
        ids = rows.index[rows["reason"] == reason.value]
        found += [
            Finding(
                Severity.WARNING,
                rule,
                "buildings",
                str(building),
                f"Building {building!r} ({residents:.0f} residents) {what}.",
                remedy,
                where=buildings.geometry[building],
            )
            for building, residents in buildings.loc[ids, "residents"].items()
        ]
    places = reach.snapped[first.step_free].places
    crossed = places.loc[places["note"] == SnapNote.CROSSES, "building_id"].unique()
    found += [
        Finding(
            Severity.NOTE,
            "building-behind-wall",
            "buildings",
            str(building),
            f"Building {building!r} is reached only across a mapped wall or fence.",
            "Map its gate, so that the walk goes through it.",
            where=buildings.geometry[building],
        )
        for building in crossed
    ]
    return found
