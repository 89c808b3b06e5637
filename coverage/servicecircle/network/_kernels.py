"""
The hot loops, compiled: exact shortest walks from positions on edges.

All lengths are whole tenths of a millimetre, so that sums are exact. A position is an
edge, the distance from the edge's first node, and an access leg. Points are never cut
into the network: a source seeds both ends of its edge, a target is read from both ends
of its own, and two points on one edge also see each other directly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Int32s = NDArray[np.int32]
    UInts = NDArray[np.uint32]

njit = load_numba().njit

UNREACHED = np.int64(1 << 61)
"""Far beyond any key, with room to add to it."""

FAR = np.int32(0x3FFFFFFF)
"""107 km: farther than any cutoff the bounded search accepts."""

# Unsigned all through: numba then never asks whether an index counts from the end.
ZERO, ONE, HALF = np.uint64(0), np.uint64(1), np.uint64(32)
LOW_HALF = np.uint64(0xFFFFFFFF)


@njit(cache=True, nogil=True)
def spread_keys(start: UInts, arcs: UInts, scale: int, best: Ints) -> None:
    """
    Lower every node's key to its least over all walks from the seeded nodes.

    A key is ``length * scale + station``, with fewer stations than `scale`. Plain
    Dijkstra on such keys finds the nearest station and, of several as near, the one
    with the lowest number. `best` holds the seeds and is changed in place.
    """
    capacity = len(best) + len(arcs) + 1
    keys = np.empty(capacity, np.int64)
    nodes = np.empty(capacity, np.uint32)
    size = 0
    for node in range(len(best)):
        if best[node] < UNREACHED:
            size = _push(keys, nodes, size, best[node], np.uint32(node))
    while size > 0:
        key, node = keys[0], nodes[0]
        size = _pop(keys, nodes, size)
        if key > best[node]:
            continue
        for arc in range(start[node], start[node + np.uint32(1)]):
            there = arcs[arc, 0]
            longer = key + np.int64(arcs[arc, 1]) * scale
            if longer < best[there]:
                best[there] = longer
                size = _push(keys, nodes, size, longer, there)


@njit(inline="always")
def _push(keys: Ints, nodes: UInts, size: int, key: int, node: int) -> int:
    """Put a key into the binary heap."""
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if keys[parent] <= key:
            break
        keys[i], nodes[i] = keys[parent], nodes[parent]
        i = parent
    keys[i], nodes[i] = key, node
    return size + 1


@njit(inline="always")
def _pop(keys: Ints, nodes: UInts, size: int) -> int:
    """Take the least key out of the binary heap."""
    size -= 1
    key, node = keys[size], nodes[size]
    i = 0
    child = 1
    while child < size:
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[i], nodes[i] = keys[child], nodes[child]
        i = child
        child = 2 * i + 1
    keys[i], nodes[i] = key, node
    return size


@njit(cache=True, nogil=True)
def read_keys(
    ends: UInts,
    scale: int,
    best: Ints,
    place_edge: Ints,
    place_at: Ints,
    group_start: Ints,
    group_station: Ints,
    station_at: Ints,
    station_access: Ints,
) -> Ints:
    """
    Read every place's least key from both ends of its edge and from stations on it.

    The place's own access leg is the same for all stations and is left to the caller.
    `group_start` and `group_station` list the stations by edge.
    """
    keys = np.empty(len(place_edge), np.int64)
    for i in range(len(place_edge)):
        edge, at = place_edge[i], place_at[i]
        key = min(
            best[ends[edge, 0]] + at * scale,
            best[ends[edge, 1]] + (np.int64(ends[edge, 2]) - at) * scale,
        )
        for j in range(group_start[edge], group_start[edge + 1]):
            station = group_station[j]
            direct = station_access[station] + abs(station_at[station] - at)
            key = min(key, direct * scale + station)
        keys[i] = key
    return keys


@njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")
def bounded_rows(
    start: UInts,
    arcs: UInts,
    ends: UInts,
    source_edge: UInts,
    source_at: Int32s,
    source_access: Int32s,
    group_start: UInts,
    targets: Int32s,
    cutoff: np.int32,
) -> tuple[Ints, Int32s, Int32s]:
    """
    Find every target within the cutoff of every source.

    One bounded Dijkstra a source, with distance and node packed into one 64-bit key.
    `arcs` holds neighbour, length, edge and whether the neighbour leads on, row by row,
    `ends` the two nodes and the length of every edge, `targets` number, position and
    access leg of those on edge ``e`` at ``group_start[e]:group_start[e + 1]``: what is
    read together lies together.

    Returns
    -------
    counts, found, distances
        How many targets each source has, and the targets with their distances, source
        after source, in no particular order within one.
    """
    distance = np.full(len(start) - 1, FAR, np.int32)
    touched = np.empty(len(start) - 1, np.uint32)
    heap = np.empty(len(arcs) + 3, np.uint64)
    seen = np.full(len(ends), -1, np.int32)
    counts = np.zeros(len(source_edge), np.int64)
    capacity = max(1024, 64 * len(source_edge))
    found = np.empty(capacity, np.int32)
    distances = np.empty(capacity, np.int32)
    total = np.uint64(0)
    for row in range(len(source_edge)):
        own = source_edge[row]
        at, access = source_at[row], source_access[row]
        size = ZERO
        reached = ZERO
        for side in range(2):
            node = ends[own, side]
            leg = at if side == 0 else np.int32(ends[own, 2]) - at
            walked = np.int32(access + leg)
            if walked <= cutoff and walked < distance[node]:
                if distance[node] == FAR:
                    touched[reached] = node
                    reached += ONE
                distance[node] = walked
                size = _push_packed(heap, size, _pack(walked, node))
        while size > ZERO:
            top = heap[0]
            size = _pop_packed(heap, size)
            node = np.uint32(top & LOW_HALF)
            here = np.int32(top >> HALF)
            if here > distance[node]:
                continue
            for arc in range(start[node], start[node + np.uint32(1)]):
                # Lengths are under 100 km, so the sum cannot pass the int32 range.
                walked = np.int32(here + np.int32(arcs[arc, 1]))
                there = arcs[arc, 0]
                if walked <= cutoff and walked < distance[there]:
                    if distance[there] == FAR:
                        touched[reached] = there
                        reached += ONE
                    distance[there] = walked
                    if arcs[arc, 3]:
                        size = _push_packed(heap, size, _pack(walked, there))
        row_start = total
        # The source's own edge first: it can be so long that neither end is reached.
        for i in range(np.int64(reached) + 1):
            first, last = np.uint32(0), np.uint32(1)
            if i > 0:
                node = touched[i - 1]
                first, last = start[node], start[node + np.uint32(1)]
            for arc in range(first, last):
                edge = own if i == 0 else arcs[arc, 2]
                begin, end = group_start[edge], group_start[edge + np.uint32(1)]
                if begin == end or seen[edge] == row:
                    continue
                seen[edge] = row
                if total + np.uint64(end - begin) > np.uint64(len(found)):
                    found = _grown(found, total, np.uint64(end - begin))
                    distances = _grown(distances, total, np.uint64(end - begin))
                from_u, from_v = distance[ends[edge, 0]], distance[ends[edge, 1]]
                from_v += np.int32(ends[edge, 2])
                for j in range(begin, end):
                    along = targets[j, 1]
                    here = min(from_u + along, from_v - along)
                    if edge == own:
                        here = min(here, access + abs(along - at))
                    here += targets[j, 2]
                    if here <= cutoff:
                        found[total] = targets[j, 0]
                        distances[total] = here
                        total += ONE
        for i in range(np.int64(reached)):
            distance[touched[i]] = FAR
        counts[row] = total - row_start
    return counts, found[:total].copy(), distances[:total].copy()


@njit(inline="always")
def _pack(walked: int, node: int) -> np.uint64:
    """Pack distance and node so that keys sort by distance, then by node."""
    return np.uint64((np.uint64(walked) << HALF) | np.uint64(node))


@njit(inline="always")
def _push_packed(
    heap: NDArray[np.uint64], size: np.uint64, key: np.uint64
) -> np.uint64:
    """Put a packed key into the binary heap."""
    i = size
    while i > ZERO:
        parent = (i - ONE) >> ONE
        if heap[parent] <= key:
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = key
    return size + ONE


@njit(inline="always")
def _pop_packed(heap: NDArray[np.uint64], size: np.uint64) -> np.uint64:
    """Take the least packed key out of the binary heap."""
    size -= ONE
    key = heap[size]
    i = ZERO
    child = ONE
    while child < size:
        if child + ONE < size and heap[child + ONE] < heap[child]:
            child += ONE
        if heap[child] >= key:
            break
        heap[i] = heap[child]
        i = child
        child = (i << ONE) + ONE
    heap[i] = key
    return size


@njit(inline="always")
def _grown(old: Int32s, used: np.uint64, more: np.uint64) -> Int32s:
    """Copy a buffer into one at least twice as long, with room for more."""
    new = np.empty(np.uint64(2) * np.uint64(len(old)) + more, np.int32)
    new[:used] = old[:used]
    return new
