"""From the village to a siting problem, against answers worked out on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from oracles import distances_from, split_graph

from servicecircle.errors import SitingError
from servicecircle.network.snapping import snap
from servicecircle.pipeline.measured import measure_walks
from servicecircle.reach.access import access_places
from servicecircle.siting.from_area import siting_problem
from servicecircle.siting.met import covered
from servicecircle.siting.question import Question
from servicecircle.siting.stored import digest, problem_arrays

if TYPE_CHECKING:
    from servicecircle.pipeline import Measured
    from servicecircle.siting.problem import SitingProblem

X0, Y0 = 493_000.0, 2_516_000.0


@pytest.fixture(scope="module")
def homes(village: Measured) -> SitingProblem:
    """Every building of the village as a candidate."""
    return siting_problem(village.area, village.network, every_building=True).problem


def with_candidates(village: Measured, **columns: object) -> Measured:
    """Give the village two candidates, on Main Street and far from any street."""
    spots = shapely.points([[X0 + 500, Y0 + 510], [X0 + 500, Y0 + 300]])
    empty = {"name": ["on", "off"], "host_type": ["school", None]}
    numbers = {"cost": [np.nan, np.nan], "capacity": [np.nan, np.nan]}
    candidates = gpd.GeoDataFrame(
        {**empty, **numbers, **columns},
        index=["K1", "K2"],
        geometry=spots,
        crs=village.area.crs,
    )
    return village.area.replace(candidates=candidates.rename_axis("site_id"))


def test_stations_cover_whom_the_measurement_says(
    village: Measured, homes: SitingProblem
) -> None:
    """Two ways to the same answer: all walks, and the nearest station."""
    here = homes.places.index[covered(homes, homes.existing)]
    rows = village.reach.of("appeals")
    assert set(here) == set(rows.index[rows["covered"]])


def test_walks_are_those_worked_out_on_paper(homes: SitingProblem) -> None:
    """House A5 is 500 m from the hall: the limit itself counts."""
    walks = homes.walks.to_frame().set_index(["place_id", "station_id"])["walk_m"]
    assert walks["A5", "H1"] == 500.0
    assert ("A6", "H1") not in walks.index
    assert walks["E1", "P3"] == 255.0


def test_the_best_of_two_doors_counts(homes: SitingProblem) -> None:
    """The long house has one on Main Street."""
    walks = homes.walks.to_frame().set_index(["place_id", "station_id"])["walk_m"]
    assert walks["L1", "L1"] == 0.0 or walks["L1", "L1"] <= 2 * 60
    assert len(homes.places) == 14


def test_sites_know_their_units(homes: SitingProblem) -> None:
    """From the grid up to the district."""
    hall = homes.sites.loc["H1"]
    assert (hall["grid_id"], hall["red_sub_grid_id"]) == ("R1N", "R1")
    assert (hall["community_id"], hall["district_id"]) == ("W", "V")
    assert homes.sites.index.is_monotonic_increasing


def test_a_candidate_without_street_is_named_and_left_out(village: Measured) -> None:
    """190 m from any street is too far."""
    area = with_candidates(village)
    problem, findings = siting_problem(area, village.network)
    assert [f.id for f in findings] == ["K2"]
    assert findings[0].rule == "candidate-off-network"
    assert "K1" in problem.sites.index
    assert "K2" not in problem.sites.index
    assert problem.sites["cost"]["K1"] == 1.0


def test_a_cost_for_some_is_a_question(village: Measured) -> None:
    """A missing cost must not pass for a cheap site."""
    area = with_candidates(village, cost=[5.0, np.nan])
    with pytest.raises(SitingError, match=r"1 candidates have no cost.*'K2'"):
        siting_problem(area, village.network)


def test_costs_are_taken_over(village: Measured) -> None:
    """Where all have one."""
    area = with_candidates(village, cost=[5.0, 7.0])
    problem, _ = siting_problem(area, village.network)
    assert problem.sites["cost"]["K1"] == 5.0
    assert problem.sites["cost"]["H1"] == 0.0


def test_an_id_stands_for_one_site(village: Measured) -> None:
    """A candidate may not be called like a station."""
    area = with_candidates(village)
    twin = area.candidates.rename(index={"K1": "H1"})
    with pytest.raises(SitingError, match="ids of stations: 'H1'"):
        siting_problem(area.replace(candidates=twin), village.network)


def test_a_building_called_like_a_station_is_left_out(village: Measured) -> None:
    """OpenStreetMap's townhall is a building and a station at once."""
    stations = village.area.stations.rename(index={"C2": "A1"}).sort_index()
    problem, findings = siting_problem(
        village.area.replace(stations=stations), village.network, every_building=True
    )
    assert [(f.rule, f.id) for f in findings if f.id == "A1"] == [
        ("candidate-id-taken", "A1")
    ]
    assert bool(problem.sites["existing"]["A1"])


def test_no_candidates_is_an_error_with_a_way_out(village: Measured) -> None:
    """The village has none of its own."""
    with pytest.raises(SitingError, match=r"\[candidates\].*every building"):
        siting_problem(village.area, village.network)


def test_an_unknown_service_is_named(village: Measured) -> None:
    """With what was probably meant."""
    with pytest.raises(
        SitingError, match=r"no service 'apeals'\. Did you mean 'appeals"
    ):
        siting_problem(village.area, village.network, "apeals", every_building=True)


def test_step_free_walks_take_no_steps(village: Measured) -> None:
    """B2 reaches the counselling post by the steps alone."""
    walks = {}
    for service in ("psychology", "psychology_step_free"):
        problem, _ = siting_problem(
            village.area, village.network, service, every_building=True
        )
        frame = problem.walks.to_frame().set_index(["place_id", "station_id"])
        walks[service] = ("B2", "N4") in frame.index
    assert walks == {"psychology": True, "psychology_step_free": False}


def test_walks_between_sites_are_measured_where_asked(village: Measured) -> None:
    """As far one way as the other."""
    problem, _ = siting_problem(
        village.area, village.network, every_building=True, between_m=800
    )
    pairs = problem.pairs_between(800, asked_by="apart_m").toarray()
    assert np.allclose(pairs, pairs.T)
    assert pairs.any()


def test_nobody_living_anywhere_is_told_by_the_model(village: Measured) -> None:
    """A problem without places, and not a traceback."""
    nobody = village.area.buildings.assign(residents=0.0)
    area = village.area.replace(buildings=nobody)
    problem, _ = siting_problem(area, village.network, every_building=True)
    assert problem.places.empty
    with pytest.raises(SitingError, match="No place has any weight"):
        Question(new_sites=1).solve(problem)


def test_buildings_measured_in_parts_are_the_same(
    village: Measured, homes: SitingProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three at once, or all."""
    monkeypatch.setattr("servicecircle.reach.building_walks.AT_ONCE", 3)
    parts, _ = siting_problem(village.area, village.network, every_building=True)
    assert digest(problem_arrays(parts)) == digest(problem_arrays(homes))
    assert np.array_equal(parts.walks.units, homes.walks.units)


def test_a_station_where_a_site_is_proposed_covers_as_many(village: Measured) -> None:
    """The whole measurement again, with the proposal as a station."""
    area = with_candidates(village)
    problem, _ = siting_problem(area, village.network)
    result = Question(new_sites=1).solve(problem)
    hall = area.candidates.loc[["K1"], ["name", "host_type", "geometry"]]
    hall["services"] = [("appeals",)]
    stations = pd.concat([area.stations, hall.rename_axis("station_id")]).sort_index()
    rows = measure_walks(area.replace(stations=stations), village.network)
    reached = rows.of("appeals")["covered"].reindex(area.buildings.index)
    assert result.objective == area.buildings["residents"][reached].sum()
    assert result.objective > 185


def test_walks_between_sites_are_those_of_networkx(village: Measured) -> None:
    """Sites apart, moved or leaning are as far as a plain Dijkstra says."""
    sites = siting_problem(
        village.area, village.network, every_building=True, between_m=900
    ).problem
    assert sites.between is not None
    doors = access_places(village.area.buildings.geometry, village.area.entrances)
    spots = village.area.stations.geometry[["H1", "C2", "P3"]]
    at = snap(village.network, spots, limit_m=100, island_tolerance_m=50)
    homes = snap(village.network, doors.geometry, limit_m=100, island_tolerance_m=50)
    homes = homes.set_axis(doors["building_id"].to_numpy())
    homes = homes[~homes.index.duplicated(keep=False)]
    graph = split_graph(village.network, station=at, home=homes)
    walks = sites.between.to_frame().set_index(["place_id", "station_id"])["walk_m"]
    for station in at.index:
        far = distances_from(graph, ("station", station), "home")
        near = {h: d for h, d in far.items() if d <= 900 and h in sites.sites.index}
        for home, distance in near.items():
            assert walks[station, home] == pytest.approx(distance, abs=1e-3)
        mine = walks[station].drop(["H1", "C2", "P3"], errors="ignore")
        assert set(mine.index) & set(homes.index) == set(near)
