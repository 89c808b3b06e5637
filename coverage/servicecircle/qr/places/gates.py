"""The gates of compounds, each a place that people must pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from servicecircle._validation import name_some
from servicecircle.qr.places.compounds import wall_crossings
from servicecircle.qr.places.legs import facing_edges
from servicecircle.qr.places.words import PointWhy
from servicecircle.tables.say import note

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.network.walk_network import WalkNetwork

GATE_KINDS = frozenset(
    {
        "gate",
        "lift_gate",
        "swing_gate",
        "sliding_gate",
        "sliding_beam",
        "kissing_gate",
        "wicket_gate",
        "hampshire_gate",
        "turnstile",
        "full-height_turnstile",
        "entrance",
        "border_control",
    }
)
"""Openings that are gates; bollards and blocks stop vehicles alone."""
ONE_GATE_M = 5.0
"""Openings this near to one another (a leaf for cars, one for walkers) are one gate."""
_FIRST = (PointWhy.OPENING.value, PointWhy.WALL_GAP.value, PointWhy.WALL.value)


def find_gates(
    network: WalkNetwork, shapes: NDArray[np.object_], *, within_m: float
) -> tuple[pd.DataFrame, list[Finding]]:
    """
    Find the gates that people pass.

    Parameters
    ----------
    network
        Its openings, and its ways where they pass through walls of compounds.
    shapes
        All buildings. An opening without one near is no gate of a compound (a field's,
        a car park's).
    within_m
        How near that is; also the longest way from an opening to its edge.

    Returns
    -------
    gates
        ``why``, ``edge`` (-1 where none is near), ``x``, ``y``; sorted by place. Of
        openings nearer than 5 m to one another the first is kept, mapped ones first.
    findings
        How many openings were left out: closed, or far from every building.
    """
    known, found = _openings(network, shapes, within_m)
    where, edge, gap = wall_crossings(network, shapely.point_on_surface(shapes))
    why = np.where(gap, PointWhy.WALL_GAP.value, PointWhy.WALL.value)
    crossing = pd.DataFrame(
        {"why": why, "edge": edge, "x": shapely.get_x(where), "y": shapely.get_y(where)}
    )
    every = pd.concat([known, crossing], ignore_index=True)
    rank = every["why"].map({word: k for k, word in enumerate(_FIRST)})
    every = every.assign(rank=rank).sort_values(["rank", "x", "y"], ignore_index=True)
    points = _points(every)
    one, other = STRtree(points).query(points, predicate="dwithin", distance=ONE_GATE_M)
    ones = np.ones(len(one), dtype=np.int8)
    joined = coo_array((ones, (one, other)), (len(points), len(points)))
    _, group = connected_components(joined, directed=False)
    kept = every[~pd.Series(group).duplicated()].drop(columns="rank")
    return kept.sort_values(["x", "y"], ignore_index=True), found


def _points(gates: pd.DataFrame) -> NDArray[np.object_]:
    return np.asarray(shapely.points(gates[["x", "y"]].to_numpy(dtype=float)), object)


def _openings(
    network: WalkNetwork, shapes: NDArray[np.object_], within_m: float
) -> tuple[pd.DataFrame, list[Finding]]:
    """List the openings that are gates of compounds and stand open."""
    openings: gpd.GeoDataFrame = network.openings
    gates = openings[openings["kind"].isin(GATE_KINDS)]
    points = np.array(gates.geometry.array, dtype=object)
    closed = gates["closed"].to_numpy(dtype=bool)
    near = np.zeros(len(gates), dtype=bool)
    near[STRtree(shapes).query(points, predicate="dwithin", distance=within_m)[0]] = (
        True
    )
    kept = points[near & ~closed]
    table = pd.DataFrame(
        {
            "why": PointWhy.OPENING.value,
            "edge": facing_edges(network, kept, within_m=within_m),
            "x": shapely.get_x(kept),
            "y": shapely.get_y(kept),
        }
    )
    return table, [
        *_left_out(gates[closed], "are closed: nobody passes"),
        *_left_out(gates[~closed & ~near], f"have no building within {within_m:g} m"),
    ]


def _left_out(gates: gpd.GeoDataFrame, why: str) -> list[Finding]:
    if gates.empty:
        return []
    places = [f"({p.x:.0f}, {p.y:.0f})" for p in gates.geometry]
    message = f"{len(gates)} gates of the network {why}: {name_some(places)}."
    remedy = (
        "Where people do pass, open the gate in the map, or give it as an entrance."
    )
    where = gates.geometry.union_all()
    return [note("qr-gate-left-out", "network", message, remedy, where=where)]
