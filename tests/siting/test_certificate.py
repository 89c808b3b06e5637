"""Certificates: whole ones stand, and whatever is changed is refused by name."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import asked, problems

from servicecircle.errors import SitingError
from servicecircle.siting.certificate import (
    Certificate,
    certify,
    read_certificate,
    seal,
    told_status,
    write_certificate,
)
from servicecircle.siting.effort import Effort
from servicecircle.siting.models.example import problem_of, three_homes
from servicecircle.siting.proved import nothing
from servicecircle.siting.proved_by_multipliers import with_plain
from servicecircle.siting.question import Question
from servicecircle.siting.requirements import Requirements
from servicecircle.siting.result import Status
from servicecircle.siting.stored import digest, problem_arrays, problem_from_arrays
from servicecircle.siting.verify import Verdict, verify

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Model

SOON = Effort(seconds=60)


@cache
def town() -> SitingProblem:
    """Give a problem in which the engine has something to prove."""
    random = np.random.default_rng(8)
    walk_m = random.uniform(50, 1200, (120, 25))
    weight = [float(n) for n in random.integers(1, 20, 120)]
    return problem_of(walk_m, weight, limit_m=300, cutoff_m=500, stations=2)


@cache
def good() -> Certificate:
    """Give the certificate of an optimal choice."""
    question = Question(new_sites=4)
    return certify(town(), question, question.solve(town(), effort=SOON))


def changed(**content: object) -> Certificate:
    """Change a certificate and seal it anew, as somebody who wants to deceive would."""
    said = {**good().content, **content}
    return replace(good(), content={**said, "seal": seal(said)})


def names(certificate: Certificate) -> list[str]:
    """Give the names of what is wrong."""
    return [breach.name for breach in verify(certificate, seconds=5).refused]


def test_a_whole_certificate_stands_and_is_proved_again() -> None:
    """By multipliers, fixing rounds and branching of our own."""
    verdict = verify(good(), seconds=60)
    assert verdict.stands
    assert verdict.objective == good().content["objective"]
    assert verdict.again.complete
    assert verdict.again.words == "Proved again: no choice is better."


def test_it_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    """Through JSON and two files of arrays, the same bytes each time."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_certificate(tmp_path / name, good())
    again = read_certificate(tmp_path / "one" / "certificate.json")
    assert again.content == good().content
    assert verify(again, problem=town(), seconds=5).stands
    for file in ("problem.npz", "proof.npz", "certificate.json"):
        one, two = (tmp_path / name / file for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


@settings(max_examples=20)
@given(problems(), st.integers(0, 3))
def test_every_covering_is_proved_again(problem: SitingProblem, count: int) -> None:
    """Small problems are closed by arithmetic alone."""
    question = Question(new_sites=min(count, int((~problem.existing).sum())))
    result = question.solve(problem, effort=SOON)
    verdict = verify(certify(problem, question, result), seconds=5)
    assert verdict.stands, verdict.refused
    assert verdict.again.complete
    assert verdict.again.bound == result.objective


@settings(max_examples=20)
@given(problems(), st.sampled_from([0.2, 0.5, None]))
def test_fewest_sites_are_proved_again(
    problem: SitingProblem, share: float | None
) -> None:
    """One site less does not cover the share."""
    question = Question("set_covering", share=share)
    try:
        result = question.solve(problem, effort=SOON)
    except SitingError:
        return
    verdict = verify(certify(problem, question, result), seconds=5)
    assert verdict.stands, verdict.refused
    assert verdict.again.complete
    assert verdict.again.bound == result.objective


@settings(max_examples=15)
@given(st.data())
def test_what_a_model_finds_meets_what_was_required(data: st.DataObject) -> None:
    """Any requirements: the certificate stands, and multipliers bound the objective."""
    problem = data.draw(problems())
    requirements = data.draw(asked(problem))
    question = Question(new_sites=1, requirements=requirements)
    try:
        result = question.solve(problem, effort=SOON)
    except SitingError:
        return
    verdict = verify(certify(problem, question, result), seconds=5)
    assert verdict.stands, verdict.refused
    assert verdict.again.by_multipliers >= result.objective - 1e-6


def test_an_objective_that_is_not_true_is_refused() -> None:
    """One resident more, sealed anew."""
    wrong = changed(objective=good().content["objective"] + 1)
    assert "objective" in names(wrong)


def test_a_bound_that_is_too_low_is_refused() -> None:
    """Another choice of sites is better than it says any is."""
    actions = good().content["sites"]
    best = tuple(site for site, action in actions.items() if action == "open")
    greedy = Question(new_sites=4, requirements=Requirements(forbidden=best))
    worse = greedy.solve(town(), effort=SOON)
    question = Question(new_sites=4)
    less = replace(worse, status=Status.OPTIMAL, proof={"kind": "counted"})
    assert worse.objective < good().content["objective"]
    assert names(certify(town(), question, less)) == ["bound"]


def test_a_bound_below_the_objective_is_refused() -> None:
    """No objective is ever above its bound."""
    wrong = changed(bound=good().content["objective"] - 5)
    assert names(wrong) == ["bound"]


def test_optimal_is_not_said_of_a_gap() -> None:
    """With a bound above the objective nothing is proved best."""
    wrong = changed(bound=good().content["objective"] + 5)
    assert names(wrong) == ["status"]


def test_a_site_exchanged_is_refused() -> None:
    """The objective is not that of these sites any more."""
    sites = dict(good().content["sites"])
    opened = next(site for site, action in sites.items() if action == "open")
    sites.pop(opened)
    assert "objective" in names(changed(sites=sites))


@pytest.mark.parametrize(
    "sites",
    [{"nowhere": "open"}, {"a": "open"}, {"a": "demolish"}],
    ids=["unknown", "a station that opens", "an unknown action"],
)
def test_sites_that_cannot_be_are_refused(sites: dict[str, str]) -> None:
    """Unknown ids, stations that open, words that mean nothing."""
    wrong = changed(sites={**good().content["sites"], **sites})
    assert names(wrong) == ["sites"]


def test_a_station_kept_silent_is_refused() -> None:
    """Each station must be spoken of."""
    sites = {s: a for s, a in good().content["sites"].items() if s != "a"}
    assert names(changed(sites=sites)) == ["sites"]


def test_more_sites_than_asked_for_are_refused() -> None:
    """The question is part of what is sealed."""
    wrong = changed(question={"model": "maximal_covering", "new_sites": 3})
    assert "new_sites" in names(wrong)


def test_a_requirement_that_is_not_met_is_refused_by_its_name() -> None:
    """Somebody adds a budget afterwards."""
    question = {**good().content["question"], "requirements": {"budget": 1.0}}
    assert names(changed(question=question)) == ["budget"]


def test_changed_multipliers_are_refused() -> None:
    """By their digest."""
    price = good().proof["price"] * 1.01
    wrong = replace(good(), proof={**good().proof, "price": price})
    assert names(wrong) == ["multipliers"]


@pytest.mark.parametrize("price", [[np.nan], [1.0, 2.0]], ids=["no number", "too few"])
def test_multipliers_that_prove_nothing_are_refused(price: list[float]) -> None:
    """Also where the digest was made anew."""
    rows = len(good().proof["price"])
    wrong = np.resize(np.array(price), rows if len(price) == 1 else 2)
    proof = {**good().proof, "price": wrong}
    content = {**good().content["proof"], "sha256": digest(proof)}
    told = replace(changed(proof=content), proof=proof)
    assert names(told) == ["multipliers"]


def test_worse_multipliers_prove_less_and_the_rest_is_branched() -> None:
    """Any prices give a bound; poor ones leave more to do."""
    proof = {**good().proof, "price": 0.0 * good().proof["price"]}
    content = {**good().content["proof"], "sha256": digest(proof)}
    verdict = verify(replace(changed(proof=content), proof=proof), seconds=5)
    assert verdict.stands
    assert verdict.again.by_multipliers > good().content["bound"]


def test_a_changed_problem_is_refused() -> None:
    """A resident more in the data."""
    weight = good().problem["weight"].copy()
    weight[0] += 1
    wrong = replace(good(), problem={**good().problem, "weight": weight})
    assert "problem" in names(wrong)


def test_a_problem_that_lacks_a_part_is_refused() -> None:
    """And not a traceback."""
    less = {k: v for k, v in good().problem.items() if k != "walk_to"}
    assert names(replace(good(), problem=less)) == ["problem", "problem"]


def test_another_area_is_refused() -> None:
    """The data it was made of have changed since."""
    places = town().places.assign(weight=town().weight + 1)
    verdict = verify(good(), problem=town().replace(places=places), seconds=5)
    assert [b.name for b in verdict.refused] == ["area"]


def test_anything_else_that_changed_breaks_the_seal() -> None:
    """The seconds, the version, a note."""
    content = {**good().content, "status": "time_limit", "servicecircle": "9"}
    assert names(replace(good(), content=content)) == ["certificate"]


def test_time_that_is_up_says_how_far_it_came() -> None:
    """A gap, and no claim."""
    price = {**good().proof, "price": 0.0 * good().proof["price"]}
    price["round_at_least"] = np.empty(0)
    content = {**good().content["proof"], "sha256": digest(price)}
    verdict = verify(replace(changed(proof=content), proof=price), seconds=0)
    again = verdict.again
    assert again.complete or again.words.startswith("Proved again to a gap of")
    assert again.bound >= good().content["bound"]


def test_an_unfinished_choice_is_never_called_best() -> None:
    """Whatever the status, the words follow it."""
    result = Question(new_sites=1).solve(three_homes())
    assert "proved best" in told_status(result)
    for status in set(Status) - {Status.OPTIMAL}:
        words = told_status(replace(result, status=status, bound=70.0))
        assert "best, which is not known" in words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read"),
        ("[]", "no siting certificate"),
        (json.dumps({"kind": "siting certificate"}), "lacks bound"),
    ],
)
def test_what_is_no_certificate_is_said_so(
    tmp_path: Path, text: str, message: str
) -> None:
    """One message, no traceback."""
    (tmp_path / "certificate.json").write_text(text)
    with pytest.raises(SitingError, match=message):
        read_certificate(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The problem must lie beside its certificate."""
    write_certificate(tmp_path, good())
    (tmp_path / "problem.npz").unlink()
    with pytest.raises(SitingError, match=r"problem\.npz cannot be read"):
        read_certificate(tmp_path)


@settings(max_examples=30)
@given(problems())
def test_a_stored_problem_is_the_problem(problem: SitingProblem) -> None:
    """What is read back has the same arrays."""
    arrays = problem_arrays(problem)
    again = problem_from_arrays(arrays)
    assert digest(problem_arrays(again)) == digest(arrays)


@given(st.data())
def test_a_question_is_the_same_after_json(data: st.DataObject) -> None:
    """With all that can be required."""
    problem = data.draw(problems())
    question = Question(new_sites=2, requirements=data.draw(asked(problem)))
    again = Question.from_data(json.loads(json.dumps(question.as_data())))
    assert again == question


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        ({}, "needs the number"),
        ({"new_sites": 1, "share": 0.5}, "A share is a question"),
        ({"model": "set_covering", "new_sites": 1}, "do not give it"),
        ({"model": "greedy"}, "model is one of"),
    ],
)
def test_a_question_must_be_clear(given_: dict[str, Any], message: str) -> None:
    """What is left open, or is asked twice, is refused."""
    with pytest.raises(SitingError, match=message):
        Question(**given_)


def test_a_verdict_says_what_it_rests_on() -> None:
    """With a budget, the bound above the multipliers rests on branch and bound."""
    question = Question(new_sites=4, requirements=Requirements(budget=3))
    result = question.solve(town(), effort=SOON)
    verdict: Verdict = verify(certify(town(), question, result), seconds=5)
    assert verdict.stands
    words = verdict.again.words
    assert words.startswith("By multipliers alone")
    assert verdict.again.complete or "rests on HiGHS's branch and bound" in words


FAR = ["p_median", "p_center", "backup_covering", "capacitated_covering"]
FAR += ["capacitated_p_median"]


@settings(max_examples=60)
@given(problems(), st.sampled_from(FAR), st.integers(0, 2))
def test_every_model_has_a_certificate_that_stands(
    problem: SitingProblem, model: Model, count: int
) -> None:
    """What is recomputed from the stored walks is what the model says."""
    count = min(count, int((~problem.existing).sum()))
    question = Question(model, count)
    try:
        result = question.solve(problem, effort=Effort(5))
    except SitingError:
        # So few sites cannot be near everybody.
        assert model == "p_center"
        return
    verdict = verify(certify(problem, question, result))
    assert verdict.refused == ()
    assert verdict.objective == pytest.approx(result.objective)
    assert verdict.again is not None
    if model in {"p_median", "p_center"}:
        assert verdict.again.complete
    if verdict.again.by_multipliers is not None:
        sign = 1 if question.sense == "max" else -1
        assert sign * (verdict.again.by_multipliers - result.objective) >= -1e-6


def crowded() -> tuple[SitingProblem, Question]:
    """Give three homes whose sites can be full."""
    problem = three_homes()
    sites = problem.sites.assign(capacity=[5.0, 25.0, 12.0])
    return problem.replace(sites=sites), Question("capacitated_covering", 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"handed_weight": np.array([5.0, 6.0, 20.0])}, "more served than there is"),
        ({"handed_site": np.array([0, 2, 1], np.int32)}, "site that is closed"),
        ({"handed_place": np.array([0, 0, 2], np.int32)}, "too far away"),
    ],
)
def test_who_is_served_where_is_checked(
    change: dict[str, np.ndarray], words: str
) -> None:
    """Nobody is served by a site that is full, closed or too far."""
    problem, question = crowded()
    whole = certify(problem, question, question.solve(problem))
    proof = {**whole.proof, **change}
    verdict = verify(replace(whole, proof=proof))
    assert any(words in breach.words for breach in verdict.refused)


@cache
def pairs_of_four() -> tuple[SitingProblem, Question]:
    """Give a home between each two of four sites, of which none is ever full."""
    near = [[i in pair for i in range(4)] for pair in combinations(range(4), 2)]
    walk_m = np.where(near, 100.0, np.inf)
    problem = problem_of(walk_m, [10.0] * 6, limit_m=400, cutoff_m=500, stations=0)
    sites = problem.sites.assign(capacity=[40.0, 40.0, 40.0, 40.0])
    return problem.replace(sites=sites), Question("capacitated_covering", 2)


def test_where_nobody_is_turned_away_the_bound_is_that_without_capacities() -> None:
    """Multipliers leave a sixth open; as if no site were ever full, nothing is left."""
    problem, question = pairs_of_four()
    result = question.solve(problem)
    assert (result.status, result.bound) == (Status.OPTIMAL, 50.0)
    assert result.notes["root_bound"] > 59
    assert result.notes["nodes"] == 0
    again = verify(certify(problem, question, result)).again
    assert again is not None
    assert again.complete
    assert "no site were ever full: Proved again: no choice is better" in again.words


def test_a_bound_without_capacities_may_be_too_high_to_prove_what_is_stated() -> None:
    """Of 60 by multipliers and 55 without capacities, 55 is proved, and not 50."""
    stated = {"sense": "max", "bound": 50.0, "objective": 50.0}
    proved = nothing("")._replace(bound=60.0, by_multipliers=60.0)
    plain = nothing("")._replace(bound=55.0, complete=True)
    again = with_plain(Certificate(stated, {}, {}), proved, plain)
    assert (again.bound, again.by_multipliers, again.complete) == (55.0, 60.0, False)
    assert "rests on HiGHS's branch and bound" in again.words
    assert with_plain(Certificate(stated, {}, {}), proved, nothing("")) == proved


def test_without_a_stated_bound_there_is_nothing_to_prove() -> None:
    """Nothing of it rests on the solver."""
    verdict = verify(changed(bound=None, status="time_limit"))
    assert (verdict.stands, verdict.proved) == (True, True)


def test_a_bound_without_capacities_that_is_too_low_is_refused() -> None:
    """What a choice without capacities covers more than is stated is found out."""
    problem, question = pairs_of_four()
    whole = certify(problem, question, question.solve(problem))
    proof = dict(whole.content["proof"])
    proof["plain"] = {**proof["plain"], "objective": 40.0, "bound": 40.0}
    content = {**whole.content, "proof": proof, "seal": ""}
    content["seal"] = seal(content)
    verdict = verify(replace(whole, content=content))
    assert [breach.name for breach in verdict.refused] == ["bound"]


def test_a_median_that_is_better_than_stated_is_refused() -> None:
    """A bound above what another choice comes to is found out."""
    problem, question = three_homes(), Question("p_median", 1)
    whole = certify(problem, question, question.solve(problem))
    worse = {"a": "keep", "b": "open"}
    objective = question.objective(problem, np.array([True, True, False]))
    content = {**whole.content, "sites": worse, "objective": objective}
    content |= {"bound": objective, "seal": ""}
    content["seal"] = seal(content)
    verdict = verify(replace(whole, content=content))
    assert [breach.name for breach in verdict.refused] == ["bound"]
