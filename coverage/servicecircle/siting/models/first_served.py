"""Where sites can be full: a first choice, and prices that bound every choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.models._served_kernels import fill_sites, serve_in_order
from servicecircle.siting.models.asked import add_all
from servicecircle.siting.models.first_choice import first_choice
from servicecircle.siting.models.merged import (
    add_covered,
    merge_places,
    with_covered,
)
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.program import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.effort import Clock
    from servicecircle.siting.models.assignment import Written
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.requirements import Requirements

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

STEPS = 200
PATIENCE = 8
"""After so many steps without a better bound, steps are half as long."""
SHORTEST = 1e-3


class Begin(NamedTuple):
    """A first choice, where one was found, and multipliers of the program's rows."""

    start: dict[str, Floats] | None
    multipliers: Floats


def begin_served(
    problem: SitingProblem,
    written: Written,
    requirements: Requirements,
    *,
    new_sites: int,
    clock: Clock,
) -> Begin:
    r"""
    Open the sites that add most, serve the nearest first, and price the rows.

    Parameters
    ----------
    problem, requirements, new_sites
        What is asked.
    written
        The program; a unit served is worth something (for ``min``, saves something).
    clock
        What is left of the effort.

    Notes
    -----
    With a price :math:`\lambda_j \ge 0` for each unit of a row's weight, every site is
    filled on its own with what is worth most after prices, so the bound is

    .. math:: \sum_j \lambda_j w_j + \max_x \sum_i x_i \max_{z_i}
              \sum_j (v_{ij} - \lambda_j) z_{ij} .

    Prices follow its subgradient. The toll of a full site, the worth of the last unit
    that fits, makes them multipliers of the program.

    Source: Pirkul, H. and Schilling, D. (1991), "The maximal covering location problem
    with capacities on total workload", *Management Science* 37(2); Held, M., Wolfe, P.
    and Crowder, H. (1974), "Validation of subgradient optimization", *Mathematical
    Programming* 6.
    """
    run = _Run(problem, written, new_sites)
    start = run.start(problem, requirements, new_sites, clock)
    return Begin(start, run.prices(clock))


class _Run:
    """Pairs site by site, what they are worth, and the best value so far."""

    def __init__(
        self, problem: SitingProblem, written: Written, new_sites: int
    ) -> None:
        program, self.merged, given = written
        self.program, self.given = program, given
        self.order = np.lexsort((given.row, given.site))
        self.row, self.site = given.row[self.order], given.site[self.order]
        count = np.bincount(self.site, minlength=len(given.capacity))
        self.first = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        unit = given.weight[self.row] if given.whole else np.ones(len(self.row))
        self.sign = 1.0 if program.sense == "max" else -1.0
        self.value = self.sign * program.columns["served"].worth[self.order] / unit
        self.unit, self.new, self.count = unit, ~problem.existing, new_sites
        self.taken = np.zeros(len(self.row))
        self.worth, self.toll = np.zeros((2, len(given.capacity)))
        self.reached = 0.0

    def fill(self, price: Floats) -> None:
        """Fill every site on its own, at prices of the rows."""
        given = self.given
        fill_sites(
            self.first,
            self.row,
            self.value,
            given.weight,
            given.capacity,
            price,
            self.taken,
            self.worth,
            self.toll,
        )

    def serve(self, open_: Flags) -> Floats:
        """Let open sites serve what is worth most first; give amounts by pair."""
        pairs = np.flatnonzero(open_[self.site])
        by_worth = pairs[np.argsort(-self.value[pairs], kind="stable")]
        given = self.given
        return np.asarray(
            serve_in_order(
                by_worth,
                self.row,
                self.site,
                given.weight,
                given.capacity,
                given.whole,
            )
        )

    def start(
        self,
        problem: SitingProblem,
        requirements: Requirements,
        new_sites: int,
        clock: Clock,
    ) -> dict[str, Floats] | None:
        """Choose sites one by one, by what they add to what is served already."""
        choice, merged = Program("max"), self.merged
        choice.add_columns("open", np.zeros(len(self.new)), whole=True)
        if set(merged.units) < set(map(str, requirements.cover_each)):
            # These rows reach farther than the limit that floors are about.
            merged = merge_places(problem, requirements)
        add_covered(choice, merged, worth=merged.weight)
        add_all(choice, problem, requirements, new_sites=new_sites, merged=merged)
        found = first_choice(
            choice,
            Coverage.of(merged.covers.T.tocsr(), merged.weight),
            covering="covering",
            covered="covered",
            stop=clock.over,
            adds=self._adds,
        )
        return None if found is None else self._values(found["open"] > 0)

    def prices(self, clock: Clock) -> Floats:
        """Search for the prices that prove most."""
        weight = self.given.weight
        price = np.zeros(len(weight))
        best, least = price, np.inf
        length, waited = 1.0, 0
        for _ in range(STEPS):
            self.fill(price)
            open_ = self._favoured()
            bound = float(price @ weight + self.worth[open_].sum())
            waited = 0 if bound < least else waited + 1
            if bound < least:
                best, least = price, bound
            if waited >= PATIENCE:
                length, waited, price = length / 2, 0, best
                self.fill(price)
                open_ = self._favoured()
            if length < SHORTEST or clock.over():
                break
            amounts = np.where(open_[self.site], self.taken, 0.0)
            slope = weight - np.bincount(self.row, amounts, len(weight))
            size = float((slope**2 / weight).sum())
            if size <= 0:
                break
            step = length * max(least - self.reached, SHORTEST * least) / size
            price = np.maximum(price - step * slope / weight, 0.0)
        return self._better(self._multipliers(best))

    def _adds(self, open_: Flags) -> Floats:
        held = self.serve(open_)
        weight = self.given.weight
        got = np.bincount(self.row, held * self.value, len(weight)) / weight
        self.fill(got)
        return self.worth.copy()

    def _favoured(self) -> Flags:
        """Give the sites that are open at prices: all stations, and the best others."""
        open_ = ~self.new
        others = np.flatnonzero(self.new)
        by_worth = others[np.argsort(-self.worth[others], kind="stable")]
        open_[by_worth[: self.count]] = True
        return open_

    def _values(self, open_: Flags) -> dict[str, Floats] | None:
        held = self.serve(open_)
        served = np.empty(len(held))
        served[self.order] = held / self.unit
        given = {"open": open_.astype(np.float64), "served": served}
        found = with_covered(self.program, given)
        if "served_share" in {r.name for r in self.program.rows}:
            weight = self.given.weight
            found["covered"] = np.bincount(self.row, held, len(weight)) / weight
        if not self.program.holds(found):
            return None
        self.reached = float(held @ self.value)
        return found

    def _multipliers(self, price: Floats) -> Floats:
        """Turn prices into multipliers of the program's rows."""
        self.fill(price)
        found = np.zeros(self.program.row_count)
        rows = {r.name: r for r in self.program.rows}
        paid = self.value - price[self.row] - self.toll[self.site]
        served = np.empty(len(paid))
        served[self.order] = self.unit * np.maximum(paid, 0.0)
        for name, values in (
            ("demand", price),
            ("capacity", self.toll),
            ("served", served),
        ):
            # Where no site can serve anybody, there are no such rows.
            if name in rows:
                where = rows[name].first
                found[where : where + len(values)] = values
        others = np.sort(self.worth[self.new])[::-1]
        if self.count < len(others):
            found[rows["new_sites"].first] = others[self.count]
        return self.sign * found

    def _better(self, found: Floats) -> Floats:
        """Give these multipliers, or those that say no more than all there is."""
        plain = np.zeros(self.program.row_count)
        most = np.zeros(len(self.given.weight))
        np.maximum.at(most, self.row, self.value)
        for where in (r.first for r in self.program.rows if r.name == "demand"):
            plain[where : where + len(most)] = self.sign * most
        bounds = [bound_from_multipliers(self.program, m) for m in (found, plain)]
        return found if self.sign * bounds[0] <= self.sign * bounds[1] else plain
