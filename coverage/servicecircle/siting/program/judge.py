"""What may be said of an answer, given its objective and a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.errors import InternalError
from servicecircle.siting.result import Status

if TYPE_CHECKING:
    from servicecircle.siting.program.program import Sense

SAME = 1e-6
"""Where nothing is whole, values closer than this share (or this) are the same."""
CLOSE = 1e-9
"""A bound off a step by less than this share is taken to be on it."""
FINEST_STEP = 1e-7
"""Steps below this share of a value cannot be told from rounding, and do not count."""
PART_OF_STEP = 0.999
"""Where values come in steps, nothing lies less than this part of one above."""


def judge(  # noqa: PLR0913 - what a verdict rests on
    objective: float,
    bound: float,
    *,
    sense: Sense,
    step: float,
    gap: float = 0.0,
    stopped: bool = False,
) -> tuple[Status, float]:
    """
    Say what is known of a choice, and give the bound as it is to be reported.

    Parameters
    ----------
    objective
        What the choice is worth, recomputed.
    bound
        What no choice is worth more (or less) than, as proved so far.
    sense, step
        As the program has them: with a step, the bound is moved to the nearest value
        there can be.
    gap
        The share between the two that is good enough.
    stopped
        Whether somebody said stop.

    Raises
    ------
    InternalError
        If the objective is beyond the bound by more than rounding, or one of them is
        no number: then one of them is wrong, and nothing may be claimed.

    Examples
    --------
    >>> judge(10, 10.9, sense="max", step=1)
    (<Status.OPTIMAL: 'optimal'>, 10.0)
    >>> judge(10, 11.2, sense="max", step=1)
    (<Status.TIME_LIMIT: 'time_limit'>, 11.0)
    """
    if np.isnan(bound) or not np.isfinite(objective):
        msg = f"An objective of {objective} or a bound of {bound} is no number."
        raise InternalError(msg)
    sign = 1.0 if sense == "max" else -1.0
    value, limit = sign * objective, sign * bound
    size = max(1.0, abs(value))
    step = usable_step(step, value)
    if np.isfinite(limit) and step:
        limit = np.floor((limit + CLOSE * size) / step) * step
    if limit < value - SAME * size:
        msg = f"The objective {objective} is beyond what is proved possible, {bound}."
        raise InternalError(msg)
    limit = float(max(limit, value))
    left = limit - value
    if left < PART_OF_STEP * step or (not step and left <= SAME * size):
        status = Status.OPTIMAL
    elif np.isfinite(limit) and left <= gap * max(abs(limit), abs(value)):
        status = Status.WITHIN_GAP
    elif stopped:
        status = Status.INTERRUPTED
    else:
        status = Status.TIME_LIMIT
    # A bound of nothing is 0, not -0.
    return status, sign * limit + 0.0


def usable_step(step: float, value: float) -> float:
    """
    Give the step between values, or 0 where rounding would hide it.

    >>> usable_step(1.0, 2e6), usable_step(1.0, 2e8)
    (1.0, 0.0)
    """
    return step if step > FINEST_STEP * abs(value) else 0.0
