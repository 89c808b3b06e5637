"""What speaks for a proposal: against small cases worked by hand, and laws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import problems

from servicecircle.siting.effort import Effort
from servicecircle.siting.met import covered
from servicecircle.siting.models.example import problem_of
from servicecircle.siting.proposals import (
    alternatives,
    coverage_change,
    gains_by_unit,
    make_proposals,
    rank_sites,
    relief,
    run_trials,
)
from servicecircle.siting.proposals.reasons import Facts, reason
from servicecircle.siting.proposals.worth import ByCover, worth_of
from servicecircle.siting.question import Question
from servicecircle.siting.requirements import Requirements
from servicecircle.siting.sentences import Sentence, render, table
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

SOON = Effort(seconds=5)
FAR = np.inf


def street() -> SitingProblem:
    """
    Make five homes along a street, a station *a*, and candidates *b*, *c*, *d*.

    h1 (10) has the station and b; h2 (20) b and c; h3 (30) b, c and d; h4 (40) d; h5
    (5) nothing. b, c and d stand 100 m apart.
    """
    walk_m = np.array(
        [
            [200.0, 100.0, FAR, FAR],
            [FAR, 200.0, 150.0, FAR],
            [FAR, 300.0, 250.0, 310.0],
            [FAR, FAR, FAR, 90.0],
            [FAR, FAR, FAR, FAR],
        ]
    )
    weight = [10.0, 20.0, 30.0, 40.0, 5.0]
    problem = problem_of(walk_m, weight, limit_m=320, cutoff_m=500, stations=1)
    spots = gpd.GeoSeries.from_xy([0, 100, 200, 300], [0] * 4, crs="EPSG:4547")
    spots.index = problem.sites.index
    sites = problem.sites.assign(geometry=spots, grid_id=["g1", "g1", "g2", "g2"])
    places = problem.places.assign(grid_id=["g1", "g1", "g2", "g2", "g2"])
    return problem.replace(sites=gpd.GeoDataFrame(sites), places=places)


OPEN = np.array([True, True, False, True])
"""The station, b and d."""


def test_the_site_that_adds_most_is_first() -> None:
    """The one called d adds 70, b 20 more; the shares add up."""
    ranked = rank_sites(street(), OPEN)
    assert ranked.site.tolist() == [3, 1]
    assert ranked.gained.tolist() == [70.0, 20.0]
    assert (ranked.before, ranked.covered.tolist()) == (10.0, [80.0, 100.0])


def test_stations_that_close_come_last_and_take_away() -> None:
    """With b open, the station is needed by nobody."""
    ranked = rank_sites(street(), np.array([False, True, False, False]))
    assert ranked.site.tolist() == [1, 0]
    assert ranked.gained.tolist() == [50.0, 0.0]


@settings(max_examples=40)
@given(problems(), st.data())
def test_gains_add_up_to_what_the_choice_covers(
    problem: SitingProblem, data: st.DataObject
) -> None:
    """From today to then, whatever opens or closes."""
    count = len(problem.sites)
    flags = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    open_ = np.array(flags)
    ranked = rank_sites(problem, open_)
    then = float(problem.weight[covered(problem, open_)].sum())
    assert ranked.before + ranked.gained.sum() == then
    opened = ranked.gained[~problem.existing[ranked.site]]
    assert (np.diff(opened) <= 0).all()


@settings(max_examples=40)
@given(problems(), st.data(), st.sampled_from(["p_median", "backup_covering"]))
def test_worths_add_up_to_what_the_model_asks_for(
    problem: SitingProblem, data: st.DataObject, model: str
) -> None:
    """Whatever opens or closes, from today's objective to that of the choice."""
    question = Question(model, new_sites=1)
    count = len(problem.sites)
    flags = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    open_ = np.array(flags)
    worth = worth_of(problem, question, result=None)
    ranked = rank_sites(problem, open_, worth)
    today = question.objective(problem, problem.existing)
    change = question.objective(problem, open_) - today
    if model == "p_median":
        change /= -problem.weight.sum() or -1.0
    assert ranked.worth.sum() == pytest.approx(change, abs=1e-6)


def test_nobody_lost_is_nought() -> None:
    """Not minus nought, which a table would show as -0."""
    ranked = rank_sites(street(), np.array([False, True, False, False]))
    assert not np.signbit(ranked.gained).any()
    assert not np.signbit(ranked.worth).any()


def test_a_median_ranks_by_walks_and_not_by_coverage() -> None:
    """One is nearer to h2 by 400 m and covers it; c by 100 m each for more people."""
    walk_m = np.array([[450.0, FAR, 150.0], [500.0, 90.0, FAR]])
    homes = problem_of(walk_m, [50.0, 40.0], limit_m=460, cutoff_m=500, stations=1)
    sites = gpd.GeoDataFrame(
        homes.sites,
        geometry=gpd.GeoSeries.from_xy([0] * 3, [0] * 3, index=["a", "b", "c"]),
    )
    question = Question("p_median", new_sites=2, beyond_m=500)
    homes = homes.replace(sites=sites)
    rows = make_proposals(homes, question, question.solve(homes, effort=SOON)).table
    assert rows["site_id"].tolist() == ["b", "c"]
    assert rows["mean_walk_shorter_m"].round(1).tolist() == [182.2, 166.7]
    assert rows["reason"][1].startswith("It makes the mean walk of all 166.7 m shorter")


def test_a_center_ranks_by_whom_it_brings_within_the_longest_walk() -> None:
    """Both together bring all who can be reached within it."""
    question = Question("p_center", new_sites=2, beyond_m=500)
    result = question.solve(street(), effort=SOON)
    rows = make_proposals(street(), question, result).table
    assert rows["gained_within_longest"].sum() == 90.0
    assert rows["gained_within_longest"].is_monotonic_decreasing
    assert f"within {result.objective:.0f} m" in rows["reason"][0]


def test_where_sites_can_be_full_they_rank_by_whom_they_serve() -> None:
    """A site of 15 places serves 15, whomever it reaches."""
    small = street()
    small = small.replace(sites=small.sites.assign(capacity=[10.0, 40.0, 40.0, 15.0]))
    question = Question("capacitated_covering", new_sites=2)
    rows = make_proposals(small, question, question.solve(small, effort=SOON)).table
    assert rows["residents_served"].sum() == pytest.approx(55.0)
    assert rows["residents_served"].is_monotonic_decreasing
    assert rows["reason"][0].startswith("It serves 40 residents.")


def test_a_neighbour_is_compared_by_what_the_model_asks_for() -> None:
    """With two stations counted, c in place of b loses h1, whom a covers already."""
    twice = ByCover(street(), times=2)
    found = alternatives(street(), OPEN, nearby_m=100, worth=twice)
    assert found.loc["b", "alternative_loses"] == 10.0


def test_units_gain_what_the_proposal_gains() -> None:
    """The one called d gives g2 70, b gives g1 20."""
    units = gains_by_unit(street(), rank_sites(street(), OPEN))
    assert units.to_dict("records") == [
        {"site_id": "d", "level": "grid", "unit_id": "g2", "residents_gained": 70.0},
        {"site_id": "b", "level": "grid", "unit_id": "g1", "residents_gained": 20.0},
    ]


def test_units_today_and_then() -> None:
    """Of g2 75 live, 0 are covered today and 70 then."""
    change = coverage_change(street(), OPEN, Level.GRID)
    row = change.loc["g2"]
    assert (row["residents"], row["covered_today"], row["covered_then"]) == (75, 0, 70)
    assert change["residents_gained"].tolist() == [20.0, 70.0]


def test_whom_a_new_site_relieves() -> None:
    """h1 has b nearer than the station; nobody of the station has d nearer."""
    found = relief(street(), OPEN)
    assert found.to_dict("index") == {
        "b": {"relieves": "a", "relieved_residents": 10.0}
    }


def test_the_best_neighbour_and_what_it_would_lose() -> None:
    """In place of b, c would do; in place of d, c would lose h4."""
    found = alternatives(street(), OPEN, nearby_m=100)
    assert found.loc["b", "alternative"] == "c"
    assert found.loc["b", "alternative_loses"] == 0.0
    assert found.loc["d", "only_here"] == 40.0
    assert found.loc["d", "alternative"] == "c"
    assert found.loc["d", "alternative_loses"] == 40.0


def test_a_neighbour_must_be_near_and_allowed() -> None:
    """At 99 m there is none; forbidden ones do not count."""
    near = alternatives(street(), OPEN, nearby_m=99)
    assert near["alternative"].isna().all()
    assert near.loc["d", "loss_if_unavailable"] == 40.0
    none = alternatives(street(), OPEN, nearby_m=500, forbidden=["c"])
    assert none["alternative"].isna().all()
    assert none.loc["b", "loss_if_unavailable"] == 20.0


@settings(max_examples=30)
@given(problems())
def test_no_neighbour_beats_an_optimal_site(problem: SitingProblem) -> None:
    """Else the choice would not have been the best."""
    spots = gpd.GeoSeries.from_xy(range(len(problem.sites)), [0] * len(problem.sites))
    spots.index = problem.sites.index
    sites = gpd.GeoDataFrame(problem.sites, geometry=spots)
    placed = problem.replace(sites=sites)
    result = Question(new_sites=1).solve(placed, effort=SOON)
    open_ = placed.sites.index.isin(result.sites.index)
    found = alternatives(placed, open_, nearby_m=1000)
    assert (found["alternative_loses"].dropna() >= 0).all()


@settings(max_examples=30)
@given(problems(), st.sampled_from([1, 2]), st.integers(0, 99))
def test_what_sites_add_without_another_is_what_they_add_then(
    problem: SitingProblem, times: int, seed: int
) -> None:
    """The short way to the same figures: only who needs the site that closes counts."""
    worth = ByCover(problem, times=times)
    open_ = np.random.default_rng(seed).random(len(problem.sites)) < 0.7
    added = worth.added(open_)
    for site in np.flatnonzero(open_):
        rest = open_.copy()
        rest[site] = False
        assert worth.added_without(open_, site, added).tolist() == pytest.approx(
            worth.added(rest).tolist()
        )


def test_trials_with_other_walks_and_other_residents() -> None:
    """At 288 m h3 is reached by c alone; drawn residents change nothing here."""
    trials = run_trials(street(), Question(new_sites=2), OPEN, seeds=3, effort=SOON)
    assert trials.table["trial"].tolist()[:2] == ["288 m", "352 m"]
    assert len(trials.table) == 5
    assert (trials.table["covered"] <= trials.table["best"]).all()
    assert trials.table["lost_share"].iloc[1] == 0.0
    assert trials.chosen.index.tolist() == ["b", "d"]
    assert trials.chosen["d"] == 1.0


def test_trials_are_the_same_each_time() -> None:
    """The draws have fixed seeds."""
    one, two = (
        run_trials(street(), Question(new_sites=2), OPEN, seeds=2, effort=SOON)
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(one.table, two.table)


def test_without_longer_walks_that_trial_is_left_out() -> None:
    """Walks beyond the cutoff are not known."""
    problem = street().replace(limit_m=500.0)
    trials = run_trials(problem, Question(new_sites=1), OPEN, seeds=0, effort=SOON)
    assert trials.table["trial"].tolist() == ["450 m"]


def test_the_table_says_it_all() -> None:
    """One row a proposal, in the columns of the contract."""
    question = Question(new_sites=2)
    result = question.solve(street(), effort=SOON)
    rows = make_proposals(street(), question, result).table
    first = rows.iloc[0]
    assert list(rows["action"]) == ["open", "open"]
    assert (first["rank"], first["site_id"], first["residents_gained"]) == (1, "d", 70)
    assert first["cumulative_share"] == pytest.approx(80 / 105)
    assert (first["x"], first["y"], first["grid_id"]) == (300.0, 0.0, "g2")
    assert first["grids_gaining"] == 1
    assert "70 more residents would have a station within 320 m" in first["reason"]
    assert "新增覆盖70名居民" in first["reason_zh"]


def test_kept_stations_are_listed_where_they_might_have_closed() -> None:
    """Without a rank, after the proposals."""
    question = Question(
        new_sites=1, requirements=Requirements(existing="may_close", most_open=2)
    )
    result = question.solve(street(), effort=SOON)
    rows = make_proposals(street(), question, result).table
    kept = rows[rows["action"] == "keep"]
    assert kept["rank"].isna().all()
    assert len(rows) == len(result.sites)


FACTS = Facts(
    action="open",
    gained=1240.0,
    share_before=0.6,
    share=0.62,
    limit_m=500.0,
    level="grid",
    units=[("G1", 700.0), ("G2", 440.0), ("G3", 60.0), ("G4", 39.0), ("G5", 1.0)],
    nearest=1500.0,
    relieves=Sentence("named", {"name": "East hall", "id": "S1"}),
    relieved=90.0,
    alternative="K7",
    alternative_m=120.0,
    alternative_loses=85.0,
    loss_if_unavailable=12.0,
    chosen=6 / 7,
    trials=7,
)


def test_the_reason_in_english() -> None:
    """Every fact that is there, in the order in which a planner asks."""
    assert render(reason(FACTS), "en") == (
        "1,240 more residents would have a station within 500 m on foot (60.0% to "
        "62.0% of all). They live in 5 grids, most of them in G1 (700), G2 (440), G3 "
        "(60), and 2 more. It would be the nearest station of 1,500 residents. 90 "
        "residents who go to East hall (S1) today have it nearer. The best other "
        "candidate nearby, K7 (120 m away), would cover 85 fewer. If it falls away, "
        "the best candidate elsewhere leaves 12 fewer covered in all. It is chosen "
        "again in 6 of 7 trials with other walks and residents."
    )


def test_the_reason_in_chinese() -> None:
    """The same facts."""
    assert render(reason(FACTS), "zh") == (
        "新增覆盖1,240名居民，步行500米内有站点的比例由60.0%升至62.0%。分布在5个网格，以"
        "G1（700人）、G2（440人）、G3（60人）为多，另有2个。建成后为1,500名居民的最近站点。"
        "为现有站点East hall（S1）分流90名居民。附近最好的其他候选点K7（相距120米）会少"
        "覆盖85人。如该点落空，改在别处设点，总覆盖至少减少12人。在7次改变距离与人口的试算中"
        "有6次仍被选中。"
    )


def test_what_is_not_known_is_not_said() -> None:
    """Nothing missing turns up as nan or None."""
    bare = Facts("move", 0.4, 0.6, 0.6, 500.0, alternative=None, replaces="S9")
    said = render(reason(bare), "en")
    assert said == (
        "It brings nobody more within 500 m of a station. It takes the place of S9. "
        "There is no other candidate nearby."
    )


def test_a_closing_says_whom_it_leaves() -> None:
    """Below 0 residents are lost."""
    closing = FACTS._replace(action="close", gained=-12.0)
    assert render(reason(closing), "en") == "Closing it leaves 12 residents uncovered."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sentence_has_both_languages_and_the_same_figures(language: str) -> None:
    """Who adds a sentence adds it twice, and each says what the other says."""
    fields = re.compile(r"{(\w+)")
    for row in table().values():
        assert row[language]
        if row["key"] != "unit":
            assert {*fields.findall(row["en"])} >= {*fields.findall(row["zh"])}


def test_the_station_that_is_relieved_most_is_named() -> None:
    """The new site takes 7 from a and 9 from b."""
    walk_m = np.array([[300.0, FAR, 100.0], [FAR, 300.0, 100.0]])
    homes = problem_of(walk_m, [7.0, 9.0], limit_m=400, cutoff_m=500, stations=2)
    found = relief(homes, np.array([True, True, True]))
    assert found.to_dict("index") == {"c": {"relieves": "b", "relieved_residents": 9.0}}


def reasons(**asked: object) -> dict[str, tuple[str, str]]:
    """Give what is said of each site, in English and Chinese, of three at most."""
    question = Question(new_sites=3, requirements=Requirements(**asked))
    table = make_proposals(street(), question, question.solve(street())).table
    said = zip(table["reason"], table["reason_zh"], strict=True)
    return dict(zip(table["site_id"], said, strict=True))


@pytest.mark.parametrize("budget", [None, 10.0])
def test_a_site_that_opens_only_because_it_is_required_says_so(
    budget: float | None,
) -> None:
    """With b and d open, c adds nobody."""
    english, chinese = reasons(required=("b", "c", "d"), budget=budget)["c"]
    assert "It is required by name. It opens for that alone." in english
    assert "列为必选点位。仅为满足该要求而设。" in chinese


def test_the_only_site_of_a_unit_and_one_that_a_floor_needs_say_so() -> None:
    """g2 is to have a site, and four in five of it covered: both rest on d."""
    grid = Level.GRID
    floors = {"at_least_one_in": (grid,), "cover_each": {grid: 0.8}}
    said = reasons(**floors, forbidden=("c",))["d"]
    assert "no site would be open in grid g2, where one is required" in said[0]
    assert "less than the required 80% would be covered in grid g2" in said[0]
    assert "网格g2的覆盖率将低于要求的80%" in said[1]
    assert "for that alone" not in said[0]
    assert "required" not in reasons()["d"][0]
    beside = reasons(required=("c", "d"), cover_each={grid: 0.9})["c"]
    assert "would be covered in grid g1. " in beside[0]
