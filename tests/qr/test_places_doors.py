"""Doors are planned where people would look for them, never where none can be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from door_scene import ORIGIN, Scene
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from servicecircle.area.qr_config import StairsSection

STREET = [(-100.0, 0.0), (200.0, 0.0)]


def places(doors: pd.DataFrame) -> list[tuple[float, float]]:
    """Give the doors' places in their order."""
    return list(zip(doors["x"].tolist(), doors["y"].tolist(), strict=True))


def test_the_door_is_in_the_middle_of_the_side_at_the_street() -> None:
    """A free-standing house has its door in the middle, not at a corner."""
    doors = Scene([box(0, 5, 20, 15)], [STREET]).doors()
    assert places(doors) == [(10.0, 5.0)]
    assert doors["why"].tolist() == ["facade"]
    assert doors["edge"].tolist() == [0]


def test_no_door_on_a_party_wall() -> None:
    """The house in a row has its door between the two walls it shares."""
    row = [box(0, 5, 10, 15), box(10, 5, 20, 15), box(20, 5, 30, 15)]
    assert places(Scene(row, [STREET]).doors(1)) == [(15.0, 5.0)]


def test_no_door_on_the_shared_part_of_a_wall() -> None:
    """Where a neighbour hides the left half of the front, the right half has it."""
    scene = Scene([box(0, 5, 20, 15), box(-5, 2, 10, 5)], [STREET])
    x, y = places(scene.doors(0))[0]
    assert (x, y) == (pytest.approx(15.4), 5.0)


@pytest.mark.parametrize("gap", [0.0, 0.3, 0.79])
def test_no_door_where_nobody_passes(gap: float) -> None:
    """A way along a slit between two houses makes no door in it."""
    houses = [box(0, 0, 10, 10), box(10 + gap, 0, 20, 10)]
    slit = [(10 + gap / 2, -50.0), (10 + gap / 2, 60.0)]
    assert places(Scene(houses, [slit]).doors(0))[0][0] < 10


def test_a_lane_that_people_pass_may_have_the_door() -> None:
    """Houses a lane apart may open on it."""
    houses = [box(0, 0, 10, 10), box(12, 0, 20, 10)]
    lane = [(11.0, -50.0), (11.0, 60.0)]
    assert places(Scene(houses, [lane]).doors(0)) == [(10.0, 5.0)]


def test_no_door_looks_through_another_house() -> None:
    """The street behind the neighbour's house is no way out: the far lane is."""
    houses = [box(0, 20, 20, 30), box(-30, 5, 50, 15)]
    lane = [(-100.0, 60.0), (200.0, 60.0)]
    assert places(Scene(houses, [STREET, lane]).doors(0)) == [(10.0, 30.0)]


def test_no_door_looks_over_a_wall() -> None:
    """The lane on the own side goes first, be it farther."""
    wall = [(-50.0, 3.0), (80.0, 3.0)]
    lane = [(-100.0, 60.0), (200.0, 60.0)]
    scene = Scene([box(0, 5, 20, 15)], [STREET, lane], walls=[wall])
    assert places(scene.doors()) == [(10.0, 15.0)]


def test_a_house_out_of_sight_of_every_way_has_a_doubtful_door() -> None:
    """No building is lost: behind walls all round, the likeliest side is taken."""
    ring = [(-5.0, 3.0), (25.0, 3.0), (25.0, 20.0), (-5.0, 20.0), (-5.0, 3.0)]
    doors = Scene([box(0, 5, 20, 15)], [STREET], walls=[ring]).doors()
    assert places(doors) == [(10.0, 5.0)]
    assert doors["why"].tolist() == ["hidden"]
    assert doors["edge"].tolist() == [-1]


def test_a_house_far_from_every_way_has_a_doubtful_door() -> None:
    """Beyond the limit the middle of the longest side is taken."""
    doors = Scene([box(0, 500, 10, 530)], [STREET]).doors()
    assert doors["why"].tolist() == ["no_way"]
    assert places(doors) == [(0.0, 515.0)]


def test_a_house_built_in_all_round_has_a_doubtful_door() -> None:
    """Neighbours 0.5 m away on all sides leave the longest side that none touches."""
    around = shapely.difference(box(-20, -10, 30, 20), box(-0.5, -0.5, 10.5, 8.5))
    doors = Scene([box(0, 0, 10, 8), around], [STREET]).doors(0)
    assert doors["why"].tolist() == ["enclosed"]
    assert places(doors)[0][1] in {0.0, 8.0}


def test_a_house_drawn_twice_has_a_doubtful_door_each() -> None:
    """Two drawings of one house cover each other, and neither is lost."""
    doors = Scene([box(0, 5, 9, 14), box(0, 5, 9, 14)], [STREET]).doors()
    assert doors["building"].tolist() == [0, 1]
    assert set(doors["why"]) == {"enclosed"}


def test_a_court_has_the_door_only_where_a_way_leads_into_it() -> None:
    """With a street outside it is there; with a way in the court alone, there."""
    house = shapely.difference(box(0, 5, 60, 65), box(20, 25, 40, 45))
    inside = [(30.0, 30.0), (30.0, 40.0)]
    assert places(Scene([house], [STREET]).doors()) == [(30.0, 5.0)]
    x, y = places(Scene([house], [inside]).doors())[0]
    assert box(20, 25, 40, 45).exterior.distance(shapely.Point(x, y)) == 0


def test_every_part_of_a_building_can_have_the_door() -> None:
    """A building of two parts has its door on the part at the street."""
    both = shapely.multipolygons([box(0, 40, 30, 60), box(0, 5, 10, 15)])
    assert places(Scene([both], [STREET]).doors()) == [(5.0, 5.0)]


def test_a_named_street_goes_before_an_unnamed_track() -> None:
    """Of two ways as near, the one with a name has the door."""
    other = [(-100.0, 20.0), (200.0, 20.0)]
    scene = Scene([box(0, 5, 10, 15)], [STREET, other], names=["", "人民路"])
    assert places(scene.doors()) == [(5.0, 15.0)]


def test_the_long_side_goes_before_the_short_one() -> None:
    """Of two streets as near, the one along the long side has the door."""
    side = [(-5.0, -100.0), (-5.0, 200.0)]
    wide, deep = box(0, 5, 60, 15), box(0, 5, 10, 65)
    assert places(Scene([wide], [STREET, side]).doors()) == [(30.0, 5.0)]
    assert places(Scene([deep], [STREET, side]).doors()) == [(0.0, 35.0)]


def test_a_side_that_only_looks_along_the_way_is_no_front() -> None:
    """A street that begins in line with the long side is faced by the short one."""
    far = [(160.0, 4.9), (400.0, 4.9)]
    scene = Scene([box(0, 5, 60, 15)], [far])
    assert places(scene.doors(within_m=300)) == [(60.0, 10.0)]


def test_a_front_in_two_pieces_is_shared_out_along_both() -> None:
    """A kiosk hides x from 20 to 50: the middle of what is left is at 14.2 m."""
    houses = [box(0, 5, 60, 15), box(20, 3, 50, 5)]
    x, y = places(Scene(houses, [STREET]).doors(0))[0]
    assert (x, y) == (pytest.approx(14.2, abs=0.05), 5.0)


def test_a_path_that_ends_at_the_house_has_the_door() -> None:
    """Two garden paths are two doors; the street in front is none then."""
    paths = [[(3.0, 0.0), (3.0, 4.9)], [(17.0, 0.0), (17.0, 5.0)]]
    doors = Scene([box(0, 5, 20, 15)], [STREET, *paths]).doors()
    assert places(doors) == [(3.0, 5.0), (17.0, 5.0)]
    assert set(doors["why"]) == {"path_end"}


def test_a_path_that_ends_where_two_houses_meet_is_no_door() -> None:
    """Whose door it is, nobody can tell."""
    houses = [box(0, 5, 10, 15), box(10, 5, 20, 15)]
    doors = Scene(houses, [STREET, [(10.0, 0.0), (10.0, 5.0)]]).doors()
    assert set(doors["why"]) == {"facade"}


def test_a_footpath_drawn_into_the_house_moves_the_door() -> None:
    """A vertex on the outline is where people come in."""
    way = [(4.0, 0.0), (4.0, 5.0), (4.0, 10.0)]
    scene = Scene([box(0, 5, 20, 15)], [STREET, way], kinds=["residential", "footway"])
    doors = scene.doors()
    assert places(doors) == [(4.0, 5.0)]
    assert doors["why"].tolist() == ["path_in"]


def test_closed_ways_have_no_doors() -> None:
    """Behind a locked gate the door is on the open side."""
    other = [(-100.0, 40.0), (200.0, 40.0)]
    scene = Scene([box(0, 5, 10, 15)], [STREET, other], closed=[True, False])
    assert places(scene.doors()) == [(5.0, 15.0)]


def test_a_long_front_has_a_door_for_every_stretch() -> None:
    """Of 130 m, at one door for every started 60 m, three."""
    doors = Scene([box(0, 5, 130, 15)], [STREET]).doors(rule=StairsSection())
    middles = [130 / 6, 65, 130 * 5 / 6]
    assert doors["x"].tolist() == pytest.approx(middles, abs=0.001)


def test_stated_stairs_go_before_the_length() -> None:
    """Where the table says how many stairs there are, it is believed."""
    scene = Scene([box(0, 5, 130, 15), box(0, -15, 10, -5)], [STREET])
    doors = scene.doors(rule=StairsSection(), stairs=[4.0, 2.0])
    assert doors["building"].tolist() == [0, 0, 0, 0, 1, 1]


def test_stairs_beyond_the_path_ends_stand_along_the_front() -> None:
    """Three stairs and one path: its end, and two more away from it."""
    scene = Scene([box(0, 5, 60, 15)], [STREET, [(9.0, 0.0), (9.0, 5.0)]])
    doors = scene.doors(rule=StairsSection(), stairs=[3.0])
    assert places(doors) == [(9.0, 5.0), (30.0, 5.0), (50.0, 5.0)]


def test_a_bay_does_not_end_a_front() -> None:
    """The door is on the true outline, though the bay was smoothed away."""
    bay = shapely.union(box(0, 5, 20, 15), box(8, 4.8, 12, 5))
    assert places(Scene([bay], [STREET]).doors()) == [(10.0, 4.8)]


coordinates = st.integers(0, 30).map(float)
blocks = st.lists(
    st.tuples(coordinates, coordinates, st.integers(1, 12), st.integers(1, 12)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25)
@given(blocks)
def test_every_house_has_a_door_and_none_that_a_neighbour_bars(
    drawn: list[tuple[float, float, int, int]],
) -> None:
    """Whatever stands where: a door each, on its outline, free where it says so."""
    houses = [box(x, y + 3, x + w, y + 3 + h) for x, y, w, h in drawn]
    doors = Scene(houses, [STREET, [(50.0, -90.0), (50.0, 90.0)]]).doors()
    assert sorted(doors["building"]) == list(range(len(houses)))
    for row in doors.itertuples():
        door = shapely.Point(row.x, row.y)
        assert door.distance(houses[row.building].exterior) < 0.002
        others = [h for k, h in enumerate(houses) if k != row.building]
        nearest = min((door.distance(other) for other in others), default=np.inf)
        assert row.why == "enclosed" or nearest > 0.79


@settings(max_examples=10)
@given(blocks)
def test_nothing_depends_on_the_order_of_houses(
    drawn: list[tuple[float, float, int, int]],
) -> None:
    """Turned round, every house keeps its door."""
    houses = [box(x, y + 3, x + w, y + 3 + h) for x, y, w, h in drawn]
    once = Scene(houses, [STREET]).doors()
    again = Scene(houses[::-1], [STREET]).doors()
    turned = again.assign(building=len(houses) - 1 - again["building"])
    turned = turned.sort_values(["building", "x", "y"], ignore_index=True)
    pd.testing.assert_frame_equal(once, turned)


def test_drawn_places_are_moved_back() -> None:
    """The scene itself puts houses where the working CRS is good."""
    assert Scene([box(0, 0, 1, 1)], [STREET]).shapes[0].bounds[:2] == ORIGIN
