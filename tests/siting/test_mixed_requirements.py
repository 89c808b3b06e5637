"""Models with requirements that are rarely asked together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import asked, chosen_of, matrix, problems

from servicecircle.errors import SitingError
from servicecircle.siting.certificate import certify
from servicecircle.siting.models.backup_covering import backup_covering
from servicecircle.siting.models.capacitated_p_median import capacitated_p_median
from servicecircle.siting.models.example import problem_of, three_homes
from servicecircle.siting.models.p_center import p_center
from servicecircle.siting.models.set_covering import set_covering
from servicecircle.siting.question import Question
from servicecircle.siting.requirements import Requirements
from servicecircle.siting.verify import verify

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

MOVING = Requirements(existing="may_close", move_within_m=150.0)


@pytest.fixture
def row_of_sites() -> SitingProblem:
    """Make four homes in a row 100 m apart, each at a site; *a* is a station."""
    walk = np.abs(np.subtract.outer(range(4), range(4))) * 100.0
    problem = problem_of(walk, [1, 2, 4, 8], limit_m=100, cutoff_m=300, stations=1)
    ids = problem.sites.index
    units = pd.array(["west", "west", "east", "east"], dtype="str")
    return problem.replace(
        places=problem.places.assign(community_id=units),
        between=matrix(walk, ids, ids, cutoff_m=300),
    )


def test_a_station_moves_for_the_fewest_sites(row_of_sites: SitingProblem) -> None:
    """Two sites cover all four homes, whether or not the station moves for it."""
    result = set_covering(row_of_sites, fewest="open_sites", requirements=MOVING)
    assert result.objective == 2
    with pytest.raises(SitingError, match=r"most_open"):
        set_covering(row_of_sites, requirements=replace(MOVING, most_open=1))


def test_a_station_moves_for_second_covers(row_of_sites: SitingProblem) -> None:
    """With two new sites *b* and *c* or *c* and *d*, or the station and two of them."""
    result = backup_covering(row_of_sites, new_sites=2, requirements=MOVING)
    assert result.objective == 15 + 2 + 4 + 8


def test_floors_hold_where_sites_can_be_full(row_of_sites: SitingProblem) -> None:
    """Half of the west within 100 m is kept to, though the east walks less without."""
    asked = Requirements(cover_each={"community": 0.5}, forbidden=("b",))
    closing = replace(asked, existing="may_close")
    result = capacitated_p_median(row_of_sites, new_sites=1, requirements=closing)
    assert result.sites["action"].to_dict() == {"a": "keep", "d": "open"}
    assert result.objective == 2 * 100 + 4 * 100


def test_who_is_near_forbidden_sites_alone_is_not_forgotten() -> None:
    """*h3* is reached by *c* alone: without *c*, no choice brings everybody nearer."""
    with pytest.raises(SitingError, match=r"everybody within 350 m"):
        p_center(
            three_homes().up_to(400),
            new_sites=1,
            requirements=Requirements(forbidden=("c",)),
        )


def test_a_longest_walk_that_leaves_somebody_out_is_refused() -> None:
    """Whoever has no open site has no walk, and no number is as long as that."""
    problem = three_homes()
    question = Question("p_center", new_sites=1)
    good = certify(problem, question, question.solve(problem))
    forged = good.stating(
        sites={"a": "keep", "b": "open"}, objective=200.0, bound=200.0
    )
    names = {breach.name for breach in verify(forged).refused}
    assert names >= {"everybody", "objective"}


def test_refusing_walks_beyond_is_not_a_matter_of_rounding() -> None:
    """Broken weights in any order: all are reached, so nobody is refused."""
    random = np.random.default_rng(0)
    weight = [0.0, *random.random(300), 0.0]
    walk = np.full((len(weight), 1), 100.0)
    problem = problem_of(walk, weight, limit_m=200, cutoff_m=200)
    result = capacitated_p_median(problem, new_sites=1, beyond="refuse")
    assert result.objective == pytest.approx(100 * sum(weight))


def test_slivers_of_rounding_send_nobody_too_far() -> None:
    """Broken weights and rooms: who is served where is within reach, and verified."""
    random = np.random.default_rng(3)
    walk = random.choice([100.0, 300.0], (12, 5))
    problem = problem_of(walk, list(random.random(12) * 7), limit_m=200, cutoff_m=300)
    rooms = problem.sites.assign(capacity=random.random(5) * 9)
    problem = problem.replace(sites=rooms)
    question = Question("capacitated_covering", new_sites=5)
    result = question.solve(problem)
    handed = result.proof["handed"]
    assert (walk[handed["place"], handed["site"]] == 100).all()
    assert verify(certify(problem, question, result), problem=problem).stands


@settings(max_examples=40)
@given(problems(), st.data())
def test_no_site_opens_for_nobody(problem: SitingProblem, data: st.DataObject) -> None:
    """Without any new site somebody is covered no more, or a requirement is missed."""
    wanted = data.draw(st.one_of(st.just(Requirements()), asked(problem)))
    count = int((~problem.existing).sum())
    question = Question(new_sites=count, requirements=wanted)
    try:
        result = question.solve(problem)
    except SitingError:
        return
    open_ = problem.sites.index.isin(chosen_of(result))
    for site in np.flatnonzero(open_ & ~problem.existing):
        rest = open_.copy()
        rest[site] = False
        less = question.objective(problem, rest) < result.objective
        assert less or question.broken(problem, rest)
