"""Streets that say their sidewalks are mapped separately."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.network.osm.sidewalks import share_beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.network.walk_network import WalkNetwork

    Town = Callable[..., WalkNetwork]

STREET = ([1, 2], "highway=secondary sidewalk=separate")
PLACES = {1: (0, 0), 2: (100, 0), 3: (0, 10), 4: (100, 10), 5: (50, 10), 6: (50, -80)}


@pytest.mark.parametrize(
    ("walk", "left_out"),
    [
        (([3, 4], "highway=footway"), 1),
        (([3, 5], "highway=footway"), 0),
        (([3, 4], "highway=footway footway=crossing"), 0),
        (([3, 4], "highway=service"), 0),
        (([6, 1], "highway=footway"), 0),
    ],
)
def test_left_out_only_where_sidewalks_are_mapped(
    town: Town, walk: tuple[list[int], str], left_out: int
) -> None:
    """Four fifths of the street must have a footway within 20 m."""
    network = town(PLACES, {10: STREET, 11: walk})
    assert network.notes["sidewalks"]["left out"] == left_out
    assert (10 in network.edges["way_id"].to_numpy()) == (not left_out)


@pytest.mark.parametrize("key", ["sidewalk:both", "sidewalk:left", "sidewalk:right"])
def test_all_forms_of_the_tag(town: Town, key: str) -> None:
    """One side mapped separately is enough to look for the sidewalk."""
    street = ([1, 2], f"highway=secondary {key}=separate")
    network = town(PLACES, {10: street, 11: ([3, 4], "highway=footway")})
    assert network.edges["way_id"].tolist() == [11]


def test_street_that_others_hang_on_stays(town: Town) -> None:
    """A side street ends in the middle, and no crossing leads to the sidewalk."""
    ways = {10: STREET, 11: ([3, 4], "highway=footway")}
    ways |= {12: ([6, 2], "highway=residential"), 13: ([3, 1], "highway=footway")}
    notes = town(PLACES, ways).notes["sidewalks"]
    assert notes == {
        "said separate": 1,
        "kept, sidewalks not mapped": 0,
        "kept, others depend on them": 1,
        "left out": 0,
    }
    joined = ways | {14: ([2, 4], "highway=footway")}
    assert town(PLACES, joined).notes["sidewalks"]["left out"] == 1


@given(upto=st.integers(0, 200), within_m=st.integers(1, 50))
def test_share_agrees_with_the_measured_length(upto: int, within_m: int) -> None:
    """Counting points every 5 m is at most one point off the exact length."""
    street = shapely.LineString([(0, 0), (200, 0)])
    walk = shapely.LineString([(0, 0), (upto, 0)])
    [share] = share_beside([street], [walk], within_m=within_m)
    exact = street.intersection(walk.buffer(within_m)).length / street.length
    assert share == pytest.approx(exact, abs=0.025)
