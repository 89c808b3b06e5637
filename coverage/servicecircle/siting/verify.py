"""Checking a certificate: looked up and added up anew, without a solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.errors import InternalError, SitingError
from servicecircle.siting.certificate import changed, stored_problem
from servicecircle.siting.handed import handed_worth, handed_wrong
from servicecircle.siting.met import Breach
from servicecircle.siting.proved_again import prove_again
from servicecircle.siting.result import Status
from servicecircle.siting.stored import digest, problem_from_arrays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.proved import ProvedAgain

AREA = "area"
"""The name of what is wrong where the area's data have changed."""
SAME = 1e-6
"""Values closer than this share are the same, where nothing is whole."""


@dataclass(frozen=True)
class Verdict:
    """
    What came of checking a certificate.

    Parameters
    ----------
    refused
        What is wrong, by name: ``certificate``, ``problem``, ``area``, ``sites``,
        ``objective``, ``status``, ``bound``, ``multipliers``, or the name of a
        requirement that is not met. Nothing where the certificate stands.
    objective
        What the sites are worth, recomputed; None where that was not possible.
    again
        How far the bound was proved again; None where something is wrong.
    noted
        What is worth knowing though nothing is wrong with it.
    """

    refused: tuple[Breach, ...]
    objective: float | None
    again: ProvedAgain | None
    noted: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether nothing is wrong with the certificate."""
        return not self.refused

    @property
    def proved(self) -> bool:
        """Whether the stated bound was proved again, nothing resting on a solver."""
        return self.stands and self.again is not None and self.again.complete


def verify(
    certificate: Certificate,
    *,
    problem: SitingProblem | None = None,
    seconds: float = 60.0,
    advance: Callable[[float], None] = lambda _share: None,
) -> Verdict:
    """
    Check a certificate: data, sites, objective, requirements and bound.

    Parameters
    ----------
    certificate
        The certificate with its arrays.
    problem
        The problem as made anew from the planning area, to hold against the stored one.
    seconds
        How long to work on what multipliers alone do not prove.
    advance
        Told the share of that time that is spent.

    Returns
    -------
    Verdict
        With everything that is wrong, each by name.

    Examples
    --------
    >>> from servicecircle.siting.certificate import certify
    >>> from servicecircle.siting.models.example import three_homes
    >>> from servicecircle.siting.question import Question
    >>> question = Question(new_sites=1)
    >>> result = question.solve(three_homes())
    >>> verify(certify(three_homes(), question, result)).stands
    True
    """
    content = certificate.content
    refused = changed(certificate)
    if problem is not None:
        now = digest(stored_problem(problem, certificate.question))
        if now != content["problem"]["sha256"]:
            words = "the area's data give another problem than the certificate's"
            refused.append(Breach(AREA, words))
    try:
        question = certificate.question
        stored = problem_from_arrays(certificate.problem)
        open_ = _open(certificate, stored)
        objective = question.objective(stored, open_)
        refused += question.broken(stored, open_)
        if question.fills:
            objective = handed_worth(stored, question, certificate.proof)
            refused += handed_wrong(stored, question, certificate.proof, open_)
    except (SitingError, KeyError, IndexError, ValueError) as error:
        return Verdict((*refused, Breach(_part_of(error), str(error))), None, None)
    stated = float(content["objective"])
    if not abs(objective - stated) <= SAME * max(1.0, abs(objective)):
        words = f"the sites are worth {objective:,.12g}, not {stated:,.12g}"
        refused.append(Breach("objective", words))
    refused += _claims(certificate, objective)
    refused += _told_twice(content, stored)
    if refused:
        return Verdict(tuple(refused), objective, None)
    try:
        again = prove_again(
            certificate, stored, question, seconds=seconds, advance=advance
        )
    except InternalError as error:
        return Verdict((Breach("multipliers", str(error)),), objective, None)
    if again.better:
        words = f"there is a choice beyond the stated bound of {content['bound']:,.12g}"
        return Verdict((Breach("bound", words),), objective, again)
    return Verdict((), objective, again)


class _WrongSitesError(SitingError):
    """The sites of a certificate are not those of its problem."""


def _part_of(error: Exception) -> str:
    return "sites" if isinstance(error, _WrongSitesError) else "problem"


def _open(certificate: Certificate, problem: SitingProblem) -> NDArray[np.bool_]:
    """Read which sites are open; every station must be spoken of."""
    actions = certificate.content["sites"]
    ids = problem.sites.index
    position = ids.get_indexer(pd.Index(list(actions), dtype="str"))
    if (position < 0).any():
        unknown = [i for i, p in zip(actions, position, strict=True) if p < 0]
        msg = f"The problem has no sites {name_some(unknown)}."
        raise _WrongSitesError(msg)
    odd = sorted(set(actions.values()) - {"keep", "open", "move", "close"})
    if odd:
        msg = f"Unknown actions {name_some(odd)}."
        raise _WrongSitesError(msg)
    open_ = np.zeros(len(ids), dtype=bool)
    open_[position] = [action != "close" for action in actions.values()]
    there = np.array([action in {"keep", "close"} for action in actions.values()])
    wrong = position[problem.existing[position] != there]
    silent = problem.existing.copy()
    silent[position] = False
    if len(wrong) or silent.any():
        named = ids[np.union1d(wrong, np.flatnonzero(silent))]
        msg = f"What becomes of {name_some(named)} does not fit what they are."
        raise _WrongSitesError(msg)
    return open_


def _told_twice(content: Mapping[str, Any], problem: SitingProblem) -> Iterator[Breach]:
    """Hold what is said in words against the question and the stored problem."""
    count = {
        "places": len(problem.places),
        "sites": len(problem.sites),
        "walks": len(problem.walks.station),
        "weight": float(problem.weight.sum()),
    }
    told = {
        "model": (content["model"], content["question"]["model"]),
        "service": (content["service"], problem.service),
        "limit_m": (content.get("limit_m"), problem.limit_m),
        **{name: (content["problem"].get(name), n) for name, n in count.items()},
    }
    for name, (said, there) in told.items():
        if said != there:
            words = f"{name} is told in two ways: {said!r} and {there!r}"
            yield Breach("certificate", words)


def _claims(certificate: Certificate, objective: float) -> list[Breach]:
    """Hold bound, status and sense against each other."""
    content = certificate.content
    bound, sense = content["bound"], content["sense"]
    if sense != certificate.question.sense:
        return [Breach("certificate", f"{sense} is not what the question asks for")]
    known = {status.value for status in Status}
    if content["status"] not in known:
        return [Breach("status", f"{content['status']!r} is no status")]
    proved = content["status"] == Status.OPTIMAL
    if bound is None:
        return [Breach("status", "optimal without a bound")] if proved else []
    sign = 1.0 if sense == "max" else -1.0
    room = sign * (float(bound) - objective)
    little = SAME * max(1.0, abs(objective))
    if room < -little:
        words = f"the objective of {objective:,.12g} is beyond it: {bound:,.12g}"
        return [Breach("bound", words)]
    if proved and room > little:
        words = f"optimal, and the bound of {bound:,.12g} is another than the objective"
        return [Breach("status", words)]
    return []
