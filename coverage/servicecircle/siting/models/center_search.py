"""The shortest longest walk: lengths by halves, over the few homes that decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.first_center import farthest_first
from servicecircle.siting.models.first_choice import first_choice
from servicecircle.siting.models.first_cover import first_cover
from servicecircle.siting.models.merged import (
    add_covered,
    merge_places,
    with_covered,
)
from servicecircle.siting.models.outcome import reopened
from servicecircle.siting.program.highs import Said, ask_highs
from servicecircle.siting.program.program import Program
from servicecircle.siting.required.stations import must_stay
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NOTHING_ASKED = Requirements()
HALF = 0.5
BROKEN = 1e-6
"""A home reached by broken sites to less than this short of one counts as reached."""
PROOF_S = 5.0
"""Time for the prices of the proof, which take a moment: also where time was up."""
MORE_HOMES = 20
"""So many homes that are too far are asked for at once."""


class CenterSearch:
    """
    Lengths by halves: below `low` it is proved impossible, at `high` it was done.

    Parameters
    ----------
    problem, requirements, new_sites
        What is asked for.
    counts
        The places that count, shape (places,).
    clock
        Time, and a way to stop.

    Notes
    -----
    Homes that the stations which stay bring within the least length there can be never
    decide; of the others only those are asked for that an answer left too far. What no
    choice does for a few homes, none does for all, so a length that is impossible for
    those asked for is a bound; an answer that is near enough to all others too is one
    for all. Mostly some dozens of homes decide.
    """

    def __init__(
        self,
        problem: SitingProblem,
        requirements: Requirements,
        new_sites: int,
        counts: Flags,
        clock: Clock,
    ) -> None:
        self.problem, self.requirements = problem, requirements
        self.new_sites, self.counts, self.clock = new_sites, counts, clock
        ids = problem.sites.index
        self.never: Flags = ids.isin(requirements.forbidden)
        stay = must_stay(problem, requirements) | ids.isin(requirements.required)
        self.stay: Flags = np.asarray(stay & ~self.never, dtype=bool)
        home = np.flatnonzero(counts)
        pairs = problem.pairs(problem.walks.cutoff_m)[home]
        self.reach_m = float(pairs.data.max(initial=0.0))
        nearest = _least(pairs, ~self.never)
        self.farthest_m = float(nearest.max(initial=0.0))
        self.farthest = home[nearest == self.farthest_m][:1]
        far = np.flatnonzero(_least(pairs, self.stay) > self.farthest_m)
        self.home: Ints = home[far]
        self.pairs = sparse.csr_array(pairs[far])
        self.lengths: Floats = np.array([self.farthest_m])
        self.low, self.high, self.asked, self.stopped = 0, 0, 0, False
        self.few: Ints = np.empty(0, np.int64)
        self.asks = self._asks()

    @property
    def possible(self) -> bool:
        """Whether everybody who counts is near a site that may be open."""
        return bool(np.isfinite(self.farthest_m))

    def run(self, open_: Flags) -> None:
        """Search from a first choice until the two ends meet, or time is up."""
        self.open, self.objective = open_, self.longest(open_)
        # Nobody who could walk less walks farther than in the first choice.
        near = self.pairs.data <= self.objective
        self.pairs = _kept(self.pairs, near)
        usable = self.pairs.data[~self.never[self.pairs.indices]]
        longer = np.unique(usable[usable > self.farthest_m])
        self.lengths = np.append(self.lengths, longer)
        self.high = int(np.searchsorted(self.lengths, self.objective))
        for relaxed in (True, False):
            high = self.high
            while self.low < high and not self.stopped and not self.clock.over():
                middle = (self.low + high) // 2
                answer = self._try(middle, relaxed=relaxed)
                if answer is None:
                    return
                if not answer:
                    self.low = middle + 1
                high = min(middle if answer else high, self.high)

    def first_choice(self) -> Flags | None:
        """Give a first choice that reaches everybody, where one is found."""
        for first in (self._stations, self._reaching, self._required):
            open_ = first()
            if open_ is not None and self._keeps(open_):
                open_ = self.farther(open_)
                if np.isfinite(self.longest(open_)):
                    return open_
        return None

    def longest(self, open_: Flags) -> float:
        """Give the longest walk; infinite where it is beyond what is looked at."""
        return float(_least(self.pairs, open_).max(initial=self.farthest_m))

    def farther(self, open_: Flags) -> Flags:
        """Open what may be opened besides near whoever walks longest."""
        new = ~self.problem.existing
        return farthest_first(
            self.pairs,
            open_,
            may_open=new & ~self.never,
            new_sites=self.new_sites - int((open_ & new).sum()),
            keeps=self._keeps,
        )

    def whole(self) -> Program:
        """Write that everybody is within the longest walk that is known."""
        covers = merge_places(self.problem, NOTHING_ASKED, limit_m=self.reach_m).covers
        words = f"everybody within {self.reach_m:g} m of an open site"
        return self._program(covers, words=words)

    def proof(self) -> dict[str, Any]:
        """
        Name homes that no choice brings nearer than the bound, each with a price.

        The prices are what the linear program says of the length just below.
        """
        if self.low == 0:
            return {"homes": self.farthest, "prices": np.ones(len(self.farthest))}
        few, near = self._within(self.lengths[self.low - 1])
        program = Program("min")
        new = (~self.problem.existing).astype(np.float64)
        program.add_columns("open", new)
        program.add_rows("everybody", {"open": near}, lower=1)
        said = ask_highs(program, Clock(Effort(PROOF_S)), relaxed=True)
        prices = np.ones(len(few))
        if said.multipliers is not None:
            prices = np.maximum(said.multipliers, 0.0)
        return {"homes": self.home[few], "prices": prices}

    def _asks(self) -> Program:
        """Write what is required, whomever that reaches."""
        program = Program("min", step=1.0)
        new = (~self.problem.existing).astype(np.float64)
        program.add_columns("open", new, whole=True)
        add_all(program, self.problem, self.requirements, new_sites=self.new_sites)
        return program

    def _program(self, covers: sparse.csr_array, *, words: str = "") -> Program:
        """Write what is required, and that some homes are covered."""
        program = self._asks()
        program.add_rows("everybody", {"open": covers}, lower=1, words=words)
        return program

    def _within(self, length_m: float) -> tuple[Ints, sparse.csr_array]:
        """Give the homes asked for that need a site within a length, and those."""
        near = self.pairs[self.few]
        few = np.flatnonzero(_least(near, self.stay) > length_m)
        found = _kept(near[few], near[few].data <= length_m)
        found.data[:] = 1.0
        return self.few[few], found

    def _try(self, middle: int, *, relaxed: bool) -> bool | None:
        """Say whether everybody can be so near; None where time was up."""
        length_m = float(self.lengths[middle])
        while not self.clock.over():
            said, program = self._ask(length_m, relaxed=relaxed)
            if said.infeasible:
                return False
            if said.values is None or said.stopped:
                return None
            share = program.split(said.values)["open"]
            if relaxed:
                lacks = self._unreached(share, length_m)
            else:
                open_ = self.farther(reopened(program, self.problem, share > HALF))
                self._take(open_)
                lacks = _least(self.pairs, open_)
                lacks[lacks <= length_m] = 0.0
            if not lacks.any():
                return True
            if not self._add(lacks, length_m):
                return None
        return None

    def _ask(self, length_m: float, *, relaxed: bool) -> tuple[Said, Program]:
        _, covers = self._within(length_m)
        program = self._program(covers)
        said = ask_highs(program, self.clock, relaxed=relaxed, any_choice=True)
        self.asked += 1
        self.stopped = self.stopped or said.stopped
        return said, program

    def _take(self, open_: Flags) -> None:
        longest = self.longest(open_)
        if longest < self.objective:
            self.open, self.objective = open_, longest
            self.high = int(np.searchsorted(self.lengths, longest))

    def _unreached(self, share: Floats, length_m: float) -> Floats:
        """Say by how much broken sites fall short of reaching each home."""
        near = _kept(self.pairs, self.pairs.data <= length_m)
        near.data[:] = 1.0
        short = 1.0 - near @ share
        short[short < BROKEN] = 0.0
        return np.asarray(short, dtype=np.float64)

    def _add(self, lacks: Floats, length_m: float) -> bool:
        """Ask for those who lack most, of whom no two are near the same site."""
        asked = len(self.few)
        home = np.flatnonzero(lacks)
        rows = self.pairs[home]
        near = _kept(rows, rows.data <= length_m)
        by_site = near.T.tocsr()
        left = lacks[home].copy()
        more: list[int] = []
        while len(more) < MORE_HOMES and left.any():
            most = int(left.argmax())
            more.append(int(home[most]))
            left[most] = 0.0
            there = near.indices[near.indptr[most] : near.indptr[most + 1]]
            left[by_site[there].indices] = 0.0
        self.few = np.union1d(self.few, more).astype(np.int64)
        return len(self.few) > asked

    def _stations(self) -> Flags:
        """Give what is open in any case."""
        return (self.stay | self.problem.existing) & ~self.never

    def _reaching(self) -> Flags:
        """Give as few sites as reach everybody."""
        return first_cover(
            self.problem,
            merge_places(self.problem, NOTHING_ASKED, limit_m=self.reach_m),
            self.requirements,
            new_sites=self.new_sites,
            stop=self.clock.over,
        )

    def _required(self) -> Flags | None:
        """Give as few sites as meet what is required, whomever they reach."""
        problem, asked = self.problem, self.requirements
        merged = merge_places(problem, asked)
        choice = Program("max")
        choice.add_columns("open", np.zeros(len(problem.sites)), whole=True)
        add_covered(choice, merged)
        add_all(choice, problem, asked, new_sites=self.new_sites, merged=merged)
        found = first_choice(
            choice,
            Coverage.of(merged.covers.T.tocsr(), merged.weight),
            covering="covering",
            covered="covered",
            stop=self.clock.over,
        )
        return None if found is None else reopened(choice, problem, found["open"] > 0)

    def _keeps(self, open_: Flags) -> bool:
        """Say whether a choice keeps to all that is required."""
        values = {"open": open_.astype(np.float64)}
        return self.asks.holds(with_covered(self.asks, values))


def _least(pairs: sparse.csr_array, open_: Flags) -> Floats:
    """Give every row's shortest walk to an open site; infinite where there is none."""
    walk_m = np.where(open_[pairs.indices], pairs.data, np.inf)
    least = np.full(pairs.shape[0], np.inf)
    there = np.flatnonzero(np.diff(pairs.indptr))
    if len(there):
        least[there] = np.minimum.reduceat(walk_m, pairs.indptr[there])
    return least


def _kept(pairs: sparse.csr_array, kept: Flags) -> sparse.csr_array:
    """Leave some walks out."""
    before = np.concatenate([[0], np.cumsum(kept)])
    return sparse.csr_array(
        (pairs.data[kept], pairs.indices[kept], before[pairs.indptr]), shape=pairs.shape
    )
