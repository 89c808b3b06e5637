"""What openings gain: by hand in the village, and on towns drawn at random."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from gated_streets import in_series, random_town, town
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.errors import SitingError
from servicecircle.siting.effort import Effort
from servicecircle.siting.openings import (
    choose_openings,
    setting_of,
)
from servicecircle.siting.openings import search as searching
from servicecircle.siting.openings.certificate import certify_openings
from servicecircle.siting.openings.setting import measured_anew
from servicecircle.siting.result import Status

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured


def test_village_gate_lets_the_long_house_reach_the_post(village: Measured) -> None:
    """20 + 250 Main Street + 120 gate + 260 Compound Drive + 10 are 660 m, not 830."""
    at_limit = setting_of(village.area, village.network, "appeals", limit_m=660.0)
    row = choose_openings(at_limit, openings=1).table.iloc[0]
    assert row["residents_alone"] == 100.0
    assert (row["mean_walk_before_m"], row["mean_walk_after_m"]) == (830.0, 660.0)
    below = replace(at_limit, limit_m=659.9)
    assert choose_openings(below, openings=1).table.empty


def test_village_gate_shortens_the_way_out_of_the_compound(village: Measured) -> None:
    """E1 to the east hall: 15 + 150 to the street + 150 + 400 Fourth Lane + 10."""
    setting = setting_of(village.area, village.network, "legal", limit_m=750.0)
    result = choose_openings(
        setting, openings=1, units=village.area.buildings[["grid_id"]]
    )
    row = result.table.iloc[0]
    assert (row["mean_walk_before_m"], row["mean_walk_after_m"]) == (1225.0, 725.0)
    assert result.units.iloc[0].to_list()[1:] == ["grid", "R4N", 80.0]


@pytest.mark.parametrize("limit_m", [500.0, 660.0, 900.0])
def test_village_gains_are_those_of_the_next_measurement(
    village: Measured, limit_m: float
) -> None:
    """Measured from the ground up with the gate open, as many are covered."""
    setting = setting_of(village.area, village.network, "appeals", limit_m=limit_m)
    result = choose_openings(setting, openings=1)
    again = measured_anew(village.area, setting, result.chosen, "appeals")
    assert result.objective == again


def test_gates_in_series_gain_only_together() -> None:
    """The far one alone gains nothing; both gain everybody: not submodular."""
    setting = in_series()
    one = choose_openings(setting, openings=1)
    both = choose_openings(setting, openings=2)
    assert (one.before, one.objective, both.objective) == (0.0, 5.0, 25.0)
    assert both.table["residents_gained"].to_list() == [5.0, 20.0]
    assert both.table["together_with"].to_list() == ["O4", "O3"]
    assert both.table["residents_alone"].to_list() == [5.0, 0.0]


def test_opening_and_station_share_a_budget() -> None:
    """For the price of one, a station near B; for two, the near gate with it."""
    setting = in_series()
    spot = setting.doors.loc[["door1"], ["edge_id", "position_m", "snap_m"]]
    near_b = spot.set_axis(["C0"]).assign(cost=1.0)
    with_site = replace(setting, candidates=near_b)
    one = choose_openings(with_site, sites=1, budget=1.0)
    two = choose_openings(with_site, sites=1, budget=2.0)
    assert (one.chosen, one.objective) == (["C0"], 20.0)
    assert two.objective == 25.0
    assert len(two.chosen) == 2


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.integers(0, 2), st.integers(0, 1))
def test_choice_is_the_best_of_all_sets(seed: int, gates: int, sites: int) -> None:
    """No set of openings and sites covers more, each measured on its own network."""
    setting = random_town(seed)
    result = choose_openings(setting, openings=gates, sites=sites)
    best = max(
        setting.residents(opened, spots)
        for k in range(gates + 1)
        for opened in combinations(setting.openings.index, k)
        for n in range(sites + 1)
        for spots in combinations(setting.candidates.index, n)
    )
    assert result.status is Status.OPTIMAL
    assert result.objective == result.bound == best


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_every_single_gain_is_that_of_the_opened_network(seed: int) -> None:
    """Also of those that are not chosen; none is negative."""
    setting = random_town(seed)
    table = choose_openings(setting, openings=1).table.set_index("site_id")
    before = setting.residents()
    for name in setting.openings.index:
        told = table["residents_alone"].get(name, 0.0)
        assert told == setting.residents([name]) - before >= 0


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_a_set_gains_at_least_what_each_of_it_gains(seed: int) -> None:
    """Opening more never covers fewer."""
    setting = random_town(seed)
    ids = list(setting.openings.index)
    covered = [setting.residents(ids[:k]) for k in range(len(ids) + 1)]
    assert covered == sorted(covered)
    assert covered[-1] >= max(setting.residents([name]) for name in ids)


def test_walks_through_very_many_gates_keep_the_bound_true(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two gates counted as one promise more than one gains: nothing is proved."""
    monkeypatch.setattr(searching, "MOST_IN_SERIES", 1)
    result = choose_openings(in_series(), openings=1)
    assert result.shortened
    assert result.bound >= result.objective
    assert (result.objective, result.bound) != (25.0, 25.0)
    told = certify_openings(in_series(), result, service="appeals").content
    assert (told["shortened"], told["gap"]) == (True, result.gap)


def test_a_gap_is_a_share_of_the_larger_and_nothing_is_shortened_in_vain() -> None:
    """Between 20 covered and a bound of 25, a fifth; with nobody covered, nothing."""
    result = choose_openings(in_series(), openings=2)
    assert (result.shortened, result.gap) == (False, 0.0)
    assert replace(result, objective=20.0, bound=25.0).gap == 0.2
    assert replace(result, objective=0.0, bound=0.0).gap == 0.0


def test_closed_ways_that_meet_nowhere_else_open_together() -> None:
    """A locked passage drawn as two lines is one opening."""
    setting = town(
        [((0, 0), (100, 0)), ((120, 0), (200, 0))],
        [((100, 0), (110, 0)), ((110, 0), (120, 0))],
        {"A": (200, 0, 1.0)},
        stations=[(0, 0)],
    )
    assert setting.openings["edge_ids"].to_list() == [(2, 3)]
    assert choose_openings(setting, openings=1).objective == 1.0


def test_nothing_closed_is_told(village: Measured) -> None:
    """With the remedy."""
    edges = village.network.edges.assign(closed=False)
    with pytest.raises(SitingError, match="Nothing on the network is closed"):
        setting_of(village.area, village.network.replace(edges=edges))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "how many openings"),
        ({"openings": -1}, "openings must be 0 or more"),
        ({"openings": 1, "budget": np.nan}, "budget must be 0 or more"),
        ({"openings": 1, "opening_cost": -1.0}, "opening_cost"),
        ({"openings": 1, "sites": 1, "among": ["X"]}, "id 'X'"),
    ],
)
def test_requests_that_make_no_sense_are_refused(
    asked: dict[str, object], said: str
) -> None:
    """The message names what is wrong."""
    with pytest.raises(SitingError, match=said):
        choose_openings(in_series(), **asked)  # type: ignore[arg-type]


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.integers(0, 2), st.integers(0, 1))
def test_who_stops_at_once_has_a_choice_within_the_limits(
    seed: int, gates: int, sites: int
) -> None:
    """The first choice covers no fewer than today, and is not called the best."""
    setting = random_town(seed)
    result = choose_openings(
        setting, openings=gates, sites=sites, effort=Effort(stop=lambda: True)
    )
    chosen = [name for name in result.chosen if name in setting.openings.index]
    assert len(chosen) <= gates
    assert len(result.chosen) - len(chosen) <= sites
    assert result.before <= result.objective <= result.bound
    assert result.status is not Status.OPTIMAL or result.gap == 0
