"""The loop that finds which edges a walk goes along, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba
from servicecircle.network._kernels import _pack, _pop_packed, _push_packed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    UInts = NDArray[np.uint32]

njit = load_numba().njit

FAR = np.int64(2**62)
NONE, DIRECT = np.int64(-2), np.int64(-1)
"""In place of the last node: there is no walk, or it passes none."""
HALF = np.uint64(32)
LOW_HALF = np.uint64(0xFFFFFFFF)


@njit(cache=True, nogil=True)
def walked_edges(
    start: UInts, arcs: UInts, ends: UInts, spots: Ints, pairs: Ints, cutoff: int
) -> tuple[Ints, Ints, Ints]:
    """
    Find the shortest walk of every pair, and the stretches of edges it goes along.

    `spots` holds edge (-1 for none), position and access leg of every place, row by
    row, `pairs` two of them. One Dijkstra a pair, which ends where no shorter walk is
    left.

    Returns
    -------
    lengths, counts, stretches
        Access legs included, -1 beyond the cutoff; how many stretches each walk has;
        and edge, position from and position to of each, walk after walk.
    """
    distance = np.full(len(start) - 1, FAR, np.int64)
    before = np.zeros(len(start) - 1, np.int64)
    by = np.zeros(len(start) - 1, np.int64)
    touched = np.empty(len(start) - 1, np.int64)
    heap = np.empty(len(arcs) + 3, np.uint64)
    lengths = np.full(len(pairs), -1, np.int64)
    counts = np.zeros(len(pairs), np.int64)
    stretches = np.empty((max(64, 8 * len(pairs)), 3), np.int64)
    total = 0
    for pair in range(len(pairs)):
        own, at, access = spots[pairs[pair, 0]]
        goal, goal_at, goal_access = spots[pairs[pair, 1]]
        if own < 0 or goal < 0:
            continue
        best, last = np.int64(cutoff) + 1, NONE
        if own == goal and access + abs(at - goal_at) + goal_access < best:
            best, last = access + abs(at - goal_at) + goal_access, DIRECT
        size, reached = np.uint64(0), 0
        for side in range(2):
            node = np.int64(ends[own, side])
            leg = at if side == 0 else np.int64(ends[own, 2]) - at
            if access + leg < distance[node]:
                if distance[node] == FAR:
                    touched[reached] = node
                    reached += 1
                distance[node], before[node], by[node] = access + leg, -1, own
                size = _push_packed(heap, size, _pack(access + leg, node))
        while size > np.uint64(0):
            top = heap[0]
            size = _pop_packed(heap, size)
            node, here = np.int64(top & LOW_HALF), np.int64(top >> HALF)
            if here > distance[node]:
                continue
            if here + goal_access >= best:
                break
            for side in range(2):
                if np.int64(ends[goal, side]) == node:
                    leg = goal_at if side == 0 else np.int64(ends[goal, 2]) - goal_at
                    if here + leg + goal_access < best:
                        best, last = here + leg + goal_access, node
            for arc in range(start[node], start[node + 1]):
                walked = here + np.int64(arcs[arc, 1])
                there = np.int64(arcs[arc, 0])
                if walked < best and walked < distance[there]:
                    if distance[there] == FAR:
                        touched[reached] = there
                        reached += 1
                    distance[there], before[there] = walked, node
                    by[there] = np.int64(arcs[arc, 2])
                    size = _push_packed(heap, size, _pack(walked, there))
        if last != NONE:
            lengths[pair] = best
            first = total
            # Read from the goal backwards, then turned round.
            edge, to = goal, goal_at
            node = last
            while True:
                if total == len(stretches):
                    more = np.empty((2 * len(stretches), 3), np.int64)
                    more[:total] = stretches
                    stretches = more
                if node < 0:
                    stretches[total] = own, at, to
                    total += 1
                    break
                done = _end_at(ends, edge, node, to)
                stretches[total] = edge, done, to
                total += 1
                edge = by[node]
                to = _end_at(ends, edge, node, at if before[node] < 0 else np.int64(-1))
                node = before[node]
            counts[pair] = total - first
            stretches[first:total] = stretches[first:total][::-1].copy()
        for i in range(reached):
            distance[touched[i]] = FAR
    return lengths, counts, stretches[:total].copy()


@njit(inline="always")
def _end_at(ends: UInts, edge: int, node: int, other: int) -> np.int64:
    """Give the position of a node on an edge; of a loop, the end nearer to `other`."""
    length = np.int64(ends[edge, 2])
    first, second = np.int64(ends[edge, 0]) == node, np.int64(ends[edge, 1]) == node
    if first and second and other >= 0:
        return np.int64(0) if other <= length - other else length
    return np.int64(0) if first else length
