"""Walking distances: exact, missing where missing, the same however they are run."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from oracles import distances_from, split_graph

from servicecircle.crs import parse_crs
from servicecircle.network.distances import nearest_stations, walking_distances
from servicecircle.network.walk_network import WalkNetwork

CRS = parse_crs("EPSG:4547")


def network(*edges: tuple[int, int, float]) -> WalkNetwork:
    """Join numbered nodes by edges of a stated length; where they lie is no matter."""
    names = sorted({end for u, v, _ in edges for end in (u, v)})
    nodes = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy([n * 10.0 for n in names], [n % 3 for n in names]),
        index=pd.Index(names, name="node_id"),
        crs=CRS,
    )
    frame = pd.DataFrame(edges, columns=["u", "v", "length_m"])
    lines = [
        shapely.linestrings([(u * 10.0, u % 3), (5.0, 9.0), (v * 10.0, v % 3)])
        for u, v, _ in edges
    ]
    return WalkNetwork.build(
        CRS, nodes, gpd.GeoDataFrame(frame, geometry=lines, crs=CRS)
    )


def positions(**places: tuple[int | None, float, float]) -> pd.DataFrame:
    """Place ids on edges: edge, metres from its first node, access leg."""
    frame = pd.DataFrame.from_dict(
        places, orient="index", columns=["edge_id", "position_m", "snap_m"]
    )
    return frame.astype({"edge_id": "Int64"})


ROAD = network((1, 2, 300.0), (2, 3, 700.0), (8, 9, 100.0))


def test_walk_has_two_access_legs_and_a_way_between() -> None:
    """10 m to the road, 200 m and 150 m along it, 5 m to the station."""
    result = nearest_stations(
        ROAD, positions(home=(0, 100, 10)), positions(S=(1, 150, 5))
    )
    assert result.loc["home"].tolist() == ["S", 365.0]


def test_same_edge_goes_straight_along_it() -> None:
    """Never to the edge's end and back."""
    result = nearest_stations(
        ROAD, positions(home=(1, 400, 1)), positions(S=(1, 350, 2))
    )
    assert result.loc["home", "walk_m"] == 53.0


def test_same_edge_may_be_quicker_around() -> None:
    """A loop of 700 m: 300 m around beat 400 m along."""
    ring = network((1, 2, 600.0), (2, 1, 100.0))
    result = nearest_stations(ring, positions(h=(0, 50, 0)), positions(S=(0, 450, 0)))
    assert result.loc["h", "walk_m"] == 300.0


def test_loop_edge_is_walked_both_ways() -> None:
    """An edge from a node to itself: 100 m and 200 m from its node, on 1,000 m."""
    loop = network((1, 1, 1000.0), (1, 2, 5.0))
    places = positions(near=(0, 100, 0), far=(0, 800, 0))
    result = nearest_stations(loop, places, positions(S=(1, 0, 0)))
    assert result["walk_m"].tolist() == [100.0, 200.0]


def test_unjoined_and_unsnapped_places_keep_their_rows() -> None:
    """DESIGN section 6: no station, no number."""
    places = positions(island=(2, 10, 0), lost=(None, math.nan, math.nan))
    result = nearest_stations(ROAD, places, positions(S=(0, 0, 0)))
    assert result["station_id"].isna().tolist() == [True, True]
    assert result["walk_m"].isna().tolist() == [True, True]


def test_no_station_at_all() -> None:
    """A service that nobody offers leaves every place without an answer."""
    result = nearest_stations(ROAD, positions(h=(0, 0, 0)), positions().astype(float))
    assert result["walk_m"].isna().all()


def test_tie_goes_to_the_id_that_sorts_first() -> None:
    """DESIGN section 9: whatever the order of the rows."""
    halls = positions(Z=(0, 0, 0), B=(1, 300, 0), A=(1, 300, 0))
    for stations in (halls, halls.iloc[::-1]):
        result = nearest_stations(ROAD, positions(h=(0, 300, 0)), stations)
        assert result.loc["h"].tolist() == ["A", 300.0]


def test_closed_edge_is_not_walked() -> None:
    """A locked gate between home and station."""
    way = network((1, 2, 300.0), (2, 3, 0.0), (3, 4, 100.0))
    home, hall = positions(h=(0, 0, 0)), positions(S=(2, 50, 0))
    assert nearest_stations(way, home, hall)["walk_m"].tolist() == [350.0]
    shut = way.replace(edges=way.edges.assign(closed=[False, True, False]))
    assert nearest_stations(shut, home, hall)["walk_m"].isna().all()


def test_refuses_positions_on_closed_edges() -> None:
    """A snap to the common network is not one to the step-free network."""
    shut = ROAD.replace(edges=ROAD.edges.assign(steps=[True, False, False])).step_free
    with pytest.raises(ValueError, match=r"on closed edges: 'h'\. Snap them"):
        nearest_stations(shut, positions(h=(0, 0, 0)), positions(S=(1, 0, 0)))


def test_step_free_goes_around_the_stairs() -> None:
    """50 m of stairs or 400 m of ramp."""
    hill = network((1, 2, 50.0), (1, 2, 400.0), (2, 3, 10.0), (1, 4, 10.0))
    hill = hill.replace(edges=hill.edges.assign(steps=[True, False, False, False]))
    home, hall = positions(h=(2, 0, 0)), positions(S=(3, 0, 0))
    assert nearest_stations(hill, home, hall)["walk_m"].tolist() == [50.0]
    assert nearest_stations(hill.step_free, home, hall)["walk_m"].tolist() == [400.0]


def test_cutoff_itself_counts() -> None:
    """DESIGN section 4, to the tenth of a millimetre."""
    places = positions(a=(1, 500, 0), b=(1, 500.0001, 0), c=(1, 500.00004, 0))
    matrix = walking_distances(ROAD, places, positions(S=(1, 0, 0)), cutoff_m=500)
    assert matrix.to_frame()["place_id"].tolist() == ["a", "c"]


def test_zero_distance_is_kept() -> None:
    """A place at the station is a pair like any other."""
    spot = positions(S=(1, 100, 0))
    matrix = walking_distances(ROAD, spot, spot, cutoff_m=1)
    assert matrix.walk_m.tolist() == [0.0]


def test_both_on_an_edge_longer_than_the_cutoff() -> None:
    """Neither end of the edge is within reach, the neighbour is."""
    country = network((1, 2, 9000.0))
    home, hall = positions(h=(0, 4000, 0)), positions(S=(0, 4100, 0))
    matrix = walking_distances(country, home, hall, cutoff_m=150)
    assert matrix.walk_m.tolist() == [100.0]


@pytest.mark.parametrize("cutoff_m", [0, math.nan, 100_000])
def test_refuses_bad_cutoff(cutoff_m: float) -> None:
    """A cutoff is above zero and fits the arithmetic."""
    spot = positions(S=(1, 100, 0))
    with pytest.raises(ValueError, match="cutoff_m must be"):
        walking_distances(ROAD, spot, spot, cutoff_m=cutoff_m)


def test_refuses_repeated_station() -> None:
    """Two stations of one id cannot be told apart."""
    twice = pd.concat([positions(S=(0, 0, 0))] * 2)
    with pytest.raises(ValueError, match=r"station ids must be unique\. Repeated: 'S'"):
        nearest_stations(ROAD, positions(h=(0, 0, 0)), twice)


lengths = st.integers(0, 400).map(float)
edge_lists = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), lengths), min_size=1, max_size=14
)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[WalkNetwork, pd.DataFrame, pd.DataFrame]:
    """Draw a network with loops, parallel edges and islands, homes and halls."""
    net = network(*draw(edge_lists))
    length_m = net.edges["length_m"].tolist()

    def spots(prefix: str, most: int) -> pd.DataFrame:
        places = {}
        for i in range(draw(st.integers(1, most))):
            edge = draw(st.integers(0, len(length_m) - 1))
            at = draw(st.integers(0, int(length_m[edge])))
            places[f"{prefix}{i}"] = (edge, float(at), float(draw(st.integers(0, 30))))
        return positions(**places)

    return net, spots("h", 8), spots("s", 4)


@given(worlds())
def test_nearest_agrees_with_networkx_on_the_split_graph(
    world: tuple[WalkNetwork, pd.DataFrame, pd.DataFrame],
) -> None:
    """An independent Dijkstra on a graph cut at every place gives the same answer."""
    net, homes, halls = world
    graph = split_graph(net, home=homes, hall=halls)
    result = nearest_stations(net, homes, halls)
    for home in homes.index:
        options = distances_from(graph, ("home", home), "hall")
        expected = min(((d, h) for h, d in options.items()), default=(math.nan, None))
        if expected[1] is None:
            assert result.loc[home].isna().all()
        else:
            assert (
                result.loc[home, "walk_m"],
                result.loc[home, "station_id"],
            ) == expected


@given(worlds(), st.integers(1, 1500))
def test_matrix_agrees_with_networkx_on_the_split_graph(
    world: tuple[WalkNetwork, pd.DataFrame, pd.DataFrame], cutoff: int
) -> None:
    """Exactly the pairs within the cutoff, from whichever side the search starts."""
    net, homes, halls = world
    graph = split_graph(net, home=homes, hall=halls)
    expected = {
        (home, hall): d
        for home in homes.index
        for hall, d in distances_from(graph, ("home", home), "hall").items()
        if d <= cutoff
    }
    matrix = walking_distances(net, homes, halls, cutoff_m=cutoff).to_frame()
    pairs = matrix.set_index(["place_id", "station_id"])["walk_m"]
    assert pairs.to_dict() == expected
    assert pairs.index.is_monotonic_increasing
    back = walking_distances(net, halls, homes, cutoff_m=cutoff).to_frame()
    flipped = back.set_index(["station_id", "place_id"])["walk_m"]
    assert flipped.to_dict() == expected


def test_threads_change_nothing() -> None:
    """The same bytes on one thread and on many, over several tasks."""
    rng = np.random.default_rng(7)
    u, v = rng.integers(0, 300, (2, 900))
    net = network(*zip(u.tolist(), v.tolist(), rng.uniform(5, 90, 900), strict=True))
    edge = rng.integers(0, 900, 700)
    at = rng.random(700) * net.edges["length_m"].to_numpy()[edge]
    spots = positions(
        **{f"p{i}": (e, a, 1.5) for i, (e, a) in enumerate(zip(edge, at, strict=True))}
    )
    one, four = (
        walking_distances(net, spots, spots, cutoff_m=120, threads=n) for n in (1, 4)
    )
    assert len(one.units) > 2000
    for name in ("indptr", "station", "units"):
        assert np.array_equal(getattr(one, name), getattr(four, name))
