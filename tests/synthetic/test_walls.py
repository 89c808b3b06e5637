"""Walls, gates and islands in the streets of a synthetic piece."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from servicecircle.synthetic.compounds import close_off
from servicecircle.synthetic.geography import Geography, make_geography
from servicecircle.synthetic.joining import find_pieces
from servicecircle.synthetic.planar import Partition
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.ways import Way

SQUARE = [(0.0, 0.0), (400.0, 0.0), (400.0, 400.0), (0.0, 400.0)]


@pytest.fixture(scope="module")
def piece() -> Geography:
    """Make two communities with compounds and parks."""
    return make_geography(seed=3, communities=("合水口社区", "薯田埔社区"))


def walled_square() -> Partition:
    """Draw a block with crossing paths between two streets."""
    land = Partition(SQUARE, way=Way.BORDER)
    land.split(0, (100, 200), (0, 1), way=Way.LOCAL)
    right = max(land.rings, key=land.area)
    land.split(right, (250, 200), (1, 0), way=Way.COMPOUND_PATH)
    return land


def test_a_walled_block_has_a_gate_or_is_abandoned() -> None:
    """Every mouth of a path is a gate or walled, never both."""
    land = walled_square()
    for seed in range(20):
        closures = close_off(land, dict.fromkeys(land.rings, 0), generator(seed, "x"))
        assert not closures.gates & closures.walled
        assert closures.locked <= closures.walled
        assert len(closures.gates) in {0, 1}
        assert len(closures.gates | closures.walled) == 2


def test_opening_a_wall_makes_a_gate() -> None:
    """What is opened up is open, and its walled ends are gates."""
    land = walled_square()
    closures = close_off(land, dict.fromkeys(land.rings, 0), generator(1, "x"))
    _, edge = min(closures.walled)
    assert not closures.is_open(edge)
    closures.open_up(edge)
    assert closures.is_open(edge)
    assert not closures.locked & {(edge[0], edge), (edge[1], edge)}


def test_pieces_are_counted_by_vertices() -> None:
    """Two separate chains are two pieces, the longer the main one."""
    pieces = find_pieces(np.array([[0, 1], [1, 2], [4, 5]]), vertices=6)
    assert pieces.size[pieces.main] == 3
    assert pieces.size[pieces.label[4]] == 2
    assert pieces.size[pieces.label[3]] == 0


def test_open_paths_pass_walls_at_gates_alone(piece: Geography) -> None:
    """No usable path crosses a wall."""
    walls = piece.obstacles.loc[piece.obstacles["kind"] == "wall"].geometry
    paths = piece.streets.loc[~piece.streets["closed"]].geometry.to_numpy()
    tree = shapely.STRtree(paths)
    assert len(walls) > 0
    assert tree.query(walls.to_numpy(), predicate="crosses").shape[1] == 0


def test_gates_lie_on_their_path(piece: Geography) -> None:
    """Every gate is a vertex of a street."""
    vertices = set(map(tuple, shapely.get_coordinates(piece.streets.geometry)))
    gates = shapely.get_coordinates(piece.gates.geometry)
    assert set(map(tuple, gates)) <= vertices


def test_crossings_bear_what_they_are(piece: Geography) -> None:
    """Bridges are above, tunnels below, and nothing is both."""
    streets = piece.streets
    layer = streets["bridge"].astype(int) - streets["tunnel"].astype(int)
    assert (streets["layer"] == layer).all()
    assert not (streets["bridge"] & streets["tunnel"]).any()
    assert (streets.loc[streets["steps"], "highway"] == "steps").all()


def test_walls_leave_room_at_open_gates(piece: Geography) -> None:
    """An open gate is at least 4 m wide."""
    gates = piece.gates[(piece.gates["kind"] == "gate") & ~piece.gates["closed"]]
    walls = piece.obstacles[piece.obstacles["kind"] == "wall"].union_all()
    assert len(gates) > 0
    assert gates.distance(walls).min() > 2
