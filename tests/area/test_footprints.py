"""Footprints in one another, and a district's border that is part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.area.checks.footprints import check_footprints, nested_footprints

if TYPE_CHECKING:
    from conftest import Board

X0, Y0 = 490_000.0, 2_510_000.0
HOUSE = shapely.box(0, 0, 10, 10)


def told(*shapes: shapely.Geometry) -> list[tuple[str, str]]:
    """Give rule and id of what is found among footprints a, b, c."""
    ids = list("abc")[: len(shapes)]
    found = check_footprints(gpd.GeoDataFrame(geometry=list(shapes), index=ids))
    return [(f.rule, f.id) for f in found]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (shapely.box(2, 2, 8, 8), [("footprint-in-another", "b")]),
        (shapely.box(-9, -9, 19, 19), [("footprint-in-another", "a")]),
        (shapely.box(4.9, 0, 14.9, 10), [("footprint-in-another", "b")]),
        (shapely.box(5.1, 0, 15.1, 10), []),
        (shapely.box(0.2, 0, 10.2, 10), [("same-footprint", "b")]),
        (shapely.box(10, 0, 20, 10), []),
        (shapely.Point(5, 5), []),
    ],
)
def test_the_smaller_of_two_is_told(
    other: shapely.Geometry, found: list[tuple[str, str]]
) -> None:
    """Above half of it; of two as large the later; a copy is told as a copy."""
    assert told(HOUSE, other) == found


def test_the_one_that_holds_most_is_named() -> None:
    """A house in two others is one finding."""
    shapes = [shapely.box(0, 0, 6, 20), shapely.box(-20, -20, 20, 20), HOUSE]
    frame = gpd.GeoDataFrame(geometry=shapes, index=list("abc"))
    (said,) = [f for f in check_footprints(frame) if f.id == "c"]
    assert said.message.startswith("100% of building 'c' lies in building 'b'")


boxes = st.lists(st.tuples(*[st.integers(0, 8)] * 2, *[st.integers(1, 8)] * 2))


@given(boxes)
def test_nested_pairs_agree_with_arithmetic(
    drawn: list[tuple[int, int, int, int]],
) -> None:
    """What two rectangles share is a product of two lengths."""
    at = np.array(drawn, dtype=float).reshape(-1, 4)
    low, high = at[:, :2], at[:, :2] + at[:, 2:]
    area = at[:, 2:].prod(axis=1)
    expected = set()
    for i in range(len(at)):
        for j in range(i):
            sides = np.minimum(high[i], high[j]) - np.maximum(low[i], low[j])
            shared = sides.clip(0).prod()
            small, large = sorted((area[i], area[j]))
            if shared > small / 2 and shared <= 0.9 * large:
                expected.add((j, i) if area[j] < area[i] else (i, j))
    inner, outer, _ = nested_footprints(shapely.box(*low.T, *high.T))
    assert set(zip(inner.tolist(), outer.tolist(), strict=True)) == expected


@pytest.mark.parametrize(("out_m", "count"), [(0.9, 0), (1.1, 1)])
def test_a_station_on_the_border_is_inside(
    board: Board, out_m: float, count: int
) -> None:
    """No message says that something lies 0 m outside."""
    board.stations["x"] = [X0 - out_m, X0 + 1500]
    board.stations["y"] = [Y0 + 250, Y0 + 250]
    assert len(board.findings("station-outside")) == count
