"""Borders between polygons, and groups of those that share one."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.area.contiguity import (
    absorb_small,
    group_contiguous,
    shared_borders,
)


def checkerboard(width: int, height: int, zones: list[int]) -> gpd.GeoDataFrame:
    """Lay out unit squares, each in the zone that the list gives it."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    boxes = shapely.box(x.ravel(), y.ravel(), x.ravel() + 1, y.ravel() + 1)
    names = [f"z{zones[k % len(zones)]}" for k in range(len(boxes))]
    return gpd.GeoDataFrame({"zone_id": names}, geometry=boxes, crs="EPSG:32628")


def test_corners_are_no_borders() -> None:
    """Squares that meet in a point are not neighbours."""
    boxes = shapely.box([0, 1], [0, 1], [1, 2], [1, 2])
    assert shared_borders(boxes) == [{}, {}]


def test_borders_stop_at_zones() -> None:
    """Only polygons with the same label count."""
    boxes = shapely.box([0, 1, 2], 0, [1, 2, 3], 1)
    within = np.array(["a", "a", "b"], dtype=object)
    assert shared_borders(boxes, within=within) == [{1: 1.0}, {0: 1.0}, {}]


def test_small_ones_join_up_until_they_are_large_enough() -> None:
    """Two crumbs join each other, then the loaf; the crumb apart stays alone."""
    area = np.array([1.0, 2.0, 50.0, 1.0])
    borders = [{1: 1.0}, {0: 1.0, 2: 1.0}, {1: 1.0}, {}]
    host = absorb_small(area, borders, need_m2=np.full(4, 10.0))
    assert host.tolist() == [2, 2, 2, 3]


def test_ties_go_to_the_lower_position() -> None:
    """Two borders of the same length."""
    borders = [{}, {2: 1.0, 3: 1.0}, {1: 1.0}, {1: 1.0}]
    host = absorb_small(np.array([9, 1.0, 9, 9]), borders, need_m2=np.full(4, 5.0))
    assert host.tolist() == [0, 2, 2, 3]


def test_a_strip_is_grouped_in_order() -> None:
    """Twelve cells in a row make two groups of six."""
    group = group_contiguous(checkerboard(12, 1, [0]), group_size=6)
    assert group.tolist() == [0] * 6 + [1] * 6


@settings(max_examples=40)
@given(
    width=st.integers(1, 8),
    height=st.integers(1, 8),
    zones=st.lists(st.integers(0, 2), min_size=1, max_size=7),
    group_size=st.integers(1, 9),
)
def test_groups_are_connected_and_keep_to_their_zone(
    width: int, height: int, zones: list[int], group_size: int
) -> None:
    """Every group hangs together by borders, lies in one zone, and is not too large."""
    cells = checkerboard(width, height, zones)
    group = group_contiguous(cells, group_size=group_size)
    borders = shared_borders(np.array(cells.geometry.array, dtype=object))
    graph = nx.Graph({k: list(row) for k, row in enumerate(borders)})
    assert group.index.equals(cells.index)
    assert sorted(group.unique()) == list(range(group.nunique()))
    for members in group.groupby(group).groups.values():
        assert nx.is_connected(graph.subgraph(members))
        assert cells.loc[members, "zone_id"].nunique() == 1


def test_refuses_groups_of_nothing() -> None:
    """A group has members."""
    with pytest.raises(ValueError, match="group_size must be a finite number above 0"):
        group_contiguous(checkerboard(2, 2, [0]), group_size=0)
