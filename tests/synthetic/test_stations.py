"""Stations, candidates and responders of a synthetic district."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from lattice import facts, lattice, society, without_buildings

from servicecircle.errors import InternalError
from servicecircle.synthetic.hosts import HOST_TYPES, SITE
from servicecircle.synthetic.responders import GROUPS
from servicecircle.synthetic.scale import Scale
from servicecircle.synthetic.society import make_society
from servicecircle.synthetic.working_days import PLANNING_DAY
from servicecircle.vocabulary import Level


def test_a_hall_for_every_unit_and_the_stated_posts() -> None:
    """Halls follow the units, posts the facts: 160 of them on the whole district."""
    tiers = society(1.0).stations["tier"].value_counts().to_dict()
    assert tiers == {"district": 1, "street": 3, "community": 9, "site": 160}


def test_halls_stand_in_their_units() -> None:
    """The hall of a community is at a door inside it."""
    stations = society().stations
    halls = stations[stations["tier"] == "community"]
    units = lattice().levels[Level.COMMUNITY].geometry
    assert shapely.covers(units.to_numpy(), halls.geometry.to_numpy()).all()


def test_every_station_is_at_a_door_or_on_a_street() -> None:
    """Nothing stands in the middle of a yard."""
    places = society().stations.geometry.to_numpy()
    doors = shapely.union_all(lattice().entrances.geometry.to_numpy())
    streets = shapely.union_all(lattice().streets.geometry.to_numpy())
    at_door = shapely.distance(places, doors) < 1e-6
    on_street = shapely.distance(places, streets) < 1e-6
    assert (at_door | on_street).all()
    on_site = (society().stations["host_type"] == SITE).to_numpy()
    assert on_street[on_site].all()


def test_no_two_stations_in_one_place() -> None:
    """Halls and posts do not share a door, nor do candidates with stations."""
    both = [*society().stations.geometry, *society().candidates.geometry]
    places = shapely.get_coordinates(both)
    assert len(np.unique(places, axis=0)) == len(places)


def test_posts_have_all_five_kinds_of_hosts() -> None:
    """Compounds, construction sites, enterprise parks, schools and hospitals."""
    stations = society(1.0).stations
    posts = stations[stations["tier"] == "site"]
    counts = posts["host_type"].value_counts()
    assert set(counts.index) == set(HOST_TYPES)
    assert counts.sum() == 160


def test_halls_offer_everything_and_posts_do_not() -> None:
    """Every service is offered somewhere, and not everywhere."""
    stations = society(1.0).stations
    offered = stations["services"].map(len)
    assert (offered[stations["tier"] != "site"] == 3).all()
    assert set(offered[stations["tier"] == "site"]) == {1, 2, 3}
    assert stations["services"].map(lambda words: list(words) == sorted(words)).all()


def test_only_construction_sites_close() -> None:
    """Some of their posts are gone by the planning day, none closes before it opens."""
    stations = society(1.0).stations
    closing = stations["open_to"].notna()
    assert (closing == (stations["host_type"] == SITE)).all()
    ends = stations.loc[closing, "open_to"].to_numpy().astype("datetime64[D]")
    assert (ends < PLANNING_DAY).any()
    assert (ends >= PLANNING_DAY).any()
    assert (stations["open_to"] > stations["open_from"])[closing].all()


def test_rooms_platforms_teams() -> None:
    """48 rooms over the communities, platforms of six kinds, teams of 1 + 1 + N."""
    whole = society(1.0)
    communities = set(lattice().levels[Level.COMMUNITY].index)
    assert len(whole.rooms) == 48
    assert set(whole.rooms["community_id"]) == communities
    kinds = facts(1.0)["services"]["psychological_platforms"]
    assert set(whole.platforms["kind"]) == set(kinds)
    offers = whole.stations.loc[whole.platforms["station_id"], "services"]
    assert offers.map(lambda words: "psychology" in words).all()
    assert set(whole.teams.index) == communities
    assert (whole.teams[["lawyers", "assistants"]] == 1).all(axis=None)


def test_volunteers_add_up() -> None:
    """15,000 by grid and 14 groups, and only counts of them."""
    volunteers = society(1.0).volunteers
    assert volunteers["volunteers"].sum() == 15_000
    assert set(volunteers["group"]) == set(GROUPS)
    assert len(GROUPS) == 14
    assert not volunteers.duplicated(["grid_id", "group"]).any()


def test_candidates_by_host() -> None:
    """About 5,000 of the whole district, of every kind, with an id of their own."""
    candidates = society(0.25).candidates
    assert abs(len(candidates) - 1_250) <= 13
    assert set(candidates["host_type"]) == set(HOST_TYPES)
    assert candidates.index.is_unique


def test_counts_follow_the_part_that_is_there() -> None:
    """A quarter of the residents has a quarter of the rooms."""
    scale = Scale.of(250, {"district": {"residents_managed": 1_000}})
    assert [scale.count(whole) for whole in (48, 160, 1)] == [12, 40, 1]


def test_refuses_a_community_without_buildings() -> None:
    """A hall needs a door."""
    bare = without_buildings("440311000001", Level.COMMUNITY)
    with pytest.raises(InternalError, match="community has no building for its hall"):
        make_society(bare, facts(0.25), seed=1)
