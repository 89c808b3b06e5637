"""Crossing open squares."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.crs import parse_crs
from servicecircle.network.osm.content import NodePlaces, OsmPolygon
from servicecircle.network.osm.plazas import cross_plazas
from servicecircle.network.osm.walk_rules import PlazaRules, default_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.network.walk_network import WalkNetwork

    Town = Callable[..., WalkNetwork]
    Walk = Callable[[WalkNetwork, int, int], float | None]

NEAR = 0.03
SQUARE = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)}
RIM = ([1, 2, 3, 4, 1], "highway=pedestrian area=yes")
OUTSIDE = {8: (-50, -50), 9: (150, 150)}
PATHS = {20: ([8, 1], "highway=footway"), 21: ([9, 3], "highway=footway")}
HOLE = {11: (40, 40), 12: (60, 40), 13: (60, 60), 14: (40, 60)}
AROUND_HOLE = 2 * hypot(60, 40)
"""From corner to corner past one corner of the hole."""


def test_square_is_crossed_in_a_straight_line(town: Town, walk_m: Walk) -> None:
    """The walk between two entrances is the diagonal, not the rim."""
    network = town(SQUARE | OUTSIDE, {10: RIM} | PATHS)
    assert walk_m(network, 1, 3) == pytest.approx(hypot(100, 100), abs=NEAR)
    plaza = network.edges.loc[network.edges["plaza"]]
    assert set(plaza["way_id"]) == {10}
    assert plaza["length_m"].sum() == pytest.approx(400 + hypot(100, 100), abs=NEAR)
    assert network.notes["squares"]["crossed"] == 1


def test_holes_are_walked_around(town: Town, walk_m: Walk) -> None:
    """A fountain stands in the way: the shortest walk touches its corner."""
    ways = {10: RIM, 11: ([11, 12, 13, 14, 11], "")} | PATHS
    whole = {50: ([(10, "outer"), (11, "inner")], "highway=pedestrian")}
    ways[10] = (RIM[0], "")
    network = town(SQUARE | HOLE | OUTSIDE, ways, relations=whole)
    assert walk_m(network, 1, 3) == pytest.approx(AROUND_HOLE, abs=NEAR)
    assert set(network.edges.loc[network.edges["plaza"], "way_id"]) == {-50}


def test_reflex_corner_is_turned_at(town: Town, walk_m: Walk) -> None:
    """In an L-shaped square the walk bends at the inner corner."""
    corners = {1: (0, 0), 2: (100, 0), 3: (100, 30), 4: (30, 30), 5: (30, 100)}
    corners |= {6: (0, 100), 8: (150, 0), 9: (0, 150)}
    rim = ([1, 2, 3, 4, 5, 6, 1], "highway=pedestrian area=yes")
    paths = {20: ([8, 2], "highway=footway"), 21: ([9, 6], "highway=footway")}
    network = town(corners, {10: rim} | paths)
    assert walk_m(network, 2, 6) == pytest.approx(2 * hypot(70, 30), abs=NEAR)


def test_closed_gate_shuts_the_square(town: Town, walk_m: Walk) -> None:
    """A locked gate at an entrance cuts the walks across too."""
    tags = {1: "barrier=gate locked=yes"}
    network = town(SQUARE | OUTSIDE, {10: RIM} | PATHS, node_tags=tags)
    assert walk_m(network, 8, 9) is None


def test_square_that_no_way_leads_to_is_left_out(town: Town) -> None:
    """It would be an island that buildings snap to in vain."""
    apart = {k: (x + 500, y) for k, (x, y) in SQUARE.items()}
    path = {20: ([8, 9], "highway=footway")}
    network = town(apart | OUTSIDE, {10: RIM} | path)
    assert not network.edges["plaza"].any()
    assert network.notes["squares"] == {"left out, no way leads there": 1}


def test_squares_lead_to_squares(town: Town, walk_m: Walk) -> None:
    """Two squares that share a side are walked from one into the other."""
    more = {5: (200, 0), 6: (200, 100), 9: (250, 150)}
    ways = {
        10: RIM,
        11: ([2, 5, 6, 3, 2], "highway=pedestrian area=yes"),
        20: ([8, 1], "highway=footway"),
        21: ([9, 6], "highway=footway"),
    }
    network = town(SQUARE | OUTSIDE | more, ways)
    over_2_or_3 = 100 + hypot(100, 100)
    assert walk_m(network, 1, 6) == pytest.approx(over_2_or_3, abs=NEAR)


def test_private_square_is_not_crossed(town: Town) -> None:
    """The rules for ways hold for squares."""
    private = (RIM[0], f"{RIM[1]} access=private")
    network = town(SQUARE | OUTSIDE, {10: private} | PATHS)
    assert not network.edges["plaza"].any()


@pytest.mark.parametrize(
    ("max_nodes", "treatment", "metres"),
    [
        (5, "crossed", hypot(35, 50) + hypot(65, 50)),
        (4, "crossed between entrances only", 200),
    ],
)
def test_caps(
    town: Town, walk_m: Walk, max_nodes: int, treatment: str, metres: float
) -> None:
    """Two entrances and three corners of the hole: five points to join."""
    nodes = SQUARE | OUTSIDE | {11: (35, 50), 12: (60, 40), 13: (65, 60)}
    ways = {10: (RIM[0], ""), 11: ([11, 12, 13, 11], "")} | PATHS
    whole = {50: ([(10, "outer"), (11, "inner")], "highway=pedestrian")}
    cap = PlazaRules(max_nodes=max_nodes)
    rules = default_rules().model_copy(update={"plazas": cap})
    network = town(nodes, ways, relations=whole, rules=rules)
    assert network.notes["squares"][treatment] == 1
    assert walk_m(network, 1, 3) == pytest.approx(metres, abs=NEAR)


angles = st.lists(st.integers(0, 359), min_size=4, max_size=9, unique=True)


reaches = st.lists(st.integers(20, 100), min_size=9, max_size=9)


def star(angles: list[int], reach: list[int]) -> tuple[NodePlaces, list[int]]:
    """Draw a square with corners all around, and give its outline."""
    around = np.radians(sorted(angles))
    size = np.array(reach[: len(around)]) * 90
    lon, lat = size * np.cos(around), size * np.sin(around)
    n = len(around)
    positions = {
        i: (int(-154_000_000 + lon[i]), int(281_000_000 + lat[i])) for i in range(n)
    }
    return NodePlaces(positions, parse_crs("EPSG:32628")), [*range(n), 0]


def sights(area: shapely.Polygon, places: NodePlaces) -> set[frozenset[int]]:
    """List the pairs of corners, not next to each other, that see each other."""
    n = len(places.ids)
    return {
        frozenset((i, j))
        for i in range(n)
        for j in range(i + 2, n)
        if (i, j) != (0, n - 1) and shapely.covers(area, places.line([i, j]))
    }


@given(angles=angles, reach=reaches)
def test_every_entrance_is_joined_to_all_that_it_sees(
    angles: list[int], reach: list[int]
) -> None:
    """With every corner an entrance, the links are exactly the lines of sight."""
    places, ring = star(angles, reach)
    area = places.polygon([ring])
    square = OsmPolygon(1, {}, [[ring]])
    links = cross_plazas([square], places, shared=places.ids, max_nodes=20)
    if not area.is_valid:
        assert links.counts == {"broken": 1}
        return
    pairs = zip(links.u.tolist(), links.v.tolist(), strict=True)
    assert {frozenset(pair) for pair in pairs} == sights(area, places)


@given(angles=angles, reach=reaches, other=st.integers(1, 8))
def test_links_left_out_shorten_no_walk(
    angles: list[int], reach: list[int], other: int
) -> None:
    """Between two entrances the few links are as good as all lines of sight."""
    places, ring = star(angles, reach)
    area = places.polygon([ring])
    end = 1 + other % (len(ring) - 2)
    doors = np.array([0, end])
    square = OsmPolygon(1, {}, [[ring]])
    links = cross_plazas([square], places, shared=doors, max_nodes=20)
    if not area.is_valid:
        return
    few = set(zip(links.u.tolist(), links.v.tolist(), strict=True))
    walks = []
    for pairs in (few, {tuple(pair) for pair in sights(area, places)}):
        graph = nx.Graph()
        for u, v in [*pairs, *pairwise(ring)]:
            graph.add_edge(u, v, weight=places.line([u, v]).length)
        walks.append(nx.dijkstra_path_length(graph, 0, end))
    assert walks[0] == pytest.approx(walks[1], abs=1e-6)
