"""A program solved, with a proof that anybody can check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.errors import InternalError, SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.program.bound import Bounds, bound_from_multipliers, price
from servicecircle.siting.program.conflicts import conflicts, tell_conflicts
from servicecircle.siting.program.highs import Said, ask_highs
from servicecircle.siting.program.judge import PART_OF_STEP, SAME, judge, usable_step
from servicecircle.siting.program.narrow import favoured, narrowed
from servicecircle.siting.program.program import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.program.program import Program
    from servicecircle.siting.result import Status

    Floats = NDArray[np.float64]

POOL_NODES = 200
"""How many nodes the search among favoured columns may take."""
HALF = 0.5
PADDING = 1e-8
"""Share by which a bound of HiGHS is moved outwards, for its own tolerances."""


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
    multipliers: Floats | None = None,
    known: Known | None = None,
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
        By block of columns, an answer to start from; it is given back if nothing better
        is found, and ignored if it breaks a row. Blocks left out are completed by HiGHS
        as far as there is time.
    multipliers
        Of the rows, where some are known that prove something.
    known
        A bound, and a choice to try, that another program has.

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
    to check. A search among the columns it favours gives a good answer soon; with that,
    the multipliers narrow the columns down to what a better answer could hold, and
    HiGHS branches on what is left. Its bound is used where it is tighter.

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
    answer = attempt(program, clock, start=start, multipliers=multipliers, known=known)
    if answer is None:
        raise SitingError(tell_conflicts(conflicts(program, clock)))
    return answer


def attempt(  # noqa: PLR0913 - what a search starts from
    program: Program,
    clock: Clock,
    *,
    start: Mapping[str, Floats] | None = None,
    multipliers: Floats | None = None,
    known: Known | None = None,
    nodes: int | None = None,
) -> ProgramAnswer | None:
    """
    Solve a program as `solve` does, and give nothing where nothing keeps to it.

    With `nodes`, branch and bound ends after so many.

    Raises
    ------
    SitingError
        If nothing was found in the time there was, and nothing proved either.
    """
    search = _Search(program, clock)
    if start is not None and set(start) == set(program.columns):
        search.begin(start)
    elif start is not None:
        search.take(ask_highs(program, clock, bounds=_held(program, start)))
    if multipliers is not None:
        search.know(multipliers)
    if known is not None:
        search.learn(known)
    if search.proved:
        return search.answer()
    if not search.root():
        return search.answer() if search.values is not None else None
    search.look_nearby()
    if not search.finish(nodes):
        return None
    if search.values is None:
        raise SitingError(_nothing_found(search))
    return search.answer()


class Known(NamedTuple):
    """What a program that asks for less says of this one."""

    bound: float
    choice: Mapping[str, Floats]
    """Some blocks of columns, to be completed as far as there is time."""


class _Search:
    """The best values so far, and the most that any others could be worth."""

    def __init__(self, program: Program, clock: Clock) -> None:
        self.program, self.clock = program, clock
        self.sign = 1.0 if program.sense == "max" else -1.0
        self.values: Floats | None = None
        self.bounds: Bounds | None = None
        self.relaxed: Floats | None = None
        self.stopped, self.nodes = False, 0
        self.multipliers = self.latest = np.zeros(program.row_count)
        self.root_bound = bound_from_multipliers(program, self.multipliers)
        self.most = self.sign * self.root_bound

    @property
    def objective(self) -> float:
        """What the best values are worth."""
        return self.program.value(self.values) if self.values is not None else np.nan

    @property
    def enough(self) -> bool:
        """Whether to end: somebody said so, or there is an answer and no time."""
        return self.stopped or (self.values is not None and self.clock.over())

    @property
    def proved(self) -> bool:
        """Whether nothing can be better than what is there."""
        return self.values is not None and self.most < self.to_beat

    @property
    def to_beat(self) -> float:
        """What better values are worth at least (with the sign of ``max``)."""
        value = self.sign * self.objective
        if self.step:
            return value + PART_OF_STEP * self.step
        return value + HALF * SAME * abs(value)

    @property
    def step(self) -> float:
        """By how much values differ at least, where that is known and can be told."""
        return usable_step(self.program.step, self.objective)

    @property
    def ruled_out(self) -> float:
        """What nothing is worth more than that does not reach what is to be beaten."""
        if self.values is None:
            return -np.inf
        return self.sign * self.objective if self.step else self.to_beat

    def begin(self, start: Mapping[str, Floats]) -> None:
        """Take an answer that is whole already, if it keeps to all rows."""
        if self.program.holds(start):
            self.values = np.concatenate([start[name] for name in self.program.columns])

    def know(self, multipliers: Floats) -> None:
        """Take what multipliers prove, and narrow the columns down by them."""
        self._prove(multipliers)
        self._narrow(multipliers)

    def learn(self, known: Known) -> None:
        """Take a bound proved elsewhere, and try the choice that goes with it."""
        self.most = min(self.most, self.sign * known.bound)
        if not self.proved and not self.enough:
            held = _held(self.program, known.choice)
            self.take(ask_highs(self.program, self.clock, bounds=held))
            self._narrow(self.multipliers)

    def take(self, said: Said) -> None:
        """Keep values if they are the best so far."""
        self.stopped = self.stopped or said.stopped
        if said.values is None:
            return
        values = _rounded(self.program, said.values)
        value = self.sign * self.program.value(values)
        if self.values is None or value > self.sign * self.objective:
            self.values = values

    def root(self) -> bool:
        """Solve the linear relaxation for its multipliers; say if it is possible."""
        program, clock = self.program, self.clock
        if self.enough:
            return True
        said = ask_highs(program, clock, relaxed=True, bounds=self.bounds)
        self.stopped = self.stopped or said.stopped
        if said.infeasible:
            self.most = min(self.most, self.ruled_out)
            return False
        if said.multipliers is not None and np.isfinite(said.multipliers).all():
            self.relaxed = said.values
            self.latest = said.multipliers
            self._prove(said.multipliers)
        return True

    def look_nearby(self) -> None:
        """Search among what the relaxation favours, for a good answer soon."""
        if self.enough or self.relaxed is None:
            return
        pool = favoured(self.program, self.latest, self.relaxed, self.bounds)
        self.take(ask_highs(self.program, self.clock, bounds=pool, nodes=POOL_NODES))
        self._narrow(self.latest)

    def finish(self, nodes: int | None) -> bool:
        """Search all that could be better; say whether anything is possible at all."""
        program = self.program
        if self.proved:
            self.most = min(self.most, self.ruled_out)
            return True
        if self.enough:
            return True
        begin = self.values
        if begin is not None and self.bounds is not None:
            low, high = self.bounds
            begin = begin if ((begin >= low) & (begin <= high)).all() else None
        said = ask_highs(
            program, self.clock, start=begin, bounds=self.bounds, nodes=nodes
        )
        if said.infeasible and self.values is None:
            return False
        self.nodes = said.nodes
        most = -np.inf
        if not said.infeasible:
            most = self.sign * said.bound + PADDING * abs(said.bound)
        self.most = min(self.most, max(most, self.ruled_out))
        self.take(said)
        return True

    def answer(self) -> ProgramAnswer:
        """Give what was found, and what may be said of it."""
        program, clock = self.program, self.clock
        if self.values is None:
            msg = "There is no answer to give."
            raise InternalError(msg)
        status, bound = judge(
            self.objective,
            self.sign * self.most,
            sense=program.sense,
            step=program.step,
            gap=clock.effort.gap,
            stopped=self.stopped,
        )
        return ProgramAnswer(
            status,
            program.split(self.values),
            self.objective,
            bound,
            self.multipliers,
            self.root_bound,
            self.stopped,
            self.nodes,
            clock.spent,
        )

    def _prove(self, multipliers: Floats) -> None:
        """Take a bound from multipliers; those that prove most are kept as proof."""
        sign, whole = price(self.program, multipliers)
        if whole.bound < self.sign * self.root_bound:
            self.root_bound, self.multipliers = sign * whole.bound, multipliers
            self.most = min(self.most, whole.bound)
        if self.bounds is not None:
            _, part = price(self.program, multipliers, self.bounds)
            self.most = min(self.most, max(part.bound, self.ruled_out))

    def _narrow(self, multipliers: Floats) -> None:
        """Narrow the columns down to what a better answer could hold."""
        if self.values is not None:
            least = self.sign * self.to_beat
            self.bounds = narrowed(
                self.program, multipliers, at_least=least, bounds=self.bounds
            )


def _nothing_found(search: _Search) -> str:
    """Say that nothing is known either way, and what would help."""
    stopped = search.stopped or search.clock.stopped
    how = "before it was stopped" if stopped else "in the time there was"
    remedy = "Let it search longer" if stopped else "Allow more seconds"
    return (
        f"No choice that meets the requirements was found {how} "
        f"({search.clock.spent:.1f} s), and it is not proved that there is none. "
        f"{remedy}, or ask for less: lower a floor, or allow more sites or a larger "
        f"budget."
    )


def _held(program: Program, start: Mapping[str, Floats]) -> Bounds:
    """Hold some blocks of columns at their values."""
    given = program.arrays
    lower, upper = given.lower.copy(), given.upper.copy()
    for name, values in start.items():
        where = program.columns[name].where
        lower[where] = upper[where] = values
    return Bounds(lower, upper)


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
