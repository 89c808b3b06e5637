"""One community by itself tells the same as the whole does of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pytest

from servicecircle.area import read_area
from servicecircle.errors import InputError
from servicecircle.maps.communities import part_of
from servicecircle.maps.payload.distances import LONGEST_M
from servicecircle.network.distances import nearest_stations
from servicecircle.network.from_area import network_of
from servicecircle.pipeline.measured import measure_walks
from servicecircle.siting.openings import closed_openings
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.maps.communities import Part
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.pipeline.measured import Measured
    from servicecircle.reach.measure import Reach

COMMUNITY = Path(__file__).parents[2] / "data" / "community"


class Whole(NamedTuple):
    """What a part is cut out of."""

    area: PlanningArea
    network: WalkNetwork
    reach: Reach


@pytest.fixture(scope="module")
def community() -> Whole:
    """Walk the community under data/ once: red sub-grids are its parts here."""
    area = read_area(COMMUNITY)
    network = network_of(area)
    return Whole(area, network, measure_walks(area, network))


def part(measured: Whole | Measured, level: Level, unit_id: str) -> Part:
    """Cut a unit out."""
    return part_of(
        measured.area,
        measured.network,
        measured.reach,
        openings=closed_openings(measured.network),
        level=level,
        unit_id=unit_id,
    )


def walks_m(reach: Reach, kind: bool, homes: pd.Index) -> np.ndarray:  # noqa: FBT001
    """Measure the walk of every access place to its nearest station anew."""
    snapped = reach.snapped[kind]
    places = snapped.places[snapped.places["building_id"].isin(homes)]
    near = nearest_stations(snapped.network, places, snapped.stations)
    return near["walk_m"].to_numpy()


@pytest.mark.parametrize("kind", [False, True])
def test_walks_up_to_the_slider_s_end_are_those_of_the_whole(
    community: Whole,
    kind: bool,  # noqa: FBT001
) -> None:
    """With stairs and without: also to stations and along streets outside it."""
    rows = community.reach.of("appeals")["walk_m"]
    farthest = rows[rows <= LONGEST_M].idxmax()
    unit = community.area.buildings["red_sub_grid_id"][farthest]
    cut = part(community, Level.RED_SUB_GRID, unit)
    homes = cut.area.buildings.index
    assert 0 < len(homes) < len(community.area.buildings)
    assert len(cut.network.edges) < len(community.network.edges)
    whole_m = walks_m(community.reach, kind, homes)
    near = whole_m <= LONGEST_M
    assert near.any()
    np.testing.assert_array_equal(walks_m(cut.reach, kind, homes)[near], whole_m[near])


def test_nothing_of_other_units_is_in_it(village: Measured) -> None:
    """Its levels begin with it; buildings, doors and rows are its own."""
    cut = part(village, Level.COMMUNITY, "E")
    assert {k: list(v.index) for k, v in cut.area.levels.items()} == {
        Level.COMMUNITY: ["E"],
        Level.RED_SUB_GRID: ["R3", "R4"],
        Level.GRID: ["R3N", "R3S", "R4N", "R4S"],
    }
    assert set(cut.area.buildings["community_id"]) == {"E"}
    assert set(cut.reach.table["building_id"]) == set(cut.area.buildings.index)
    assert set(cut.area.entrances["building_id"]) <= set(cut.area.buildings.index)
    assert cut.area.name == f"{village.area.name} · E（合成）"


def test_what_can_be_opened_keeps_its_name(community: Whole) -> None:
    """So that what is tried on a part's map can be scored on the whole."""
    whole = closed_openings(community.network)
    first = community.area.levels[Level.RED_SUB_GRID].index[0]
    cut = part(community, Level.RED_SUB_GRID, first)
    assert 0 < len(cut.openings) < len(whole)
    assert cut.openings.geometry.equals(whole.geometry[cut.openings.index])
    for name, ids in cut.openings["edge_ids"].items():
        there = cut.network.edges.geometry.iloc[list(ids)]
        asked = community.network.edges.geometry.iloc[list(whole["edge_ids"][name])]
        assert there.geom_equals(asked.set_axis(there.index)).all()


def test_the_whole_is_left_as_it_was(village: Measured) -> None:
    """Nothing of it is changed."""
    before = village.network.edges.copy(), village.reach.snapped[False].places.copy()
    part(village, Level.COMMUNITY, "W")
    pd.testing.assert_frame_equal(village.network.edges, before[0])
    pd.testing.assert_frame_equal(village.reach.snapped[False].places, before[1])


def test_the_background_ends_where_the_streets_do(community: Whole) -> None:
    """In single parts, as the whole has it."""
    first = community.area.levels[Level.RED_SUB_GRID].index[0]
    cut = part(community, Level.RED_SUB_GRID, first).area.background
    assert 0 < cut.area.sum() < community.area.background.area.sum()
    assert set(cut.geom_type) == {"Polygon"}


def test_an_unknown_unit_is_refused(village: Measured) -> None:
    """By id only: names are for the command."""
    with pytest.raises(InputError, match="There is no community 'Nowhere' in"):
        part(village, Level.COMMUNITY, "Nowhere")
    with pytest.raises(InputError, match="no level 'street'"):
        part(village, Level.STREET, "S")
