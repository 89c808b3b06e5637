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

    from scipy.sparse import csr_array

    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.cover.prove import Proof
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question

LEAST_PRICE = 0.3
"""Of the dearest home's price, what every other one counts at least."""


class Claim(NamedTuple):
    """What a certificate states, of what, and how long proving it may take."""

    certificate: Certificate
    problem: SitingProblem
    question: Question
    seconds: float
    advance: Callable[[float], None]

    @property
    def objective(self) -> float:
        """What the stated choice is worth."""
        return float(self.certificate.content["objective"])

    @property
    def bound(self) -> float:
        """What is stated to be the best there can be."""
        return float(self.certificate.content["bound"])

    @property
    def whole(self) -> bool:
        """Whether all weights are whole."""
        weight = self.problem.weight
        return bool((weight == np.round(weight)).all())

    def sites(self, choice: FreeChoice, small: Coverage) -> int:
        """Give how many of the sites that are left may be chosen."""
        left = (self.question.new_sites or 0) - choice.required
        return max(0, min(left, small.sites))


def most_covered(claim: Claim) -> ProvedAgain:
    """Prove that no choice of so many sites covers more."""
    choice = free_choice(claim.problem, claim.question.requirements)
    more = PART_OF_STEP if claim.whole else SAME * max(1.0, abs(claim.bound))
    first, proof = _by_prices(claim, choice, claim.bound + more)
    bound = claim.bound if proof.closed else choice.base + proof.bound
    first += choice.base
    if claim.whole:
        first, bound = float(np.floor(first)), float(np.floor(bound))
    gap = (bound - claim.objective) / bound if bound > 0 else 0.0
    return _again(proof, first, bound, gap)


def shortest_walks(claim: Claim) -> ProvedAgain:
    """Prove that no choice of so many sites makes all walks together shorter."""
    problem, beyond_m = claim.problem, claim.question.beyond_m
    cap_m = claim.certificate.proof.get("cap_m", np.empty(0))
    if cap_m.shape != problem.weight.shape or not np.isfinite(cap_m).all():
        msg = f"{len(problem.places)} caps of walks are needed, not {cap_m.size}."
        raise InternalError(msg)
    # Cutting walks off makes their sum smaller: what holds of the cut ones holds.
    cap_m = np.minimum(cap_m, problem.walks.cutoff_m if beyond_m is None else beyond_m)
    rows = radius_rows(problem, cap_m)
    choice = free_rows(problem, rows, claim.question.requirements)
    every = float(problem.weight @ cap_m)
    saved = every - claim.bound + SAME * max(1.0, abs(claim.bound))
    first, proof = _by_prices(claim, choice, saved)
    least = every - choice.base
    bound = claim.bound if proof.closed else least - proof.bound
    return _again(proof, least - first, bound, _gap(claim, bound))


def longest_walk(claim: Claim) -> ProvedAgain:
    """
    Prove that no choice of so many sites brings everybody nearer than the bound.

    What no choice does for the homes that the certificate names, none does for all.
    Any prices of theirs will do: whoever covers all of them covers the sum of prices.
    """
    problem = claim.problem
    pairs = problem.pairs(claim.question.walks_to_m(problem))
    counts = (np.diff(pairs.indptr) > 0) & (problem.weight > 0)
    shorter = pairs.data[pairs.data < claim.bound * (1 - SAME)]
    if not len(shorter):
        return _needless(claim)
    covers = problem.covers(float(shorter.max()) * (1 + ROUNDING))
    proof = _too_far(claim, covers, _priced_homes(claim, counts))
    if proof.better:
        # Those who are named can be nearer, which says nothing of all the others.
        proof = _too_far(claim, covers, counts.astype(np.float64))
    words = "Not proved again in the time there was. Allow more --seconds."
    bound = claim.bound if proof.closed else None
    return _again(proof, None, bound, _gap(claim, claim.bound), words)


def _too_far(claim: Claim, covers: csr_array, worth: np.ndarray) -> Proof:
    """Prove that no choice covers all homes that are worth something."""
    rows = Coverage.of(covers, worth)
    choice = free_rows(claim.problem, rows, claim.question.requirements)
    small = reduce(choice.coverage).coverage
    return prove(
        small,
        count=claim.sites(choice, small),
        at_least=float(worth.sum()) * (1 - ROUNDING) - choice.base,
        price=small.weight,
        seconds=claim.seconds,
        advance=claim.advance,
    )


def _priced_homes(claim: Claim, counts: np.ndarray) -> np.ndarray:
    """Give the price of every place: of those that are named, else all that count."""
    stored = claim.certificate.proof
    home = stored.get("homes", np.flatnonzero(counts))
    price = stored.get("prices", np.ones(len(home)))
    fits = len(home) == len(price) == len(np.unique(home))
    within = fits and bool(((home >= 0) & (home < len(counts))).all())
    if not (within and counts[home].all() and np.isfinite(price).all()):
        msg = "The homes that are too far do not fit the problem."
        raise InternalError(msg)
    worth = np.zeros(len(counts))
    # A home of no price says nothing in a sum, and much where prices leave room.
    worth[home] = np.maximum(price, LEAST_PRICE * price.max(initial=0.0))
    return worth


def fewest_sites(claim: Claim) -> ProvedAgain:
    """Prove that one site less than the bound does not cover the share."""
    choice = free_choice(claim.problem, claim.question.requirements)
    small = reduce(choice.coverage).coverage
    stated = int(np.ceil(claim.bound - SAME))
    fewer = stated - 1 - choice.required
    floor = least_covered(claim.problem, claim.question.share) * (1 - ROUNDING)
    if claim.whole:
        floor = np.ceil(floor) - ROUNDING
    if fewer < 0:
        return _needless(claim)
    count = min(fewer, small.sites)
    proof = _without_prices(claim, choice, small, count, float(floor))
    bound = float(stated if proof.closed else choice.required)
    words = (
        f"Not proved again in the time there was: {stated - 1} sites cover at most "
        f"{choice.base + proof.bound:,.0f}, and {floor:,.0f} are asked for. Allow "
        "more --seconds."
    )
    return _again(proof, None, bound, _gap(claim, bound), words)


def _by_prices(
    claim: Claim, choice: FreeChoice, at_least: float
) -> tuple[float, Proof]:
    """Prove by the stored prices and branching that nothing covers `at_least`."""
    small = reduce(choice.coverage).coverage
    count = claim.sites(choice, small)
    price = _price(claim.certificate, choice.coverage, small)
    first = bound_of(small, price, count=count)[0] if count else 0.0
    return first, prove(
        small,
        count=count,
        at_least=at_least - choice.base,
        price=price,
        steps=claim.certificate.steps,
        seconds=claim.seconds,
        advance=claim.advance,
    )


def _without_prices(
    claim: Claim, choice: FreeChoice, small: Coverage, count: int, at_least: float
) -> Proof:
    """Prove by branching alone that no so many sites cover `at_least`."""
    return prove(
        small,
        count=count,
        at_least=float(at_least) - choice.base,
        price=0.5 * small.weight,
        seconds=claim.seconds,
        advance=claim.advance,
    )


def _price(certificate: Certificate, coverage: Coverage, small: Coverage) -> np.ndarray:
    """Give the stored prices; where nothing had to be proved, any will do."""
    if certificate.content["proof"]["kind"] != "engine":
        return 0.5 * small.weight
    price = certificate.proof.get("price", np.empty(0))
    if price.shape != small.weight.shape:
        # Stopped before sites were compared: any prices do, and branching the rest.
        if price.size == reduce(coverage, stop=lambda: True).coverage.rows:
            return 0.5 * small.weight
        msg = f"{small.rows} multipliers are needed, and there are {price.size}."
        raise InternalError(msg)
    return price


def _gap(claim: Claim, bound: float) -> float:
    """Give how far a bound from below is from what the choice is worth, as a share."""
    return (claim.objective - bound) / claim.objective if claim.objective > 0 else 0.0


def _needless(claim: Claim) -> ProvedAgain:
    """Say that nothing at all could be better than the bound."""
    gap = _gap(claim, claim.bound)
    words = told(closed=True, gap=gap)
    return ProvedAgain(claim.bound, claim.bound, True, False, gap, 0, 0, words)  # noqa: FBT003


def _again(
    proof: Proof, first: float | None, bound: float | None, gap: float, open_: str = ""
) -> ProvedAgain:
    """Say what a proof came to; `open_` is said where it was not closed."""
    words = open_ if open_ and not proof.closed else told(proof.closed, gap)
    return ProvedAgain(
        first,
        bound,
        proof.closed,
        proof.better,
        float(gap),
        proof.decided,
        proof.nodes,
        words,
    )
