"""
Open squares are crossed in straight lines, not walked around.

Between two entrances of a square the shortest way bends only at corners that stick
into it: reflex corners of its outline and convex corners of its holes. Joining the
entrances and those corners wherever one sees the other therefore gives exact walks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.network.osm.content import OsmLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.network.osm.content import NodePlaces, OsmPolygon

STRAIGHT = 1e-9
"""Sine of the turn below which three points count as standing in line."""


@dataclass(frozen=True)
class PlazaLinks:
    """Straight walks across squares, in the order of the squares."""

    plaza: NDArray[np.int64]
    """Position of the square that each link crosses."""
    u: NDArray[np.int64]
    v: NDArray[np.int64]
    counts: dict[str, int]
    """Squares by how they were treated."""


@dataclass(frozen=True)
class _Rim:
    """The corners of one part of a square, its inside always on the left."""

    refs: NDArray[np.int64]
    here: NDArray[np.float64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    next: NDArray[np.int64]
    """Position of the following corner on the same ring."""
    area: shapely.Polygon


def attached_plazas(
    plazas: Sequence[OsmPolygon], ways: Sequence[OsmLine]
) -> tuple[list[OsmPolygon], int]:
    """
    Keep the squares that some way leads to, directly or over other squares.

    A surface that shares no node with any way would only be an island that buildings
    snap to in vain.

    Returns
    -------
    kept : list
        In their order.
    left_out : int
        How many are not kept.
    """
    rims = [{ref for part in p.parts for ring in part for ref in ring} for p in plazas]
    of_node: dict[int, list[int]] = {}
    for number, rim in enumerate(rims):
        for ref in rim:
            of_node.setdefault(ref, []).append(number)
    walked = {ref for way in ways for ref in way.refs}
    waiting = [number for number, rim in enumerate(rims) if not rim.isdisjoint(walked)]
    reached = set(waiting)
    while waiting:
        for ref in rims[waiting.pop()]:
            new = [number for number in of_node[ref] if number not in reached]
            reached.update(new)
            waiting.extend(new)
    return [plazas[number] for number in sorted(reached)], len(plazas) - len(reached)


def rims_of(plazas: Sequence[OsmPolygon]) -> list[OsmLine]:
    """Give the rims of squares, around holes too, as ways that can be walked."""
    return [
        OsmLine(plaza.id, plaza.tags, ring)
        for plaza in plazas
        for part in plaza.parts
        for ring in part
        if len(ring) > 1
    ]


def cross_plazas(
    plazas: Sequence[OsmPolygon],
    places: NodePlaces,
    *,
    shared: NDArray[np.int64],
    max_nodes: int,
) -> PlazaLinks:
    """
    Join the entrances of every square by straight lines inside it.

    Parameters
    ----------
    plazas
        The squares; their rims are edges already.
    places
        Where their nodes lie.
    shared
        Ids of nodes that more than one way or square uses, sorted: on a rim, the
        entrances.
    max_nodes
        A square with more entrances and corners than this is crossed between its
        entrances only; one with more entrances than this, along its rim only.

    Returns
    -------
    PlazaLinks
        Each pair of nodes once per part of a square, in the order of the outline.
        Pairs that the rim itself joins directly are left to it.
    """
    counts: Counter[str] = Counter()
    found: list[tuple[int, NDArray[np.int64], NDArray[np.int64]]] = []
    for number, plaza in enumerate(plazas):
        for part in plaza.parts:
            rim = _rim(part, places)
            if rim is None:
                counts["broken"] += 1
                continue
            corners, treatment = _corners(rim, shared, max_nodes)
            counts[treatment] += 1
            if treatment != "rim only":
                found.append((number, *_links(rim, *corners)))
    if not found:
        nothing = np.empty(0, np.int64)
        return PlazaLinks(nothing, nothing, nothing, dict(counts))
    return PlazaLinks(
        np.concatenate([np.full(len(u), number) for number, u, _ in found]),
        np.concatenate([u for _, u, _ in found]),
        np.concatenate([v for _, _, v in found]),
        dict(counts),
    )


def _rim(part: list[list[int]], places: NodePlaces) -> _Rim | None:
    """Lay out the corners of one part, or give None where its shape is not valid."""
    if any(len(set(ring)) < 3 or ring[0] != ring[-1] for ring in part):  # noqa: PLR2004
        return None
    area = places.polygon(part)
    if not area.is_valid:
        return None
    rings = []
    for number, ring in enumerate(part):
        refs = np.array(ring[:-1], np.int64)
        counter_clockwise = shapely.is_ccw(shapely.linearrings(places.of(ring)))
        # An outline runs counter-clockwise and a hole clockwise, so that the inside
        # is on the left of both.
        rings.append(refs if counter_clockwise == (number == 0) else refs[::-1])
    sizes = np.array([len(ring) for ring in rings])
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    size = np.repeat(sizes, sizes)
    position = np.arange(len(start))
    following = start + (position - start + 1) % size
    preceding = start + (position - start - 1) % size
    refs = np.concatenate(rings)
    here = places.of(refs)
    return _Rim(refs, here, here[preceding], here[following], following, area)


def _corners(
    rim: _Rim, shared: NDArray[np.int64], max_nodes: int
) -> tuple[tuple[NDArray[np.int64], NDArray[np.bool_]], str]:
    """Choose the corners to join (positions), and say which of them are entrances."""
    slot = np.searchsorted(shared, rim.refs)
    entrance = np.append(shared, 0)[slot] == rim.refs
    _, first = np.unique(rim.refs, return_index=True)
    once = np.zeros(len(entrance), dtype=bool)
    once[first] = True
    entrance &= once
    turn = _turn(rim.here - rim.before, rim.after - rim.here)
    seen = np.flatnonzero(entrance | ((turn < -STRAIGHT) & once))
    doors = np.flatnonzero(entrance)
    if len(doors) < 2:  # noqa: PLR2004 - nobody crosses to where they came from
        return (doors, entrance[doors]), "rim only"
    if len(seen) <= max_nodes:
        return (seen, entrance[seen]), "crossed"
    if len(doors) <= max_nodes:
        return (doors, entrance[doors]), "crossed between entrances only"
    return (doors, entrance[doors]), "rim only"


def _links(
    rim: _Rim, corners: NDArray[np.int64], entrance: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Join the corners that see each other and can follow each other on a walk."""
    i, j = np.triu_indices(len(corners), 1)
    useful = (entrance[i] | _tangent(rim, corners[i], corners[j])) & (
        entrance[j] | _tangent(rim, corners[j], corners[i])
    )
    a, b = corners[i[useful]], corners[j[useful]]
    apart = (rim.next[a] != b) & (rim.next[b] != a)
    a, b = a[apart], b[apart]
    sights = shapely.linestrings(np.stack([rim.here[a], rim.here[b]], axis=1))
    shapely.prepare(rim.area)
    clear = shapely.covers(rim.area, sights)
    return rim.refs[a[clear]], rim.refs[b[clear]]


def _tangent(
    rim: _Rim, at: NDArray[np.int64], to: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """
    Whether a walk along the line can bend at its end.

    It bends around a corner only if both rims of the corner lie on the same side.
    """
    line = rim.here[to] - rim.here[at]
    before = _turn(line, rim.before[at] - rim.here[at])
    after = _turn(line, rim.after[at] - rim.here[at])
    same = (before <= STRAIGHT) & (after <= STRAIGHT)
    return np.asarray(same | ((before >= -STRAIGHT) & (after >= -STRAIGHT)))


def _turn(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sine of the turn from `a` to `b`, above 0 to the left, shape (pairs,)."""
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    size = np.hypot(a[:, 0], a[:, 1]) * np.hypot(b[:, 0], b[:, 1])
    return np.asarray(np.divide(cross, size, out=np.zeros_like(cross), where=size > 0))
