"""Everything that is required, added to a model's program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.models.merged import Merged, add_covered, merge_places
from servicecircle.siting.required.add import add_requirements
from servicecircle.siting.required.units import add_floors

if TYPE_CHECKING:
    from scipy import sparse

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program
    from servicecircle.siting.requirements import Requirements


def add_all(
    program: Program,
    problem: SitingProblem,
    requirements: Requirements,
    *,
    new_sites: int | None,
    merged: Merged | None = None,
) -> None:
    """
    Add the rows of every requirement, also those on who is covered.

    Parameters
    ----------
    program
        With whole columns ``open``, one a site.
    problem, requirements, new_sites
        What is asked for.
    merged
        Merged places, where the program has columns ``covered`` for them already.
    """
    add_requirements(program, problem, requirements, new_sites=new_sites)
    if not requirements.cover_each:
        return
    if merged is None:
        merged = merge_places(problem, requirements)
        add_covered(program, merged)
    add_floors(program, problem, requirements, weight=merged.weight, units=merged.units)


def add_reached(
    program: Program, problem: SitingProblem, reached: sparse.csr_array
) -> None:
    r"""
    Ask that every place with any weight is reached by an open site.

    .. math:: \sum_{i \text{ reaches } j} x_i \ge 1
    """
    weighty = np.flatnonzero(problem.weight > 0)
    program.add_rows(
        "everybody",
        {"open": reached[weighty].astype(np.float64)},
        lower=1,
        words="every place is reached",
        labels=problem.places.index[weighty],
    )
