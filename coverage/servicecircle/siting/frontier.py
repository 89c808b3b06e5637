"""Coverage against the number of new sites, every point with its bound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.errors import SitingError
from servicecircle.siting.cover.multipliers import ROUNDING, bound_of
from servicecircle.siting.cover.solve import SAME, CoverSolver, Work
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.free_choice import free_choice, is_free

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.cover.multipliers import Multipliers
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.requirements import Requirements

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


PASSES = (
    Work(rounds=1, pool=False, nodes=1),
    Work(rounds=1, nodes=200),
    Work(rounds=3, nodes=2000),
    Work(),
)
"""Every point is looked at quickly first; those that are not proved, ever longer."""


class Knee(NamedTuple):
    """Where more sites begin to bring less, and by which rule."""

    sites: int
    """Farthest above the chord from the first point of the frontier to the last."""
    enough: int | None
    """The fewest sites from which one more adds less than `least`; None where each
    point of the frontier still adds as much."""
    least: float


def frontier(
    problem: SitingProblem,
    *,
    most_sites: int,
    requirements: Requirements | None = None,
    effort: Effort | None = None,
    advance: Callable[[float], None] = lambda _share: None,
) -> pd.DataFrame:
    """
    Find the most residents that 0, 1, 2, ... new sites can cover.

    Parameters
    ----------
    problem
        The problem.
    most_sites
        The largest number of new sites; the frontier ends earlier where one more would
        add nothing.
    requirements
        At most that some sites are open, or are not; those that must open count.
    effort
        For all points together. Where time is up, points that were not looked at add
        the site that adds most to the point before. Once it is stopped, the frontier
        ends with the points that are done.
    advance
        Told the share of the points that are done.

    Returns
    -------
    DataFrame
        One row a number of sites: ``sites``, ``residents`` covered, ``gained`` by the
        last of them, ``bound`` on the residents any choice of so many covers, ``gap``
        as a share of the bound, ``share_of_residents`` and ``bound_share``, of all
        residents of the problem.

    Raises
    ------
    SitingError
        If more is required than which sites are open; the engine cannot do that.

    Notes
    -----
    Each number of sites starts from the choice and the prices of the one before. Prices
    bound every number of sites at once, sum(w - l) + the p largest worths, so each
    point has the best bound that any point's prices prove for it. All points are gone
    through quickly first, then again those whose bound is not met, with more work each
    time; work is counted, so that only a limit that was hit can change the answer.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> frontier(three_homes(), most_sites=5)[["sites", "residents", "bound"]]
       sites  residents  bound
    0      0       10.0   10.0
    1      1       50.0   50.0
    2      2       70.0   70.0
    """
    if requirements is not None and not is_free(requirements):
        msg = (
            "A frontier can be drawn where stations stay and some sites are required "
            "or forbidden, and no more is asked. Leave the other requirements out."
        )
        raise SitingError(msg)
    clock = Clock(effort or Effort())
    choice = free_choice(problem, requirements)
    counts, values, bounds = _points(
        choice.coverage, most_sites - choice.required, clock, advance
    )
    residents, bound = values + choice.base, bounds + choice.base
    total = float(problem.weight.sum())
    return pd.DataFrame(
        {
            "sites": counts + choice.required,
            "residents": residents,
            "gained": np.diff(residents, prepend=residents[0]),
            "bound": bound,
            "gap": np.divide(
                bound - residents, bound, out=np.zeros(len(bound)), where=bound > 0
            ),
            "share_of_residents": residents / total if total else np.nan,
            "bound_share": bound / total if total else np.nan,
        }
    )


def knee(points: pd.DataFrame, *, least: float) -> Knee:
    """
    Name the point of a frontier after which more sites bring little.

    Parameters
    ----------
    points
        As `frontier` gives them.
    least
        How many residents one more site should add.

    Notes
    -----
    The knee is the point farthest above the chord between the first and the last one
    (of several, the one with the fewest sites): it depends on where the frontier ends.
    ``enough`` does not. Source: Satopaa, V. et al. (2011), "Finding a 'kneedle' in a
    haystack", *ICDCS Workshops*.

    Examples
    --------
    >>> points = pd.DataFrame(
    ...     {"sites": [0, 1, 2], "residents": [0.0, 50, 60], "gained": [0.0, 50, 10]}
    ... )
    >>> knee(points, least=20)
    Knee(sites=1, enough=1, least=20)
    """
    sites = points["sites"].to_numpy()
    residents = points["residents"].to_numpy(dtype=np.float64)
    gained = points["gained"].to_numpy(dtype=np.float64)[1:]
    wide, high = sites[-1] - sites[0], residents[-1] - residents[0]
    above = np.zeros(len(points))
    if wide > 0 and high > 0:
        above = (residents - residents[0]) / high - (sites - sites[0]) / wide
    little = np.flatnonzero(gained < least)
    enough = int(sites[little[0]]) if len(little) else None
    return Knee(int(sites[int(np.argmax(above))]), enough, least)


def _points(
    coverage: Coverage, most: int, clock: Clock, advance: Callable[[float], None]
) -> tuple[Ints, Floats, Floats]:
    """Give the numbers of sites, what they cover, and what none covers more than."""
    run = _Run(CoverSolver(coverage, stop=clock.over), most, clock)
    for number, work in enumerate(PASSES):
        for count in range(1, run.last + 1):
            if clock.stopped or run.ends_before(count):
                break
            run.look(count, work)
            advance((number + count / run.last) / len(PASSES))
    return run.points()


class _Run:
    """The best choice and bound of every number of sites so far."""

    def __init__(self, solver: CoverSolver, most: int, clock: Clock) -> None:
        self.solver, self.clock = solver, clock
        small = solver.coverage
        self.last = max(0, min(most, small.sites))
        self.everything = float(small.weight.sum())
        self.chosen = [np.empty(0, np.int64)]
        self.values = [0.0]
        self.prices: Multipliers | None = None
        self.bound = np.full(self.last + 1, self.everything)
        self.bound[0] = 0.0

    def ends_before(self, count: int) -> bool:
        """Whether fewer sites cover all there is, or looking so far was given up."""
        return self.values[min(count, len(self.values)) - 1] >= self.everything

    def look(self, count: int, work: Work) -> None:
        """Look at one point, unless it is proved; with no time left, hardly."""
        new = count == len(self.values)
        if not new and (self._proved(count) or self.clock.over()):
            return
        begin = self._begin(count)
        if self.clock.over():
            self._take(count, begin)
            return
        effort = replace(self.clock.effort, seconds=self.clock.left)
        answer = self.solver.solve(
            count, effort=effort, begin=self.prices, choice=begin, work=work
        )
        self.prices = answer.multipliers
        self._take(count, np.searchsorted(self.solver.reduced.site, answer.chosen))
        curve = _curve(self.solver.coverage, self.prices, self.last)
        self.bound = np.minimum(self.bound, curve)
        self.bound[count] = min(self.bound[count], answer.bound)

    def points(self) -> tuple[Ints, Floats, Floats]:
        """Give the numbers of sites, what they cover, and the bounds on that."""
        # What fewer sites cover, more sites cover too.
        covered = np.maximum.accumulate(self.values)
        whole = np.flatnonzero(covered >= self.everything)
        done = int(whole[0]) + 1 if len(whole) else len(covered)
        bound = self.bound[:done]
        if self.solver.whole:
            bound = np.floor(bound)
        bound = np.minimum.accumulate(bound[::-1])[::-1]
        return np.arange(done), covered[:done], np.maximum(bound, covered[:done])

    def _proved(self, count: int) -> bool:
        room = self.bound[count] - self.values[count]
        if self.solver.whole:
            return bool(np.floor(self.bound[count]) <= self.values[count])
        return bool(room <= SAME * max(self.values[count], 1.0))

    def _begin(self, count: int) -> Ints:
        """Give the better of this point's own choice and the one before, one added."""
        more = _one_more(self.solver.coverage, self.chosen[count - 1])
        if count == len(self.values):
            return more
        better = self.solver.coverage.value(more) > self.values[count]
        return more if better else self.chosen[count]

    def _take(self, count: int, chosen: Ints) -> None:
        value = self.solver.coverage.value(chosen)
        if count == len(self.values):
            self.values.append(value)
            self.chosen.append(chosen)
        elif value > self.values[count]:
            self.values[count], self.chosen[count] = value, chosen


def _one_more(coverage: Coverage, chosen: Ints) -> Ints:
    """Add the site that adds most, the first of several."""
    open_weight = np.where(coverage.covered(chosen), 0.0, coverage.weight)
    gain = coverage.matrix @ open_weight
    gain[chosen] = -1.0
    return np.append(chosen, int(np.argmax(gain)))


def _curve(coverage: Coverage, prices: Multipliers, last: int) -> Floats:
    """Bound every number of sites from 0 to `last` by one set of prices."""
    _, price, worth = bound_of(coverage, prices.price, count=last)
    best = np.sort(worth)[::-1][:last]
    rest = float((coverage.weight - price).sum())
    curve = rest + np.concatenate([[0.0], np.cumsum(best)])
    return np.asarray(curve * (1.0 + ROUNDING))
