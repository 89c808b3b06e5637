"""Maximal covering with proof: from a first choice to the last doubt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.errors import InternalError
from servicecircle.siting.cover import _kernels
from servicecircle.siting.cover.branch_and_bound import branch_and_bound
from servicecircle.siting.cover.fixing import fix_sites
from servicecircle.siting.cover.in_parts import find_in_parts
from servicecircle.siting.cover.interchange import interchange, swap_within
from servicecircle.siting.cover.multipliers import find_multipliers
from servicecircle.siting.cover.reduce import merge_rows, reduce
from servicecircle.siting.effort import Clock, Effort

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.cover.multipliers import Multipliers

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

TOLERANCES = (3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6)
"""How near to the linear program's value the bound is brought, step by step."""
LARGE_ENTRIES = 300_000
"""Of problems with more entries, prices are sought among the sites that matter."""
POOL_SHARE = 1e-3
POOL_EXTRA = (200, 0, 100, 200)
"""How many sites besides those that prices favour choices are sought among."""
POOL_ENTRIES = 60_000
"""With so many entries or fewer, branch and bound looks for choices first."""
POOL_NODES = 200
"""Work is counted, not timed, so that a loaded machine gives the same answer."""
CORE_SITES = 4000
"""With so many sites undecided or fewer, the rest is left to branch and bound."""
SHRINK = 0.8
WORTHWHILE = 0.05
WHOLE_STEP = 0.999
"""Where weights are whole numbers, a better choice covers one more at least."""
SAME = 1e-7
"""Where they are not, a choice better by less than this share counts as the same."""


class Work(NamedTuple):
    """How much is tried before a search ends by itself; time can only end it sooner."""

    rounds: int = len(TOLERANCES)
    """How often prices are sought, each time more exactly."""
    pool: bool = True
    """Whether choices are sought among the sites that prices favour."""
    nodes: int | None = None
    """Of branch and bound on what is left, if that is small; where not given, as many
    as it takes."""


ALL = Work()


class Shrinking(NamedTuple):
    """One step of the proof: prices that decide sites, given what is to be beaten."""

    price: Floats
    at_least: float


@dataclass(frozen=True, eq=False)
class CoverAnswer:
    """A choice of sites, what it covers, and what no choice can cover more of."""

    chosen: Ints
    """Positions of the chosen sites, ascending."""
    objective: float
    bound: float
    optimal: bool
    multipliers: Multipliers
    """Of the whole reduced problem: they bound every number of sites at once."""
    steps: tuple[Shrinking, ...] = field(default=())

    @property
    def gap(self) -> float:
        """Share by which the bound is above the objective."""
        return (self.bound - self.objective) / self.bound if self.bound > 0 else 0.0


@dataclass(eq=False)
class _Core:
    """What is left to decide, as a covering problem of its own."""

    coverage: Coverage
    site: Ints
    """Position of its sites in the reduced problem."""
    always: Ints
    base: float
    count: int


class CoverSolver:
    """
    Solves one covering problem for any number of sites.

    Parameters
    ----------
    coverage
        The problem; its reduction is made once.
    stop
        Asked now and then whether to leave it as large as it is by then.

    Notes
    -----
    Rows and sites that make no difference are merged and dropped. A greedy choice is
    improved by interchange. Prices of the rows give a bound; the sites that they favour
    make a small problem whose solution is mostly the best choice there is; sites that
    no better choice can (or must) hold are decided. What is left goes to branch and
    bound. At any moment there is a choice and a bound.
    """

    def __init__(
        self, coverage: Coverage, *, stop: Callable[[], bool] = lambda: False
    ) -> None:
        self.given = coverage
        self.reduced = reduce(coverage, stop=stop)
        self.coverage = self.reduced.coverage
        self.whole = bool((coverage.weight == np.round(coverage.weight)).all())

    def solve(
        self,
        count: int,
        *,
        effort: Effort | None = None,
        begin: Multipliers | None = None,
        choice: Ints | None = None,
        work: Work = ALL,
    ) -> CoverAnswer:
        """
        Choose `count` sites that cover most.

        Parameters
        ----------
        count
            How many sites; fewer are chosen where the rest would add nothing.
        effort
            How long to search, and what is good enough.
        begin
            Multipliers to start from.
        choice
            Sites of the reduced problem to start from.
        work
            What is tried before the search ends.
        """
        run = _Run(self, min(count, self.coverage.sites), Clock(effort or Effort()))
        run.begin(choice)
        return run.finish(begin, work)

    def greedy(self, count: int) -> tuple[Ints, Floats]:
        """Take the best site again and again: positions in order, and values."""
        count = min(count, self.coverage.sites)
        found: tuple[Ints, Floats] = _kernels.greedy(
            *self.coverage.arrays, self.coverage.weight, count
        )
        return found


class _Run:
    """One solution under way."""

    def __init__(self, solver: CoverSolver, count: int, clock: Clock) -> None:
        self.solver, self.clock = solver, clock
        whole = solver.coverage
        self.count = count
        nothing = np.empty(0, np.int64)
        self.core = _Core(whole, np.arange(whole.sites), nothing, 0.0, count)
        self.chosen, self.value = nothing, 0.0
        self.bound = float(whole.weight.sum())
        self.steps: list[Shrinking] = []

    def begin(self, choice: Ints | None) -> None:
        """Find a first choice."""
        chosen = self.solver.greedy(self.count)[0] if choice is None else choice
        self._take(self._improved(chosen))

    def _improved(self, chosen: Ints) -> Ints:
        """Interchange single sites of all there are while that helps."""
        return interchange(self.solver.coverage, chosen, stop=self.clock.over)

    def finish(self, begin: Multipliers | None, work: Work) -> CoverAnswer:
        """Bring bound and choice together."""
        multipliers = begin
        root: Multipliers | None = None
        for number, tolerance in enumerate(TOLERANCES[: work.rounds]):
            core = self.core
            multipliers = self._prices(multipliers, tolerance)
            if core.coverage is self.solver.coverage:
                root = multipliers
            self._bound(core.base + multipliers.bound)
            if self._done() or self.clock.over():
                break
            if work.pool:
                self._search_pool(multipliers, number)
            if self._done():
                break
            multipliers = self._shrink(multipliers)
            if self._done() or self._small_enough(multipliers):
                break
        left = self.core.coverage
        small = left.sites <= CORE_SITES
        if work.nodes is not None:
            small = left.matrix.nnz <= POOL_ENTRIES
        if not self._done() and small:
            self._branch(work.nodes)
        return self._answer(root)

    def _prices(self, begin: Multipliers | None, tolerance: float) -> Multipliers:
        core = self.core
        enough = self._to_beat() - core.base
        if begin is None or core.coverage.matrix.nnz < LARGE_ENTRIES:
            return find_multipliers(
                core.coverage,
                count=core.count,
                tolerance=tolerance,
                begin=begin,
                enough=enough,
                stop=self.clock.over,
            )
        return find_in_parts(
            core.coverage,
            count=core.count,
            tolerance=tolerance,
            begin=begin,
            enough=enough,
            stop=self.clock.over,
        )

    def _to_beat(self) -> float:
        """Say what a better choice covers at least."""
        if self.solver.whole:
            return self.value + WHOLE_STEP
        return self.value + SAME * max(self.value, 1.0)

    def _done(self) -> bool:
        enough = self.clock.effort.gap * self.bound
        return self.bound < self._to_beat() or self.bound - self.value <= enough

    def _take(self, chosen: Ints) -> None:
        value = self.solver.coverage.value(chosen)
        if value > self.value or not len(self.chosen):
            self.chosen, self.value = np.sort(chosen), value

    def _bound(self, bound: float) -> None:
        if self.solver.whole:
            bound = float(np.floor(bound))
        self.bound = max(self.value, min(self.bound, bound))

    def _search_pool(self, multipliers: Multipliers, number: int) -> None:
        """Look for choices among the sites that the prices favour."""
        core = self.core
        extra = POOL_EXTRA[min(number, len(POOL_EXTRA) - 1)]
        favoured = np.argsort(-multipliers.worth, kind="stable")[: core.count + extra]
        pool = np.union1d(np.flatnonzero(multipliers.share > POOL_SHARE), favoured)
        every = np.ones(core.coverage.rows, dtype=bool)
        small = reduce(core.coverage.part(pool, every))
        there = pool[small.site]
        if small.coverage.matrix.nnz <= POOL_ENTRIES:
            answer = branch_and_bound(
                small.coverage,
                count=core.count,
                floor=self.value - core.base,
                seconds=self.clock.left,
                nodes=POOL_NODES,
                whole=self.solver.whole,
                threads=self.clock.effort.threads,
                stop=lambda: self.clock.stopped,
            )
            if answer.chosen is not None:
                self._take_improved(there[answer.chosen])
            if answer.complete and len(pool) == core.coverage.sites:
                # The pool was all there is.
                self._bound(max(self.value, core.base + answer.bound))
            if answer.complete:
                return
        share = multipliers.share[there]
        for chosen in swap_within(
            small.coverage, share, core.count, stop=self.clock.over
        ):
            self._take_improved(there[chosen])
            if self._done() or self.clock.over():
                return

    def _take_improved(self, chosen: Ints) -> None:
        """Keep a choice of the core if it is the best, with better neighbours."""
        core = self.core
        before = self.value
        self._take(np.concatenate([core.always, core.site[chosen]]))
        if self.value > before:
            self._take(self._improved(self.chosen))
            self._bound(self.bound)

    def _shrink(self, multipliers: Multipliers) -> Multipliers:
        """Decide the sites that the prices decide."""
        core = self.core
        at_least = self._to_beat() - core.base
        fixed = fix_sites(
            core.coverage, multipliers.price, count=core.count, at_least=at_least
        )
        left = len(fixed.open)
        if left + len(fixed.always) > SHRINK * core.coverage.sites:
            return multipliers
        self.steps.append(Shrinking(multipliers.price, at_least))
        covered = core.coverage.covered(fixed.always)
        part = core.coverage.part(fixed.open, ~covered)
        merged, group = merge_rows(part)
        self.core = _Core(
            merged,
            core.site[fixed.open],
            np.concatenate([core.always, core.site[fixed.always]]),
            core.base + float(core.coverage.weight[covered].sum()),
            core.count - len(fixed.always),
        )
        if not self.core.count or not left:
            self._take(self.core.always)
            self._bound(max(self.value, self.core.base))
        held = multipliers.price[~covered]
        price = np.bincount(group[group >= 0], held[group >= 0], merged.rows)
        return replace(
            multipliers,
            price=price.astype(np.float64),
            share=multipliers.share[fixed.open],
            worth=multipliers.worth[fixed.open],
        )

    def _small_enough(self, multipliers: Multipliers) -> bool:
        """Whether prices have little left to give and branching little to do."""
        unsure = multipliers.bound - multipliers.covered
        left = self.bound - self.value
        return unsure < WORTHWHILE * left and self.core.coverage.sites <= CORE_SITES / 3

    def _branch(self, nodes: int | None) -> None:
        core = self.core
        if self.clock.over() or not core.count:
            return
        answer = branch_and_bound(
            core.coverage,
            count=core.count,
            floor=self.value - core.base,
            seconds=self.clock.left,
            nodes=nodes,
            whole=self.solver.whole,
            threads=self.clock.effort.threads,
            stop=lambda: self.clock.stopped,
        )
        if answer.chosen is not None:
            self._take(np.concatenate([core.always, core.site[answer.chosen]]))
        self._bound(max(self.value, core.base + answer.bound))

    def _answer(self, root: Multipliers | None) -> CoverAnswer:
        solver = self.solver
        if root is None:
            msg = "A run ended without looking for multipliers."
            raise InternalError(msg)
        chosen = np.sort(solver.reduced.site[self.chosen])
        return CoverAnswer(
            chosen,
            self.value,
            self.bound,
            self.bound < self._to_beat(),
            root,
            tuple(self.steps),
        )
