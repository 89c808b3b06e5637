"""All requirements on which sites are open, added to a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.siting.required.between import add_apart, add_leaning
from servicecircle.siting.required.numbers import add_numbers
from servicecircle.siting.required.stations import add_existing, add_moves, add_named
from servicecircle.siting.required.units import add_one_in_each

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program
    from servicecircle.siting.requirements import Requirements


def add_requirements(
    program: Program,
    problem: SitingProblem,
    requirements: Requirements,
    *,
    new_sites: int | None,
) -> None:
    """
    Add the rows of every requirement that is about sites alone.

    Parameters
    ----------
    program
        With whole columns ``open``, one a site.
    problem, requirements
        What is asked for; `check_requirements` has passed it.
    new_sites
        How many sites may be opened, where the model limits that.

    Notes
    -----
    What is asked of coverage (`Requirements.cover_each`) is added by `add_floors`,
    which needs columns that say who is covered.
    """
    add_existing(program, problem, requirements)
    add_named(program, problem, requirements)
    add_numbers(program, problem, requirements, new_sites=new_sites)
    add_one_in_each(program, problem, requirements)
    add_apart(program, problem, requirements)
    add_leaning(program, problem, requirements)
    add_moves(program, problem, requirements)
