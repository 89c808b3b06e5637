"""Large covering programs with requirements: priced, narrowed, and branched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from servicecircle.errors import SitingError
from servicecircle.siting.models.asks_of import price_program
from servicecircle.siting.models.cover_cuts import with_cuts
from servicecircle.siting.models.lean import lean
from servicecircle.siting.program.bound import bound_from_multipliers, price
from servicecircle.siting.program.judge import judge
from servicecircle.siting.program.narrow import narrowed
from servicecircle.siting.program.program import Program
from servicecircle.siting.program.solve import ProgramAnswer, attempt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.effort import Clock
    from servicecircle.siting.models.asks_of import Priced
    from servicecircle.siting.models.lean import Lean

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

TOLERANCES = (3e-4, 1e-4, 3e-5)
"""How near to the linear program's value the bound is brought, step by step."""
STEPS = 6000
POOL_SHARE = 1e-3
POOL_EXTRA = (200, 400, 700)
"""How many sites more than may be open, by worth, answers are first sought among."""
POOL_NODES = 200
"""How many nodes this may take. Work is counted, so that a loaded machine gives the
same answer."""
SMALL_ENTRIES = 60_000
"""With so few entries left, the rest is left to branch and bound."""
HALF = 0.5


def solve_by_prices(  # noqa: PLR0913 - what a search depends on
    program: Program,
    coverage: Coverage,
    clock: Clock,
    *,
    covering: str,
    covered: str,
    start: Mapping[str, Floats] | None = None,
) -> ProgramAnswer | None:
    """
    Solve a large lean program whose sites are worth nothing but what they cover.

    Parameters
    ----------
    program, coverage, covering, covered
        As `lean` makes them.
    clock
        What is left of the effort.
    start
        Values of all columns that keep to the program, where some are known.

    Returns
    -------
    ProgramAnswer or None
        None where nothing was found among the sites that prices favour.

    Notes
    -----
    Prices give a bound and name the sites that good answers are made of; among these
    alone the program is small and soon solved. With that answer, prices tell which
    sites a better one must hold or cannot. What is left is made lean again, so rows
    that only sites of no interest told apart are one; then prices are sought anew, or
    branch and bound does the rest.
    """
    run = _Run(program, coverage, clock, covering=covering, covered=covered)
    run.values = None if start is None else dict(start)
    for tolerance, extra in zip(TOLERANCES, POOL_EXTRA, strict=True):
        priced = run.prices(tolerance)
        if not run.done() and run.cut(priced):
            priced = run.prices(tolerance)
        if run.done():
            break
        run.search_pool(priced, extra)
        if run.values is None or run.done() or not run.narrow(priced):
            break
        if run.coverage.matrix.nnz <= SMALL_ENTRIES:
            break
    if run.values is None:
        return None
    run.branch()
    return run.answer()


class _Run:
    """The best values so far, and what is left to look at."""

    def __init__(
        self,
        program: Program,
        coverage: Coverage,
        clock: Clock,
        *,
        covering: str,
        covered: str,
    ) -> None:
        self.given, self.whole = program, coverage
        self.program, self.coverage = program, coverage
        self.tight: Program | None = None
        self.clock, self.covering, self.covered = clock, covering, covered
        self.way: list[Lean] = []
        self.values: dict[str, Floats] | None = None
        self.multipliers = np.zeros(program.row_count)
        self.most = self.root_bound = bound_from_multipliers(program, self.multipliers)
        self.stopped, self.over, self.nodes = False, False, 0

    @property
    def objective(self) -> float:
        """What the best values are worth."""
        if self.values is None:
            return -np.inf
        every = [self.values[name] for name in self.given.columns]
        return self.given.value(np.concatenate(every))

    def done(self) -> bool:
        """Whether nothing better is left, or no time."""
        if self.over or self.stopped or self.clock.over():
            return True
        if self.values is None:
            return False
        room = self.most - self.objective
        return room < self.given.step or room <= self.clock.effort.gap * self.most

    def prices(self, tolerance: float) -> Priced:
        """Find prices of what is left, and what they prove."""
        program = self.program if self.tight is None else self.tight
        priced = price_program(
            program,
            self.coverage,
            covering=self.covering,
            covered=self.covered,
            tolerance=tolerance,
            most_steps=STEPS,
            stop=self.clock.over,
        )
        _, proved = price(program, priced.multipliers)
        self.most = min(self.most, max(proved.bound, self.objective))
        if program is self.given and proved.bound < self.root_bound:
            self.multipliers, self.root_bound = priced.multipliers, proved.bound
        return priced

    def cut(self, priced: Priced) -> bool:
        """Cut off fractional choices, for guarantees that matter; say if any does."""
        matter = priced.found.lift > 0
        if not matter.any():
            return False
        asks = priced.asks
        self.tight = with_cuts(
            self.program,
            self.coverage,
            sparse.csr_array(asks.guarantees[np.flatnonzero(matter)]),
            asks.least[matter],
        )
        return True

    def search_pool(self, priced: Priced, extra: int) -> None:
        """Solve the program on the sites that prices favour."""
        found, count = priced.found, priced.most
        pool = found.share > POOL_SHARE
        pool[np.argsort(-found.worth, kind="stable")[: count + extra]] = True
        part = self._part(~pool, np.zeros_like(pool))
        if part is None:
            return
        answer = _tried(part.program, self.clock, nodes=POOL_NODES)
        if answer is not None:
            self._take(answer, [*self.way, part])

    def narrow(self, priced: Priced) -> bool:
        """Leave out what no better answer holds; say whether anything is left."""
        program = self.program if self.tight is None else self.tight
        bounds = narrowed(program, priced.multipliers, at_least=self.objective)
        where = self.program.columns["open"].where
        never, always = bounds.upper[where] < HALF, bounds.lower[where] > HALF
        part = self._part(never, always)
        if part is None:
            self.over, self.most = True, self.objective
            return False
        self.way.append(part)
        self.program, self.coverage, self.tight = part.program, part.coverage, None
        return True

    def branch(self) -> None:
        """Leave the rest to branch and bound."""
        if self.done():
            return
        program = self.program if self.tight is None else self.tight
        answer = _tried(program, self.clock, start=self._start())
        if answer is None:
            return
        self.nodes = answer.nodes
        self._take(answer, self.way)
        self.most = min(self.most, max(answer.bound, self.objective))

    def answer(self) -> ProgramAnswer:
        """Give what was found, and what may be said of it."""
        values = self.values or {}
        status, bound = judge(
            self.objective,
            self.most,
            sense=self.given.sense,
            step=self.given.step,
            gap=self.clock.effort.gap,
            stopped=self.stopped or self.clock.stopped,
        )
        return ProgramAnswer(
            status,
            values,
            self.objective,
            bound,
            self.multipliers,
            self.root_bound,
            self.stopped,
            self.nodes,
            self.clock.spent,
        )

    def _part(self, never: Flags, always: Flags) -> Lean | None:
        """Decide some sites, and make what is left lean."""
        decided = Program(self.program.sense, self.program.step, self.program.constant)
        decided.columns.update(self.program.columns)
        decided.rows.extend(self.program.rows)
        decided.add_rows("never", {"open": _single(never)}, upper=0)
        decided.add_rows("always", {"open": _single(always)}, lower=1)
        return lean(
            decided, self.coverage, covering=self.covering, covered=self.covered
        )

    def _take(self, answer: ProgramAnswer, way: list[Lean]) -> None:
        """Keep values of a part if they are the best so far."""
        self.stopped = self.stopped or answer.stopped
        open_ = answer.values["open"] > HALF
        for part in reversed(way):
            given = part.always.copy()
            given[part.site[open_]] = True
            open_ = given
        shown = self.whole.covered(np.flatnonzero(open_))
        values = {**answer.values, "open": open_.astype(np.float64)}
        values[self.covered] = shown.astype(np.float64)
        before, kept = self.objective, self.values
        self.values = values
        if self.objective <= before:
            self.values = kept

    def _start(self) -> dict[str, Floats] | None:
        """Say the best values of sites in terms of what is left."""
        if self.values is None:
            return None
        open_ = self.values["open"] > HALF
        for part in self.way:
            there = part.stands_for[open_]
            open_ = np.zeros(len(part.site), dtype=bool)
            open_[there[there >= 0]] = True
        return {"open": open_.astype(np.float64)}


def _single(flags: Flags) -> sparse.csr_array:
    """Give one row for each site that is flagged."""
    sites = np.flatnonzero(flags)
    where = (np.arange(len(sites)), sites)
    shape = (len(sites), len(flags))
    return sparse.csr_array((np.ones(len(sites)), where), shape=shape)


def _tried(
    program: Program,
    clock: Clock,
    *,
    start: dict[str, Floats] | None = None,
    nodes: int | None = None,
) -> ProgramAnswer | None:
    """Solve a part; give nothing where there is nothing, or not in time."""
    try:
        return attempt(program, clock, start=start, nodes=nodes)
    except SitingError:
        return None
