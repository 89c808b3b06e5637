"""What the measurement finds out about the network and what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from servicecircle.network.walk_network import WalkNetwork
from servicecircle.pipeline.measured import reach_findings
from servicecircle.reach.crossings import crossing_findings
from servicecircle.reach.measure import Snapped
from servicecircle.reach.missing_lanes import lane_findings
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured

CRS = "EPSG:4547"
PATH = shapely.LineString([(0, 0), (50, 0), (100, 0)])


def network(obstacle: shapely.Geometry, kind: str, **columns: object) -> WalkNetwork:
    """Give one path and one obstacle."""
    ends = gpd.GeoDataFrame(geometry=shapely.points([[0, 0], [100, 0]]), crs=CRS)
    said = {"u": [0], "v": [1], "bridge": [False], "tunnel": [False], **columns}
    path = gpd.GeoDataFrame(said, geometry=[PATH], crs=CRS)
    obstacles = gpd.GeoDataFrame({"kind": [kind]}, geometry=[obstacle], crs=CRS)
    return WalkNetwork.build(ends.crs, ends, path, obstacles=obstacles)


RAIL = shapely.LineString([(30, -10), (30, 10)])


@pytest.mark.parametrize(
    ("obstacle", "kind", "severity"),
    [
        (RAIL, "rail", "warning"),
        (RAIL, "wall", "note"),
        (shapely.box(20, -5, 40, 5), "water", "warning"),
        (shapely.LineString([(50, -10), (50, 0), (50, 10)]), "rail", None),
        (shapely.box(99.5, -5, 120, 5), "water", None),
        (shapely.LineString([(30, 5), (30, 10)]), "rail", None),
    ],
)
def test_a_path_over_an_obstacle_is_named(
    obstacle: shapely.Geometry, kind: str, severity: str | None
) -> None:
    """A crossing at a vertex of both was drawn as one; a shore cuts corners."""
    found = crossing_findings(network(obstacle, kind))
    assert [f.severity for f in found] == ([severity] if severity else [])
    if severity:
        assert f"Edge 0 crosses a {kind} at" in found[0].message
        assert found[0].where.within(obstacle.buffer(0.1))


@pytest.mark.parametrize(
    "columns",
    [{"bridge": [True]}, {"tunnel": [True]}, {"layer": [1]}, {"bridge": [None]}],
)
def test_bridges_and_what_is_not_said_are_left_out(columns: dict[str, object]) -> None:
    """Only what is known to be on the ground can be wrong."""
    assert crossing_findings(network(RAIL, "rail", **columns)) == []


def rows_of_houses(snap_m: np.ndarray) -> list[str]:
    """Snap houses, 20 m apart from west to east, and tell what is found."""
    n = len(snap_m)
    ids = [f"b{k:02d}" for k in range(n)]
    x = np.arange(n) * 20.0
    houses = gpd.GeoDataFrame(
        {"residents": [10.0] * n, "grid_id": ["g1"] * n},
        geometry=shapely.box(x, 0, x + 10, 10),
        index=pd.Index(ids),
        crs=CRS,
    )
    places = gpd.GeoDataFrame({"building_id": ids, "snap_m": snap_m})
    found = lane_findings(
        Snapped(network(RAIL, "rail"), places, places), houses, level=Level.GRID
    )
    assert all(f.where.covers(houses.geometry.iloc[0].centroid) for f in found)
    return [f.message for f in found]


def test_a_place_far_from_any_path_is_told_as_one() -> None:
    """With the unit, how many buildings and residents, and how far."""
    snap_m = np.array([40.0] * 6 + [60.0] * 5 + [np.nan] * 2)
    (message,) = rows_of_houses(snap_m)
    assert message == (
        "13 buildings with 130 residents in grids 'g1' stand more than 30 m from any "
        "path (40 m in the middle, 2 of them without any path near)."
    )


@pytest.mark.parametrize(
    "snap_m", [[30.0] * 20, [40.0] * 9, [*[40.0] * 9, *[5.0] * 40, *[40.0] * 9]]
)
def test_a_few_or_near_ones_are_no_missing_lane(snap_m: list[float]) -> None:
    """30 m is near; nine are few; two groups that do not touch are two."""
    assert rows_of_houses(np.array(snap_m)) == []


def test_the_villages_faults_have_their_places(village: Measured) -> None:
    """The island, the house on it and the house far from any path."""
    found = reach_findings(village.area, village.network, village.reach)
    placed = {(f.rule, f.id) for f in found if f.where is not None}
    assert ("building-off-network", "G1") in placed
    assert ("network-island", "island-1") in placed
    assert ("building-on-island", "F1") in placed
    island = next(f for f in found if f.rule == "network-island")
    assert island.where.length == pytest.approx(100)
