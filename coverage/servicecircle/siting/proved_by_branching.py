"""Bounds proved again whole: by prices, fixing rounds, and branching on prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.errors import InternalError
from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.cover.multipliers import bound_of
from servicecircle.siting.cover.prove import prove
from servicecircle.siting.cover.reduce import reduce
from servicecircle.siting.free_choice import FreeChoice, free_choice, free_rows
from servicecircle.siting.models.radius_rows import radius_rows
from servicecircle.siting.proved import PART_OF_STEP, ROUNDING, SAME, ProvedAgain, told
from servicecircle.siting.question import least_covered

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question


def most_covered(
    certificate: Certificate,
    problem: SitingProblem,
    question: Question,
    seconds: float,
    advance: Callable[[float], None],
) -> ProvedAgain:
    """Prove that no choice of so many sites covers more."""
    choice = free_choice(problem, question.requirements)
    whole = bool((problem.weight == np.round(problem.weight)).all())
    stated = float(certificate.content["bound"])
    objective = float(certificate.content["objective"])
    more = PART_OF_STEP if whole else SAME * max(1.0, abs(stated))
    again = _no_more(certificate, choice, question, stated + more, seconds, advance)
    bound = stated if again.closed else again.bound
    by_multipliers = again.by_multipliers
    if whole:
        by_multipliers, bound = np.floor(by_multipliers), np.floor(bound)
    gap = (bound - objective) / bound if bound > 0 else 0.0
    return ProvedAgain(
        float(by_multipliers),
        float(bound),
        again.closed,
        again.better,
        float(gap),
        again.decided,
        again.nodes,
        told(again.closed, float(gap)),
    )


class _NoMore(NamedTuple):
    """How far it was proved that no choice covers so much."""

    by_multipliers: float
    bound: float
    closed: bool
    better: bool
    decided: int
    nodes: int


def _no_more(  # noqa: PLR0913, PLR0917 - what a proof depends on
    certificate: Certificate,
    choice: FreeChoice,
    question: Question,
    at_least: float,
    seconds: float,
    advance: Callable[[float], None],
) -> _NoMore:
    """Prove by prices and branching that no choice covers rows worth `at_least`."""
    small = reduce(choice.coverage).coverage
    count = _left(question.new_sites, choice, small)
    price = _price(certificate, small)
    first = bound_of(small, price, count=count)[0] if count else 0.0
    proof = prove(
        small,
        count=count,
        at_least=at_least - choice.base,
        price=price,
        steps=certificate.steps,
        seconds=seconds,
        advance=advance,
    )
    return _NoMore(
        choice.base + first,
        choice.base + proof.bound,
        proof.closed,
        proof.better,
        proof.decided,
        proof.nodes,
    )


def shortest_walks(
    certificate: Certificate,
    problem: SitingProblem,
    question: Question,
    seconds: float,
    advance: Callable[[float], None],
) -> ProvedAgain:
    """Prove that no choice of so many sites makes all walks together shorter."""
    cap_m = certificate.proof.get("cap_m", np.empty(0))
    if cap_m.shape != problem.weight.shape or not np.isfinite(cap_m).all():
        msg = f"{len(problem.places)} caps of walks are needed, not {cap_m.size}."
        raise InternalError(msg)
    # Cutting walks off makes their sum smaller: what holds of the cut ones holds.
    far_m = problem.walks.cutoff_m if question.beyond_m is None else question.beyond_m
    cap_m = np.minimum(cap_m, far_m)
    choice = free_rows(problem, radius_rows(problem, cap_m), question.requirements)
    every = float(problem.weight @ cap_m)
    stated = float(certificate.content["bound"])
    objective = float(certificate.content["objective"])
    little = SAME * max(1.0, abs(stated))
    saved = every - stated + little
    again = _no_more(certificate, choice, question, saved, seconds, advance)
    bound = stated if again.closed else every - again.bound
    gap = (objective - bound) / objective if objective > 0 else 0.0
    return ProvedAgain(
        every - again.by_multipliers,
        bound,
        again.closed,
        again.better,
        gap,
        again.decided,
        again.nodes,
        told(again.closed, gap),
    )


def longest_walk(
    certificate: Certificate,
    problem: SitingProblem,
    question: Question,
    seconds: float,
    advance: Callable[[float], None],
) -> ProvedAgain:
    """Prove that no choice of so many sites brings everybody nearer than the bound."""
    stated = float(certificate.content["bound"])
    objective = float(certificate.content["objective"])
    gap = (objective - stated) / objective if objective else 0.0
    pairs = problem.pairs(question.walks_to_m(problem))
    counts = (np.diff(pairs.indptr) > 0) & (problem.weight > 0)
    shorter = pairs.data[pairs.data < stated * (1 - SAME)]
    if not len(shorter):
        done = told(closed=True, gap=gap)
        return ProvedAgain(stated, stated, True, False, gap, 0, 0, done)  # noqa: FBT003
    covers = problem.covers(float(shorter.max()) * (1 + ROUNDING))
    choice = free_rows(
        problem, Coverage.of(covers, counts.astype(float)), question.requirements
    )
    small = reduce(choice.coverage).coverage
    proof = prove(
        small,
        count=_left(question.new_sites, choice, small),
        at_least=float(counts.sum()) - choice.base - ROUNDING,
        price=0.5 * small.weight,
        seconds=seconds,
        advance=advance,
    )
    words = told(proof.closed, gap)
    if not proof.closed:
        words = "Not proved again in the time there was. Allow more --seconds."
    bound = stated if proof.closed else None
    return ProvedAgain(
        None, bound, proof.closed, proof.better, gap, proof.decided, proof.nodes, words
    )


def fewest_sites(
    certificate: Certificate,
    problem: SitingProblem,
    question: Question,
    seconds: float,
    advance: Callable[[float], None],
) -> ProvedAgain:
    """Prove that one site less than the bound does not cover the share."""
    choice = free_choice(problem, question.requirements)
    small = reduce(choice.coverage).coverage
    stated = int(np.ceil(float(certificate.content["bound"]) - SAME))
    fewer = stated - 1 - choice.required
    floor = least_covered(problem, question.share) * (1 - ROUNDING)
    if (problem.weight == np.round(problem.weight)).all():
        floor = np.ceil(floor) - ROUNDING
    objective = float(certificate.content["objective"])
    if fewer < 0:
        gap = (objective - stated) / objective if objective else 0.0
        done = told(closed=True, gap=gap)
        return ProvedAgain(stated, stated, True, False, gap, 0, 0, done)  # noqa: FBT003
    proof = prove(
        small,
        count=min(fewer, small.sites),
        at_least=float(floor) - choice.base,
        price=0.5 * small.weight,
        seconds=seconds,
        advance=advance,
    )
    bound = float(stated if proof.closed else choice.required)
    gap = (objective - bound) / objective if objective else 0.0
    words = told(closed=True, gap=gap)
    if not proof.closed:
        words = (
            f"Not proved again in the time there was: {stated - 1} sites cover at most "
            f"{choice.base + proof.bound:,.0f}, and {floor:,.0f} are asked for. Allow "
            "more --seconds."
        )
    return ProvedAgain(
        None, bound, proof.closed, proof.better, gap, proof.decided, proof.nodes, words
    )


def _left(new_sites: int | None, choice: FreeChoice, small: Coverage) -> int:
    return max(0, min((new_sites or 0) - choice.required, small.sites))


def _price(certificate: Certificate, small: Coverage) -> np.ndarray:
    """Give the stored prices; where nothing had to be proved, any will do."""
    if certificate.content["proof"]["kind"] != "engine":
        return 0.5 * small.weight
    price = certificate.proof.get("price", np.empty(0))
    if price.shape != small.weight.shape:
        msg = f"{small.rows} multipliers are needed, and there are {price.size}."
        raise InternalError(msg)
    return price
