"""That nothing covers more, proved again by arithmetic on prices, without a solver."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.siting.cover.fixing import fix_sites
from servicecircle.siting.cover.multipliers import (
    Multipliers,
    bound_of,
    find_multipliers,
)
from servicecircle.siting.cover.reduce import merge_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.cover.solve import Shrinking

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

TOLERANCE = 1e-5
FIRST_STEPS, LATER_STEPS = 1000, 60
"""How long prices are sought at the first node, and at every other one."""
ROUNDS = 3
SHRINK = 0.9
"""A node is made smaller where no more than this share of its sites is left."""
UNDECIDED = 1000.0
"""How much a site that is half chosen weighs against one that is worth a lot."""


class Proof(NamedTuple):
    """How far a claim was proved again."""

    bound: float
    """No choice covers more than this, or than the least that was to be beaten."""
    closed: bool
    """Whether every choice was excluded; else time was up, or a better one is there."""
    better: bool
    """Whether a choice was met that covers what none should."""
    decided: int
    """Sites that the prices of the fixing rounds decided."""
    nodes: int


@dataclass(frozen=True, eq=False)
class Part:
    """What is left to decide at a node: the choices in which some sites are settled."""

    coverage: Coverage
    count: int
    base: float
    """What the sites that are settled cover."""
    price: Floats
    share: Floats
    bound: float
    """What was proved of it so far."""


def prove(  # noqa: PLR0913 - what a proof depends on
    coverage: Coverage,
    *,
    count: int,
    at_least: float,
    price: Floats,
    steps: Sequence[Shrinking] = (),
    seconds: float = 60.0,
    advance: Callable[[float], None] = lambda _share: None,
) -> Proof:
    """
    Prove that no choice covers as much as `at_least`.

    Parameters
    ----------
    coverage
        The reduced problem (`reduce`).
    count
        How many sites may be chosen.
    at_least
        What no choice is said to cover.
    price
        Prices of the whole problem's rows, for a first bound.
    steps
        Fixing rounds to go through again, each on what the one before has left.
    seconds
        Stop after this long, with the bound that is proved by then.
    advance
        Told the share of the time that is spent.

    Notes
    -----
    Prices bound what is possible; where they leave room, a site is tried both ways,
    chosen and not, and prices are sought anew for either half (branch and bound with
    Lagrangian bounds). Every bound is that of `bound_of`, every site that is settled
    that of `fix_sites`: sums and comparisons, which anybody can do again.

    Source: Fisher, M. L. (1981), "The Lagrangian relaxation method for solving integer
    programming problems", *Management Science* 27(1).

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> from servicecircle.siting.cover.coverage import Coverage
    >>> square = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1]])
    >>> around = Coverage.of(csr_array(square), np.ones(4))
    >>> prove(around, count=1, at_least=2.999, price=np.full(4, 0.5)).closed
    True
    """
    search = _Search(at_least, seconds, advance)
    first, decided = _replay(coverage, count, at_least, price, steps)
    search.run(first)
    return Proof(search.bound, search.closed, search.better, decided, search.nodes)


def _replay(
    coverage: Coverage,
    count: int,
    at_least: float,
    price: Floats,
    steps: Sequence[Shrinking],
) -> tuple[Part, int]:
    """Go through the fixing rounds again, as far as they hold against the claim."""
    if not count:
        return Part(coverage, 0, 0.0, price, _evenly(coverage, 0), 0.0), 0
    bound, price, _ = bound_of(coverage, price, count=count)
    part = Part(coverage, count, 0.0, price, _evenly(coverage, count), bound)
    sites = coverage.sites
    for step in steps:
        if len(step.price) != part.coverage.rows:
            break
        bound, price, _ = bound_of(part.coverage, step.price, count=part.count)
        given = replace(part, price=price, bound=min(part.bound, part.base + bound))
        # A round that looked for more than is claimed impossible may decide too much.
        part = _fixed(given, min(step.at_least, at_least - part.base))
        if not part.count or not part.coverage.sites:
            break
    return part, sites - part.coverage.sites


def _evenly(coverage: Coverage, count: int) -> Floats:
    return np.full(coverage.sites, min(1.0, count / max(coverage.sites, 1)))


def _fixed(part: Part, at_least: float) -> Part:
    """Settle the sites that the prices decide."""
    coverage = part.coverage
    fixed = fix_sites(coverage, part.price, count=part.count, at_least=at_least)
    covered = coverage.covered(fixed.always)
    left = coverage.part(fixed.open, ~covered)
    merged, price = _merged(left, part.price[~covered])
    return replace(
        part,
        coverage=merged,
        count=part.count - len(fixed.always),
        base=part.base + float(coverage.weight[covered].sum()),
        price=price,
        share=part.share[fixed.open],
    )


class _Search:
    """A tree of choices, the deepest part first."""

    def __init__(
        self, at_least: float, seconds: float, advance: Callable[[float], None]
    ) -> None:
        self.at_least, self.seconds, self.advance = at_least, seconds, advance
        self.begin = time.monotonic()
        self.nodes, self.better, self.closed = 0, False, False
        self.open: list[Part] = []

    @property
    def bound(self) -> float:
        """What is proved: nothing that is left open covers more."""
        return max([self.at_least, *(part.bound for part in self.open)])

    def run(self, first: Part) -> None:
        """Close parts until none is open, or time is up."""
        self.open = [first]
        while self.open and not self.better:
            spent = time.monotonic() - self.begin
            self.advance(min(1.0, spent / max(self.seconds, 1e-9)))
            if spent >= self.seconds and self.nodes:
                return
            self._look(self.open.pop())
        self.closed = not self.open and not self.better

    def _look(self, part: Part) -> None:
        self.nodes += 1
        steps = LATER_STEPS if self.nodes > 1 else FIRST_STEPS
        for _ in range(ROUNDS):
            if self._ended(part):
                return
            found = self._priced(part, steps)
            part = found
            if part.bound < self.at_least:
                return
            smaller = _fixed(part, self.at_least - part.base)
            if smaller.coverage.sites > SHRINK * part.coverage.sites:
                break
            part = smaller
        if not self._ended(part):
            self._split(part)

    def _ended(self, part: Part) -> bool:
        """Whether a part is settled without prices."""
        if part.bound < self.at_least:
            return True
        if part.count and part.coverage.sites > part.count:
            return False
        # All that is left may be chosen at once, or nothing more.
        every = np.arange(part.coverage.sites if part.count else 0)
        if part.base + part.coverage.value(every) >= self.at_least:
            self.better = True
            self.open.append(part)
        return True

    def _priced(self, part: Part, steps: int) -> Part:
        """Look for prices with a lower bound."""
        begin = Multipliers(
            np.inf,
            part.price,
            np.zeros(part.coverage.sites),
            part.share,
            -np.inf,
            float(np.linalg.norm(part.coverage.weight)) / np.sqrt(part.count),
            0,
        )
        found = find_multipliers(
            part.coverage,
            count=part.count,
            tolerance=TOLERANCE,
            begin=begin,
            enough=self.at_least - part.base,
            most_steps=steps,
        )
        bound, price, _ = bound_of(part.coverage, found.price, count=part.count)
        found = replace(found, price=price)
        return replace(
            part,
            price=price,
            share=found.share,
            bound=min(part.bound, part.base + bound),
        )

    def _split(self, part: Part) -> None:
        """Try the site that is the least decided both ways."""
        coverage = part.coverage
        unsure = np.minimum(part.share, 1.0 - part.share)
        worth = coverage.matrix @ part.price
        largest = max(float(worth.max(initial=0.0)), 1.0)
        site = int(np.argmax(unsure * UNDECIDED + worth / largest))
        covered = coverage.covered([site])
        without = _left(part, site, np.zeros(coverage.rows, dtype=bool))
        with_it = replace(
            _left(part, site, covered),
            count=part.count - 1,
            base=part.base + float(coverage.weight[covered].sum()),
        )
        self.open += [without, with_it]


def _left(part: Part, site: int, covered: NDArray[np.bool_]) -> Part:
    """Take a site and some rows out."""
    coverage = part.coverage
    rest = np.delete(np.arange(coverage.sites), site)
    merged, price = _merged(coverage.part(rest, ~covered), part.price[~covered])
    share = np.delete(part.share, site)
    return replace(part, coverage=merged, price=price, share=share)


def _merged(coverage: Coverage, price: Floats) -> tuple[Coverage, Floats]:
    """Merge rows that no site tells apart any more, and their prices."""
    merged, group = merge_rows(coverage)
    there = group >= 0
    total = np.bincount(group[there], price[there], merged.rows)
    return merged, total.astype(np.float64)
