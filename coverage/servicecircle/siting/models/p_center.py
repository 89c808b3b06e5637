"""p-center: the longest walk anybody has, as short as can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from servicecircle._validation import name_some
from servicecircle.errors import SitingError
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
from servicecircle.siting.models.outcome import nearest_open, outcome, reopened
from servicecircle.siting.program.highs import Said, ask_highs
from servicecircle.siting.program.program import Program
from servicecircle.siting.program.solve import solve
from servicecircle.siting.required.check import check_requirements
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NOTHING_ASKED = Requirements()
HALF = 0.5


def p_center(
    problem: SitingProblem,
    *,
    new_sites: int,
    unreachable: Literal["refuse", "leave_out"] = "refuse",
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Open a number of sites so that the longest walk to the nearest one is shortest.

    Parameters
    ----------
    problem
        Places, sites and the walks between them, with a cutoff long enough for
        everybody. Places without weight do not count; the limit plays no part but in
        requirements on coverage.
    new_sites
        How many sites may be opened.
    unreachable
        Places that no site reaches within the cutoff are an error (``refuse``), or do
        not count (``leave_out``); ``notes["left_out"]`` says how many.
    requirements
        What a choice must respect.
    effort
        How long to search, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` is the longest walk in metres. ``serves`` gives the nearest open
        site, however far within the cutoff; of several as near, the one whose id sorts
        first.

    Raises
    ------
    SitingError
        If a place is out of reach, or the requirements make no sense or cannot all be
        met within the cutoff.

    Notes
    -----
    .. math:: \min r, \quad \sum_{i: d_{ij} \le r} x_i \ge 1 \;\forall j, \quad
              \sum_{i \text{ new}} x_i \le p, \quad x \in \{0, 1\}

    The answer is one of the walks there are. The first choice opens a site near whoever
    walks longest, again and again, and shorter lengths are tried by covering everybody
    greedily. Then lengths are searched by halves, first with broken sites, which is
    quick and rules out most, then with whole ones: a length at which no choice covers
    everybody is a bound.

    Source: Minieka, E. (1970), "The m-center problem", *SIAM Review* 12(1); Elloumi,
    S., Labbe, M. and Pochet, Y. (2004), "A new formulation and resolution method for
    the p-center problem", *INFORMS J. on Computing* 16(1).

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> p_center(three_homes(), new_sites=1).objective
    450.0
    >>> p_center(three_homes(), new_sites=2).objective
    350.0
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=new_sites)
    counts = _who_counts(problem, unreachable)
    search = _Search(problem, requirements, new_sites, counts, clock)
    search.run()
    return outcome(
        "p_center",
        problem,
        requirements,
        search.open,
        sense="min",
        step=0.0,
        objective=search.objective,
        bound=search.bound,
        clock=clock,
        stopped=search.stopped,
        serves=nearest_open(problem, search.open, limit_m=problem.walks.cutoff_m),
        notes={
            "asked": search.asked,
            "lengths": len(search.lengths),
            "left_out": int((problem.weight > 0).sum() - counts.sum()),
            "units_without_site": units_without_site(problem, requirements),
        },
        proof=search.proof(),
    )


def _who_counts(problem: SitingProblem, unreachable: str) -> Flags:
    if unreachable not in {"refuse", "leave_out"}:
        msg = f"unreachable is 'refuse' or 'leave_out'. Got {unreachable!r}."
        raise SitingError(msg)
    starts = problem.pairs(problem.walks.cutoff_m).indptr
    alone = (np.diff(starts) == 0) & (problem.weight > 0)
    if alone.any() and unreachable == "refuse":
        msg = (
            f"No site reaches {int(alone.sum())} places within "
            f"{problem.walks.cutoff_m:g} m: {name_some(problem.places.index[alone])}. "
            "Measure longer walks, or leave them out."
        )
        raise SitingError(msg)
    counts: Flags = (problem.weight > 0) & ~alone
    return counts


class _Search:
    """Lengths by halves: below `low` it is proved impossible, at `high` it was done."""

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
        pairs = problem.pairs(problem.walks.cutoff_m)
        allowed = ~problem.sites.index.isin(requirements.forbidden)
        entries = pairs[np.flatnonzero(counts)].tocoo()
        usable = allowed[entries.col]
        nearest = np.full(int(counts.sum()), np.inf)
        np.minimum.at(nearest, entries.row[usable], entries.data[usable])
        farthest = float(nearest.max(initial=0.0))
        if np.isfinite(farthest):
            # Nobody walks less than to the nearest site there could be.
            every = np.unique(entries.data[usable])
            self.lengths = every[every >= farthest]
        else:
            # Some are reached by forbidden sites alone: the program says who asks that.
            self.lengths = np.array([entries.data.max()])
        self.low, self.asked, self.stopped = 0, 0, False
        self.asks = Program("min")
        self.asks.add_columns("open", np.zeros(len(problem.sites)), whole=True)
        add_all(self.asks, problem, requirements, new_sites=new_sites)

    @property
    def objective(self) -> float:
        return self._longest(self.open)

    @property
    def bound(self) -> float:
        return _metres(min(self.lengths[self.low], self.objective))

    def run(self) -> None:
        """Search until the two ends meet, or time is up."""
        begin = self._begin()
        if begin is None:
            whole = self._program(self.lengths[-1])
            effort = replace(self.clock.effort, seconds=self.clock.left)
            first = solve(whole, effort)
            self.stopped = first.stopped
            open_ = reopened(whole, self.problem, first.values["open"] > HALF)
            begin = self._farther(open_)
        self._take(begin)
        self._shorter()
        for relaxed in (True, False):
            low, high = self.low, self.high
            while low < high and not self.stopped and not self.clock.over():
                middle = (low + high) // 2
                said = self._ask(middle, relaxed=relaxed)
                if said.infeasible:
                    low = self.low = middle + 1
                elif relaxed and said.multipliers is not None:
                    high = middle
                elif said.values is not None:
                    high = self.high
                else:
                    break
                self.stopped = self.stopped or said.stopped

    def _begin(self) -> Flags | None:
        """Give a first choice that reaches everybody, where one is found."""
        for first in (self._reaching, self._required):
            open_ = first()
            if open_ is not None and self._keeps(open_):
                open_ = self._farther(open_)
                if np.isfinite(self._longest(open_)):
                    return open_
        return None

    def _reaching(self) -> Flags:
        """Give as few sites as reach everybody."""
        return self._covering(self.lengths[-1])

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

    def _farther(self, open_: Flags) -> Flags:
        """Open what may be opened besides near whoever walks longest."""
        problem, new = self.problem, ~self.problem.existing
        pairs = problem.pairs(problem.walks.cutoff_m)[np.flatnonzero(self.counts)]
        return farthest_first(
            pairs,
            open_,
            may_open=new & ~problem.sites.index.isin(self.requirements.forbidden),
            new_sites=self.new_sites - int((open_ & new).sum()),
            keeps=self._keeps,
        )

    def _shorter(self) -> None:
        """Look for shorter lengths by covering everybody site by site."""
        low, high = self.low, self.high
        while low < high and not self.clock.over():
            middle = (low + high) // 2
            open_ = self._covering(self.lengths[middle])
            if self._longest(open_) < self.objective and self._keeps(open_):
                self._take(open_)
            if self.high <= middle:
                high = self.high
            else:
                low = middle + 1

    def _covering(self, length_m: float) -> Flags:
        """Cover as many as can be within a length, the most first."""
        return first_cover(
            self.problem,
            merge_places(self.problem, NOTHING_ASKED, limit_m=length_m),
            self.requirements,
            new_sites=self.new_sites,
            stop=self.clock.over,
        )

    def _keeps(self, open_: Flags) -> bool:
        """Say whether a choice keeps to all that is required."""
        values = {"open": open_.astype(np.float64)}
        return self.asks.holds(with_covered(self.asks, values))

    def _ask(self, middle: int, *, relaxed: bool) -> Said:
        program = self._program(self.lengths[middle])
        said = ask_highs(program, self.clock, relaxed=relaxed)
        self.asked += 1
        if said.values is not None and not relaxed:
            open_ = program.split(said.values)["open"] > HALF
            self._take(reopened(program, self.problem, open_))
        return said

    def _take(self, open_: Flags) -> None:
        self.open = open_
        longest = self._longest(self.open)
        self.high = int(np.searchsorted(self.lengths, longest))

    def _longest(self, open_: Flags) -> float:
        walk = nearest_open(self.problem, open_, limit_m=self.problem.walks.cutoff_m)[
            "walk_m"
        ]
        return float(walk[self.counts].max(skipna=False))

    def _program(self, length_m: float, *, count: bool = False) -> Program:
        """Write that everybody is within a length; or count the new sites it takes."""
        problem, asked = self.problem, self.requirements
        program = Program("min", step=1.0 if count else 0.0)
        new = (~problem.existing).astype(np.float64)
        program.add_columns("open", new if count else 0.0 * new, whole=True)
        covers = merge_places(problem, NOTHING_ASKED, limit_m=length_m).covers
        program.add_rows(
            "everybody",
            {"open": covers},
            lower=1,
            words=f"everybody within {_metres(length_m):g} m of an open site",
        )
        new_sites = None if count else self.new_sites
        add_all(program, problem, asked, new_sites=new_sites)
        return program

    def proof(self) -> dict[str, Any]:
        """Show that the next shorter length takes more sites than there may be."""
        if self.low == 0 or self.clock.over():
            return {"kind": "counted"}
        program = self._program(self.lengths[self.low - 1], count=True)
        said = ask_highs(program, self.clock, relaxed=True)
        below_m = _metres(self.lengths[self.low - 1])
        proof = {"kind": "longer_than", "below_m": below_m, "program": program}
        if said.multipliers is not None:
            proof |= {"multipliers": said.multipliers, "more_than": self.new_sites}
        return proof


def _metres(length: float) -> float:
    """Give a walk of 0 m, stored as the least number above 0, as 0."""
    return 0.0 if length <= np.finfo(np.float64).tiny else float(length)
