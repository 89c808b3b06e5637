"""Certificates of posts and openings: whole ones stand, changed ones are refused."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from gated_streets import in_series
from gated_streets import random_town as random_streets
from hypothesis import given, settings
from hypothesis import strategies as st
from red_sub_grids import random_town, town

from servicecircle.errors import SitingError
from servicecircle.siting.certificate import (
    Certificate,
    read_certificate,
    seal,
    write_certificate,
)
from servicecircle.siting.effort import Effort
from servicecircle.siting.openings import choose_openings
from servicecircle.siting.openings.certificate import certify_openings
from servicecircle.siting.openings.verify import verify_openings
from servicecircle.siting.posts import PostQuestion, choose_posts
from servicecircle.siting.posts.certificate import certify_posts
from servicecircle.siting.posts.verify import verify_posts
from servicecircle.siting.stored import digest

if TYPE_CHECKING:
    from pathlib import Path


@cache
def posts() -> Certificate:
    """Give the certificate of posts of a town of three units."""
    question = PostQuestion(within_m=450.0)
    return certify_posts(town(), choose_posts(town(), question))


@cache
def gates() -> Certificate:
    """Give the certificate of two gates in series, both opened."""
    setting = in_series()
    return certify_openings(setting, choose_openings(setting, openings=2), service="x")


def changed(of: Certificate, **content: Any) -> Certificate:  # noqa: ANN401 - JSON
    """Change what is said and seal it anew, as somebody who wants to deceive would."""
    said = {**of.content, **content}
    return replace(of, content={**said, "seal": seal(said)})


def with_proof(of: Certificate, **arrays: np.ndarray) -> Certificate:
    """Change the proof's arrays, and their digest with them."""
    proof = {**of.proof, **arrays}
    said = {**of.content["proof"], "sha256": digest(proof)}
    return replace(changed(of, proof=said), proof=proof)


@settings(max_examples=15)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["fewest", "nearest"]),
    st.sampled_from([0.5, 1.0]),
    st.booleans(),
)
def test_posts_stand_and_no_multiplier_proves_too_much(
    seed: int,
    aim: Any,  # noqa: ANN401 - one of two words
    share: float,
    room: bool,  # noqa: FBT001
) -> None:
    """Whatever was asked, who is housed where adds up to what is stated."""
    problem = random_town(seed, room=room)
    question = PostQuestion(share=share, aim=aim, own_capacity=room)
    result = choose_posts(problem, question)
    verdict = verify_posts(certify_posts(problem, result), problem=problem)
    assert verdict.refused == ()
    assert verdict.again is not None
    if result.stages:
        assert verdict.objective == pytest.approx(result.stages[-1].objective)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (lambda c: with_proof(c, chosen=c.proof["chosen"][:-1]), "posts"),
        (lambda c: changed(c, housed={"R1": "b"}), "posts"),
        (lambda c: with_proof(c, stage_0=np.array([1.0])), "multipliers"),
        (lambda c: changed(c, stages=c.content["stages"][:1]), "stages"),
        (lambda c: changed(c, status="time_limit"), "status"),
        (
            lambda c: replace(c, problem={**c.problem, "unit_weight": np.ones(3)}),
            "problem",
        ),
        (lambda c: replace(c, problem={}), "problem"),
        (
            lambda c: changed(
                c,
                stages=[
                    {**stage, "objective": 1.0, "bound": 1.0}
                    for stage in c.content["stages"]
                ],
            ),
            "objective",
        ),
    ],
)
def test_changed_posts_are_refused_by_name(wrong: Any, name: str) -> None:  # noqa: ANN401
    """Whatever is changed is found."""
    assert verify_posts(posts()).stands
    refused = [breach.name for breach in verify_posts(wrong(posts())).refused]
    assert name in refused


def test_multipliers_that_prove_less_than_is_stated_do_not_prove_posts() -> None:
    """They stand, and what is stated rests on the solver."""
    assert verify_posts(posts()).proved
    nothing = {"stage_0": np.zeros_like(posts().proof["stage_0"])}
    verdict = verify_posts(with_proof(posts(), **nothing))
    assert (verdict.stands, verdict.proved) == (True, False)


def test_posts_of_another_area_are_refused() -> None:
    """A resident more makes another problem."""
    places = town().places.assign(weight=[10.0, 20.0, 41.0])
    verdict = verify_posts(posts(), problem=town().replace(places=places))
    assert [breach.name for breach in verdict.refused] == ["area"]


def test_a_full_post_is_refused() -> None:
    """A post that serves more than it may is told."""
    question = {**posts().content["question"], "most_residents": 15.0}
    refused = verify_posts(changed(posts(), question=question)).refused
    assert "room" in [breach.name for breach in refused]


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.integers(0, 2), st.integers(0, 1))
def test_openings_stand(seed: int, count: int, sites: int) -> None:
    """What is recomputed from the ways of homes is what the network gives."""
    setting = random_streets(seed)
    result = choose_openings(setting, openings=count, sites=sites)
    whole = certify_openings(setting, result, service="x")
    verdict = verify_openings(whole, setting=setting)
    assert verdict.refused == ()
    assert verdict.objective == pytest.approx(result.objective)
    assert verdict.again is not None
    assert verdict.again.by_multipliers is not None
    assert verdict.again.by_multipliers >= result.objective - 1e-6


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (lambda c: with_proof(c, gates=c.proof["gates"][:1]), "objective"),
        (lambda c: changed(c, chosen=["O1"]), "sites"),
        (lambda c: changed(c, objective=1e6, bound=1e6), "objective"),
        (lambda c: changed(c, bound=0.0), "bound"),
        (lambda c: changed(c, bound=1e6), "status"),
        (
            lambda c: changed(
                c, question={**c.content["question"], "most_openings": 1}
            ),
            "most_openings",
        ),
        (lambda c: with_proof(c, multipliers=np.array([np.nan])), "multipliers"),
        (lambda c: replace(c, problem={}), "problem"),
    ],
)
def test_changed_openings_are_refused_by_name(wrong: Any, name: str) -> None:  # noqa: ANN401
    """Whatever is changed is found."""
    assert verify_openings(gates()).stands
    refused = [breach.name for breach in verify_openings(wrong(gates())).refused]
    assert name in refused


@pytest.mark.parametrize("make", [posts, gates])
def test_they_are_the_same_after_writing_and_reading(make: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """All three kinds lie in files of the same names."""
    write_certificate(tmp_path, make())
    assert read_certificate(tmp_path).content == make().content


def test_a_certificate_that_lacks_a_part_is_refused(tmp_path: Path) -> None:
    """Each kind of certificate has its own parts."""
    less = {k: v for k, v in posts().content.items() if k != "stages"}
    write_certificate(tmp_path, replace(posts(), content=less))
    with pytest.raises(SitingError, match="lacks stages"):
        read_certificate(tmp_path)


def test_an_unfinished_choice_is_never_called_best() -> None:
    """The bound of who stops at once is proved again, with the gap that is left."""
    setting = in_series()
    result = choose_openings(setting, openings=1, effort=Effort(stop=lambda: True))
    whole = certify_openings(setting, result, service="x")
    verdict = verify_openings(whole)
    assert verdict.again is not None
    assert (result.gap > 0) == ("to a gap of" in verdict.again.words)
    assert result.gap > 0
