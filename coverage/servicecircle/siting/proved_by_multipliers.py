"""Bounds proved again as far as the stored multipliers of a program go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.backup_covering import backup_program
from servicecircle.siting.models.capacitated_covering import (
    capacitated_covering_program,
)
from servicecircle.siting.models.capacitated_p_median import (
    capacitated_p_median_program,
)
from servicecircle.siting.models.merged import add_covered, merge_places
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.program import Program
from servicecircle.siting.proved import PART_OF_STEP, SAME, ProvedAgain, told

REST = " The rest rests on HiGHS's branch and bound."

if TYPE_CHECKING:
    from servicecircle.siting.certificate import Certificate
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question


def by_multipliers(
    certificate: Certificate, problem: SitingProblem, question: Question
) -> ProvedAgain:
    """Add up the multipliers of the program, which is written anew."""
    program = _written(problem, question)
    multipliers = certificate.proof.get("multipliers", np.empty(0))
    proved = bound_from_multipliers(program, multipliers)
    stated = float(certificate.content["bound"])
    sign = 1.0 if question.sense == "max" else -1.0
    little = PART_OF_STEP if program.step else SAME * max(1.0, abs(stated))
    closed = sign * (proved - stated) < little
    gap = _gap(certificate, proved)
    rest = "" if closed else REST
    words = f"By multipliers alone: {told(closed, gap)}{rest}"
    return ProvedAgain(
        proved, proved, closed, better=False, gap=gap, decided=0, nodes=0, words=words
    )


def with_plain(
    certificate: Certificate, proved: ProvedAgain, plain: ProvedAgain
) -> ProvedAgain:
    """
    Put together what multipliers prove and what is proved without capacities.

    Parameters
    ----------
    certificate
        What is stated.
    proved
        By the multipliers of the program with capacities.
    plain
        Of the same question as if no site were ever full.
    """
    if plain.bound is None or proved.bound is None:
        return proved
    sign = 1.0 if certificate.content["sense"] == "max" else -1.0
    stated = float(certificate.content["bound"])
    bound = sign * min(sign * proved.bound, sign * plain.bound)
    closed = sign * (bound - stated) <= SAME * max(1.0, abs(stated))
    gap = _gap(certificate, bound)
    rest = "" if closed else REST
    return plain._replace(
        by_multipliers=proved.by_multipliers,
        bound=bound,
        complete=closed,
        gap=gap,
        words=f"As if no site were ever full: {told(closed, gap)}{rest}",
    )


def _gap(certificate: Certificate, bound: float) -> float:
    """Give how far a bound is from what the choice is worth, as a share."""
    objective = float(certificate.content["objective"])
    larger = max(abs(bound), abs(objective))
    return abs(bound - objective) / larger if larger else 0.0


def _written(problem: SitingProblem, question: Question) -> Program:
    """Write the program that the certificate's multipliers belong to."""
    asked, new_sites = question.requirements, question.new_sites or 0
    if question.model == "backup_covering":
        return backup_program(
            problem,
            new_sites=new_sites,
            second=1.0,
            first_for_all=False,
            requirements=asked,
        )
    if question.model == "capacitated_covering":
        return capacitated_covering_program(
            problem, new_sites=new_sites, whole=False, requirements=asked
        ).program
    if question.model == "capacitated_p_median":
        far_m = question.beyond_m
        return capacitated_p_median_program(
            problem,
            new_sites=new_sites,
            everybody=False,
            beyond_m=problem.walks.cutoff_m if far_m is None else far_m,
            whole=False,
            requirements=asked,
        ).program
    merged = merge_places(problem, asked)
    whole = bool((problem.weight == np.round(problem.weight)).all())
    program = Program("max", step=1.0 if whole else 0.0)
    program.add_columns("open", np.zeros(len(problem.sites)), whole=True)
    add_covered(program, merged, worth=merged.weight)
    add_all(program, problem, asked, new_sites=question.new_sites, merged=merged)
    return program
