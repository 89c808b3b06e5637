"""The walking network: places of nodes, and edges with their lengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.maps.payload.pixels import nearby_order
from servicecircle.network.access_legs import on_small_island

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections
    from servicecircle.network.walk_network import WalkNetwork

STEPS, CLOSED, SMALL_ISLAND = 1, 2, 4
"""Flags of an edge; that of a small island is doubled for each further kind."""
PER_METRE = 10
"""Lengths are whole decimetres."""
BEND_TOLERANCE_M = 0.5
"""Bends of streets are drawn to half a metre."""


@dataclass(frozen=True, eq=False)
class EdgeOrder:
    """
    How the payload's edges follow from the network's.

    Parameters
    ----------
    edge
        Per edge of the payload, the network's.
    turned
        Per edge of the network, whether the payload has it the other way round.
    place
        Per edge of the network, its number in the payload.
    """

    edge: NDArray[np.int64]
    turned: NDArray[np.bool_]
    place: NDArray[np.int64]


def add_network(
    sections: Sections,
    network: WalkNetwork,
    kinds: Sequence[WalkNetwork],
    *,
    pixels: Pixels,
) -> EdgeOrder:
    """
    Write nodes and edges: neighbours on the ground are neighbours in the file.

    Parameters
    ----------
    sections
        Where to write.
    network
        The whole network.
    kinds
        The networks that are walked on: the common one, the step-free one.
    pixels
        Where things are.

    Notes
    -----
    An edge's length is written as its difference from the length of its drawing, which
    the page computes in the same whole numbers.
    """
    xy = pixels.of(shapely.get_coordinates(network.nodes.geometry.to_numpy()))
    order = nearby_order(xy)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    xy = xy[order]
    sections.places("node_xy", xy)
    ends = np.stack([place[network.u], place[network.v]], axis=1)
    turned = ends[:, 0] > ends[:, 1]
    low, high = ends.min(axis=1), ends.max(axis=1)
    edge = np.lexsort((high, low))
    low, high = low[edge], high[edge]
    sections.differences("edge_u", low)
    sections.counts("edge_v", high - low)
    flags = network.edges["steps"].to_numpy(dtype=np.uint8) * STEPS
    flags |= network.edges["closed"].to_numpy(dtype=np.uint8) * CLOSED
    for number, kind in enumerate(kinds):
        flags |= on_small_island(kind).astype(np.uint8) * (SMALL_ISLAND << number)
    sections.raw("edge_flags", flags[edge])
    bends, count = _bends(network, edge, turned, pixels)
    sections.counts("edge_bends", count)
    first = np.cumsum(count) - count
    owner = np.repeat(np.arange(len(edge)), count)
    steps = np.diff(bends, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    bent = count > 0
    steps[first[bent]] = bends[first[bent]] - xy[low[bent]]
    sections.signed("bend_xy", steps)
    drawn = _drawn_lengths(
        xy, low, high, bends, owner=owner, metres_per_pixel=pixels.metres_per_pixel
    )
    length = np.rint(network.edges["length_m"].to_numpy()[edge] * PER_METRE)
    sections.signed("edge_length", length.astype(np.int64) - drawn)
    numbered = np.empty_like(edge)
    numbered[edge] = np.arange(len(edge))
    return EdgeOrder(edge, turned, numbered)


def _bends(
    network: WalkNetwork,
    edge: NDArray[np.int64],
    turned: NDArray[np.bool_],
    pixels: Pixels,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the points between the ends of each edge, and how many each edge has."""
    lines = shapely.simplify(
        network.edges.geometry.to_numpy()[edge],
        BEND_TOLERANCE_M,
        preserve_topology=False,
    )
    back = turned[edge]
    lines[back] = shapely.reverse(lines[back])
    points, owner = shapely.get_coordinates(lines, return_index=True)
    at_end = np.ones(len(owner), dtype=bool)
    at_end[1:-1] = (owner[1:-1] != owner[:-2]) | (owner[1:-1] != owner[2:])
    xy = pixels.of(points[~at_end])
    return xy, np.bincount(owner[~at_end], minlength=len(edge))


def _drawn_lengths(  # noqa: PLR0913 - the parts of a drawing
    xy: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    bends: NDArray[np.int64],
    *,
    owner: NDArray[np.int64],
    metres_per_pixel: tuple[float, float],
) -> NDArray[np.int64]:
    """Measure the drawing of each edge: piece by piece, each in whole decimetres."""
    edges = np.arange(len(low))
    line = np.concatenate([edges, owner, edges])
    part = np.repeat([0, 1, 2], [len(low), len(owner), len(low)])
    order = np.lexsort((np.arange(len(line)), part, line))
    points = np.concatenate([xy[low], bends, xy[high]])[order]
    line = line[order]
    gap_m = np.diff(points, axis=0) * np.array(metres_per_pixel)
    metres = np.sqrt(gap_m[:, 0] * gap_m[:, 0] + gap_m[:, 1] * gap_m[:, 1])
    pieces = np.floor(metres * PER_METRE + 0.5).astype(np.int64)
    inner = line[1:] == line[:-1]
    total = np.zeros(len(low), dtype=np.int64)
    np.add.at(total, line[1:][inner], pieces[inner])
    return total
