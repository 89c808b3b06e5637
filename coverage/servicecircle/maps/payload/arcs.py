"""Rings of neighbouring areas as arcs that are kept once and shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.maps.payload.rings import Rings

TOLERANCE_PIXELS = 5.0
"""Borders are drawn to about 0.7 m."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """
    Shared pieces of border.

    Parameters
    ----------
    size
        Points of each arc.
    xy
        The points, shape (sum of sizes, 2).
    ring_size
        Arcs of each ring.
    member
        The arcs of the rings, one ring after another: a, or -1 - a for arc a backwards.
    """

    size: NDArray[np.int64]
    xy: NDArray[np.int64]
    ring_size: NDArray[np.int64]
    member: NDArray[np.int64]


def shared_arcs(rings: Rings) -> Arcs:
    """
    Cut rings where borders meet, and keep each piece of border once.

    A border is cut at every point whose neighbours along all rings are not just two.
    Pieces are then the same for every ring that uses them, whichever way it goes.
    """
    starts = np.cumsum(rings.size) - rings.size
    ring = rings.of_point
    here = np.arange(len(ring))
    after = np.where(here + 1 < (starts + rings.size)[ring], here + 1, starts[ring])
    _, point = np.unique(rings.xy, axis=0, return_inverse=True)
    point = point.ravel()
    joint = _joints(point, point[after])
    # A ring that meets no other border is cut at its least point, like its likes.
    alone = np.bincount(ring[joint], minlength=len(starts)) == 0
    joint |= _least(point, ring, starts) & alone[ring]
    first = np.flatnonzero(joint)
    # An arc runs to the next joint of its ring, the last one to the ring's first.
    ring_size = np.bincount(ring[first], minlength=len(starts))
    closing = np.cumsum(ring_size) - 1
    to_next = np.diff(first, append=0)
    to_next[closing] = first[closing - ring_size + 1] + rings.size - first[closing]
    walk = _walk(first, to_next + 1, starts, rings)
    size = to_next + 1
    arc_first, arc_last = np.cumsum(size) - size, np.cumsum(size) - 1
    begin, begin_next = point[walk[arc_first]], point[walk[arc_first + 1]]
    end, end_before = point[walk[arc_last]], point[walk[arc_last - 1]]
    # Two arcs with one piece in common are the same arc.
    count = len(point) + 1
    key = np.minimum(_piece(begin, begin_next, count), _piece(end, end_before, count))
    _, chosen, member = np.unique(key, return_index=True, return_inverse=True)
    rank = np.empty_like(chosen)
    order = np.argsort(chosen)
    rank[order] = np.arange(len(chosen))
    chosen, member = chosen[order], rank[member.ravel()]
    forward = (begin == begin[chosen][member]) & (
        begin_next == begin_next[chosen][member]
    )
    taken = np.repeat(np.isin(np.arange(len(size)), chosen), size)
    return Arcs(
        size[chosen],
        rings.xy[walk[taken]],
        ring_size,
        np.where(forward, member, -1 - member),
    )


def _joints(point: NDArray[np.int64], after: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say at which points borders meet or end: those without just two neighbours."""
    pairs = np.concatenate([np.stack([point, after]), np.stack([after, point])], axis=1)
    owner = np.unique(pairs, axis=1)[0]
    return np.asarray((np.bincount(owner) != 2)[point])  # noqa: PLR2004


def _least(
    point: NDArray[np.int64], ring: NDArray[np.int64], starts: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Mark the least point of every ring, whichever point it begins with."""
    order = np.lexsort((point, ring))
    least = np.zeros(len(point), dtype=bool)
    least[order[starts]] = True
    return least


def _walk(
    first: NDArray[np.int64],
    size: NDArray[np.int64],
    starts: NDArray[np.int64],
    rings: Rings,
) -> NDArray[np.int64]:
    """List the points of arcs that start at `first`, around the end of their ring."""
    offset = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    along = np.repeat(first, size) + offset
    ring = np.repeat(rings.of_point[first], size)
    beyond = along >= (starts + rings.size)[ring]
    return np.asarray(along - np.where(beyond, rings.size[ring], 0))


def _piece(
    one: NDArray[np.int64], other: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """Give one number to a piece of border, whichever way it runs."""
    return np.asarray(np.minimum(one, other) * count + np.maximum(one, other))


def simplified(arcs: Arcs, *, tolerance: float = TOLERANCE_PIXELS) -> Arcs:
    """
    Drop points that hardly matter, arc by arc, so that borders stay shared.

    Ends stay where they are; a ring of one arc keeps enough points to enclose ground.
    """
    arc = np.repeat(np.arange(len(arcs.size)), arcs.size)
    lines = np.asarray(shapely.linestrings(arcs.xy.astype(float), indices=arc))
    drawn = np.asarray(shapely.simplify(lines, tolerance, preserve_topology=False))
    flat = shapely.is_closed(lines) & (shapely.get_num_coordinates(drawn) < 4)  # noqa: PLR2004
    drawn[flat] = lines[flat]
    xy = np.rint(shapely.get_coordinates(drawn)).astype(np.int64)
    size = np.asarray(shapely.get_num_coordinates(drawn), dtype=np.int64)
    return Arcs(size, xy, arcs.ring_size, arcs.member)
