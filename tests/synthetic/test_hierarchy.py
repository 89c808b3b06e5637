"""Whole shares, connected parts, communities in one piece."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from servicecircle.errors import InternalError
from servicecircle.synthetic.borders import move_borders
from servicecircle.synthetic.communities import grow_communities
from servicecircle.synthetic.division import CellGraph, divide
from servicecircle.synthetic.randomness import generator, whole_shares

SIDE = 12


def lattice() -> tuple[np.ndarray, csr_array]:
    """Give middles and neighbours of 144 square cells of 100 m."""
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    number = np.arange(SIDE * SIDE)
    east, north = number[x < SIDE - 1], number[y < SIDE - 1]
    pairs = np.concatenate([np.c_[east, east + 1], np.c_[north, north + SIDE]])
    both = np.concatenate([pairs, pairs[:, ::-1]])
    size = (SIDE * SIDE, SIDE * SIDE)
    costs = coo_array((np.full(len(both), 100.0), both.T), shape=size).tocsr()
    return np.column_stack([x, y]) * 100.0, costs


def pieces(costs: csr_array, cells: list[int]) -> int:
    """Count the connected pieces of some cells."""
    return int(connected_components(costs[cells][:, cells], directed=False)[0])


@given(
    st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40),
    st.integers(0, 5),
    st.integers(0, 500),
)
def test_shares_add_up(weights: list[float], least: int, more: int) -> None:
    """Every share is whole, at least the least, and together the total."""
    total = least * len(weights) + more
    shares = whole_shares(weights, total, least=least)
    assert shares.sum() == total
    assert shares.min() >= least


@settings(max_examples=30)
@given(st.integers(1, 60), st.integers(0, 50))
def test_parts_are_connected_and_complete(count: int, seed: int) -> None:
    """Every cell lies in one of so many connected parts."""
    middle, costs = lattice()
    weight = generator(seed, "weights").uniform(0.2, 3, len(middle))
    graph = CellGraph.build(weight, middle, costs)
    parts = divide(graph, list(range(len(middle))), count)
    assert len(parts) == count
    assert sorted(cell for part in parts for cell in part) == list(range(len(middle)))
    assert all(pieces(costs, part) == 1 for part in parts)


def test_parts_weigh_about_the_same() -> None:
    """Equal cells come in parts of equal size, give or take."""
    middle, costs = lattice()
    graph = CellGraph.build(np.ones(len(middle)), middle, costs)
    sizes = [len(part) for part in divide(graph, list(range(len(middle))), 9)]
    assert max(sizes) <= 1.4 * min(sizes)


def test_too_few_cells_are_refused() -> None:
    """There are no five parts of four cells."""
    middle, costs = lattice()
    graph = CellGraph.build(np.ones(len(middle)), middle, costs)
    with pytest.raises(InternalError, match="4 cells cannot be divided into 5"):
        divide(graph, [0, 1, 2, 3], 5)


def test_a_star_can_be_divided() -> None:
    """Where cells touch in their midst alone, single ones become parts."""
    pairs = [(0, leaf) for leaf in range(1, 5)]
    ends = np.array(pairs + [pair[::-1] for pair in pairs]).T
    costs = coo_array((np.full(8, 100.0), ends), shape=(5, 5)).tocsr()
    middle = np.array([[0.0, 0.0], [9, 0], [0, 9], [-9, 0], [0, -9]])
    graph = CellGraph.build(np.array([9.0, 1, 1, 1, 1]), middle, costs)
    for count in range(1, 6):
        parts = divide(graph, list(range(5)), count)
        assert sorted(cell for part in parts for cell in part) == list(range(5))
        assert [pieces(costs, part) for part in parts] == [1] * count


def test_borders_move_to_the_stated_area() -> None:
    """A community too small takes pieces over, and all stay connected."""
    middle, costs = lattice()
    owner = (middle[:, 0] > 250).astype(np.int64)
    moved = move_borders(
        costs,
        np.full(len(middle), 1e4),
        owner,
        targets_m2=np.array([0.5e6, 0.94e6]),
        stated=np.array([True, False]),
    )
    assert abs((moved == 0).sum() * 1e4 / 0.5e6 - 1) <= 0.01
    assert [pieces(costs, np.flatnonzero(moved == k).tolist()) for k in (0, 1)] == [
        1,
        1,
    ]
    assert (owner == 0).sum() == 36


def test_borders_never_cut_a_community() -> None:
    """A piece that holds its community together stays, whatever the areas."""
    pairs = [(0, 1), (1, 2), (1, 3)]
    ends = np.array(pairs + [pair[::-1] for pair in pairs]).T
    costs = coo_array((np.ones(6), ends), shape=(4, 4)).tocsr()
    owner, whole = np.array([0, 0, 0, 1]), np.array([2.0, 2.0])
    stated = np.array([True, True])
    moved = move_borders(costs, np.ones(4), owner, targets_m2=whole, stated=stated)
    assert moved.tolist() == owner.tolist()


def test_communities_are_in_one_piece_and_near_their_area() -> None:
    """Every community holds its anchor, is connected, and has about its area."""
    middle, costs = lattice()
    targets = np.array([0.24, 0.48, 0.72]) * 1e6
    owner = grow_communities(
        costs,
        middle,
        np.full(len(middle), 1e4),
        anchors=np.array([[100.0, 100.0], [900.0, 300.0], [400.0, 900.0]]),
        targets_m2=targets,
    )
    for unit, target in enumerate(targets):
        own = np.flatnonzero(owner == unit)
        assert pieces(costs, own.tolist()) == 1
        assert abs(len(own) * 1e4 / target - 1) < 0.25
