"""What finds the edges near a place: their straight pieces, and stops along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

STOP_M = 10.0
"""Between stops: how finely an edge is tried whose nearest point is barred."""


@dataclass(frozen=True, eq=False)
class Segments:
    """Straight pieces of usable edges, and the id of the edge that each belongs to."""

    edge: NDArray[np.int64]
    tree: STRtree


@dataclass(frozen=True, eq=False)
class Stops:
    """Points every few metres along usable edges, however these are drawn."""

    edge: NDArray[np.int64]
    position_m: NDArray[np.float64]
    """From the edge's first node."""
    tree: STRtree


def build_segments(network: WalkNetwork) -> Segments:
    """Cut the usable edges of a network into their straight pieces."""
    edge_id = np.flatnonzero(network.usable())
    lines = network.edges.geometry.to_numpy()[edge_id]
    xy, of_line = shapely.get_coordinates(lines, return_index=True)
    joined = of_line[1:] == of_line[:-1]
    pairs = np.stack([xy[:-1], xy[1:]], axis=1)[joined]
    return Segments(edge_id[of_line[:-1][joined]], STRtree(shapely.linestrings(pairs)))


def build_stops(network: WalkNetwork) -> Stops:
    """Set stops along the usable edges of a network, both ends among them."""
    edge_id = np.flatnonzero(network.usable())
    length_m = network.edges["length_m"].to_numpy()[edge_id]
    count = np.floor(length_m / STOP_M).astype(np.int64) + 2
    edge = np.repeat(edge_id, count)
    whole_m = np.repeat(length_m, count)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    position_m = np.minimum(number * STOP_M, whole_m)
    return Stops(edge, position_m, STRtree(points_at(network, edge, position_m)))


def points_at(
    network: WalkNetwork, edge: NDArray[np.int64], position_m: NDArray[np.float64]
) -> NDArray[np.object_]:
    """
    Give the points at positions along edges.

    An edge can be longer than its drawing (a lift, say): positions keep the share.
    """
    length_m = network.edges["length_m"].to_numpy()[edge]
    share = position_m / np.where(length_m > 0, length_m, 1.0)
    lines = network.edges.geometry.to_numpy()[edge]
    return np.asarray(shapely.line_interpolate_point(lines, share, normalized=True))
