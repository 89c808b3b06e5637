"""Networks from line layers."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.errors import CrsError, NetworkError
from servicecircle.network.lines import network_from_lines
from servicecircle.network.loose_ends import crossings_without_node, loose_ends
from servicecircle.network.vertices import cluster_points

UTM = "EPSG:32650"


def layer(*lines: str, **columns: list[object]) -> gpd.GeoDataFrame:
    """Make a layer of lines given by their coordinates."""
    wkt = [f"LINESTRING ({line})" for line in lines]
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries.from_wkt(wkt), crs=UTM)


def test_lines_join_where_they_share_a_vertex() -> None:
    """A crossroads is four edges and five nodes."""
    network = network_from_lines(
        layer("0 0, 50 0, 90 0", "50 -20, 50 0, 50 30"), crs=UTM
    )
    assert network.edges["length_m"].tolist() == [50.0, 40.0, 20.0, 30.0]
    assert network.edges[["u", "v"]].to_numpy().tolist() == [
        [0, 1],
        [1, 2],
        [3, 1],
        [1, 4],
    ]
    assert network.nodes["line_end"].tolist() == [True, False, True, True, True]


def test_a_mere_crossing_does_not_join() -> None:
    """A footbridge and the street below share no vertex; it is counted."""
    network = network_from_lines(layer("0 0, 90 0", "50 -20, 50 30"), crs=UTM)
    assert network.islands.tolist() == [0, 0, 1, 1]
    assert network.notes["crossings_without_node"] == 1
    assert crossings_without_node(network).to_numpy().tolist() == [[0, 1]]


def test_a_touch_without_a_vertex_does_not_join_and_is_counted() -> None:
    """An end on another line's middle is an undershoot of 0 m."""
    network = network_from_lines(layer("0 0, 90 0", "50 0, 50 30"), crs=UTM)
    assert network.notes["undershoots"] == 1
    assert loose_ends(network, within_m=1)["gap_m"].tolist() == [0.0]
    assert int(network.islands.max()) == 1


@pytest.mark.parametrize(("gap", "undershoots"), [(1.0, 1), (1.01, 0)])
def test_an_undershoot_is_an_end_within_a_metre(gap: float, undershoots: int) -> None:
    """The limit itself counts."""
    network = network_from_lines(layer("0 0, 90 0", f"50 {gap}, 50 30"), crs=UTM)
    assert network.notes["undershoots"] == undershoots


def test_a_short_stub_is_no_undershoot() -> None:
    """It ends near the street that it is joined to."""
    network = network_from_lines(layer("0 0, 50 0, 90 0", "50 0, 50 0.4"), crs=UTM)
    assert network.notes["undershoots"] == 0


@pytest.mark.parametrize(("join_m", "parts"), [(0.5, 1), (0.49, 2), (0, 2)])
def test_vertices_join_within_the_limit(join_m: float, parts: int) -> None:
    """The limit itself counts; below it nothing joins."""
    lines = layer("0 0, 50 0", "50.5 0, 90 0")
    network = network_from_lines(lines, crs=UTM, join_m=join_m)
    assert len(np.unique(network.islands)) == parts


def test_where_vertices_join_does_not_depend_on_the_order_of_rows() -> None:
    """The place is the vertex with the lowest x, whichever row comes first."""
    lines = layer("0 0, 50 0", "50.3 0, 90 0", "50.1 0, 50 70")
    one, other = (
        network_from_lines(rows, crs=UTM, join_m=0.5) for rows in (lines, lines[::-1])
    )
    assert sorted(one.edges["length_m"]) == sorted(other.edges["length_m"])
    assert one.edges["length_m"].tolist() == [50.0, 40.0, 70.0]


def test_a_ring_and_a_line_that_meets_itself_are_split() -> None:
    """A loop is an edge from a node to itself; an eight has two of them."""
    ring, eight = "0 0, 10 0, 10 10, 0 0", "50 0, 60 10, 70 0, 60 -10, 60 10, 50 9"
    network = network_from_lines(layer(ring, eight), crs=UTM)
    assert network.edges[["u", "v"]].to_numpy().tolist() == [
        [0, 0],
        [1, 2],
        [2, 2],
        [2, 3],
    ]


def test_columns_that_mean_something_get_their_types() -> None:
    """Flags are read in the spellings of files; the rest is kept."""
    lines = layer(
        "0 0, 9 0",
        "9 0, 9 9",
        "9 9, 0 9",
        highway=["steps", "footway", "steps"],
        steps=[None, "yes", "no"],
        closed=["是", None, "0"],
        bridge=["viaduct", "no", None],
        layer=["1", None, "-1"],
        surveyor=["李", "王", "李"],
        u=["old", "old", "old"],
    )
    edges = network_from_lines(lines, crs=UTM).edges
    assert edges["steps"].tolist() == [True, True, False]
    assert edges["closed"].tolist() == [True, False, False]
    assert edges["bridge"].tolist() == [True, False, False]
    assert edges["layer"].tolist() == [1, 0, -1]
    assert edges["surveyor"].tolist() == ["李", "王", "李"]
    assert edges["u"].tolist() == [0, 1, 2]


def test_parts_and_heights_and_degrees() -> None:
    """Several parts are several lines, Z is dropped, degrees are projected."""
    wkt = (
        "MULTILINESTRING Z ((117 22 5, 117.001 22 9), (117.001 22 1, 117.001 22.001 1))"
    )
    lines = gpd.GeoDataFrame(geometry=gpd.GeoSeries.from_wkt([wkt]), crs="EPSG:4326")
    network = network_from_lines(lines, crs=UTM)
    assert network.edges["length_m"].tolist() == pytest.approx([103.2, 110.7], abs=0.1)
    assert not shapely.has_z(network.edges.geometry).any()
    assert int(network.islands.max()) == 0


def test_a_line_shorter_than_the_limit_is_left_out_and_counted() -> None:
    """Nothing is lost silently."""
    network = network_from_lines(layer("0 0, 9 0", "9 0, 9 0.004"), crs=UTM)
    assert len(network.edges) == 1
    assert network.notes["lines_without_length"] == 1


def test_the_layer_is_not_changed() -> None:
    """Frames in, frames out."""
    lines = layer("0 0, 9 0", closed=["no"], layer=["0"])
    before = lines.copy()
    network_from_lines(lines, crs=UTM)
    assert_geodataframe_equal(lines, before)


whole = st.integers(0, 4)
walks = st.lists(
    st.lists(st.tuples(whole, whole), min_size=2, max_size=6), min_size=1, max_size=5
)


@settings(max_examples=40)
@given(walks=walks)
def test_metres_are_conserved_and_nodes_are_where_lines_meet(
    walks: list[list[tuple[int, int]]],
) -> None:
    """The edges are the lines, cut; no node lies in the middle of an edge's points."""
    lines = [shapely.LineString(walk) for walk in walks if len(set(walk)) > 1]
    if not lines:
        return
    network = network_from_lines(gpd.GeoDataFrame(geometry=lines, crs=UTM), crs=UTM)
    total = sum(line.length for line in lines)
    assert network.edges["length_m"].sum() == pytest.approx(total, abs=0.01)
    nodes = {(p.x, p.y) for p in network.nodes.geometry}
    for edge in network.edges.geometry:
        assert not nodes & set(edge.coords[1:-1])
        assert {edge.coords[0], edge.coords[-1]} <= nodes


def test_clusters_are_chains() -> None:
    """Each is near the next, so all are one place; the numbers follow appearance."""
    points = np.array([[7.0, 0.0], [0.0, 0.0], [0.9, 0.0], [1.8, 0.0], [7.0, 0.0]])
    place, position = cluster_points(points, within_m=0.9)
    assert place.tolist() == [0, 1, 1, 1, 0]
    assert position.tolist() == [[7.0, 0.0], [0.0, 0.0]]


no_crs = layer("0 0, 9 0").set_crs(None, allow_override=True)
spot = gpd.GeoDataFrame(geometry=[shapely.Point(0, 0), None], index=[4, 7], crs=UTM)
endless = gpd.GeoDataFrame(
    geometry=[shapely.LineString([(0, 0), (0, float("inf"))])], crs=UTM
)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (layer("0 0, 9 0")[:0], "layer is empty"),
        (no_crs, "does not say its CRS.*set_crs"),
        (spot, "Rows 4, 7 hold: 'Point', 'no geometry'"),
        (endless, "finite in the working CRS. Wrong at rows 0"),
        (layer("0 0, 0 0.001"), r"No line is longer than join_m \(0.01 m\)"),
        (layer("0 0, 9 0", closed=["maybe"]), "'closed'.*yes or no.*rows 0: 'maybe'"),
        (layer("0 0, 9 0", layer=["up"]), "'layer'.*whole number.*rows 0: 'up'"),
    ],
)
def test_refuses_a_layer_that_is_no_network(
    lines: gpd.GeoDataFrame, message: str
) -> None:
    """The message names the rule, the rows and the remedy."""
    with pytest.raises(NetworkError, match=message):
        network_from_lines(lines, crs=UTM)


def test_refuses_degrees_and_a_negative_limit() -> None:
    """Distance needs metres, and a limit is 0 or more."""
    with pytest.raises(CrsError, match="is in degrees"):
        network_from_lines(layer("0 0, 9 0"), crs="EPSG:4326")
    with pytest.raises(ValueError, match=r"join_m must be 0 m or more. Got -1"):
        network_from_lines(layer("0 0, 9 0"), crs=UTM, join_m=-1)
