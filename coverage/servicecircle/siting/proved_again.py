"""The bound of a certificate, proved again as far as arithmetic goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.siting.free_choice import is_free
from servicecircle.siting.proved import ProvedAgain, nothing
from servicecircle.siting.proved_by_branching import (
    Claim,
    fewest_sites,
    longest_walk,
    most_covered,
    shortest_walks,
)
from servicecircle.siting.proved_by_multipliers import by_multipliers, with_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question

BY_BRANCHING = {
    "maximal_covering": most_covered,
    "set_covering": fewest_sites,
    "p_median": shortest_walks,
    "p_center": longest_walk,
}
WITHOUT_CAPACITIES = {
    "capacitated_covering": "maximal_covering",
    "capacitated_p_median": "p_median",
}
"""Models in which sites can be full, and the same where they never are."""
BY_MULTIPLIERS = {
    "maximal_covering",
    "backup_covering",
    "capacitated_covering",
    "capacitated_p_median",
}


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
    own (`siting.cover.prove`). Else the multipliers of the program, which is written
    anew, are added up, and the rest is said to rest on the solver. Where sites can be
    full, what is proved of the same question without capacities holds too.
    """
    if certificate.content["bound"] is None:
        words = "No bound is stated, so there is none to prove."
        return nothing(words)._replace(complete=True)
    model = question.model
    if is_free(question.requirements) and model in BY_BRANCHING:
        claim = Claim(certificate, problem, question, seconds, advance)
        return BY_BRANCHING[model](claim)
    if model in BY_MULTIPLIERS:
        proved = by_multipliers(certificate, problem, question)
        plain = certificate.beside(WITHOUT_CAPACITIES.get(model, model))
        if proved.complete or plain is None:
            return proved
        asked = plain.question
        again = prove_again(plain, problem, asked, seconds=seconds, advance=advance)
        return with_plain(certificate, proved, again)
    return nothing(
        "Objective and requirements were checked; the bound rests on HiGHS's branch "
        "and bound."
    )
