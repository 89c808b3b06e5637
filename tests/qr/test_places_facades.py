"""Sides of houses, and what neighbours leave of them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import STRtree, box

from servicecircle.qr.places import beside
from servicecircle.qr.places.facades import facades
from servicecircle.qr.places.party_walls import free_facades

sizes = st.floats(1, 30, allow_nan=False).map(lambda m: round(m, 2))
blocks = st.lists(st.tuples(sizes, sizes, sizes, sizes), min_size=2, max_size=6)


def test_courts_look_inward_and_fronts_outward() -> None:
    """A step along `outward` always leaves the house."""
    house = shapely.difference(box(0, 0, 60, 60), box(20, 20, 40, 40))
    sides = facades(np.array([house, shapely.multipolygons([box(70, 0, 80, 9)])]))
    shapes = np.array([house, box(70, 0, 80, 9)])[sides.building]
    step = shapely.points(sides.middle + 0.1 * sides.outward)
    assert not shapely.intersects(shapes, step).any()
    assert sides.inner.sum() == 4


def test_points_and_nothing_have_no_sides() -> None:
    """What has no area has no facade."""
    assert len(facades(np.array([shapely.Point(1, 2)])).building) == 0
    assert len(facades(np.array([], dtype=object)).building) == 0


@settings(max_examples=40)
@given(blocks, st.floats(0, 25))
def test_what_is_left_is_what_geometry_says(
    drawn: list[tuple[float, float, float, float]], turn: float
) -> None:
    """The free length is that of the outline outside all widened neighbours."""
    houses = [box(x, y, x + w, y + h) for x, y, w, h in drawn]
    shapes = np.array([shapely.affinity.rotate(h, turn, (0, 0)) for h in houses])
    free = free_facades(facades(shapes), STRtree(shapes), passage_m=0.8)
    for k, shape in enumerate(shapes):
        others = [s.buffer(0.8, quad_segs=64) for j, s in enumerate(shapes) if j != k]
        left = shapely.difference(shape.exterior, shapely.union_all(others))
        mine = free.at(free.building == k)
        # Stretches that no door fits into are left out: at most one a corner and cut.
        assert mine.length_m.sum() <= left.length + 0.01
        pieces = shapely.get_parts(shapely.line_merge(left))
        lost = 0.8 * 2 * (4 + 2 * len(pieces) + 2 * len(others))
        assert mine.length_m.sum() >= left.length - lost
        lines = mine.lines()
        near = [shapely.distance(s, lines) for j, s in enumerate(shapes) if j != k]
        assert np.min(near, initial=np.inf) > 0.79


@pytest.mark.parametrize("gap", [0.0, 0.3, 0.79])
def test_neighbours_so_near_take_the_whole_wall(gap: float) -> None:
    """A full wall with a neighbour in front has no free stretch; at 0.81 m it has."""
    for between, sides in ((gap, 3), (0.81, 4)):
        pair = np.array([box(0, 0, 10, 10), box(10 + between, 0, 20, 10)])
        free = free_facades(facades(pair), STRtree(pair), passage_m=0.8)
        assert (free.building == 0).sum() == sides


def test_a_house_inside_another_has_no_free_side() -> None:
    """A kiosk in a hall: every side is covered, and the hall's own are free."""
    pair = np.array([box(0, 0, 50, 50), box(20, 20, 24, 24)])
    free = free_facades(facades(pair), STRtree(pair), passage_m=0.8)
    assert free.building.tolist() == [0, 0, 0, 0]


@given(blocks, st.floats(0, 90), st.sampled_from([1, 7, 10_000]))
def test_pairs_of_sides_are_those_whose_frames_meet(
    drawn: list[tuple[float, float, float, float]], turn: float, at_once: int
) -> None:
    """None is lost and none told twice, however few are weighed at a time."""
    houses = [box(x, y, x + w, y + h) for x, y, w, h in drawn]
    sides = facades(np.array([shapely.affinity.rotate(h, turn) for h in houses]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "AT_ONCE", at_once)
        found = np.stack(beside.sides_beside(sides, within_m=0.8), axis=1)
    low, high = np.minimum(sides.start, sides.end), np.maximum(sides.start, sides.end)
    met = ((low[:, None] - 0.8 <= high) & (high[:, None] + 0.8 >= low)).all(axis=2)
    met &= sides.building[:, None] != sides.building
    assert sorted(found.tolist()) == np.argwhere(met).tolist()
