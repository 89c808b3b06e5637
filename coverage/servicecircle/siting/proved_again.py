"""The bound of a certificate, proved again as far as arithmetic goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.errors import InternalError
from servicecircle.siting.cover.multipliers import bound_of
from servicecircle.siting.cover.prove import prove
from servicecircle.siting.cover.reduce import reduce
from servicecircle.siting.free_choice import FreeChoice, free_choice, is_free
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.merged import add_covered, merge_places
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.program import Program
from servicecircle.siting.question import least_covered

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question

SAME = 1e-6
PART_OF_STEP = 0.999
"""Where all weights are whole, nothing covers less than this more."""
ROUNDING = 1e-9


class ProvedAgain(NamedTuple):
    """
    How far a bound was proved again, and on what the rest of it rests.

    ``by_multipliers`` is what the stored multipliers alone prove and ``bound`` what was
    proved in all, both on the objective; they are None where nothing was.
    """

    by_multipliers: float | None
    bound: float | None
    complete: bool
    """Whether the stated bound was proved again, by arithmetic alone."""
    better: bool
    """Whether a choice was met that is beyond the stated bound."""
    gap: float | None
    """How far the objective is from what was proved again, as a share of it."""
    decided: int
    nodes: int
    words: str


def prove_again(
    certificate: Certificate,
    problem: SitingProblem,
    question: Question,
    *,
    seconds: float,
    advance: Callable[[float], None],
) -> ProvedAgain:
    """
    Prove the bound of a certificate again, by sums and comparisons.

    Parameters
    ----------
    certificate, problem, question
        What is stated, and of what.
    seconds
        How long to branch on what multipliers do not settle.
    advance
        Told the share of the time that is spent.

    Raises
    ------
    InternalError
        If the multipliers do not fit the problem, or are no numbers.

    Notes
    -----
    Where stations stay and no more is asked than which sites are open, the bound is
    proved whole: by the multipliers, the fixing rounds, and branching on prices of our
    own (`siting.cover.prove`). Else the multipliers of the program are added up, and
    the rest is said to rest on the solver.
    """
    stated = certificate.content["bound"]
    if stated is None:
        return _nothing("No bound is stated, so there is none to prove.")
    if is_free(question.requirements) and question.model == "maximal_covering":
        return _most(certificate, problem, question, seconds, advance)
    if is_free(question.requirements) and question.model == "set_covering":
        return _fewest(certificate, problem, question, seconds, advance)
    if question.model == "maximal_covering":
        return _program(certificate, problem, question)
    return _nothing(
        "Objective and requirements were checked; the bound rests on HiGHS's branch "
        "and bound."
    )


def _most(
    certificate: Certificate,
    problem: SitingProblem,
    question: Question,
    seconds: float,
    advance: Callable[[float], None],
) -> ProvedAgain:
    """Prove that no choice of so many sites covers more."""
    choice = free_choice(problem, question.requirements)
    small = reduce(choice.coverage).coverage
    count = _left(question.new_sites, choice, small)
    stated = float(certificate.content["bound"])
    whole = bool((problem.weight == np.round(problem.weight)).all())
    more = PART_OF_STEP if whole else SAME * max(1.0, abs(stated))
    price = _price(certificate, small)
    first = bound_of(small, price, count=count)[0] if count else 0.0
    proof = prove(
        small,
        count=count,
        at_least=stated + more - choice.base,
        price=price,
        steps=certificate.steps,
        seconds=seconds,
        advance=advance,
    )
    by_multipliers, bound = choice.base + first, choice.base + proof.bound
    if proof.closed:
        bound = stated
    if whole:
        by_multipliers, bound = np.floor(by_multipliers), np.floor(bound)
    objective = float(certificate.content["objective"])
    gap = (bound - objective) / bound if bound > 0 else 0.0
    return ProvedAgain(
        float(by_multipliers),
        float(bound),
        proof.closed,
        proof.better,
        float(gap),
        proof.decided,
        proof.nodes,
        _told(proof.closed, float(gap)),
    )


def _fewest(
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
        done = _told(closed=True, gap=gap)
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
    words = _told(closed=True, gap=gap)
    if not proof.closed:
        words = (
            f"Not proved again in the time there was: {stated - 1} sites cover at most "
            f"{choice.base + proof.bound:,.0f}, and {floor:,.0f} are asked for. Allow "
            "more --seconds."
        )
    return ProvedAgain(
        None, bound, proof.closed, proof.better, gap, proof.decided, proof.nodes, words
    )


def _program(
    certificate: Certificate, problem: SitingProblem, question: Question
) -> ProvedAgain:
    """Add up the multipliers of the program, which is written anew."""
    asked = question.requirements
    merged = merge_places(problem, asked)
    whole = bool((problem.weight == np.round(problem.weight)).all())
    program = Program("max", step=1.0 if whole else 0.0)
    program.add_columns("open", np.zeros(len(problem.sites)), whole=True)
    add_covered(program, merged, worth=merged.weight)
    add_all(program, problem, asked, new_sites=question.new_sites, merged=merged)
    multipliers = certificate.proof.get("multipliers", np.empty(0))
    proved = bound_from_multipliers(program, multipliers)
    stated = float(certificate.content["bound"])
    objective = float(certificate.content["objective"])
    closed = proved < stated + (PART_OF_STEP if whole else SAME * max(1.0, stated))
    gap = (proved - objective) / proved if proved > 0 else 0.0
    rest = "" if closed else " The rest rests on HiGHS's branch and bound."
    words = f"By multipliers alone: {_told(closed, gap)}{rest}"
    return ProvedAgain(
        proved, proved, closed, better=False, gap=gap, decided=0, nodes=0, words=words
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


def _told(closed: bool, gap: float) -> str:  # noqa: FBT001
    if closed and gap <= 0:
        return "Proved again: no choice is better."
    if closed:
        return f"Proved again as stated, to a gap of {gap:.3%}."
    return f"Proved again to a gap of {gap:.3%}."


def _nothing(words: str) -> ProvedAgain:
    return ProvedAgain(None, None, False, False, None, 0, 0, words)  # noqa: FBT003
