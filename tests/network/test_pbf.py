"""Reading the walking network of an OpenStreetMap file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from servicecircle.errors import CrsError, InputError, NetworkError
from servicecircle.network.osm.pbf import network_from_pbf
from servicecircle.network.osm.walk_rules import read_walk_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from servicecircle.network.walk_network import WalkNetwork

    Town = Callable[..., WalkNetwork]
    Walk = Callable[[WalkNetwork, int, int], float | None]

CROSS = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 100), 5: (100, -100)}
NEAR = 0.03
"""Files keep places to a ten-millionth of a degree, about a centimetre."""


def ends(network: WalkNetwork) -> list[tuple[int, int]]:
    """List the edges by their nodes."""
    return [(int(u), int(v)) for u, v in network.edges[["u", "v"]].to_numpy()]


def test_ways_are_cut_where_they_share_a_node(town: Town, walk_m: Walk) -> None:
    """A corner that only one way passes is part of an edge, not a node."""
    ways = {
        10: ([1, 2, 3], "highway=residential oneway=yes name=Main"),
        11: ([4, 2], "highway=steps"),
    }
    network = town(CROSS | {6: (150, 50)}, ways | {12: ([3, 6, 4], "highway=path")})
    assert ends(network) == [(1, 2), (2, 3), (4, 2), (3, 4)]
    assert network.edges["way_id"].tolist() == [10, 10, 11, 12]
    assert network.edges["steps"].tolist() == [False, False, True, False]
    assert network.edges["name"].isna().tolist() == [False, False, True, True]
    assert walk_m(network, 3, 1) == pytest.approx(200, abs=NEAR)


def test_bridge_over_a_street_does_not_join(town: Town, walk_m: Walk) -> None:
    """Ways that cross on the map without a shared node stay apart."""
    bridge = "highway=footway bridge=yes layer=1"
    ways = {10: ([1, 3], "highway=primary"), 11: ([4, 5], bridge)}
    network = town(CROSS, ways)
    assert ends(network) == [(1, 3), (4, 5)]
    assert walk_m(network, 1, 4) is None
    assert network.edges["bridge"].tolist() == [False, True]
    assert network.edges["layer"].tolist() == [0, 1]


def test_a_way_through_the_same_node_twice_is_cut_there(town: Town) -> None:
    """A lollipop is a stick and a loop."""
    network = town(CROSS, {10: ([1, 2, 3, 4, 2], "highway=path")})
    assert ends(network) == [(1, 2), (2, 2)]


def test_loop_street_is_no_square(town: Town) -> None:
    """A closed pedestrian way without area=yes is walked around."""
    network = town(CROSS, {10: ([1, 5, 3, 4, 1], "highway=pedestrian")})
    assert ends(network) == [(1, 1)]
    assert network.edges["plaza"].tolist() == [False]


def test_closed_gate_cuts_and_is_remembered(town: Town, walk_m: Walk) -> None:
    """Clearing `closed` on the opening's edges opens the gate again."""
    ways = {10: ([1, 2, 3], "highway=service"), 11: ([4, 2, 5], "highway=footway")}
    network = town(CROSS, ways, node_tags={2: "barrier=gate access=private"})
    assert ends(network) == [
        (1, 2),
        (-1, 3),
        (4, -2),
        (-3, 5),
        (2, -1),
        (2, -2),
        (2, -3),
    ]
    assert walk_m(network, 1, 3) is None
    [opening] = network.openings.itertuples()
    assert (opening.kind, opening.closed, opening.node_id) == ("gate", True, 2)
    assert opening.edge_ids == (4, 5, 6)
    assert network.edges.loc[[4, 5, 6], "length_m"].tolist() == [0, 0, 0]
    edges = network.edges.copy()
    edges.loc[list(opening.edge_ids), "closed"] = False
    opened = network.replace(edges=edges)
    assert walk_m(opened, 1, 3) == pytest.approx(200, abs=NEAR)


@pytest.mark.parametrize(
    "tags", ["barrier=bollard", "barrier=gate", "barrier=gate access=no foot=yes"]
)
def test_passable_barrier_is_only_remembered(
    town: Town, walk_m: Walk, tags: str
) -> None:
    """The way is cut into two edges there, but a walker passes."""
    network = town(CROSS, {10: ([1, 2, 3], "highway=path")}, node_tags={2: tags})
    assert ends(network) == [(1, 2), (2, 3)]
    assert network.openings[["closed", "edge_ids"]].to_numpy().tolist() == [[False, ()]]
    assert walk_m(network, 1, 3) == pytest.approx(200, abs=NEAR)


def test_gate_drawn_as_a_line(town: Town, walk_m: Walk) -> None:
    """A gate way gates the node that it shares with a walked way."""
    ways = {10: ([1, 2, 3], "highway=path"), 11: ([4, 2, 5], "barrier=gate locked=yes")}
    network = town(CROSS, ways)
    assert network.openings["node_id"].tolist() == [2]
    assert walk_m(network, 1, 3) is None


def test_kerbs_and_gates_off_the_network_are_not_listed(town: Town) -> None:
    """A kerb is stepped over, and a gate in a wall that no way passes is unknown."""
    tags = {2: "barrier=kerb", 4: "barrier=gate"}
    network = town(CROSS, {10: ([1, 2, 3], "highway=path")}, node_tags=tags)
    assert network.openings.empty


def test_closed_gate_at_the_end_of_a_way(town: Town) -> None:
    """Nothing lies behind it, so it would open nothing."""
    tags = {3: "barrier=gate locked=yes"}
    network = town(CROSS, {10: ([1, 2, 3], "highway=path")}, node_tags=tags)
    assert network.openings[["closed", "edge_ids"]].to_numpy().tolist() == [[True, ()]]
    assert ends(network) == [(1, 3)]


def test_notes_count_what_was_left_out(town: Town) -> None:
    """Every way with a highway is accounted for, with the reason."""
    ways = {
        10: ([1, 2], "highway=path"),
        11: ([2, 3], "highway=motorway"),
        12: ([2, 4], "highway=service access=private"),
        13: ([5], "highway=path"),
        14: ([5, 5], "highway=path"),
    }
    notes = town(CROSS, ways).notes
    assert notes["source"] == "town.osm"
    assert notes["ways_read"] == {"motorway": 1, "path": 3, "service": 1}
    assert notes["ways_left_out"] == {
        "access=private": 1,
        "highway=motorway without foot=yes": 1,
    }
    assert notes["ways_without_length"] == 2


def test_way_beyond_the_extract_is_walked_as_far_as_known(town: Town) -> None:
    """A node that the file does not hold is skipped and counted."""
    network = town(CROSS, {10: ([1, 2, 99], "highway=path")})
    assert ends(network) == [(1, 2)]
    assert network.notes["faults"]["nodes outside the file"] == 1


def test_obstacles_lie_at_ground_level(town: Town) -> None:
    """What passes overhead or underground, or is walked itself, is no obstacle."""
    ways = {
        10: ([1, 2], "highway=path"),
        11: ([1, 3], "highway=motorway"),
        12: ([1, 3], "highway=motorway bridge=yes"),
        13: ([4, 5], "railway=rail"),
        14: ([4, 5], "railway=subway layer=-2"),
        15: ([4, 5], "waterway=river layer=-1"),
        16: ([4, 5], "waterway=river tunnel=culvert"),
        17: ([1, 4, 3, 1], "natural=water"),
        18: ([1, 4], "barrier=wall"),
        19: ([1, 4], "highway=trunk foot=no"),
        20: ([1, 5], "highway=trunk"),
        21: ([1, 3], "highway=motorway layer=1"),
    }
    obstacles = town(CROSS, ways).obstacles
    kinds = ["motorway", "rail", "river", "wall", "trunk", "water"]
    assert obstacles["kind"].tolist() == kinds
    assert obstacles.geometry.iloc[-1].area == pytest.approx(10_000, abs=5)


def test_same_file_same_network(osm_file: Callable[..., Path]) -> None:
    """Nothing depends on the run."""
    ways = {10: ([1, 2, 3], "highway=path"), 11: ([4, 2, 5], "highway=steps")}
    path = osm_file(CROSS, ways, node_tags={2: "barrier=gate locked=yes"})
    one, two = (network_from_pbf(path, crs="EPSG:32628") for _ in range(2))
    for table in ("nodes", "edges", "openings", "obstacles"):
        assert_geodataframe_equal(getattr(one, table), getattr(two, table))
    assert one.notes == two.notes


def test_own_rules(osm_file: Callable[..., Path], tmp_path: Path) -> None:
    """A planner's table decides, and a network without any way is refused."""
    own = tmp_path / "rules.toml"
    own.write_text('[highway]\npath = "never"\n', "utf-8")
    path = osm_file(CROSS, {10: ([1, 2], "highway=path")})
    with pytest.raises(NetworkError, match=r"town\.osm: no way in it can be walked"):
        network_from_pbf(path, crs="EPSG:32628", rules=read_walk_rules(own))


def test_refuses_what_is_no_osm_file(tmp_path: Path) -> None:
    """The message names the file and what was expected."""
    with pytest.raises(InputError, match=r"none\.osm: no such file"):
        network_from_pbf(tmp_path / "none.osm", crs="EPSG:32628")
    for name, message in [("a.csv", "not named like"), ("a.osm", "not a readable")]:
        (tmp_path / name).write_text("hello", "utf-8")
        with pytest.raises(InputError, match=message):
            network_from_pbf(tmp_path / name, crs="EPSG:32628")


def test_refuses_a_crs_that_does_not_measure(osm_file: Callable[..., Path]) -> None:
    """Degrees are not metres."""
    path = osm_file(CROSS, {10: ([1, 2], "highway=path")})
    with pytest.raises(CrsError, match="EPSG:4326 is in degrees"):
        network_from_pbf(path, crs="EPSG:4326")


def test_says_so_where_nodes_are_missing(town: Town) -> None:
    """Unsorted files and those of an editor, with negative numbers, look like this."""
    with pytest.raises(NetworkError, match=r"nodes of its ways are missing.*sort it"):
        town(CROSS, {10: ([98, 99], "highway=path")})


def test_refuses_a_crs_for_elsewhere(osm_file: Callable[..., Path]) -> None:
    """A zone on the other side of the globe has other metres."""
    path = osm_file(CROSS, {10: ([1, 2], "highway=path")})
    with pytest.raises(CrsError, match="for example 'EPSG:32628'"):
        network_from_pbf(path, crs="EPSG:4547")


@pytest.mark.realdata
def test_las_palmas(realdata: Path) -> None:
    """A real city: its size is known, and every edge runs from u to v."""
    path = realdata / "las_palmas" / "las_palmas_20230221.osm.pbf"
    network = network_from_pbf(path, crs="EPSG:32628")
    edges = network.edges
    assert edges.loc[~edges["plaza"], "length_m"].sum() / 1000 == pytest.approx(
        2029, abs=1
    )
    main = network.islands[network.u] == 0
    assert edges.loc[main, "length_m"].sum() / edges["length_m"].sum() > 0.97
    at = network.nodes.geometry.to_numpy()
    for end, position in ((0, network.u), (-1, network.v)):
        tip = shapely.get_point(edges.geometry.to_numpy(), end)
        assert np.array_equal(
            shapely.get_coordinates(tip), shapely.get_coordinates(at[position])
        )
