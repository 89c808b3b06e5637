"""Walks drawn along the network are as long as the walks that are measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.network.among import spots_on, walks_among
from servicecircle.network.lines import network_from_lines
from servicecircle.network.walk_lines import WalkLines, walk_lines
from servicecircle.network.walk_network import to_metres
from servicecircle.qr.places import plan_points
from servicecircle.qr.places.legs import facing_edges

if TYPE_CHECKING:
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.pipeline import Measured

CRS = "EPSG:4547"


def network_of(*wkt: str) -> WalkNetwork:
    """Make a network of lines."""
    lines = gpd.GeoSeries.from_wkt(list(wkt), crs=CRS)
    return network_from_lines(gpd.GeoDataFrame(geometry=lines), crs=CRS)


def drawn(
    network: WalkNetwork, *spots: tuple[float, float], cutoff_m: float = 999
) -> WalkLines:
    """Draw the walks from each spot to the next."""
    shapes = shapely.points(spots)
    edge = facing_edges(network, shapes, within_m=50)
    pairs = np.stack([np.arange(len(spots) - 1), np.arange(1, len(spots))], axis=1)
    at = spots_on(network, shapes, edge)
    return walk_lines(network, at, np.array(spots), pairs, cutoff_m=cutoff_m)


def test_every_drawing_is_as_long_as_its_walk(village: Measured) -> None:
    """Among all pairs of the village's doors, in metres of the drawings."""
    network = village.network
    points, _ = plan_points(village.area, network)
    shapes = np.array(points.geometry.array, dtype=object)
    spots = spots_on(network, shapes, facing_edges(network, shapes, within_m=200))
    count = np.arange(len(shapes))
    pairs = np.stack(np.meshgrid(count, count), axis=-1).reshape(-1, 2)
    found = walk_lines(
        network, spots, shapely.get_coordinates(shapes), pairs, cutoff_m=5000
    )
    measured = walks_among(network, spots, cutoff_m=5000)
    apart = (pairs[:, 0] != pairs[:, 1]) & (found.units >= 0)
    assert apart.sum() > 100
    assert (found.units == measured[pairs[:, 0], pairs[:, 1]])[apart].all()
    lines = shapely.linestrings(found.xy, indices=found.walk)
    drawn_m = shapely.length(lines)[apart]
    assert np.abs(drawn_m - to_metres(found.units[apart])).max() < 0.01


def test_long_way_round_is_drawn_corner_by_corner() -> None:
    """Backwards along one edge, forwards along another."""
    network = network_of("LINESTRING (0 0, 0 10, 100 10)", "LINESTRING (0 0, 90 0)")
    found = drawn(network, (50, 12), (40, -1))
    assert shapely.linestrings(found.xy).wkt == (
        "LINESTRING (50 12, 50 10, 0 10, 0 0, 40 0, 40 -1)"
    )


def test_two_doors_on_one_edge_see_each_other() -> None:
    """No node lies between them."""
    found = drawn(network_of("LINESTRING (0 0, 100 0)"), (70, 3), (30, 4))
    assert found.units.tolist() == [470_000]
    assert shapely.linestrings(found.xy).wkt == "LINESTRING (70 3, 70 0, 30 0, 30 4)"


def test_round_a_loop_the_shorter_side_is_taken() -> None:
    """A loop leaves and ends at one node."""
    loop = "LINESTRING (0 0, 0 40, 40 40, 40 0, 0 0)"
    network = network_of("LINESTRING (-50 0, 0 0)", loop)
    found = drawn(network, (-20, 0), (30, 0), (-20, 0))
    assert found.units.tolist() == [500_000, 500_000]
    assert found.xy.tolist() == [[-20, 0], [0, 0], [30, 0], [30, 0], [0, 0], [-20, 0]]


def test_no_walk_is_a_straight_line() -> None:
    """An island, and a walk beyond the cutoff."""
    network = network_of("LINESTRING (0 0, 100 0)", "LINESTRING (0 40, 100 40)")
    found = drawn(network, (0, 0), (0, 40), (100, 40), cutoff_m=99)
    assert found.units.tolist() == [-1, -1]
    assert found.xy.tolist() == [[0, 0], [0, 40], [0, 40], [100, 40]]
