"""OSMnx graphs in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import networkx as nx
import osmnx as ox
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.errors import CrsError, NetworkError
from servicecircle.network.graph.interchange import network_from_graph, network_to_graph
from servicecircle.network.lines import network_from_lines
from servicecircle.network.osm.pbf import network_from_pbf
from servicecircle.network.osm.walk_rules import default_rules

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.network.walk_network import WalkNetwork

UTM = "EPSG:32650"
INF = float("inf")


def square(**graph_attributes: object) -> nx.MultiDiGraph[int]:
    """Make four nodes 100 m apart, without edges, in metres."""
    graph = nx.MultiDiGraph(**{"crs": UTM, **graph_attributes})
    for node, (x, y) in enumerate([(0, 0), (100, 0), (100, 100), (0, 100)], start=1):
        graph.add_node(node, x=float(x), y=float(y), street_count=3)
    return graph


def there_and_back(graph: nx.MultiDiGraph[int], u: int, v: int, **data: object) -> None:
    """Add both directions of a street, as OSMnx does."""
    for start, end, backwards in ((u, v, False), (v, u, True)):
        graph.add_edge(start, end, **data, reversed=backwards)


def assert_same_graph(one: nx.MultiDiGraph[int], other: nx.MultiDiGraph[int]) -> None:
    """Compare nodes, keys and all attributes, with their types."""
    assert one.graph == other.graph
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    edges = {(u, v, k): d for u, v, k, d in one.edges(keys=True, data=True)}
    others = {(u, v, k): d for u, v, k, d in other.edges(keys=True, data=True)}
    assert edges == others
    for edge, data in edges.items():
        assert {k: type(v) for k, v in data.items()} == {
            k: type(v) for k, v in others[edge].items()
        }


def assert_same_network(one: WalkNetwork, other: WalkNetwork) -> None:
    """Compare nodes and edges: order, columns, types and values."""
    assert_geodataframe_equal(one.nodes, other.nodes)
    assert_geodataframe_equal(one.edges, other.edges)


def awkward() -> nx.MultiDiGraph[int]:
    """Make a graph with everything that makes the way back hard."""
    graph = square(name="awkward", simplified=True)
    there_and_back(graph, 1, 2, osmid=1, highway="residential", length=100.0)
    there_and_back(graph, 1, 2, osmid=2, highway="steps", length=100.0)
    bow = shapely.LineString([(0, 0), (50, 30), (100, 0)])
    graph.add_edge(1, 2, osmid=[3, 4], geometry=bow, reversed=[False, True])
    back = {"osmid": [4, 3], "geometry": bow.reverse(), "reversed": [True, False]}
    graph.add_edge(2, 1, **back, name="only back", lanes="2")
    graph.add_edge(2, 3, osmid=5, oneway=True, reversed=False, lanes=["1", "2"])
    ring = shapely.LineString([(0, 0), (-9, 0), (-9, -9), (0, 0)])
    graph.add_edge(1, 1, osmid=6, geometry=ring, reversed=False, oneway=False)
    graph.add_edge(1, 1, osmid=6, geometry=ring.reverse(), reversed=True, oneway=False)
    drawn_from_v = shapely.LineString([(0, 100), (60, 120), (100, 100)])
    graph.add_edge(3, 4, key=7, osmid=8, geometry=drawn_from_v, maxspeed=30)
    graph.add_edge(4, 1, osmid=9, closed=True, steps=False, u="a tag called u")
    graph.nodes[2]["highway"] = "crossing"
    graph.add_node(99, x=5.0, y=5.0, street_count=0)
    return graph


def test_the_way_back_is_exact() -> None:
    """Parallels, loops, one-ways, lists, clashing names: all come back."""
    graph = awkward()
    network = network_from_graph(graph, crs=UTM)
    assert_same_graph(graph, network_to_graph(network, crs=UTM))
    assert len(network.edges) == 7
    assert network.edges["closed"].sum() == 1


def test_the_graph_that_comes_back_makes_the_same_network() -> None:
    """Edge ids depend on what the graph holds, not on how it was put together."""
    network = network_from_graph(awkward(), crs=UTM)
    again = network_from_graph(network_to_graph(network, crs=UTM), crs=UTM)
    assert_same_network(network, again)


def test_the_order_of_insertion_does_not_matter() -> None:
    """A graph with its edges added in reverse gives the same edges."""
    graph = awkward()
    turned = square(**graph.graph)
    turned.add_nodes_from(graph.nodes(data=True))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert_same_network(
        network_from_graph(graph, crs=UTM), network_from_graph(turned, crs=UTM)
    )


@pytest.mark.realdata
@pytest.mark.parametrize("crs", [UTM, "EPSG:4547"])
def test_futian_comes_back_to_the_bit(realdata: Path, crs: str) -> None:
    """4,009 directed edges in degrees survive the working CRS and return."""
    graph = ox.load_graphml(realdata / "futian" / "futian_walk.graphml")
    network = network_from_graph(graph, crs=crs)
    assert_same_graph(graph, network_to_graph(network))
    assert (len(network.nodes), len(network.edges)) == (1751, 2595)
    one_way = network.notes["edges_one_way"]
    assert one_way == 2 * len(network.edges) - graph.number_of_edges()
    assert int(network.islands.max()) == 0
    assert network.edges["steps"].sum() == 34


@pytest.mark.realdata
def test_projected_futian_comes_back_without_rounding(realdata: Path) -> None:
    """A graph in the working CRS keeps its coordinates to the last digit."""
    graph = ox.load_graphml(realdata / "futian" / "futian_walk.graphml")
    graph = ox.project_graph(graph, to_crs=UTM)
    back = network_to_graph(network_from_graph(graph, crs=UTM), crs=UTM)
    assert_same_graph(graph, back)


@pytest.mark.realdata
def test_futian_distances_are_networkx_distances(realdata: Path) -> None:
    """Shortest paths over OSMnx's own projection of both directions agree."""
    graph = ox.load_graphml(realdata / "futian" / "futian_walk.graphml")
    network = network_from_graph(graph, crs=UTM)
    lengths = zip(*(network.edges[c] for c in ("u", "v", "length_m")), strict=True)
    ours: nx.MultiGraph[int] = nx.MultiGraph()
    ours.add_weighted_edges_from(lengths, weight="length")
    _, edges = ox.graph_to_gdfs(ox.project_graph(graph, to_crs=UTM))
    theirs: nx.MultiGraph[int] = nx.MultiGraph()
    for (u, v, _), line in edges.geometry.items():
        theirs.add_edge(u, v, length=line.length)
    first = next(iter(graph))
    expected, found = (
        nx.single_source_dijkstra_path_length(g, first, weight="length")
        for g in (theirs, ours)
    )
    assert found == pytest.approx(expected, abs=0.01)
    assert len(found) == 1751


corners = st.tuples(st.integers(0, 500_000), st.integers(0, 500_000))
spots = st.lists(corners, min_size=2, max_size=6, unique=True)


@settings(max_examples=30)
@given(spots=spots)
def test_any_osm_coordinate_comes_back(spots: list[tuple[int, int]]) -> None:
    """Seven decimals of a degree, at the far end of the zone, are exact both ways."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    for node, (x, y) in enumerate(spots):
        graph.add_node(node, x=round(114 + x / 10**7, 7), y=round(22 + y / 10**7, 7))
    nx.add_path(graph, range(len(spots)))
    assert_same_graph(graph, network_to_graph(network_from_graph(graph, crs=UTM)))


def test_two_directions_are_one_edge_and_one_way_is_walked_both_ways() -> None:
    """One-way rules bind vehicles, not walkers."""
    graph = square()
    there_and_back(graph, 1, 2, osmid=1)
    graph.add_edge(3, 2, osmid=2, oneway=True, reversed=False)
    network = network_from_graph(graph, crs=UTM)
    assert network.edges[["u", "v"]].to_numpy().tolist() == [[1, 2], [3, 2]]
    assert network.notes["edges_one_way"] == 1
    assert int(network.islands[[0, 1, 2]].max()) == 0


def test_parallel_streets_stay_apart() -> None:
    """Two ways between the same corners are two edges, with their own tags."""
    graph = square()
    there_and_back(graph, 1, 2, osmid=1, highway="steps")
    there_and_back(graph, 1, 2, osmid=2, highway=["footway", "steps"])
    there_and_back(graph, 1, 2, osmid=3, highway="footway")
    edges = network_from_graph(graph, crs=UTM).edges
    assert edges["steps"].tolist() == [True, True, False]


def test_a_stated_length_wins_only_where_the_drawing_cannot_know() -> None:
    """1.9 % more is a sphere's error, 2.1 % more is a stair's."""
    graph = square()
    graph.add_edge(1, 2, length=101.9)
    graph.add_edge(2, 3, length=102.1)
    graph.add_edge(3, 4)
    graph.add_edge(4, 4, length=12.0, highway="elevator")
    network = network_from_graph(graph, crs=UTM)
    assert network.edges["length_m"].tolist() == [100.0, 102.1, 100.0, 12.0]
    assert network.notes["edges_with_stated_length"] == 2


def test_rules_leave_out_what_nobody_walks() -> None:
    """The tag table judges; a chain of ways is as closed as its worst link."""
    graph = square()
    there_and_back(graph, 1, 2, osmid=1, highway="footway")
    there_and_back(graph, 2, 3, osmid=2, highway="motorway")
    there_and_back(graph, 3, 4, osmid=3, highway=["service", "construction"])
    there_and_back(graph, 4, 1, osmid=4, highway="service", access="private")
    network = network_from_graph(graph, crs=UTM, rules=default_rules())
    assert network.edges["osmid"].tolist() == [1]
    assert network.notes["edges_left_out"] == {
        "access=private": 1,
        "highway=construction": 1,
        "highway=motorway without foot=yes": 1,
    }


@pytest.mark.parametrize(
    ("tags", "parts"),
    [
        ({"barrier": "gate", "locked": "yes"}, 2),
        ({"barrier": "gate"}, 1),
        ({"barrier": "kerb"}, 1),
        ({"barrier": "wall", "foot": "yes"}, 1),
    ],
)
def test_a_closed_gate_cuts_the_street(tags: dict[str, str], parts: int) -> None:
    """It is remembered, and clearing its joint opens it again."""
    graph = square()
    there_and_back(graph, 1, 2, osmid=1, highway="footway", length=100.0)
    there_and_back(graph, 2, 3, osmid=1, highway="footway", length=100.0)
    graph.nodes[2].update(tags)
    graph.remove_node(4)
    network = network_from_graph(graph, crs=UTM, rules=default_rules())
    assert len(set(network.islands.tolist())) == parts
    assert network.openings["kind"].tolist() == [tags["barrier"]] * (
        tags["barrier"] != "kerb"
    )
    joints = [edge for ids in network.openings["edge_ids"] for edge in ids]
    assert network.edges["closed"].sum() == len(joints) == parts - 1
    opened = network.edges.assign(closed=False)
    assert int(network.replace(edges=opened).islands.max()) == 0
    assert network.edges["length_m"].sum() == 200.0


def test_a_gated_graph_becomes_a_graph_and_comes_back() -> None:
    """Copies of nodes, joints and all."""
    graph = square()
    there_and_back(graph, 1, 2, osmid=1, highway="footway", length=100.0)
    there_and_back(graph, 2, 3, osmid=1, highway="footway", length=100.0)
    graph.nodes[2].update(barrier="gate", access="private")
    network = network_from_graph(graph, crs=UTM, rules=default_rules())
    again = network_from_graph(network_to_graph(network, crs=UTM), crs=UTM)
    assert_same_network(network, again)
    graph = nx.relabel_nodes(graph, {4: -4})
    with pytest.raises(NetworkError, match=r"below 0 .* uses them: -4. Relabel"):
        network_from_graph(graph, crs=UTM, rules=default_rules())


TOWN = """<osm version="0.6">
  <node id="1" version="1" lat="28.1" lon="-15.43"/>
  <node id="2" version="1" lat="28.1010001" lon="-15.4300007"/>
  <node id="3" version="1" lat="28.102" lon="-15.43">
    <tag k="barrier" v="gate"/><tag k="locked" v="yes"/></node>
  <node id="4" version="1" lat="28.103" lon="-15.431"/>
  <way id="7" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/>
    <tag k="highway" v="steps"/><tag k="bridge" v="yes"/></way>
  <way id="8" version="1"><nd ref="2"/><nd ref="4"/>
    <tag k="highway" v="footway"/><tag k="name" v="小巷"/></way>
</osm>"""


def test_an_osm_file_becomes_a_graph_in_degrees_and_comes_back(tmp_path: Path) -> None:
    """Positions, closed joints and every column, to the bit."""
    (tmp_path / "town.osm").write_text(TOWN, encoding="utf-8")
    network = network_from_pbf(tmp_path / "town.osm", crs="EPSG:32628")
    assert network.edges["closed"].sum() == 1
    graph = network_to_graph(network)
    assert_same_network(network, network_from_graph(graph, crs="EPSG:32628"))
    assert graph.nodes[2] == {"x": -15.4300007, "y": 28.1010001}


def surveyed() -> WalkNetwork:
    """Make a network that never was a graph, with columns of every type."""
    table = {
        "highway": ["steps", "footway", "service"],
        "way_id": [12, 11, 12],
        "bridge": [False, True, False],
        "name": ["梯道", None, None],
        "key": ["k1", "k2", None],
        "nothing": pd.Series([None, None, None], dtype="str"),
        "closed": [True, False, False],
    }
    lines = ["0 0, 40 30", "40 30, 80 0, 120 30", "40 30, 60 90, 120 30"]
    layer = gpd.GeoDataFrame(
        table,
        geometry=gpd.GeoSeries.from_wkt([f"LINESTRING ({line})" for line in lines]),
        crs=UTM,
    )
    return network_from_lines(layer, crs=UTM)


def test_a_network_of_any_source_becomes_a_graph_and_comes_back() -> None:
    """Columns, their types and their order return, closed edges too."""
    network = surveyed()
    graph = network_to_graph(network, crs=UTM)
    again = network_from_graph(graph, crs=UTM)
    assert_same_network(network, again)
    assert graph.number_of_edges() == 2 * len(network.edges)


def test_degrees_are_right_to_a_centimetre() -> None:
    """Data that is not OSM's is rounded to OSM's resolution on the way out."""
    network = surveyed()
    graph = network_to_graph(network)
    assert all(x == round(x, 7) for _, x in graph.nodes(data="x"))
    again = network_from_graph(graph, crs=UTM)
    off = shapely.distance(
        network.nodes.geometry.to_numpy(), again.nodes.geometry.to_numpy()
    )
    assert off.max() < 0.011
    assert again.edges["length_m"].tolist() == network.edges["length_m"].tolist()


def test_osmnx_accepts_the_graph() -> None:
    """Frames, routes and both directions, with the attributes OSMnx relies on."""
    graph = network_to_graph(surveyed())
    _, edges = ox.graph_to_gdfs(graph)
    needed = {"osmid", "length", "highway", "oneway", "reversed", "geometry"}
    assert needed <= set(edges.columns)
    assert edges["osmid"].tolist() == [12, 12, 11, 12, 11, 12]
    assert ox.routing.shortest_path(graph, 0, 2, weight="length") == [0, 1, 2]
    assert ox.routing.route_to_gdf(graph, [2, 1, 0])["reversed"].tolist() == [True] * 2


def test_a_saved_graph_makes_the_same_network(tmp_path: Path) -> None:
    """GraphML turns values into text; types come back with the form."""
    network = surveyed()
    ox.save_graphml(network_to_graph(network, crs=UTM), tmp_path / "g.graphml")
    graph = ox.load_graphml(tmp_path / "g.graphml")
    assert_same_network(network, network_from_graph(graph, crs=UTM))


def test_a_gate_opened_in_the_network_is_open_in_the_graph() -> None:
    """What planners change is written, over what the graph once said."""
    network = network_from_graph(awkward(), crs=UTM)
    opened = network.replace(edges=network.edges.assign(closed=False, steps=True))
    graph = network_to_graph(opened, crs=UTM)
    assert graph.edges[4, 1, 0]["closed"] is False
    assert graph.edges[2, 3, 0]["steps"] is True


def bad_graphs() -> list[tuple[object, str]]:
    """List graphs that cannot be walked, with what the message must say."""
    no_crs, lost, text, infinite, named = (square() for _ in range(5))
    for graph in (no_crs, lost, text, infinite, named):
        graph.add_edge(1, 2)
    del no_crs.graph["crs"]
    del lost.nodes[3]["y"]
    text.nodes[1]["x"] = "0.0"
    infinite.edges[1, 2, 0]["length"] = INF
    named.add_edge("corner", 1)
    drawn = square()
    drawn.add_edge(1, 2, geometry="LINESTRING (0 0, 1 1)")
    far = square()
    far.add_edge(1, 2, geometry=shapely.LineString([(0, 0), (0, INF)]))
    keyed = square()
    keyed.add_edge(1, 2, key="a")
    return [
        (nx.MultiGraph(), "got MultiGraph.*networkx.MultiDiGraph"),
        (nx.MultiDiGraph(crs=UTM), "0 nodes and no edges.*load"),
        (no_crs, r"does not say its CRS. Set graph.graph\['crs'\]"),
        (lost, "finite numbers x and y. Wrong: 3.*load_graphml"),
        (text, "finite numbers x and y. Wrong: 1.*load_graphml"),
        (infinite, r"lengths must be 0 m or more.*\(1, 2, 0\)"),
        (named, "whole numbers. Wrong: 'corner'.*convert_node_labels_to_integers"),
        (drawn, r"LineStrings.*\(1, 2, 0\).*load_graphml"),
        (far, r"finite coordinates. Wrong: \(1, 2, 0\)"),
        (keyed, r"keys must be whole numbers. Wrong: \(1, 2, 'a'\)"),
    ]


@pytest.mark.parametrize(("graph", "message"), bad_graphs())
def test_refuses_a_graph_that_cannot_be_walked(
    graph: nx.MultiDiGraph[int], message: str
) -> None:
    """The message names the fault and the remedy."""
    with pytest.raises(NetworkError, match=message):
        network_from_graph(graph, crs=UTM)


def test_refuses_degrees_as_working_crs() -> None:
    """Distance needs metres."""
    with pytest.raises(CrsError, match="is in degrees"):
        network_from_graph(awkward(), crs="EPSG:4326")
