"""Borders are kept once, and every ring can be put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.maps.payload.arcs import Arcs, shared_arcs, simplified
from servicecircle.maps.payload.rings import Rings

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

SIDE = 5


def rings_of(polygons: list[BaseGeometry]) -> Rings:
    """Take the rings of polygons with whole coordinates."""
    parts, shape = shapely.get_parts(np.array(polygons), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points = [shapely.get_coordinates(ring)[:-1].astype(int) for ring in rings]
    size = np.array([len(p) for p in points])
    return Rings(shape[part], size, np.concatenate(points))


def put_together(arcs: Arcs) -> list[BaseGeometry]:
    """Walk along the arcs of every ring."""
    pieces = np.split(arcs.xy, np.cumsum(arcs.size)[:-1])
    rings = np.split(arcs.member, np.cumsum(arcs.ring_size)[:-1])
    walked = [
        np.concatenate([pieces[a] if a >= 0 else pieces[-1 - a][::-1] for a in ring])
        for ring in rings
    ]
    return [shapely.Polygon(points) for points in walked]


@st.composite
def districts(draw: st.DrawFn) -> list[BaseGeometry]:
    """Share a board of squares out among units, in pieces and with holes."""
    squares = [
        shapely.box(10 * x, 10 * y, 10 * x + 10, 10 * y + 10)
        for x in range(SIDE)
        for y in range(SIDE)
    ]
    owners = st.lists(st.integers(0, 3), min_size=len(squares), max_size=len(squares))
    owner = np.array(draw(owners))
    units = [
        shapely.union_all(np.array(squares)[owner == unit]) for unit in np.unique(owner)
    ]
    return [*units, shapely.union_all(squares)]


def pieces_of(
    xy: NDArray[np.int64], size: NDArray[np.int64], *, closed: bool
) -> list[frozenset[Any]]:
    """List the straight pieces of lines, whichever way they run."""
    found = []
    for points in np.split(xy, np.cumsum(size)[:-1]):
        ends = np.roll(points, -1, axis=0) if closed else points[1:]
        pairs = zip(points.tolist(), ends.tolist(), strict=closed)
        found += [frozenset(map(tuple, pair)) for pair in pairs]
    return found


@settings(max_examples=40)
@given(districts())
def test_rings_come_back(units: list[BaseGeometry]) -> None:
    """Units of two levels, together: each ring is the one it was."""
    rings = rings_of(units)
    whole = put_together(shared_arcs(rings))
    first = np.split(rings.xy, np.cumsum(rings.size)[:-1])
    assert all(
        shapely.equals(r, shapely.Polygon(p)) for r, p in zip(whole, first, strict=True)
    )


@settings(max_examples=40)
@given(districts())
def test_every_piece_of_border_is_kept_once(units: list[BaseGeometry]) -> None:
    """However many units of however many levels it bounds."""
    rings = rings_of(units)
    arcs = shared_arcs(rings)
    kept = pieces_of(arcs.xy, arcs.size, closed=False)
    assert len(kept) == len(set(kept))
    assert set(kept) == set(pieces_of(rings.xy, rings.size, closed=True))


def test_neighbours_stay_neighbours_when_simplified() -> None:
    """A wavy border is drawn more simply, and leaves neither gap nor overlap."""
    wave = [(50 + k % 3, 2 * k) for k in range(51)]
    west = shapely.Polygon([(0, 0), *wave, (0, 100)])
    east = shapely.Polygon([(100, 0), (100, 100), *wave[::-1]])
    arcs = simplified(shared_arcs(rings_of([west, east])), tolerance=4)
    drawn = put_together(arcs)
    assert len(arcs.xy) < len(wave)
    assert sum(shape.area for shape in drawn) == 100 * 100
    assert shapely.union_all(drawn).equals(shapely.box(0, 0, 100, 100))


def test_a_small_island_does_not_vanish() -> None:
    """A ring that simplifying would flatten stays as it is."""
    speck = shapely.box(0, 0, 2, 2)
    (drawn,) = put_together(simplified(shared_arcs(rings_of([speck])), tolerance=9))
    assert drawn.area == 4
