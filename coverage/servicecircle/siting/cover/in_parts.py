"""Prices of large covering problems, sought among the sites that matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.cover.multipliers import (
    Multipliers,
    bound_of,
    find_multipliers,
)
from servicecircle.siting.cover.reduce import merge_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ROUNDS = 8
SHARE = 1e-3
EXTRA = 300
"""How many sites more than may be chosen are looked at, by worth."""
MOST = 0.5
"""Where more than this share of the sites matters, all are looked at."""
CLOSER = 0.5
"""Prices are sought so much more exactly among the sites that matter."""
PART_STEPS = 4000


def find_in_parts(  # noqa: PLR0913 - what a search depends on
    coverage: Coverage,
    *,
    count: int,
    tolerance: float,
    begin: Multipliers,
    enough: float = -np.inf,
    stop: Callable[[], bool] = lambda: False,
) -> Multipliers:
    """
    Search for prices with a low bound, from prices that are nearly good.

    Parameters
    ----------
    coverage, count, tolerance, enough, stop
        As for `find_multipliers`.
    begin
        Where to start from; its prices say which sites matter.

    Notes
    -----
    Most sites are worth too little at nearly good prices to be chosen. Among the others
    rows merge and prices are found soon. All sites are then worth something at these
    prices, which gives a bound for them all; those worth more than the last one chosen
    are added, until there are none (column generation).

    Source: Desaulniers, G., Desrosiers, J. and Solomon, M., eds. (2005), *Column
    Generation*, chapter 1.
    """
    share = begin.share
    matters = np.zeros(coverage.sites, dtype=bool)
    bound, price, worth = bound_of(coverage, begin.price, count=count)
    best = replace(begin, bound=bound, price=price, worth=worth)
    for _ in range(ROUNDS):
        matters |= share > SHARE
        matters[np.argsort(-worth, kind="stable")[: count + EXTRA]] = True
        if matters.sum() > MOST * coverage.sites:
            break
        start = replace(best, price=price, worth=worth, share=share)
        found, price = _part(
            coverage, matters, start, count=count, tolerance=tolerance, stop=stop
        )
        bound, price, worth = bound_of(coverage, price, count=count)
        share = np.zeros(coverage.sites)
        share[matters] = found.share
        steps = best.steps + found.steps
        if found.covered > best.covered:
            best = replace(best, share=share, covered=found.covered)
        if bound < best.bound:
            best = replace(best, bound=bound, price=price, worth=worth)
        best = replace(best, steps=steps, balance=found.balance)
        close = best.bound - best.covered <= tolerance * best.bound
        if close or best.bound < enough or stop():
            return best
    return find_multipliers(
        coverage, count=count, tolerance=tolerance, begin=best, enough=enough, stop=stop
    )


def _part(  # noqa: PLR0913 - what a search depends on
    coverage: Coverage,
    matters: Flags,
    begin: Multipliers,
    *,
    count: int,
    tolerance: float,
    stop: Callable[[], bool],
) -> tuple[Multipliers, Floats]:
    """Find prices of some sites' rows, and what they say of every row's price."""
    every = np.ones(coverage.rows, dtype=bool)
    part = coverage.part(np.flatnonzero(matters), every)
    merged, group = merge_rows(part)
    known = group >= 0
    price = np.bincount(group[known], begin.price[known], merged.rows)
    start = replace(
        begin,
        price=price.astype(np.float64),
        share=begin.share[matters],
        worth=begin.worth[matters],
    )
    found = find_multipliers(
        merged,
        count=count,
        tolerance=CLOSER * tolerance,
        begin=start,
        most_steps=PART_STEPS,
        stop=stop,
    )
    # A merged row's price is that of its rows, each by its weight.
    each = np.divide(
        found.price, merged.weight, out=np.zeros(merged.rows), where=merged.weight > 0
    )
    split = np.where(known, coverage.weight * np.append(each, 0.0)[group], begin.price)
    return found, split
