"""Which polygons border on each other, and grouping those that do."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import check_positive

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

Borders = list[dict[int, float]]
"""For every polygon, the metres of border it shares with each neighbour."""

TOUCH_M = 0.01
"""A shared border shorter than this is a mere corner."""


def shared_borders(
    shapes: NDArray[np.object_], *, within: NDArray[np.object_] | None = None
) -> Borders:
    """
    Measure the borders that polygons share.

    Parameters
    ----------
    shapes
        Polygons that do not overlap, shape (polygons,).
    within
        Labels; only polygons with the same one count as neighbours.

    Examples
    --------
    >>> shared_borders(shapely.box([0, 1, 1], [0, 0, 2], [1, 2, 2], [2, 2, 3]))
    [{1: 2.0}, {0: 2.0, 2: 1.0}, {1: 1.0}]
    """
    i, j = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = i < j
    if within is not None:
        pairs &= within[i] == within[j]
    order = np.lexsort((j[pairs], i[pairs]))
    i, j = i[pairs][order], j[pairs][order]
    metres = shapely.length(shapely.intersection(shapes[i], shapes[j]))
    borders: Borders = [{} for _ in shapes]
    for a, b, length in zip(i.tolist(), j.tolist(), metres.tolist(), strict=True):
        if length >= TOUCH_M:
            borders[a][b] = borders[b][a] = length
    return borders


def absorb_small(
    area_m2: NDArray[np.float64], borders: Borders, *, need_m2: NDArray[np.float64]
) -> NDArray[np.int64]:
    """
    Join polygons that are too small to the neighbour with the longest shared border.

    Parameters
    ----------
    area_m2
        Area of each polygon, shape (polygons,).
    borders
        As `shared_borders` gives them.
    need_m2
        The least area of each; 0 never joins another, infinity always does.

    Returns
    -------
    array of int, shape (polygons,)
        The position of the polygon that each one ends up with. The smallest goes
        first; ties go to the lower position. One without neighbours stays alone.

    Examples
    --------
    >>> areas, needs = np.array([1.0, 9.0, 9.0]), np.full(3, 5.0)
    >>> absorb_small(areas, [{1: 1.0, 2: 2.0}, {0: 1.0}, {0: 2.0}], need_m2=needs)
    array([2, 1, 2])
    """
    area = area_m2.tolist()
    need = need_m2.tolist()
    shared = [dict(row) for row in borders]
    host = list(range(len(area)))
    small = [(a, k) for k, a in enumerate(area) if a < need[k]]
    heapq.heapify(small)
    while small:
        size, k = heapq.heappop(small)
        if host[k] != k or size != area[k] or not shared[k]:
            continue
        into = min(shared[k], key=lambda n: (-shared[k][n], n))
        host[k] = into
        area[into] += area[k]
        for n, length in shared[k].items():
            del shared[n][k]
            if n != into:
                shared[n][into] = shared[into][n] = shared[into].get(n, 0.0) + length
        if area[into] < need[into]:
            heapq.heappush(small, (area[into], into))
    found = np.array(host, np.int64)
    while not np.array_equal(found, found[found]):
        found = found[found]
    return found


def nearest_of_same(
    shapes: NDArray[np.object_],
    lonely: NDArray[np.bool_],
    *,
    within: NDArray[np.object_],
) -> NDArray[np.int64]:
    """
    Give each lonely polygon the nearest one that is not, of the same label.

    Returns
    -------
    array of int, shape (polygons,)
        Positions: its own for one that is not lonely, or has none to go to. Ties go
        to the lower position.

    Examples
    --------
    >>> boxes = shapely.box([0, 5, 9], 0, [1, 6, 10], 1)
    >>> lonely, within = np.array([True, False, False]), np.array(["a", "b", "a"])
    >>> nearest_of_same(boxes, lonely, within=within)
    array([2, 1, 2])
    """
    found = np.arange(len(shapes))
    for k in np.flatnonzero(lonely).tolist():
        others = np.flatnonzero(~lonely & (within == within[k]))
        if len(others):
            metres = shapely.distance(shapes[k], shapes[others])
            found[k] = others[np.argmin(metres)]
    return found


def group_contiguous(cells: gpd.GeoDataFrame, *, group_size: int) -> pd.Series[int]:
    """
    Group the cells of every zone into connected groups of about the same count.

    Groups grow cell by cell along the longest shared border, starting from the cells
    with the fewest neighbours left. A group of less than half the size joins the
    smallest group that it borders on.

    Parameters
    ----------
    cells
        Polygons that do not overlap, with ``zone_id``, as `tessellate` gives them.
    group_size
        How many cells a group should have.

    Returns
    -------
    Series of int, indexed like `cells`
        Groups numbered from 0 by their first cell; none spans two zones.

    Raises
    ------
    ValueError
        If `group_size` is not above 0.
    """
    check_positive(group_size, name="group_size")
    shapes = np.array(cells.geometry.array, dtype=object)
    borders = shared_borders(shapes, within=cells["zone_id"].to_numpy(dtype=object))
    group = np.full(len(cells), -1, np.int64)
    left = [len(row) for row in borders]
    queue = [(n, k) for k, n in enumerate(left)]
    heapq.heapify(queue)
    count = 0
    while queue:
        n, seed = heapq.heappop(queue)
        if group[seed] >= 0 or n != left[seed]:
            continue
        for k in _grow(seed, borders, group, group_size):
            group[k] = count
            for neighbour in borders[k]:
                left[neighbour] -= 1
                heapq.heappush(queue, (left[neighbour], neighbour))
        count += 1
    group = _join_small(group, borders, group_size)
    return pd.Series(pd.factorize(group)[0], index=cells.index, name="group")


def _grow(
    seed: int, borders: Borders, group: NDArray[np.int64], size: int
) -> list[int]:
    """Collect cells that are still free around a seed."""
    members = [seed]
    edge: dict[int, float] = {}
    while len(members) < size:
        newest = members[-1]
        for n, length in borders[newest].items():
            if group[n] < 0 and n not in members:
                edge[n] = edge.get(n, 0.0) + length
        if not edge:
            break
        nearest = min(edge, key=lambda n: (-edge[n], n))
        del edge[nearest]
        members.append(nearest)
    return members


def _join_small(
    group: NDArray[np.int64], borders: Borders, size: int
) -> NDArray[np.int64]:
    """Join groups of less than half the size to the smallest that they border on."""
    counts = np.bincount(group)
    for small in np.argsort(counts, kind="stable").tolist():
        if not 0 < counts[small] < size / 2:
            continue
        members = np.flatnonzero(group == small)
        beside = {int(group[n]) for k in members.tolist() for n in borders[k]} - {small}
        if beside:
            into = min(beside, key=lambda g: (counts[g], g))
            group = np.where(group == small, into, group)
            counts[into] += counts[small]
            counts[small] = 0
    return group
