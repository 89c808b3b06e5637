"""The area at an hour, with staff, and with new sites of a tier."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from servicecircle import network_of, read_area
from servicecircle.errors import SitingError
from servicecircle.siting.as_planned import Planned, as_planned, read_moment
from servicecircle.siting.from_area import siting_problem

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.area.planning_area import PlanningArea

EVENING = dt.datetime(2024, 5, 1, 20, 30)  # noqa: DTZ001 - local time of the place


@pytest.fixture(scope="module")
def area(village_folder: Path) -> PlanningArea:
    """Read the village, with a candidate at each of two buildings."""
    read = read_area(village_folder)
    spots = read.buildings.iloc[:2].geometry.centroid
    rows = pd.DataFrame(
        {
            "name": ["K1", "K2"],
            "host_type": pd.array([None, None], dtype="str"),
            "cost": [1.0, 1.0],
            "capacity": [float("nan"), 50.0],
            "staff": [2.0, float("nan")],
            "tier": pd.array([None, "hall"], dtype="str"),
            "open_from": pd.to_datetime([None, "2024-09-01"]),
        },
        index=pd.Index(["K1", "K2"], name="site_id", dtype="str"),
    )
    candidates = type(read.stations)(rows, geometry=spots.to_numpy(), crs=read.crs)
    return read.replace(candidates=candidates)


def with_hours(area: PlanningArea, *hours: str | None) -> PlanningArea:
    """Give each station its hours."""
    said = pd.array(list(hours), dtype="str")
    return area.replace(stations=area.stations.assign(hours=said))


def test_stations_that_are_shut_do_not_count(area: PlanningArea) -> None:
    """What is not known counts as open, and that is said."""
    count = len(area.stations)
    shown = with_hours(area, "9:00-18:00", *["00:00-24:00"] * (count - 2), None)
    then, findings = as_planned(shown, Planned(EVENING))
    assert list(then.stations.index) == list(area.stations.index[1:])
    assert [found.rule for found in findings] == ["station-shut", "hours-unknown"]


def test_an_hour_at_which_nothing_is_open_is_refused(area: PlanningArea) -> None:
    """With the hour."""
    shut = with_hours(area, *["9:00-12:00"] * len(area.stations))
    with pytest.raises(SitingError, match="No station is open at 2024-05-01 20:30"):
        as_planned(shut, Planned(EVENING))


def test_candidates_come_when_they_are_ready(area: PlanningArea) -> None:
    """The second one is to be had from September."""
    section = area.config.area.model_copy(update={"planning_date": EVENING.date()})
    config = area.config.model_copy(update={"area": section})
    then, findings = as_planned(area.replace(config=config), Planned())
    assert list(then.candidates.index) == ["K1"]
    assert [found.rule for found in findings] == ["candidate-later"]
    assert list(as_planned(area, Planned()).area.candidates.index) == ["K1", "K2"]


def test_capacity_goes_by_staff_where_it_is_stated(area: PlanningArea) -> None:
    """Elsewhere by what the table says."""
    then = as_planned(area, Planned(residents_per_staff=300.0)).area
    assert then.candidates["capacity"].to_list() == [600.0, 50.0]


def test_without_staff_capacity_cannot_go_by_it(area: PlanningArea) -> None:
    """With the column to fill in."""
    bare = area.replace(candidates=area.candidates.drop(columns="staff"))
    bare = bare.replace(stations=bare.stations.drop(columns="staff", errors="ignore"))
    with pytest.raises(SitingError, match="Fill in their column staff"):
        as_planned(bare, Planned(residents_per_staff=300.0))


def test_new_sites_are_of_the_tier_that_is_named(area: PlanningArea) -> None:
    """Unless they say their own."""
    problem = siting_problem(area, network_of(area), new_tier="post").problem
    assert problem.sites["tier"].loc[["K1", "K2"]].to_list() == ["post", "hall"]


def test_what_was_planned_for_is_read_back() -> None:
    """A day, an hour, staff and tier, from a certificate."""
    for moment in (EVENING, EVENING.date(), None):
        planned = Planned(moment, 300.0, "post")
        assert Planned.from_data(planned.as_data()) == planned


@pytest.mark.parametrize("text", ["tomorrow", "2024-13-01", "2024-05-01 25:00"])
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    """With the two ways to write one."""
    with pytest.raises(SitingError, match="Write it as 2024-09-01"):
        read_moment(text)


def test_staff_must_serve_somebody() -> None:
    """A number above 0."""
    with pytest.raises(SitingError, match="residents_per_staff"):
        Planned(residents_per_staff=0.0)
