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


@njit(cache=True, nogil=True)
def spread_keys(
    start: UInts, neighbour: UInts, length: Int32s, scale: int, best: Ints
) -> None:
    """
    Lower every node's key to its least over all walks from the seeded nodes.

    A key is ``length * scale + station``, with fewer stations than `scale`. Plain
    Dijkstra on such keys finds the nearest station and, of several as near, the one
    with the lowest number. `best` holds the seeds and is changed in place.
    """
    capacity = len(best) + len(neighbour) + 1
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
            there = neighbour[arc]
            longer = key + np.int64(length[arc]) * scale
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
    edge_u: UInts,
    edge_v: UInts,
    edge_length: Int32s,
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
            best[edge_u[edge]] + at * scale,
            best[edge_v[edge]] + (edge_length[edge] - at) * scale,
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
    neighbour: UInts,
    length: Int32s,
    arc_edge: UInts,
    edge_u: UInts,
    edge_v: UInts,
    edge_length: Int32s,
    source_edge: UInts,
    source_at: Int32s,
    source_access: Int32s,
    group_start: UInts,
    group_target: Int32s,
    target_at: Int32s,
    target_access: Int32s,
    cutoff: np.int32,
) -> tuple[Ints, Int32s, Int32s]:
    """
    Find every target within the cutoff of every source.

    One bounded Dijkstra a source, with distance and node packed into one 64-bit key.
    Targets are grouped by edge: those of edge ``e`` stand at
    ``group_start[e]:group_start[e + 1]`` of the three target arrays.

    Returns
    -------
    counts, targets, distances
        How many targets each source has, and the targets with their distances, source
        after source, in no particular order within one.
    """
    distance = np.full(len(start) - 1, FAR, np.int32)
    touched = np.empty(len(start) - 1, np.uint32)
    heap = np.empty(len(neighbour) + 3, np.uint64)
    seen = np.full(len(edge_u), -1, np.int32)
    counts = np.zeros(len(source_edge), np.int64)
    capacity = max(1024, 64 * len(source_edge))
    targets = np.empty(capacity, np.int32)
    distances = np.empty(capacity, np.int32)
    found = 0
    for row in range(len(source_edge)):
        own = source_edge[row]
        at, access = source_at[row], source_access[row]
        size = 0
        reached = 0
        for side in range(2):
            node = edge_u[own] if side == 0 else edge_v[own]
            leg = at if side == 0 else edge_length[own] - at
            walked = np.int32(access + leg)
            if walked <= cutoff and walked < distance[node]:
                if distance[node] == FAR:
                    touched[reached] = node
                    reached += 1
                distance[node] = walked
                size = _push_packed(heap, size, _pack(walked, node))
        while size > 0:
            top = heap[0]
            size = _pop_packed(heap, size)
            node = np.uint32(top & np.uint64(0xFFFFFFFF))
            here = np.int32(top >> np.uint64(32))
            if here > distance[node]:
                continue
            for arc in range(start[node], start[node + np.uint32(1)]):
                walked = np.int32(here + length[arc])
                there = neighbour[arc]
                # Lengths are under 100 km, so the sum cannot pass the int32 range.
                if walked <= cutoff and walked < distance[there]:
                    if distance[there] == FAR:
                        touched[reached] = there
                        reached += 1
                    distance[there] = walked
                    size = _push_packed(heap, size, _pack(walked, there))
        row_start = found
        # The source's own edge first: it can be so long that neither end is reached.
        for i in range(-1, reached):
            node = touched[max(i, 0)]
            first = np.uint32(0) if i < 0 else start[node]
            last = np.uint32(1) if i < 0 else start[node + np.uint32(1)]
            for arc in range(first, last):
                edge = own if i < 0 else arc_edge[arc]
                if seen[edge] == row:
                    continue
                seen[edge] = row
                begin, end = group_start[edge], group_start[edge + np.uint32(1)]
                if found + end - begin > len(targets):
                    targets = _grown(targets, found, found + end - begin)
                    distances = _grown(distances, found, found + end - begin)
                from_u, from_v = distance[edge_u[edge]], distance[edge_v[edge]]
                whole = edge_length[edge]
                for j in range(begin, end):
                    here = min(from_u + target_at[j], from_v + (whole - target_at[j]))
                    if edge == own:
                        here = min(here, access + abs(target_at[j] - at))
                    here += target_access[j]
                    if here <= cutoff:
                        targets[found] = group_target[j]
                        distances[found] = here
                        found += 1
        for i in range(reached):
            distance[touched[i]] = FAR
        counts[row] = found - row_start
    return counts, targets[:found].copy(), distances[:found].copy()


@njit(inline="always")
def _pack(walked: int, node: int) -> np.uint64:
    """Pack distance and node so that keys sort by distance, then by node."""
    return np.uint64((np.uint64(walked) << np.uint64(32)) | np.uint64(node))


@njit(inline="always")
def _push_packed(heap: NDArray[np.uint64], size: int, key: np.uint64) -> int:
    """Put a packed key into the binary heap."""
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if heap[parent] <= key:
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = key
    return size + 1


@njit(inline="always")
def _pop_packed(heap: NDArray[np.uint64], size: int) -> int:
    """Take the least packed key out of the binary heap."""
    size -= 1
    key = heap[size]
    i = 0
    child = 1
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[i] = heap[child]
        i = child
        child = 2 * i + 1
    heap[i] = key
    return size


@njit(inline="always")
def _grown(old: Int32s, used: int, needed: int) -> Int32s:
    """Copy a buffer into one twice as long, or longer where that is not enough."""
    new = np.empty(max(2 * len(old), needed), np.int32)
    new[:used] = old[:used]
    return new
