"""Networks laid on top of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.errors import NetworkError
from servicecircle.network.graph.interchange import network_from_graph, network_to_graph
from servicecircle.network.lines import network_from_lines
from servicecircle.network.merge import merge_networks

if TYPE_CHECKING:
    from servicecircle.network.walk_network import WalkNetwork

UTM = "EPSG:32650"


def net(*lines: str, crs: str = UTM, **columns: list[object]) -> WalkNetwork:
    """Make a network of lines given by their coordinates."""
    wkt = [f"LINESTRING ({line})" for line in lines]
    layer = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries.from_wkt(wkt), crs=crs)
    return network_from_lines(layer, crs=crs)


def metres(network: WalkNetwork) -> dict[int, dict[int, float]]:
    """Walk from every node to every other by NetworkX."""
    graph: nx.MultiGraph[int] = nx.MultiGraph()
    graph.add_nodes_from(network.nodes.index)
    open_edges = network.edges[~network.edges["closed"]]
    ends = open_edges[["u", "v", "length_m"]].itertuples(index=False, name=None)
    graph.add_weighted_edges_from(ends)
    return dict(nx.all_pairs_dijkstra_path_length(graph))


def test_an_alley_joins_the_street_it_ends_at() -> None:
    """The street is cut at the nearest place, and a connector bridges the gap."""
    street, alley = net("0 0, 100 0"), net("30 3, 30 50, 60 50")
    merged = merge_networks([street, alley], join_m=3)
    assert merged.edges["length_m"].tolist() == [30.0, 70.0, 77.0, 3.0]
    assert merged.edges["highway"].isna().tolist() == [True, True, True, False]
    assert metres(merged)[0][3] == 30 + 3 + 77
    assert [merged.notes[k] for k in ("ends_joined", "connectors")] == [1, 1]


@pytest.mark.parametrize(("gap", "joined"), [(5.0, 1), (5.0001, 0)])
def test_the_limit_itself_counts(gap: float, joined: int) -> None:
    """A tenth of a millimetre more is too far."""
    merged = merge_networks([net("0 0, 100 0"), net(f"30 {gap}, 30 50")], join_m=5)
    assert merged.notes["ends_joined"] == joined


def test_an_end_on_the_edge_needs_no_connector() -> None:
    """It becomes the cut's own node, also at a join of 0 m."""
    merged = merge_networks([net("0 0, 100 0"), net("30 0, 30 50")], join_m=0)
    assert merged.edges[["u", "v"]].to_numpy().tolist() == [[0, 4], [4, 1], [4, 3]]
    assert merged.nodes.index.tolist() == [0, 1, 4, 3]


def test_several_joins_on_one_edge_are_cut_in_order() -> None:
    """The last alley joins nearest to the edge's start."""
    street = net("0 0, 50 0, 100 0", name=["Main"])
    alleys = net("80 2, 80 9", "80 -1, 80 -9", "50 0, 50 9", "20 2, 20 9")
    merged = merge_networks([street, alleys], join_m=5)
    pieces = merged.edges[merged.edges["name"] == "Main"]
    assert pieces["length_m"].tolist() == [20.0, 30.0, 30.0, 20.0]
    assert merged.notes["edges_added_by_cutting"] == 3
    assert metres(merged)[0][1] == 100.0


def test_an_end_beyond_the_edge_joins_its_node() -> None:
    """No piece of 0 m is cut off."""
    merged = merge_networks([net("0 0, 100 0"), net("-3 0, -50 0")], join_m=5)
    assert merged.edges["length_m"].tolist() == [100.0, 47.0, 3.0]
    assert merged.edges.loc[2, ["u", "v"]].tolist() == [2, 0]


def test_of_equally_near_edges_the_lowest_id_is_taken() -> None:
    """Two streets 2 m away on either side."""
    streets = net("0 2, 100 2", "0 -2, 100 -2")
    merged = merge_networks([streets, net("50 0, 50.5 0")], join_m=2)
    cut = merged.edges[merged.edges["length_m"].isin([50.0, 49.5, 50.5])]
    assert set(cut.geometry.map(lambda line: line.coords[0][1])) == {2.0}


def test_two_alleys_that_end_together_are_joined() -> None:
    """An end of a surveyed line joins, also where another line ends there too."""
    merged = merge_networks(
        [net("0 0, 100 0"), net("30 2, 9 50", "30 2, 60 50")], join_m=5
    )
    assert merged.notes["ends_joined"] == 1
    assert int(merged.islands.max()) == 0


def test_the_middle_of_a_line_does_not_join() -> None:
    """A footbridge whose bends come near the street stays apart from it."""
    bridge = net("50 -20, 50 1, 55 20")
    merged = merge_networks([net("0 0, 100 0"), bridge], join_m=5)
    assert len(np.unique(merged.islands)) == 2


def test_closed_edges_are_neither_joined_nor_cut() -> None:
    """Nobody walks the closed street, and a locked gate stays locked."""
    shut = net("0 0, 100 0", closed=["yes"])
    assert merge_networks([shut, net("30 2, 30 9")], join_m=5).notes["ends_joined"] == 0
    for way in ("30 2, 30 9", "30 9, 30 2"):
        gate = net(way, closed=["yes"])
        merged = merge_networks([net("0 0, 100 0"), gate], join_m=5)
        assert merged.notes["ends_joined"] == 0


def test_clashing_node_ids_are_numbered_anew() -> None:
    """Nothing is joined because two files both count from 0."""
    one, other = net("0 0, 9 0"), net("0 50, 9 50")
    merged = merge_networks([one, other], join_m=1)
    assert merged.nodes.index.tolist() == [0, 1, 2, 3]
    assert merged.islands.tolist() == [0, 0, 1, 1]


def test_sources_are_named() -> None:
    """By their notes where those differ, else with the position."""
    osm = net("0 0, 9 0").replace(notes={"source": "osm"})
    merged = merge_networks([osm, net("0 5, 9 5"), net("0 9, 9 9")], join_m=1)
    assert merged.edges["source"].tolist() == ["osm", "lines 1", "lines 2"]
    assert [note["source"] for note in merged.notes["sources"]] == [
        "osm",
        "lines",
        "lines",
    ]


def test_a_third_source_joins_the_second() -> None:
    """Later sources are laid on all earlier ones."""
    chain = [net("0 0, 100 0"), net("30 2, 30 50"), net("32 50, 90 50")]
    merged = merge_networks(chain, join_m=5)
    assert int(merged.islands.max()) == 0
    assert merged.edges["length_m"].sum() == 100 + 48 + 58 + 2 + 2


def test_openings_and_obstacles_follow_their_edges() -> None:
    """Edge ids move when edges before them are cut."""

    def gated(network: WalkNetwork) -> WalkNetwork:
        opening = {"kind": ["gate"], "closed": [True], "node_id": [2]}
        spot = [shapely.Point(0, 50)]
        openings = gpd.GeoDataFrame(
            {**opening, "edge_ids": [(1,)]}, geometry=spot, crs=UTM
        )
        wall = gpd.GeoDataFrame({"kind": ["wall"]}, geometry=spot, crs=UTM)
        return network.replace(openings=openings, obstacles=wall)

    first = gated(net("0 0, 100 0", "0 50, 0 51", closed=["no", "yes"]))
    later = gated(net("30 2, 30 9", "0 90, 0 91", closed=["no", "yes"]))
    merged = merge_networks([first, later], join_m=5)
    assert merged.openings["edge_ids"].tolist() == [(2,), (4,)]
    for (edge,), node in zip(
        merged.openings["edge_ids"], merged.openings["node_id"], strict=True
    ):
        assert merged.edges.loc[edge, "closed"]
        assert node in merged.edges.loc[edge, ["u", "v"]].tolist()
    assert len(merged.obstacles) == 2


def test_columns_of_all_sources_are_kept_with_their_types() -> None:
    """A flag nobody set is false, and whole numbers stay whole."""
    osm = net("0 0, 100 0", way_id=[2**53 + 1], bridge=["yes"])
    merged = merge_networks([osm, net("30 2, 30 9", surveyor=["李"])], join_m=5)
    assert merged.edges["way_id"].tolist()[:2] == [2**53 + 1] * 2
    assert merged.edges["bridge"].tolist() == [True, True, False, False]
    assert merged.edges["surveyor"].dropna().tolist() == ["李"]


def test_a_merged_network_becomes_a_graph_and_comes_back() -> None:
    """What was remembered of one graph is forgotten; the rest returns."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs=UTM)
    graph.add_node(1, x=0.0, y=0.0, street_count=1)
    graph.add_node(2, x=100.0, y=0.0, street_count=1)
    graph.add_edge(1, 2, osmid=7, length=100.0, reversed=False)
    street = network_from_graph(graph, crs=UTM)
    merged = merge_networks([street, net("30 2, 30 9")], join_m=5)
    again = network_from_graph(network_to_graph(merged, crs=UTM), crs=UTM)
    assert_geodataframe_equal(merged.edges, again.edges)
    assert_geodataframe_equal(merged.nodes, again.nodes)


spot = st.tuples(st.integers(0, 12), st.integers(0, 12))
lines = st.lists(
    st.lists(spot, min_size=2, max_size=4, unique=True), min_size=1, max_size=4
)


def network_of(walks: list[list[tuple[int, int]]]) -> WalkNetwork:
    """Make a network of random walks."""
    drawn = [shapely.LineString(walk) for walk in walks]
    return network_from_lines(gpd.GeoDataFrame(geometry=drawn, crs=UTM), crs=UTM)


@settings(max_examples=20)
@given(first=lines, second=lines, join_m=st.sampled_from([0.0, 0.3, 1.0, 2.5]))
def test_metres_are_conserved_and_walks_never_grow(
    first: list[list[tuple[int, int]]],
    second: list[list[tuple[int, int]]],
    join_m: float,
) -> None:
    """Cutting changes no length; joining only adds ways."""
    earlier, later = network_of(first), network_of(second)
    merged = merge_networks([earlier, later], join_m=join_m)
    is_connector = np.zeros(len(merged.edges), dtype=bool)
    if "highway" in merged.edges:
        is_connector = (merged.edges["highway"] == "connector").to_numpy()
    assert merged.length_units[~is_connector].sum() == (
        earlier.length_units.sum() + later.length_units.sum()
    )
    assert (merged.length_units[is_connector] <= join_m * 10_000).all()
    before, after = metres(earlier), metres(merged)
    for start, reached in before.items():
        for end, walk in reached.items():
            assert after[start][end] <= walk + 1e-9
    nodes = merged.nodes.geometry
    for u, v, line in merged.edges[["u", "v", "geometry"]].itertuples(index=False):
        assert line.coords[0] == pytest.approx(nodes[u].coords[0], abs=1e-4)
        assert line.coords[-1] == pytest.approx(nodes[v].coords[0], abs=1e-4)


def test_stated_lengths_are_shared_out_exactly() -> None:
    """Stairs of 300 m drawn as 100 m, cut in three, still are 300 m."""
    stairs = net("0 0, 100 0")
    stairs = stairs.replace(edges=stairs.edges.assign(length_m=300.0))
    merged = merge_networks([stairs, net("33 1, 33 9", "66 1, 66 9")], join_m=1)
    assert merged.edges["length_m"].tolist()[:3] == [99.0, 99.0, 102.0]


def test_refuses_nothing_and_different_crs_and_a_negative_limit() -> None:
    """The message names the rule, the value and the remedy."""
    with pytest.raises(NetworkError, match=r"no network to merge.*network.sources"):
        merge_networks([], join_m=1)
    one, other = net("0 0, 9 0"), net("0 0, 9 0", crs="EPSG:32651")
    with pytest.raises(NetworkError, match="Found: EPSG:32650, EPSG:32651"):
        merge_networks([one, other], join_m=1)
    with pytest.raises(ValueError, match=r"join_m must be 0 m or more. Got -1"):
        merge_networks([one], join_m=-1)
