"""What any multipliers of the rows prove about a program, by arithmetic alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.errors import InternalError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.program.program import Program

    Floats = NDArray[np.float64]

UNIT = float(np.finfo(np.float64).eps)
TWICE = 2.0
"""The margin is itself rounded; doubling it covers that."""


def bound_from_multipliers(program: Program, row_multipliers: Floats) -> float:
    r"""
    Prove a bound on the objective from any multipliers of the rows.

    Parameters
    ----------
    program
        The program.
    row_multipliers
        One number a row, in the order of the rows. What has the wrong sign for a row
        with one open side counts as 0.

    Returns
    -------
    float
        For ``max``, no choice is worth more; for ``min``, none less.

    Raises
    ------
    InternalError
        If there are not as many multipliers as rows, or one is no finite number.

    Notes
    -----
    For every *y*, and every *x* that keeps to the program,

    .. math:: c^T x = (c - A^T y)^T x + y^T (A x)
              \le \sum_j \max_{l_j \le x_j \le u_j} (c - A^T y)_j x_j
              + \sum_i \max_{L_i \le r_i \le U_i} y_i r_i

    (weak duality; *min* likewise the other way). Every sum is moved outwards by more
    than rounding can amount to: a sum of *n* products is off by at most *n + 1* units
    in the last place of the sum of their sizes, and the outer sums are exact.

    Source: Neumaier, A. and Shcherbina, O. (2004), "Safe bounds in linear and
    mixed-integer linear programming", *Mathematical Programming* 99.

    Examples
    --------
    >>> from servicecircle.siting.program.program import Program
    >>> program = Program("max")
    >>> program.add_columns("open", [5, 2, 7], whole=True)
    >>> program.add_rows("new_sites", {"open": np.ones(3)}, upper=2)
    >>> round(bound_from_multipliers(program, np.array([5.0])), 9)
    12.0
    """
    sign, priced = price(program, row_multipliers)
    return sign * priced.bound


class Bounds(NamedTuple):
    """Lower and upper bounds of all columns."""

    lower: Floats
    upper: Floats


class Priced(NamedTuple):
    """What multipliers say of the largest objective (for min, of the mirrored one)."""

    bound: float
    reduced: Floats
    """What a unit of each column adds to the bound, at these multipliers."""
    off: Floats
    """By how much rounding may have moved that."""


def price(
    program: Program, row_multipliers: Floats, bounds: Bounds | None = None
) -> tuple[float, Priced]:
    """
    Work a bound out, with the sign that turns it into the program's own sense.

    With narrower bounds of the columns, it holds for answers that keep to them.
    """
    given = program.arrays
    if bounds is not None:
        given = given._replace(lower=bounds.lower, upper=bounds.upper)
    y = np.array(row_multipliers, dtype=np.float64)
    if y.shape != given.row_lower.shape or not np.isfinite(y).all():
        msg = (
            f"{len(given.row_lower)} finite multipliers are needed, one a row. "
            f"Got {y.size}, {int((~np.isfinite(y)).sum())} of them not finite."
        )
        raise InternalError(msg)
    sign = 1.0 if program.sense == "max" else -1.0
    y *= sign
    no_upper, no_lower = np.isinf(given.row_upper), np.isinf(given.row_lower)
    y[(y > 0) & no_upper] = 0.0
    y[(y < 0) & no_lower] = 0.0
    by_column = given.matrix.T.tocsr()
    reduced = sign * given.worth - by_column @ y
    size = np.abs(given.worth) + abs(by_column) @ np.abs(y)
    products = np.diff(by_column.indptr).max(initial=0) + 2
    row_end = np.where(y > 0, given.row_upper, given.row_lower)
    at_rows = y * np.where(y == 0, 0.0, row_end)
    off = UNIT * products * size
    most = np.maximum(
        _times(reduced + off, given.lower, given.upper),
        _times(reduced - off, given.lower, given.upper),
    )
    total = math.fsum([sign * program.constant, *most, *at_rows])
    # Each product above was rounded once, the total once more.
    sizes = math.fsum([abs(total), *np.abs(most), *np.abs(at_rows)])
    return sign, Priced(total + TWICE * UNIT * sizes, reduced, off)


def _times(factor: Floats, lower: Floats, upper: Floats) -> Floats:
    """Give the largest product of a factor with anything between its bounds."""
    end = np.where(factor > 0, upper, lower)
    return factor * np.where(factor == 0, 0.0, end)
