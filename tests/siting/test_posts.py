"""Posts of units: every choice tried one by one, and what is told of it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from red_sub_grids import FAR, random_town, town, with_units

from servicecircle.errors import SitingError
from servicecircle.siting.effort import Effort
from servicecircle.siting.models.example import problem_of
from servicecircle.siting.posts import PostQuestion, choose_posts
from servicecircle.siting.posts.greedy import emptied, first_fit
from servicecircle.siting.posts.pairs import unit_pairs
from servicecircle.siting.posts.program import PostProgram
from servicecircle.siting.result import Status
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem


def brute_force(
    problem: SitingProblem, question: PostQuestion
) -> tuple[float, float, float]:
    """Try every housing: most residents, then fewest posts, then least walked."""
    walks = problem.walks.to_frame().set_index(["place_id", "station_id"])["walk_m"]
    weight, sites = problem.places["weight"], problem.sites
    members = problem.places.groupby("red_sub_grid_id").groups
    options: dict[str, dict[str | None, float]] = {}
    for unit, homes in members.items():
        options[unit] = {}
        total = weight[homes].sum()
        for site in sites.index:
            far = {h: walks.get((h, site), problem.walks.cutoff_m) for h in homes}
            near = sum(weight[h] for h in homes if far[h] <= problem.limit_m)
            if near >= question.share * total - 1e-9:
                options[unit][site] = sum(weight[h] * far[h] for h in homes)
        if not options[unit] or question.has_room_limits:
            options[unit][None] = 0.0
    best = (-np.inf, np.inf, np.inf)
    for housing in product(*(options[unit] for unit in members)):
        loads: dict[str, float] = {}
        for homes, site in zip(members.values(), housing, strict=True):
            if site is not None:
                loads[site] = loads.get(site, 0.0) + weight[homes].sum()
        if question.own_capacity and any(
            load > sites.loc[site, "capacity"] for site, load in loads.items()
        ):
            continue
        count = sum(
            (1.0 + question.new_counts * (not sites.loc[s, "existing"]))
            if question.aim == "fewest"
            else float(not sites.loc[s, "existing"])
            for s in loads
        )
        walked = sum(
            options[unit][site] for unit, site in zip(members, housing, strict=True)
        )
        mine = (sum(loads.values()), count, walked)
        if (-mine[0], mine[1], round(mine[2], 6)) < (-best[0], best[1], best[2]):
            best = (mine[0], mine[1], round(mine[2], 6))
    return best


@settings(max_examples=12)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["fewest", "nearest"]),
    st.sampled_from([0.5, 1.0]),
    st.booleans(),
)
def test_choice_is_the_best_of_all(
    seed: int,
    aim: str,
    share: float,
    room: bool,  # noqa: FBT001
) -> None:
    """On small towns the aims come to what trying every housing comes to."""
    problem = random_town(seed, room=room)
    question = PostQuestion(aim=aim, share=share, own_capacity=room)
    result = choose_posts(problem, question)
    housed, count, walked = brute_force(problem, question)
    assert result.status is Status.OPTIMAL
    has_post = result.units["post_id"].notna()
    assert result.units.loc[has_post, "residents"].sum() == housed
    if has_post.any():
        assert [s.objective for s in result.stages[-2:]] == pytest.approx(
            [count, walked]
        )


def test_one_new_post_for_two_units_costs_as_much_as_station_and_post() -> None:
    """R1 and R2 share b: 2 as one new post, 3 as a station and a new one."""
    result = choose_posts(town())
    assert result.units["post_id"].to_list()[:2] == ["b", "b"]
    assert result.stages[0].objective == 2.0
    assert result.posts.loc["b", "unit_ids"] == "R1;R2"


def test_nearest_takes_the_station_and_new_posts_where_needed() -> None:
    """R1 keeps its station; R2 needs a new post, and the nearer one is taken."""
    result = choose_posts(town(), PostQuestion(aim="nearest"))
    assert result.units["post_id"].to_list()[:2] == ["a", "c"]
    assert result.units["is_new"].to_list() == [False, True, False]


def test_unit_too_far_names_the_nearest_site_and_its_walk() -> None:
    """R3's only site is 450 m away, and the limit is 400 m."""
    told = choose_posts(town()).units.loc["R3"]
    assert (told["reason"], told["nearest_id"], told["nearest_m"]) == (
        "too_far",
        "d",
        450.0,
    )


def test_limit_itself_counts() -> None:
    """450 m is within 450 m, and 449.9 m is not."""
    within = choose_posts(town(), PostQuestion(within_m=450.0))
    beyond = choose_posts(town(), PostQuestion(within_m=449.9))
    assert within.units.loc["R3", "post_id"] == "d"
    assert pd.isna(beyond.units.loc["R3", "post_id"])


def test_stations_alone_leave_the_rest_without() -> None:
    """Without new posts only R1 is housed; R2's site near enough is not allowed."""
    result = choose_posts(town(), PostQuestion(stations_only=True))
    assert result.units["reason"].to_list() == [
        "housed",
        "beyond_search",
        "beyond_search",
    ]


def test_full_posts_turn_units_away() -> None:
    """One post a unit: with two units and one site, one of them finds it full."""
    made = problem_of(np.array([[100.0], [200.0]]), [5, 9], limit_m=400, cutoff_m=500)
    result = choose_posts(with_units(made, ["R1", "R2"]), PostQuestion(most_units=1))
    assert result.units["reason"].to_list() == ["full", "housed"]


def test_share_leaves_some_residents_beyond() -> None:
    """Nine of ten live near: for a share of 0.9 the post is good, for all it is not."""
    made = problem_of(
        np.array([[100.0], [FAR]]), [9, 1], limit_m=400, cutoff_m=500, stations=1
    )
    both = with_units(made, ["R1", "R1"])
    told = choose_posts(both, PostQuestion(share=0.9)).units.loc["R1"]
    assert (told["residents_beyond"], told["p90_walk_m"]) == (1.0, 100.0)
    assert pd.isna(told["max_walk_m"])
    assert choose_posts(both).units.loc["R1", "reason"] == "beyond_search"


def test_units_without_residents_need_no_post() -> None:
    """They are listed, with the reason."""
    result = choose_posts(town(), units=["R1", "R2", "R3", "R4"])
    assert result.units.loc["R4", "reason"] == "no_residents"


def test_post_in_the_units_own_community() -> None:
    """Site b lies in another community than R2, so R2 takes c."""
    made = town()
    places = made.places.assign(community_id=["W", "E", "E"])
    sites = made.sites.assign(community_id=["W", "W", "E", "E"])
    problem = made.replace(places=places, sites=sites)
    result = choose_posts(problem, PostQuestion(same=Level.COMMUNITY))
    assert result.units["post_id"].to_list()[:2] == ["a", "c"]


def test_fewest_posts_are_never_more_with_a_longer_walk() -> None:
    """What is near enough stays near enough."""
    problem = with_units(random_town(5, room=False), ["R1", "R1", "R2", "R2", "R3"])
    housed = [
        choose_posts(problem, PostQuestion(within_m=m)).units["post_id"].notna().sum()
        for m in (200.0, 400.0, 600.0, 800.0)
    ]
    assert housed == sorted(housed)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (PostQuestion(share=0.0), "share must be above 0"),
        (PostQuestion(within_m=-1.0), "within_m"),
        (PostQuestion(within_m=900.0), "larger cutoff_m"),
        (PostQuestion(level=Level.STREET), "no level 'street'"),
        (PostQuestion(new_counts=-1.0), "new_counts"),
        (PostQuestion(most_units=0), "most_units"),
        (PostQuestion(aim="best"), "aim is 'best'"),  # type: ignore[arg-type]
    ],
)
def test_questions_that_make_no_sense_are_refused(
    question: PostQuestion, said: str
) -> None:
    """The message names the field."""
    with pytest.raises(SitingError, match=said):
        choose_posts(town(), question)


@pytest.mark.parametrize("room", [None, 25.0])
def test_stopped_search_gives_what_is_known(room: float | None) -> None:
    """Somebody who stops at once has every unit housed that has room, unproved."""
    question = PostQuestion(within_m=450.0, most_residents=room)
    result = choose_posts(town(), question, effort=Effort(stop=lambda: True))
    assert result.units["post_id"].notna().sum() == (3 if room is None else 2)
    proved = [s for s in result.stages if s.status is Status.OPTIMAL]
    assert all(s.gap == 0 for s in proved)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(["posts", "new_posts"]))
def test_first_answers_keep_to_all_limits(seed: int, aim: str) -> None:
    """Greedy housing fills no post beyond its room, and emptying loses nobody."""
    problem = random_town(seed, room=True)
    question = PostQuestion(share=0.5, own_capacity=True)
    pairs = unit_pairs(problem, question)
    program = PostProgram(problem.sites, question, pairs)
    first = first_fit(program)
    then = emptied(program, first, aim if aim in program.worth else "posts")
    for answer in (first, then):
        load = np.bincount(program.column, answer.housed * pairs.weight[pairs.unit])
        assert (load <= program.room[: len(load)]).all()
        assert np.bincount(pairs.unit, answer.housed).max(initial=0) <= 1
    assert then.housed.sum() == first.housed.sum()
    assert then.posts.sum() <= first.posts.sum()
