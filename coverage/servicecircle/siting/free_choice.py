"""What is left to choose where stations stay and some sites are open, or are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem


@dataclass(frozen=True, eq=False)
class FreeChoice:
    """
    A covering problem on the sites that are free and the places that are not covered.

    ``held`` are the sites that are open in any case, shape (sites,), and ``base`` what
    they cover; ``site`` are the free ones as positions in the problem, ``row`` the
    places; ``required`` says how many of those held are new.
    """

    coverage: Coverage
    site: NDArray[np.int64]
    row: NDArray[np.int64]
    held: NDArray[np.bool_]
    base: float
    required: int


def is_free(requirements: Requirements) -> bool:
    """Whether no more is asked than that some sites are open, or are not."""
    plain = Requirements(
        required=requirements.required, forbidden=requirements.forbidden
    )
    return requirements == plain


def free_choice(
    problem: SitingProblem, requirements: Requirements | None = None
) -> FreeChoice:
    """
    Settle what is open in any case, and keep what is left to choose.

    Parameters
    ----------
    problem
        The problem.
    requirements
        Of which only `required` and `forbidden` are looked at; stations stay.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> choice = free_choice(three_homes())
    >>> choice.base, choice.site, choice.coverage.weight
    (10.0, array([1, 2]), array([20., 40.]))
    """
    return free_rows(
        problem, Coverage.of(problem.covers(), problem.weight), requirements
    )


def free_rows(
    problem: SitingProblem,
    coverage: Coverage,
    requirements: Requirements | None = None,
) -> FreeChoice:
    """
    Settle what is open in any case, of rows that need not be the problem's places.

    Parameters
    ----------
    problem
        The problem, for its sites.
    coverage
        Sites in the problem's order, and rows.
    requirements
        As for `free_choice`.
    """
    asked = requirements or Requirements()
    ids = problem.sites.index
    held = problem.existing | ids.isin(asked.required)
    free = np.flatnonzero(~held & ~ids.isin(asked.forbidden))
    weight = coverage.weight
    settled = coverage.covered(np.flatnonzero(held))
    row = np.flatnonzero(~settled & (weight > 0))
    kept = np.zeros(len(weight), dtype=bool)
    kept[row] = True
    return FreeChoice(
        coverage.part(free, kept),
        free,
        row,
        held,
        float(weight[settled].sum()),
        int((held & ~problem.existing).sum()),
    )
