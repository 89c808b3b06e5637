"""A small piece of the synthetic district keeps every law of the whole."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from servicecircle.network.lines import network_from_lines
from servicecircle.synthetic.facts import list_communities, read_facts
from servicecircle.synthetic.geography import Geography, make_geography
from servicecircle.synthetic.settlement import people_of
from servicecircle.vocabulary import Level

SOME = ("合水口社区", "薯田埔社区")
LEVELS = list(Level)


@pytest.fixture(scope="module")
def piece() -> Geography:
    """Make two communities."""
    return make_geography(seed=3, communities=SOME)


def test_counts_follow_the_facts(piece: Geography) -> None:
    """Units shrink with the residents; residents are exact at every level."""
    facts = read_facts()
    people = people_of(facts, list_communities(facts, only=SOME))
    share = people / facts["district"]["residents_managed"]
    assert len(piece.levels[Level.GRID]) == round(1734 * share)
    assert len(piece.levels[Level.RED_SUB_GRID]) == round(275 * share)
    assert piece.buildings["residents"].sum() == people
    assert {frame["residents"].sum() for frame in piece.levels.values()} == {people}


def test_stated_residents_are_kept(piece: Geography) -> None:
    """A community whose residents are known has exactly those."""
    communities = piece.levels[Level.COMMUNITY].set_index("name")
    assert communities.loc["合水口社区", "residents"] == 68_710


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_a_coverage(piece: Geography, level: Level) -> None:
    """Units of one level share their vertices: no gap, no overlap, the same ground."""
    units = piece.levels[level].geometry.to_numpy()
    assert shapely.coverage_is_valid(units)
    whole = piece.levels[Level.DISTRICT].area.sum()
    assert abs(shapely.area(units).sum() - whole) < 1e-3


@pytest.mark.parametrize("level", LEVELS[1:])
def test_children_make_up_their_parent(piece: Geography, level: Level) -> None:
    """The union of children is the parent, to the vertex."""
    children = piece.levels[level]
    parents = piece.levels[LEVELS[LEVELS.index(level) - 1]]
    made = children.dissolve("parent_id", method="coverage").geometry
    other = made.reindex(parents.index).symmetric_difference(parents.geometry)
    assert set(children["parent_id"]) == set(parents.index)
    assert other.area.max() < 1e-6


@pytest.mark.parametrize("level", LEVELS)
def test_units_are_in_one_piece(piece: Geography, level: Level) -> None:
    """No unit is scattered."""
    assert set(piece.levels[level].geom_type) == {"Polygon"}


def test_buildings_stand_apart_in_their_grid(piece: Geography) -> None:
    """Footprints do not overlap, and each lies in the grid that it names."""
    houses = piece.buildings
    tree = shapely.STRtree(houses.geometry.to_numpy())
    pairs = tree.query(houses.geometry.to_numpy(), predicate="overlaps")
    assert pairs.shape[1] == 0
    grids = piece.levels[Level.GRID].geometry.reindex(houses["grid_id"])
    outside = shapely.difference(houses.geometry.to_numpy(), grids.to_numpy())
    assert shapely.area(outside).max() < 1e-2
    assert houses.index.is_unique
    assert set(houses.index.str.len()) == {19}


def test_grids_count_their_residents(piece: Geography) -> None:
    """A grid's residents are those of its buildings."""
    counted = piece.buildings.groupby("grid_id")["residents"].sum()
    stated = piece.levels[Level.GRID]["residents"]
    assert (counted.reindex(stated.index, fill_value=0) == stated).all()


def test_every_building_has_a_door_on_its_outline(piece: Geography) -> None:
    """Doors lie on outlines, in the order of the buildings."""
    doors = piece.entrances
    assert (doors["building_id"].to_numpy() == piece.buildings.index).all()
    outline = shapely.boundary(piece.buildings.geometry.to_numpy())
    assert shapely.distance(outline, doors.geometry.to_numpy()).max() < 1e-6


def test_streets_are_one_network_with_few_islands(piece: Geography) -> None:
    """Nearly everything is joined; what is not is a small island."""
    network = network_from_lines(piece.streets, crs="EPSG:4547")
    size = np.bincount(network.islands)
    assert size.max() / size.sum() > 0.985
    assert network.notes["crossings_without_node"] == 0


def test_locked_gates_close_their_path(piece: Geography) -> None:
    """Every closed line ends at a closed gate."""
    closed = piece.streets[piece.streets["closed"]]
    locked = piece.gates[piece.gates["closed"]]
    assert len(closed) == len(locked) > 0
    near = gpd.sjoin_nearest(closed, locked, distance_col="metres")
    assert near["metres"].max() < 1e-6


def test_land_fills_the_district_once(piece: Geography) -> None:
    """Land use leaves nothing out and covers nothing twice."""
    whole = piece.levels[Level.DISTRICT].area.sum()
    assert abs(piece.land.area.sum() - whole) < 1
    assert {"hill", "village"} <= set(piece.land["kind"])


def test_the_same_seed_gives_the_same_bytes(piece: Geography) -> None:
    """Two runs agree in every table; another seed differs."""
    again = make_geography(seed=3, communities=SOME)
    other = make_geography(seed=4, communities=SOME)
    names = (
        "buildings",
        "entrances",
        "streets",
        "obstacles",
        "gates",
        "land",
        "background",
    )
    for name in names:
        pd.testing.assert_frame_equal(getattr(piece, name), getattr(again, name))
        assert same_bytes(getattr(piece, name), getattr(again, name))
    for level in Level:
        assert same_bytes(piece.levels[level], again.levels[level])
    assert not same_bytes(piece.streets, other.streets)


def same_bytes(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> bool:
    """Compare geometry to the last bit."""
    return list(one.geometry.to_wkb()) == list(other.geometry.to_wkb())


def test_progress_runs_to_the_end() -> None:
    """The last share is 1, and shares only grow."""
    seen: list[float] = []
    make_geography(seed=1, communities=("合水口社区",), advance=seen.append)
    assert seen[-1] == 1
    assert np.all(np.diff(seen) > 0)


def test_an_unknown_community_is_refused() -> None:
    """A name that the facts do not have is said."""
    with pytest.raises(ValueError, match="no community 合山口社区"):
        make_geography(seed=1, communities=["合山口社区"])
