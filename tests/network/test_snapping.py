"""Snapping: to edges, on the place's own side, with a reason where there is none."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.crs import parse_crs
from servicecircle.network.snapping import snap
from servicecircle.network.walk_network import WalkNetwork

CRS = parse_crs("EPSG:4547")


def network(*wkts: str, obstacles: dict[str, str] | None = None) -> WalkNetwork:
    """Make a network of the lines given; those that share an end are joined there."""
    lines = shapely.from_wkt(list(wkts))
    ends = [(shapely.get_point(x, 0).wkt, shapely.get_point(x, -1).wkt) for x in lines]
    names = {wkt: i for i, wkt in enumerate(dict.fromkeys(p for e in ends for p in e))}
    nodes = gpd.GeoDataFrame(
        geometry=gpd.GeoSeries.from_wkt(list(names)).to_list(),
        index=pd.Index(list(names.values()), name="node_id"),
        crs=CRS,
    )
    u, v = ([names[e[i]] for e in ends] for i in (0, 1))
    edges = gpd.GeoDataFrame({"u": u, "v": v}, geometry=lines, crs=CRS)
    walls = obstacles or {}
    barred = gpd.GeoDataFrame(
        {"kind": list(walls)}, geometry=shapely.from_wkt(list(walls.values())), crs=CRS
    )
    return WalkNetwork.build(CRS, nodes, edges, obstacles=barred)


def places(*wkts: str) -> gpd.GeoSeries:
    """Name places a, b, c, ..."""
    ids = list("abcdefgh"[: len(wkts)])
    return gpd.GeoSeries(shapely.from_wkt(list(wkts)), index=ids, crs=CRS)


MAIN = "LINESTRING (0 0, 2000 0)"
HOUSE = "POLYGON ((100 20, 120 20, 120 40, 100 40, 100 20))"


def test_leg_starts_at_the_outline() -> None:
    """A house 20 m from the road, whose middle is 30 m away."""
    found = snap(network(MAIN), places(HOUSE), limit_m=20)
    assert found.loc["a", ["edge_id", "snap_m", "note"]].tolist() == [
        0,
        20.0,
        "nearest",
    ]
    assert 100 <= found.loc["a", "position_m"] <= 120
    assert found.geometry["a"].length == 20


def test_leg_ends_on_the_edge_not_at_its_node() -> None:
    """The nearest node is 1,000 m away."""
    found = snap(network(MAIN), places("POINT (1000 7)"), limit_m=50)
    assert found.loc["a", ["position_m", "snap_m"]].tolist() == [1000.0, 7.0]


def test_position_runs_along_a_bent_edge() -> None:
    """300 m east, then 40 m north."""
    bent = network("LINESTRING (0 0, 300 0, 300 100)")
    found = snap(bent, places("POINT (305 40)"), limit_m=50)
    assert found.loc["a", ["position_m", "snap_m"]].tolist() == [340.0, 5.0]


def test_edge_through_the_house_is_at_no_distance() -> None:
    """A passage under the building."""
    found = snap(network("LINESTRING (0 30, 200 30)"), places(HOUSE), limit_m=50)
    assert found.loc["a", "snap_m"] == 0


def test_stated_length_keeps_the_share() -> None:
    """A lift drawn 10 m long that is 40 m to go: its middle is at 20 m."""
    lift = network("LINESTRING (0 0, 10 0)")
    lift = lift.replace(edges=lift.edges.assign(length_m=40.0))
    found = snap(lift, places("POINT (5 1)"), limit_m=50)
    assert found.loc["a", "position_m"] == 20


def test_beyond_the_limit_keeps_its_row() -> None:
    """DESIGN section 6: 100 m counts, a hand's breadth more does not."""
    found = snap(network(MAIN), places("POINT (5 100)", "POINT (5 100.1)"), limit_m=100)
    assert found["edge_id"].isna().tolist() == [False, True]
    assert found["note"].tolist() == ["nearest", "no_edge_nearby"]
    assert found.geometry["b"] is None


def test_tie_takes_the_lowest_edge_id() -> None:
    """A crossroads: three edges end at the nearest point."""
    cross = network(
        "LINESTRING (0 0, -9 -9)", "LINESTRING (0 0, 9 -9)", "LINESTRING (0 -9, 0 0)"
    )
    found = snap(cross, places("POINT (0 5)"), limit_m=50)
    assert found.loc["a", ["edge_id", "position_m"]].tolist() == [0, 0.0]


def test_closed_edges_are_not_used() -> None:
    """A path behind a locked gate is no way in."""
    two = network("LINESTRING (0 10, 100 10)", MAIN)
    two = two.replace(edges=two.edges.assign(closed=[True, False]))
    assert snap(two, places("POINT (50 12)"), limit_m=50).loc["a", "edge_id"] == 1


RIVERSIDE = ("LINESTRING (0 -10, 2000 -10)", "LINESTRING (0 60, 2000 60)")
JOINED = (*RIVERSIDE, "LINESTRING (0 -10, 0 60)")


@pytest.mark.parametrize("kind", ["motorway", "rail", "river", "water", "wall"])
def test_own_side_is_preferred(kind: str) -> None:
    """The road across is 15 m away, the one on the house's side 55 m."""
    line = {kind: "LINESTRING (500 0, 1500 0)"}
    found = snap(network(*JOINED, obstacles=line), places("POINT (900 5)"), limit_m=100)
    assert found.loc["a", ["edge_id", "snap_m", "note"]].tolist() == [
        1,
        55.0,
        "own_side",
    ]


@pytest.mark.parametrize(
    ("kind", "note", "edge"),
    [("wall", "crosses", 0), ("river", "behind_obstacle", pd.NA)],
)
def test_nothing_on_the_own_side(kind: str, note: str, edge: object) -> None:
    """A wall has a gate that is not mapped; a river has no ford."""
    line = {kind: "LINESTRING (500 0, 1500 0)"}
    found = snap(network(*JOINED, obstacles=line), places("POINT (900 5)"), limit_m=50)
    assert found.loc["a", "note"] == note
    assert found.loc["a", "edge_id"] is edge or found.loc["a", "edge_id"] == edge


def test_a_lake_is_not_crossed() -> None:
    """Obstacles may be polygons."""
    lake = {"water": "POLYGON ((500 -8, 1500 -8, 1500 2, 500 2, 500 -8))"}
    found = snap(network(*JOINED, obstacles=lake), places("POINT (900 5)"), limit_m=100)
    assert found.loc["a", "edge_id"] == 1


def test_own_side_of_one_long_edge() -> None:
    """One edge on both sides of the river: its near bank counts."""
    horseshoe = "LINESTRING (400 -10, 0 -10, 0 60, 400 60)"
    river = {"river": "LINESTRING (10 0, 500 0)"}
    found = snap(
        network(horseshoe, obstacles=river), places("POINT (300 5)"), limit_m=99
    )
    assert found.loc["a", ["snap_m", "position_m"]].tolist() == [55.0, 770.0]


def test_wall_of_the_house_itself_is_not_crossed() -> None:
    """Town houses stand on the street's wall line."""
    wall = {"wall": "LINESTRING (90 20, 130 20)"}
    found = snap(network(MAIN, obstacles=wall), places(HOUSE), limit_m=50)
    assert found.loc["a", "note"] == "nearest"


STUB = "LINESTRING (50 10, 80 10)"


@pytest.mark.parametrize(
    ("tolerance_m", "edge", "note"),
    [(0, 1, "nearest"), (9.9, 1, "nearest"), (10, 0, "main_network")],
)
def test_small_island_gives_way(tolerance_m: float, edge: int, note: str) -> None:
    """A stub is 9 m away, the main road 19 m: 10 m more, and that itself counts."""
    found = snap(
        network(MAIN, STUB),
        places("POINT (60 19)"),
        limit_m=50,
        island_tolerance_m=tolerance_m,
    )
    assert found.loc["a", ["edge_id", "note"]].tolist() == [edge, note]


def test_large_island_is_a_place_of_its_own() -> None:
    """Two towns that no path joins: nobody is moved to the other."""
    town = "LINESTRING (0 10, 1500 10)"
    found = snap(
        network(MAIN, town), places("POINT (60 11)"), limit_m=50, island_tolerance_m=50
    )
    assert found.loc["a", ["edge_id", "note"]].tolist() == [1, "nearest"]


def test_main_network_over_the_wall_when_the_own_side_leads_nowhere() -> None:
    """A courtyard path that no mapped gate joins to the street."""
    wall = {"wall": "LINESTRING (-5 5, 200 5)"}
    net = network(MAIN, STUB, obstacles=wall)
    found = snap(net, places("POINT (60 12)"), limit_m=50, island_tolerance_m=50)
    assert found.loc["a", ["edge_id", "note"]].tolist() == [0, "crosses"]


def test_main_network_also_where_every_edge_is_behind_a_wall() -> None:
    """The nearest edge over the wall is a stub that leads nowhere."""
    wall = {"wall": "LINESTRING (-5 14, 200 14)"}
    net = network(MAIN, STUB, obstacles=wall)
    found = snap(net, places("POINT (60 18)"), limit_m=50, island_tolerance_m=10)
    assert found.loc["a", ["edge_id", "note"]].tolist() == [0, "crosses"]
    strict = snap(net, places("POINT (60 18)"), limit_m=50, island_tolerance_m=9.9)
    assert strict.loc["a", "edge_id"] == 1


def test_corners_of_the_drawing_do_not_matter() -> None:
    """A pond before the house: the street is reached beside it, 2 vertices or 100."""
    pond = {"water": "POLYGON ((995 10, 1005 10, 1005 15, 995 15, 995 10))"}
    found = [
        snap(
            network(
                shapely.segmentize(shapely.from_wkt(MAIN), step).wkt, obstacles=pond
            ),
            places("POINT (1000 30)"),
            limit_m=100,
        ).loc["a", ["position_m", "snap_m", "note"]]
        for step in (5000, 20, 7)
    ]
    assert found[0].tolist() == found[1].tolist() == found[2].tolist()
    assert found[0]["note"] == "own_side"
    assert found[0]["snap_m"] == pytest.approx(np.hypot(10, 30), abs=10)


def test_limit_itself_counts_at_any_angle() -> None:
    """100 m are within 100 m, also where floats say 100.00000000000001."""
    rng = np.random.default_rng(3)
    angle, along = rng.uniform(0, 2 * np.pi, 500), rng.uniform(10, 90, 500)
    for turn, at in zip(angle[:50], along[:50], strict=True):
        way, side = (
            np.array([np.cos(turn), np.sin(turn)]),
            [-np.sin(turn), np.cos(turn)],
        )
        street = shapely.LineString([500 - 200 * way, 500 + 200 * way])
        spot = shapely.Point(500 + at * way + 100 * np.array(side))
        found = snap(network(street.wkt), places(spot.wkt), limit_m=100)
        assert found.loc["a", "snap_m"] == 100


RING = [(0, -10), (60, -10), (60, 30), (0, 30)]


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("up", [0, 30])
def test_spelling_of_the_outline_does_not_matter(turn: int, step: int, up: int) -> None:
    """A house over the street, or along it: the middle of the stretch, 130 m."""
    ring = (RING[turn:] + RING[:turn])[::step]
    house = shapely.Polygon([(x + 100, y + up) for x, y in ring])
    found = snap(network(MAIN), places(house.wkt), limit_m=50)
    assert found.loc["a", ["position_m", "snap_m"]].tolist() == [130.0, max(0, up - 10)]


def test_refuses_another_crs() -> None:
    """Degrees are no metres."""
    spots = gpd.GeoSeries.from_xy([113.9], [22.7], crs="EPSG:4326")
    with pytest.raises(
        ValueError, match="places have EPSG:4326, the network EPSG:4547"
    ):
        snap(network(MAIN), spots, limit_m=50)


def test_refuses_empty_place() -> None:
    """A place without a place names itself."""
    with pytest.raises(ValueError, match=r"must have a geometry\. Empty: 'b'"):
        snap(network(MAIN), places("POINT (0 0)", "POINT EMPTY"), limit_m=50)


coordinates = st.integers(-60, 60)
points = st.tuples(coordinates, coordinates)


@given(
    lines=st.lists(
        st.lists(points, min_size=2, max_size=4, unique=True), min_size=1, max_size=6
    ),
    spots=st.lists(points, min_size=1, max_size=6),
)
def test_agrees_with_every_edge_tried(
    lines: list[list[tuple[int, int]]], spots: list[tuple[int, int]]
) -> None:
    """The leg is as short as the shortest to any edge, and the edge the first such."""
    shapes = (
        shapely.linestrings([[0, 0]] * 0)
        if not lines
        else [shapely.LineString(x) for x in lines]
    )
    net = network(*(shape.wkt for shape in shapes))
    found = snap(net, places(*(f"POINT ({x} {y})" for x, y in spots)), limit_m=500)
    for (_, row), spot in zip(found.iterrows(), spots, strict=True):
        away = shapely.distance(shapes, shapely.Point(spot))
        assert row["snap_m"] == pytest.approx(away.min(), abs=1e-4)
        assert row["edge_id"] == np.flatnonzero(away <= away.min() + 1e-9)[0]
        on_edge = shapes[row["edge_id"]].interpolate(row["position_m"])
        assert on_edge.distance(shapely.get_point(row["geometry"], -1)) < 1e-3
