"""A first choice of sites that meets what is required, without a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from servicecircle.siting.models.lean import ROUNDING, side_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.program.program import Program

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

WIDE = 0.5
"""A limit in which more than this share of the sites has a part is spent by all."""
EXCHANGES = 100
TENURE = 5
"""How many exchanges a site that was closed stays closed."""


def first_choice(  # noqa: PLR0913 - what a choice depends on
    program: Program,
    coverage: Coverage,
    *,
    covering: str,
    covered: str,
    stop: Callable[[], bool],
    adds: Callable[[Flags], Floats] | None = None,
) -> dict[str, Floats] | None:
    """
    Choose sites one by one: first what requirements lack, then what is worth most.

    Parameters
    ----------
    program, coverage, covering, covered
        As `lean` takes or makes them.
    stop
        Asked whether to end the search for what requirements lack.
    adds
        What each site adds, given which are open; where it is not what it covers.

    Returns
    -------
    dict or None
        Values of all columns; None where requirements are not all met in that way,
        which proves nothing.

    Notes
    -----
    A site is judged by the share of every lack that it makes up for, and then by what
    it adds to the objective, each per share of the limit that it takes most of. Where
    limits leave no site to open and something is lacking, the open site that is missed
    least is closed for a while.

    Source: Glover, F. (1989), "Tabu search, part I", *ORSA Journal on Computing* 1(3).
    """
    search = _Search(program, coverage, covering=covering, covered=covered)
    barred = np.zeros(coverage.sites, dtype=np.int64)
    for exchange in range(EXCHANGES):
        free, before = barred <= exchange, search.open.copy()
        while (site := search.best(search.makes_up() * free)) is not None:
            search.turn(site)
        if stop() or not search.lacking().any():
            break
        full = search.best(search.makes_up()) is None
        if full and search.open.any():
            site = search.least_missed(before)
            barred[site] = exchange + TENURE
            search.turn(site)
    while (site := search.best(search.adds(adds))) is not None:
        search.turn(site)
    return search.values()


class _Search:
    """Which sites are open, what that covers, and what is asked of both."""

    def __init__(
        self, program: Program, coverage: Coverage, *, covering: str, covered: str
    ) -> None:
        self.program, self.coverage, self.covered = program, coverage, covered
        side = side_of(program, covering=covering, covered=covered)
        self.opens, self.shown = side.opens.tocsc(), side.covered
        size = np.maximum(np.abs(np.nan_to_num(side.lower, posinf=0, neginf=0)), 1.0)
        self.lower = side.lower - ROUNDING * size
        self.upper = side.upper + ROUNDING * np.maximum(np.abs(side.upper), 1.0)
        self.by_site = coverage.matrix.astype(np.float64)
        sign = 1.0 if program.sense == "max" else -1.0
        self.worth = sign * program.columns[covered].worth
        self.own = sign * program.columns["open"].worth
        self.open = np.zeros(coverage.sites, dtype=bool)
        self.times = np.zeros(coverage.rows)
        wide = np.diff(side.opens.indptr) > WIDE * coverage.sites
        self.wide = np.flatnonzero(wide & np.isfinite(side.upper))

    @property
    def taken(self) -> Floats:
        """What every row of requirements adds up to."""
        there = (self.times > 0).astype(np.float64)
        return np.asarray(
            self.opens @ self.open.astype(np.float64) + self.shown @ there
        )

    def lacking(self) -> Floats:
        """By how much every requirement is missed."""
        return np.maximum(self.lower - self.taken, 0.0)

    def makes_up(self) -> Floats:
        """Say what share of all that lacks each site makes up for, added up."""
        lacks = self.lacking()
        short = np.flatnonzero(lacks > 0)
        if not len(short):
            return np.zeros(self.coverage.sites)
        new = sparse.diags_array((self.times == 0).astype(np.float64))
        gives = self.shown[short] @ new @ self.by_site.T + self.opens[short]
        each = gives.tocoo()
        lack = lacks[short][each.row]
        shares = np.minimum(each.data, lack) / lack
        return np.bincount(each.col, shares, self.coverage.sites).astype(np.float64)

    def adds(self, other: Callable[[Flags], Floats] | None) -> Floats:
        """Say what each site adds to the objective, or to another one."""
        if other is not None:
            return other(self.open)
        return np.asarray(self.by_site @ (self.worth * (self.times == 0)) + self.own)

    def best(self, score: Floats) -> int | None:
        """Give the site that may be opened and has the best score above 0."""
        taken = self.taken
        entries = self.opens.tocoo()
        after = taken[entries.row] + entries.data
        breaks = (entries.data > 0) & (after > self.upper[entries.row])
        breaks |= (entries.data < 0) & (after < self.lower[entries.row])
        bad = np.bincount(entries.col[breaks], minlength=len(score)) > 0
        left = np.maximum(self.upper[self.wide] - taken[self.wide], ROUNDING)
        spent = (self.opens[self.wide].toarray() / left[:, np.newaxis]).max(
            axis=0, initial=ROUNDING
        )
        judged = np.where(bad | self.open, 0.0, score / spent)
        site = int(judged.argmax())
        return site if judged[site] > ROUNDING else None

    def least_missed(self, before: Flags) -> int:
        """
        Give the open site whose closing makes requirements lack least.

        One that was open before, if any was: else the newest would come and go.
        """
        open_ = np.flatnonzero(self.open & before)
        open_ = open_ if len(open_) else np.flatnonzero(self.open)
        alone = sparse.diags_array((self.times == 1).astype(np.float64))
        loses = (self.shown @ alone @ self.by_site[open_].T).toarray()
        loses += self.opens[:, open_].toarray()
        known = np.isfinite(self.lower)
        spare = (self.taken - self.lower)[known, np.newaxis]
        size = np.maximum(np.abs(self.lower[known, np.newaxis]), 1.0)
        after = np.maximum(loses[known] - spare, 0.0) / size
        return int(open_[after.sum(axis=0).argmin()])

    def turn(self, site: int) -> None:
        """Open a site, or close it."""
        self.open[site] = not self.open[site]
        start, row, _, _ = self.coverage.arrays
        rows = row[start[site] : start[site + 1]]
        self.times[rows] += 1.0 if self.open[site] else -1.0

    def values(self) -> dict[str, Floats] | None:
        """Give the values of all columns, if they keep to all rows."""
        found = {name: c.lower.copy() for name, c in self.program.columns.items()}
        found["open"] = self.open.astype(np.float64)
        found[self.covered] = (self.times > 0).astype(np.float64)
        return found if self.program.holds(found) else None
