"""The order of stops: short, whole, and never below its bound."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import minimum_spanning_tree

from servicecircle.qr.rounds._kernels import even_cuts
from servicecircle.qr.rounds.order import order_stops

if TYPE_CHECKING:
    from numpy.typing import NDArray

STOPS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=40
)


def walks_of(spots: list[tuple[int, int]]) -> NDArray[np.int64]:
    """Give the walks on a square grid of streets."""
    xy = np.array(spots, np.int64)
    return np.abs(xy[:, None] - xy).sum(axis=2)


def length(walks: NDArray[np.int64], order: tuple[int, ...], *, closed: bool) -> int:
    """Sum an order's walks, without the code under test."""
    back = [(order[-1], order[0])] if closed else []
    return int(sum(walks[a, b] for a, b in [*pairwise(order), *back]))


@given(STOPS, st.booleans())
def test_every_stop_once_and_the_length_is_its_own(
    spots: list[tuple[int, int]],
    closed: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """An order is a permutation, its length the sum of its walks, above the bound."""
    walks = walks_of(spots)
    found = order_stops(walks, closed=closed)
    order = tuple(found.stops.tolist())
    assert sorted(order) == list(range(len(spots)))
    assert found.length == length(walks, order, closed=closed)
    assert found.tree <= found.least <= found.length <= found.as_listed


@given(STOPS)
def test_tree_is_the_minimum_spanning_tree(spots: list[tuple[int, int]]) -> None:
    """SciPy's tree is as long; it takes 0 for no walk, so stops differ."""
    walks = walks_of(sorted(set(spots)))
    assert order_stops(walks).tree == minimum_spanning_tree(walks).sum()


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=7),
    st.booleans(),
)
def test_few_stops_are_in_the_best_order_or_nearly(
    spots: list[tuple[int, int]],
    closed: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """Of all orders of up to seven stops none is shorter by more than 5 %."""
    walks = walks_of(spots)
    every = permutations(range(len(spots)))
    best = min(length(walks, order, closed=closed) for order in every)
    assert best <= order_stops(walks, closed=closed).length <= 1.05 * best


def test_crossing_is_undone() -> None:
    """The corners of a square are walked round, and home to the first."""
    walks = walks_of([(0, 0), (9, 9), (9, 0), (0, 9)])
    assert order_stops(walks, closed=True).stops.tolist() == [0, 2, 1, 3]


@pytest.mark.parametrize("closed", [False, True])
def test_one_stop_is_a_round(closed: bool) -> None:  # noqa: FBT001 - a parameter
    """There is nothing to walk."""
    assert order_stops(np.zeros((1, 1), np.int64), closed=closed)[1:] == (0, 0, 0, 0)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=7),
    st.booleans(),
)
def test_round_from_home_is_best_or_nearly_and_above_its_bounds(
    spots: list[tuple[int, int]],
    closed: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """The first spot is home; all orders of the others are tried."""
    walks = walks_of(spots)
    found = order_stops(walks[1:, 1:], home=walks[0, 1:], closed=closed)
    order = (0, *(found.stops + 1).tolist())
    assert found.length == length(walks, order, closed=closed)
    every = ((0, *rest) for rest in permutations(range(1, len(spots))))
    best = min(length(walks, order, closed=closed) for order in every)
    assert found.tree <= found.least <= best <= found.length <= 1.05 * best


def test_bound_is_near_the_length() -> None:
    """Of 200 stops strewn about, the bound proves the round 5 % from the best."""
    rng = np.random.default_rng(7)
    found = order_stops(walks_of(rng.integers(0, 9999, (200, 2)).tolist()), closed=True)
    assert found.length <= 1.05 * found.least
    assert found.length > 1.1 * found.tree


@given(STOPS.filter(lambda spots: len(spots) > 1), st.booleans(), st.booleans())
def test_leg_that_nobody_can_walk_is_no_short_cut(
    spots: list[tuple[int, int]],
    closed: bool,  # noqa: FBT001 - drawn
    from_home: bool,  # noqa: FBT001
) -> None:
    """Between two banks of a river there are as few straight legs as can be."""
    walks = walks_of(spots)
    bank = np.arange(len(spots)) % 2
    apart = bank[:, None] != bank
    home = walks[0] + 7 if from_home else None
    found = order_stops(
        walks,
        home=home,
        closed=closed,
        apart=apart,
        home_apart=apart[0] if from_home else None,
    )
    way = [*([0] if from_home else []), *found.stops.tolist()]
    ends = [(way[-1], way[0])] if closed else []
    crossed = sum(bank[a] != bank[b] for a, b in [*pairwise(way), *ends])
    assert crossed == (2 if closed else 1)
    own = length(walks, tuple(way), closed=closed)
    own += 7 * (1 + closed) if from_home else 0
    assert found.tree <= found.least <= found.length == own


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=9),
    st.integers(2, 4),
    st.sampled_from([0, 1]),
    st.booleans(),
)
def test_no_other_cuts_have_a_shorter_longest_part(
    spots: list[tuple[int, int]],
    count: int,
    home: int,
    closed: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """Of all ways to cut a row, with unlike scales too, none is more even."""
    stops, parts = len(spots), min(count, len(spots))
    row = np.arange(stops)
    before = np.cumsum([step for step, _ in spots])
    begin = home * np.array([away for _, away in spots])
    back = np.abs(row[:, None] - row) if closed else np.zeros((0, 0), np.int64)
    scale = 1.0 + 0.25 * np.arange(parts)

    def longest(cuts: tuple[int, ...]) -> float:
        costs = []
        for k, (a, b) in enumerate(pairwise((0, *cuts, stops))):
            walk = before[b - 1] - before[a] + 2 + begin[a] + begin[b - 1]
            costs.append((walk + (back[b - 1, a] if closed else 0)) * scale[k])
        return float(max(costs))

    found = even_cuts(before, 2, begin, begin, back, scale)
    every = combinations(range(1, stops), parts - 1)
    assert longest(tuple(found.tolist())) == min(map(longest, every))
