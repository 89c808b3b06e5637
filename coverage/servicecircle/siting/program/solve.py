"""A program solved, with a proof that anybody can check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.errors import InternalError, SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.conflicts import conflicts, tell_conflicts
from servicecircle.siting.program.highs import ask_highs
from servicecircle.siting.program.judge import judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.program.program import Program
    from servicecircle.siting.result import Status

    Floats = NDArray[np.float64]

ROOT_SHARE = 0.3
"""The share of the time that the linear relaxation may take."""
TOLERANCE = 1e-5
"""How far a row may be broken by rounding, as a share of the size of its terms."""


@dataclass(frozen=True, eq=False)
class ProgramAnswer:
    """
    The best values found, and what is proved.

    Parameters
    ----------
    status
        What is known; only ``OPTIMAL`` says that nothing is better.
    values
        By block of columns; whole columns are exactly whole.
    objective
        What they are worth, worked out here.
    bound
        No values are worth more (or less, for ``min``).
    multipliers
        Of the rows; `bound_from_multipliers` makes `root_bound` of them.
    root_bound
        What the multipliers alone prove. The rest rests on branch and bound.
    stopped
        Whether somebody ended it.
    nodes, seconds
        How much work it was.
    """

    status: Status
    values: Mapping[str, Floats]
    objective: float
    bound: float
    multipliers: Floats
    root_bound: float
    stopped: bool
    nodes: int
    seconds: float


def solve(
    program: Program,
    effort: Effort | None = None,
    *,
    start: Mapping[str, Floats] | None = None,
) -> ProgramAnswer:
    """
    Solve a program, with a bound on what any other answer could be worth.

    Parameters
    ----------
    program
        The program; it is not changed.
    effort
        How long to search, what is good enough, and a way to stop.
    start
        By block of columns, an answer to start from; blocks left out are completed. It
        is given back if nothing better is found, and ignored if it breaks a row.

    Raises
    ------
    SitingError
        If nothing keeps to all rows: it names the smallest set of requirements in
        conflict. Also if nothing was found in the time there was.
    InternalError
        If what HiGHS says contradicts arithmetic.

    Notes
    -----
    The linear relaxation comes first: its multipliers are a proof that needs no solver
    to check. Then HiGHS branches; its bound is used where it is tighter.

    Examples
    --------
    >>> from servicecircle.siting.program.program import Program
    >>> program = Program("max", step=1)
    >>> program.add_columns("open", [5, 2, 7], whole=True)
    >>> program.add_rows("new_sites", {"open": np.ones(3)}, upper=2)
    >>> answer = solve(program)
    >>> answer.status.value, answer.objective, answer.values["open"]
    ('optimal', 12.0, array([1., 0., 1.]))
    """
    clock = Clock(effort or Effort())
    answer = attempt(program, clock, start=start)
    if answer is None:
        raise SitingError(tell_conflicts(conflicts(program, clock)))
    return answer


def attempt(
    program: Program,
    clock: Clock,
    *,
    start: Mapping[str, Floats] | None = None,
) -> ProgramAnswer | None:
    """
    Solve a program as `solve` does, and give nothing where nothing keeps to it.

    Raises
    ------
    SitingError
        If nothing was found in the time there was, and nothing proved either.
    """
    begin = None
    if start is not None:
        begin = ask_highs(program, clock, fixed=start).values
    root = ask_highs(program, clock, relaxed=True, seconds=ROOT_SHARE * clock.left)
    if root.infeasible:
        return None
    multipliers = np.zeros(program.row_count)
    if root.multipliers is not None and np.isfinite(root.multipliers).all():
        multipliers = root.multipliers
    root_bound = bound_from_multipliers(program, multipliers)
    said = root if root.stopped else ask_highs(program, clock, start=begin)
    if said.infeasible:
        return None
    found = [said.values if said is not root else None, begin]
    answers = [_rounded(program, values) for values in found if values is not None]
    if not answers:
        how = "before it was stopped" if said.stopped else "in the time there was"
        msg = (
            f"No choice that meets the requirements was found {how}, and none is "
            f"proved impossible. Allow more seconds than {clock.effort.seconds:g}."
        )
        raise SitingError(msg)
    largest = program.sense == "max"
    values = (max if largest else min)(answers, key=program.value)
    objective = program.value(values)
    status, bound = judge(
        objective,
        (min if largest else max)(said.bound, root_bound),
        sense=program.sense,
        step=program.step,
        gap=clock.effort.gap,
        stopped=said.stopped,
    )
    return ProgramAnswer(
        status,
        program.split(values),
        objective,
        bound,
        multipliers,
        root_bound,
        said.stopped,
        said.nodes,
        clock.spent,
    )


def _rounded(program: Program, values: Floats) -> Floats:
    """Make whole columns whole, and prove that the rows still hold."""
    given = program.arrays
    held = np.clip(values, given.lower, given.upper)
    held[given.whole] = np.round(held[given.whole])
    rows = given.matrix @ held
    room = TOLERANCE * np.maximum(1.0, abs(given.matrix) @ np.abs(held))
    broken = (rows < given.row_lower - room) | (rows > given.row_upper + room)
    if broken.any():
        names = {
            r.name
            for r in program.rows
            if broken[r.first : r.first + r.matrix.shape[0]].any()
        }
        msg = f"The solver's answer breaks rows of {sorted(names)}."
        raise InternalError(msg)
    return held
