"""A partition cut by chords stays a partition."""

from __future__ import annotations

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.synthetic.planar import Partition, edge_of
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.rings import area_of, box_round, clip, is_convex
from servicecircle.synthetic.subdivide import Cut, subdivide
from servicecircle.synthetic.ways import Way

SQUARE = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)]


def cut_square(seed: int, *, snap_m: float = 12.0) -> Partition:
    """Cut a square kilometre into pieces of at most 2 hectares."""
    land = Partition(SQUARE, way=Way.BORDER)
    cut = Cut(lambda _x, _y: 20_000, lambda _area: Way.LOCAL, snap_m)
    subdivide(land, 0, cut, generator(seed, "test"))
    return land


@settings(max_examples=30)
@given(st.integers(0, 200))
def test_faces_fill_the_outline(seed: int) -> None:
    """Pieces neither overlap nor leave a gap, whatever the seed."""
    land = cut_square(seed)
    faces = [shapely.Polygon(land.corners(face)) for face in land.rings]
    assert shapely.coverage_is_valid(faces)
    assert abs(sum(face.area for face in faces) - 1e6) < 1e-3


@settings(max_examples=30)
@given(st.integers(0, 200))
def test_every_edge_knows_both_sides(seed: int) -> None:
    """Every edge of a ring is known, with its face on the left."""
    land = cut_square(seed)
    sides = 0
    for face, ring in land.rings.items():
        for i, a in enumerate(ring):
            b = ring[(i + 1) % len(ring)]
            assert land.face_left_of[a, b] == face
            assert edge_of(a, b) in land.way
            sides += 1
    inner = sum(way != Way.BORDER for way in land.way.values())
    assert sides == 2 * inner + (len(land.way) - inner)


def test_a_cut_ends_at_a_near_corner() -> None:
    """Snapping makes a crossroads of two near ends."""
    land = Partition(SQUARE, way=Way.BORDER)
    land.split(0, (500, 500), (0, 1), way=Way.ARTERIAL)
    land.split(0, (250, 500), (1, 0), way=Way.LOCAL)
    before = len(land.points)
    land.split(1, (750, 506), (1, 0), way=Way.LOCAL, snap_m=10)
    assert len(land.points) == before + 1


def test_a_sliver_is_refused() -> None:
    """A cut that leaves less than its least share changes nothing."""
    land = Partition(SQUARE, way=Way.BORDER)
    assert land.split(0, (30, 500), (0, 1), way=Way.LOCAL) is None
    assert len(land.points) == len(SQUARE)


def test_a_line_that_misses_is_refused() -> None:
    """A line beside the face cuts nothing."""
    land = Partition(SQUARE, way=Way.BORDER)
    assert land.split(0, (-10, 0), (0, 1), way=Way.LOCAL) is None


@given(st.floats(0, 3.1), st.floats(2, 50))
def test_the_smallest_box_turns_with_its_ring(angle: float, length: float) -> None:
    """A turned rectangle is its own box."""
    box = shapely.affinity.rotate(shapely.box(0, 0, length, 1), angle, use_radians=True)
    found = box_round(shapely.get_coordinates(box)[:-1].tolist())
    assert abs(found.length - length) < 1e-6
    assert abs(found.width - 1) < 1e-6


def test_clipping_keeps_the_side_of_the_normal() -> None:
    """Half of a square is left, and convex."""
    half = clip(SQUARE, (500, 0), (1, 0))
    assert area_of(half) == 500_000
    assert is_convex(half)
    assert not is_convex(SQUARE[::-1])
