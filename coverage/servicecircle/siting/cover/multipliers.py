"""Prices of rows that bound what any choice of sites can cover."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np

from servicecircle.errors import InternalError
from servicecircle.siting.cover import _dual_kernels, _kernels
from servicecircle.siting.cover.asks import Asks

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage

    Floats = NDArray[np.float64]
    State = tuple[Floats, Floats, Floats, Floats, Floats, Floats, Floats]

STEPS = 20
"""Steps between two looks at the bound."""
ROUNDING = 1e-9
"""Share by which a bound is raised, so that rounding never makes it too low."""
RESTART_MUCH, RESTART_SOME, RESTART_LATE = 0.2, 0.8, 0.36
"""When the average starts anew: the gap has shrunk much, or some and no more, or the
average has run for this share of all steps."""
MOVED = 1e-9
LIMIT_UNIT = 0.25
"""How much the limits weigh at a site against its rows, at most."""
FLOOR_UNIT = 0.1
"""How much less nimble the price of a guarantee is than those of its rows together."""


@dataclass(frozen=True, eq=False)
class Multipliers:
    """
    The best prices found, and how far the search has come.

    ``price`` has shape (rows,), ``worth`` is what each site's rows pay, shape (sites,),
    ``bound`` is what they prove; ``share`` is a fractional choice of sites that covers
    ``covered``; ``balance`` sets the pace for the next search.
    """

    bound: float
    price: Floats
    worth: Floats
    share: Floats
    covered: float
    balance: float
    steps: int
    toll: Floats = field(default_factory=lambda: np.empty(0))
    """What a unit of each limit costs (`Asks`)."""
    lift: Floats = field(default_factory=lambda: np.empty(0))
    """What a unit of each guarantee is worth besides."""


def bound_of(
    coverage: Coverage, price: Floats, *, count: int
) -> tuple[float, Floats, Floats]:
    r"""
    Prove a bound from any prices at all.

    Parameters
    ----------
    coverage
        The problem.
    price
        A number per row; what is not between 0 and the weight is cut off.
    count
        How many sites may be chosen.

    Returns
    -------
    bound
        No choice of `count` sites covers more.
    price, worth
        The prices as used, and what each site's rows pay at them.

    Notes
    -----
    With prices :math:`0 \le l \le w`, every choice of sites *X* covers at most

    .. math:: \sum_j (w_j - l_j) + \sum_{i \in X} \sum_{j \in i} l_j
              \le \sum_j (w_j - l_j) + \text{the } p \text{ largest of } (A l)_i .

    It is raised by a billionth against rounding. This is the Lagrangian relaxation of
    the covering constraints; the best prices give the bound of the linear program.

    Source: Fisher, M. L. (1981), "The Lagrangian relaxation method for solving integer
    programming problems", *Management Science* 27(1).
    """
    held = np.clip(price, 0.0, coverage.weight)
    start, row, _, _ = coverage.arrays
    worth = _kernels.add_up(start, row, held)
    if not np.isfinite(worth).all():
        msg = "A price of a row is no number, so it proves nothing."
        raise InternalError(msg)
    return _bound(coverage.weight, held, worth, count), held, worth


def _bound(weight: Floats, price: Floats, worth: Floats, count: int) -> float:
    rest = float((weight - price).sum())
    top = worth
    if count < len(worth):
        top = np.partition(worth, len(worth) - count)[-count:] if count else worth[:0]
    return (rest + float(np.maximum(top, 0.0).sum())) * (1.0 + ROUNDING)


def find_multipliers(  # noqa: PLR0913 - what a search depends on
    coverage: Coverage,
    *,
    count: int,
    tolerance: float,
    asks: Asks | None = None,
    begin: Multipliers | None = None,
    enough: float = -np.inf,
    most_steps: int = 20_000,
    stop: Callable[[], bool] = lambda: False,
) -> Multipliers:
    """
    Search for prices with a low bound.

    Parameters
    ----------
    coverage
        The problem.
    count
        How many sites may be chosen.
    tolerance
        End when the bound is this share above the linear program's value found.
    asks
        What is asked for besides; then `covered` counts what is missing, at its price.
    begin
        Where to start from, of the same shape.
    enough
        End as soon as the bound is below this.
    most_steps
        End after so many steps.
    stop
        Asked between steps whether to end.

    Notes
    -----
    The primal-dual hybrid gradient method on the saddle point of the linear program,
    with diagonal steps, averaged and restarted. Every price it meets proves a bound,
    so it can be ended at any time.

    Source: Applegate, D. et al. (2021), "Practical large-scale linear programming
    using primal-dual hybrid gradient", *NeurIPS 34*; Pock, T. and Chambolle, A. (2011),
    "Diagonal preconditioning for first order primal-dual algorithms", *ICCV*.
    """
    search = _Search(coverage, count, asks, begin)
    while search.steps < most_steps:
        search.advance()
        best, covered = search.bound, search.covered
        if best - covered <= tolerance * best or best < enough or stop():
            break
    return search.result()


class _Search:
    """The state between two looks at the bound."""

    def __init__(
        self,
        coverage: Coverage,
        count: int,
        asks: Asks | None,
        begin: Multipliers | None,
    ) -> None:
        self.coverage, self.count = coverage, min(count, coverage.sites)
        sites, rows, weight = coverage.sites, coverage.rows, coverage.weight
        start, row, by_row, _ = coverage.arrays
        given = Asks.none(sites, rows) if asks is None else asks
        unit = max(LIMIT_UNIT * float(np.diff(start).mean()), 1.0) if sites else 1.0
        self.asks, self.of_toll, self.of_lift = given.scaled(unit)
        limits = abs(self.asks.limits)
        self.site_unit = 1.0 / np.maximum(np.diff(start) + limits.sum(axis=0), 1)
        self.limit_unit = 1.0 / np.maximum(limits.sum(axis=1), MOVED)
        self.toll = np.zeros(len(self.asks.lower))
        self.lift = np.zeros(len(self.asks.least))
        self.row_unit = 1.0 / np.maximum(np.diff(by_row), 1)
        self.x = np.full(sites, self.count / max(sites, 1))
        self.price = 0.5 * weight
        self.balance = float(np.linalg.norm(weight)) / np.sqrt(max(self.count, 1))
        if begin is not None:
            self.x, self.price = begin.share.copy(), begin.price.copy()
            self.balance = begin.balance
            if asks is not None:
                self.toll = begin.toll / self.of_toll
                self.lift = begin.lift / self.of_lift
        self.balance = max(self.balance, MOVED)
        self.worth = _kernels.add_up(start, row, self.price)
        self.worth -= self.asks.limits.T @ self.toll
        self.held = self.asks.limits @ self.x
        self.cover = np.zeros(rows)
        _kernels.spread(start, row, self.x, self.cover)
        self.bound, self.covered, self.steps = np.inf, -np.inf, 0
        self.best_price, self.best_worth, self.best_x = self.price, self.worth, self.x
        self.best_toll, self.best_lift = self.toll, self.lift
        self._begin_average()
        self.gap_at_start = self._consider(self._now)
        self.last_gap = np.inf

    def advance(self) -> None:
        """Take some steps, look at the bound, and start the average anew if due."""
        start, row, _, _ = self.coverage.arrays
        now = self._now
        asks = self.asks
        _dual_kernels.primal_dual_steps(
            start,
            row,
            self.coverage.weight,
            self.count,
            self.site_unit / self.balance,
            self.row_unit * self.balance,
            *asks.by_limit,
            *asks.by_site,
            asks.lower,
            asks.upper,
            self.limit_unit * self.balance,
            *asks.by_guarantee,
            asks.total - asks.least,
            FLOOR_UNIT,
            STEPS,
            *now,
            *self.sums,
        )
        self.steps += STEPS
        self.averaged += STEPS
        mean = cast("State", tuple(total / self.averaged for total in self.sums))
        gap_mean, gap_now = self._consider(mean), self._consider(now)
        gap = min(gap_mean, gap_now)
        due = (
            gap <= RESTART_MUCH * self.gap_at_start
            or (gap <= RESTART_SOME * self.gap_at_start and gap > self.last_gap)
            or self.averaged >= RESTART_LATE * self.steps
        )
        if not due:
            self.last_gap = gap
            return
        if gap_mean < gap_now:
            self._set(mean)
        self._rebalance()
        self._begin_average()
        self.gap_at_start, self.last_gap = gap, np.inf

    def result(self) -> Multipliers:
        """Give the best prices met."""
        return Multipliers(
            self.bound,
            self.best_price,
            self.best_worth,
            self.best_x,
            self.covered,
            self.balance,
            self.steps,
            self.best_toll * self.of_toll,
            self.best_lift * self.of_lift,
        )

    @property
    def _now(self) -> State:
        return (
            self.x,
            self.price,
            self.worth,
            self.cover,
            self.toll,
            self.held,
            self.lift,
        )

    def _set(self, state: State) -> None:
        self.x, self.price, self.worth, self.cover = state[:4]
        self.toll, self.held, self.lift = state[4:]

    def _consider(self, state: State) -> float:
        """Remember what is best so far; give the gap between these two."""
        x, price, worth, cover, toll, held, lift = state
        weight, asks = self.coverage.weight, self.asks
        reached = np.minimum(cover, 1.0)
        bound = _bound(weight, price, worth, self.count)
        covered = float((weight * reached).sum())
        if len(toll) or len(lift):
            bound += asks.cost(toll, lift) + ROUNDING * abs(bound)
            covered -= asks.missing(held, reached, toll, lift, value=covered)
        if bound < self.bound:
            self.bound = bound
            self.best_price, self.best_worth = price.copy(), worth.copy()
            self.best_toll, self.best_lift = toll.copy(), lift.copy()
        if covered > self.covered:
            self.covered, self.best_x = covered, x.copy()
        return bound - covered

    def _begin_average(self) -> None:
        self.averaged = 0
        self.x_at_start, self.price_at_start = self.x.copy(), self.price.copy()
        self.toll_at_start = self.toll.copy()
        self.sums = tuple(np.zeros_like(part) for part in self._now)

    def _rebalance(self) -> None:
        """Let prices and shares move at the same pace, half of the way at a time."""
        prices = ((self.price - self.price_at_start) ** 2 / self.row_unit).sum()
        tolls = ((self.toll - self.toll_at_start) ** 2 / self.limit_unit).sum()
        price = np.sqrt(prices + tolls)
        share = np.sqrt(((self.x - self.x_at_start) ** 2 / self.site_unit).sum())
        if price > MOVED and share > MOVED:
            self.balance = float(np.sqrt(self.balance * price / share))
