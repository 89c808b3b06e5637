"""Dispatch reach, against the reach of stations and against walks one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from servicecircle.area.response_config import (
    DispatchSection,
    ModeSection,
    ResponseSection,
)
from servicecircle.network.distances import nearest_stations
from servicecircle.network.snapping import snap
from servicecircle.reach import measure_reach
from servicecircle.reach.access import access_places
from servicecircle.response.dispatch import Dispatch, measure_dispatch
from servicecircle.response.dispatch_tables import dispatch_table
from servicecircle.standards import ServiceStandard

if TYPE_CHECKING:
    from servicecircle.area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork

WHEELS = ModeSection(speed_m_s=0.8, step_free=True)
FEET = ModeSection(speed_m_s=0.5)
SECTION = ResponseSection(
    modes={"feet": FEET, "wheels": WHEELS},
    dispatch=DispatchSection(minutes=10, ready_minutes=2),
)


@pytest.fixture(scope="module")
def dispatch(village_area: PlanningArea, village_network: WalkNetwork) -> Dispatch:
    """Give the village's dispatch reach: 240 m on foot, 384 m without steps."""
    return measure_dispatch(village_area, village_network, SECTION)


def test_limits_are_what_is_left_of_the_minutes(dispatch: Dispatch) -> None:
    """Ten minutes less two to get going."""
    assert dispatch.limits_m == {"feet": 240.0, "wheels": 384.0}


@pytest.mark.parametrize(
    ("service", "mode"),
    [("appeals", "feet"), ("psychology", "feet"), ("psychology", "wheels")],
)
def test_in_time_is_covered_at_that_distance(
    village_area: PlanningArea,
    village_network: WalkNetwork,
    dispatch: Dispatch,
    service: str,
    mode: str,
) -> None:
    """As the stations' own reach says, steps avoided where wheels are."""
    area, wheels = village_area, SECTION.modes[mode].step_free
    standard = ServiceStandard(service, dispatch.limits_m[mode], step_free=wheels)
    reach = measure_reach(
        village_network,
        area.buildings,
        area.stations,
        [standard],
        entrances=area.entrances,
        snap_limit_m=area.config.network.snap_limit_m,
        island_tolerance_m=area.config.network.island_tolerance_m,
        detour_factor=1.3,
    ).of(service)
    told = dispatch.soonest[service, mode]
    kept = reach.loc[dispatch.buildings]
    assert told["in_time"].tolist() == kept["covered"].tolist()
    assert 0 < told["in_time"].sum() < len(told)
    speed = SECTION.modes[mode].speed_m_s
    minutes = (2 + kept["walk_m"] / speed / 60).to_numpy()
    assert np.allclose(told["minutes"], minutes, atol=1e-3, equal_nan=True)


def test_the_nearest_by_the_mean_over_residents(
    village_area: PlanningArea, village_network: WalkNetwork, dispatch: Dispatch
) -> None:
    """Each responder's walks one by one, averaged by hand."""
    area = village_area
    limits = {"limit_m": 100.0, "island_tolerance_m": 50.0}
    places = access_places(area.buildings.geometry, area.entrances)
    doors = snap(village_network, places.geometry, **limits)
    halls = snap(village_network, area.stations.geometry, **limits)
    told = dispatch.nearest
    told = told[(told["service"] == "appeals") & (told["mode"] == "feet")]
    assert told["rank"].max() == 3
    for _, row in told.iterrows():
        walks = nearest_stations(village_network, doors, halls.loc[[row["station_id"]]])
        best = walks["walk_m"].groupby(places["building_id"]).min()
        homes = area.buildings[area.buildings["grid_id"] == row["unit_id"]]
        at = best.loc[homes.index].fillna(np.inf).clip(upper=3000.0)
        mean_m = (at * homes["residents"]).sum() / homes["residents"].sum()
        assert row["minutes"] == pytest.approx(2 + mean_m / 0.5 / 60, abs=1e-3)
        near = homes["residents"][at <= 240.0].sum()
        assert row["reached_residents"] == near


def test_ranks_go_up(dispatch: Dispatch) -> None:
    """No unit names a responder twice."""
    keys = ["unit_id", "service", "mode"]
    for _, rows in dispatch.nearest.groupby(keys):
        assert rows["minutes"].is_monotonic_increasing
        assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
        assert rows["station_id"].is_unique


def test_nobody_is_lost(village_area: PlanningArea, dispatch: Dispatch) -> None:
    """Reached and unreached residents add up on every level."""
    told = dispatch_table(dispatch, village_area)
    both = told["reached_residents"] + told["unreached_residents"]
    assert np.allclose(both, told["residents"])
    total = told.groupby(["level", "service", "mode"])["reached_residents"].sum()
    assert total.groupby(["service", "mode"]).nunique().eq(1).all()
