"""Sites that must, or cannot, be in a choice better than the best one known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.siting.cover.multipliers import ROUNDING, bound_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Fixed(NamedTuple):
    """What follows for each site, by position."""

    always: Ints
    """Sites in every better choice."""
    open: Ints
    """Sites about which nothing follows; the others are in no better choice."""


def fix_sites(
    coverage: Coverage, price: Floats, *, count: int, at_least: float
) -> Fixed:
    """
    Find the sites that prices decide.

    Parameters
    ----------
    coverage
        The problem.
    price
        Prices of the rows.
    count
        How many sites may be chosen.
    at_least
        What a choice must cover to be of interest.

    Notes
    -----
    Forcing a site in, or out, changes the bound by the difference between its worth
    and the last one chosen (or the first one not chosen). Where the changed bound is
    below `at_least`, no choice of interest has it so.

    Source: Balas, E. and Carrera, M. (1996), "A dynamic subgradient-based
    branch-and-bound procedure for set covering", *Operations Research* 44(6).
    """
    bound, _, worth = bound_of(coverage, price, count=count)
    order = np.argsort(-worth, kind="stable")
    top, rest = order[:count], order[count:]
    if not len(rest):
        return Fixed(top, rest)
    last_in, first_out = worth[top[-1]], worth[rest[0]]
    # The bound holds a margin against rounding; a change as large as it says nothing.
    margin = ROUNDING * bound
    out = bound - (last_in - worth[rest]) + margin < at_least
    always = bound - (worth[top] - first_out) + margin < at_least
    undecided = np.concatenate([top[~always], rest[~out]])
    return Fixed(np.sort(top[always]), np.sort(undecided))
