"""What the same question without capacities says of one in which sites can be full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from servicecircle.errors import SitingError
from servicecircle.siting.program.solve import Known

if TYPE_CHECKING:
    from collections.abc import Callable

    from servicecircle.siting.effort import Clock, Effort
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.solve import ProgramAnswer
    from servicecircle.siting.result import SitingResult

PART = 0.5
"""How much of the time that is left may be spent on it."""


class Plain(NamedTuple):
    """The answer where no site is ever full, and what it says of the other question."""

    result: SitingResult
    known: Known

    def proof_of(self, answer: ProgramAnswer) -> dict[str, Any]:
        """Give the proof of the plain bound where multipliers alone prove less."""
        sign = 1.0 if self.result.sense == "max" else -1.0
        if sign * self.result.bound >= sign * answer.root_bound:
            return {}
        return {"plain": self.result}


def without_capacities(
    problem: SitingProblem,
    ask: Callable[[Effort], SitingResult],
    clock: Clock,
) -> Plain | None:
    """
    Ask the same question as if no site were ever full.

    Parameters
    ----------
    problem
        The problem.
    ask
        Asks the model without capacities, with all that is required.
    clock
        What is left of the effort.

    Returns
    -------
    Plain or None
        Its bound holds where sites can be full too, and is met wherever the sites it
        opens turn nobody away. None where it has no answer in time: that proves
        nothing.

    Notes
    -----
    Capacities forbid choices and allow none: whatever they allow is allowed without
    them and is worth as much there, so no choice that keeps to them is worth more than
    the best that need not.
    """
    effort = replace(clock.effort, seconds=PART * clock.left)
    try:
        result = ask(effort)
    except SitingError:
        # The model itself says what is in conflict, in words of its own.
        return None
    opened = result.sites.index[result.sites["action"] != "close"]
    open_ = np.asarray(problem.sites.index.isin(opened), dtype=np.float64)
    return Plain(result, Known(result.bound, {"open": open_}))
