"""Bounds of columns that every better answer keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.program.bound import Bounds, price

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.program.program import Program

    Floats = NDArray[np.float64]

ROUNDING = 1e-9
POOL_SHARE = 1e-6
POOL_EXTRA = 100


def narrowed(
    program: Program,
    multipliers: Floats,
    *,
    at_least: float,
    bounds: Bounds | None = None,
) -> Bounds:
    """
    Find bounds of the whole columns that every answer of interest keeps to.

    Parameters
    ----------
    program
        The program.
    multipliers
        Of its rows, any.
    at_least
        What an answer must be worth to be of interest (for ``min``, at most).
    bounds
        Bounds that every answer of interest is known to keep to.

    Notes
    -----
    Each unit by which a column leaves the end that is best for it lowers the bound by
    its reduced cost. It can leave by as many units as keep the bound at `at_least`.

    Source: Dantzig, G., Fulkerson, R. and Johnson, S. (1954), "Solution of a
    large-scale traveling-salesman problem", *Operations Research* 2(4).
    """
    given = program.arrays
    if bounds is not None:
        given = given._replace(lower=bounds.lower, upper=bounds.upper)
    sign, priced = price(program, multipliers, bounds)
    room = priced.bound - sign * at_least
    room += ROUNDING * max(1.0, abs(priced.bound))
    cost = np.abs(priced.reduced) - priced.off
    tells = given.whole & (cost > ROUNDING)
    units = np.full(len(cost), np.inf)
    units[tells] = np.floor(max(room, 0.0) / cost[tells] + ROUNDING)
    up = priced.reduced > 0
    lower = np.where(up, np.maximum(given.lower, given.upper - units), given.lower)
    upper = np.where(up, given.upper, np.minimum(given.upper, given.lower + units))
    return Bounds(lower, upper)


def favoured(
    program: Program,
    multipliers: Floats,
    root: Floats,
    bounds: Bounds | None = None,
) -> Bounds:
    """
    Leave open only what the linear relaxation uses, or nearly uses.

    Nothing is proved by that: it is where good answers are found quickly.
    """
    given = program.arrays
    if bounds is not None:
        given = given._replace(lower=bounds.lower, upper=bounds.upper)
    _, priced = price(program, multipliers, bounds)
    closed = given.whole & (root <= given.lower + POOL_SHARE)
    by_cost = np.flatnonzero(closed)[np.argsort(-priced.reduced[closed], kind="stable")]
    closed[by_cost[:POOL_EXTRA]] = False
    return Bounds(given.lower, np.where(closed, given.lower, given.upper))
