"""What the answer of a lean program says about the program it was made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.errors import SitingError
from servicecircle.siting.models.by_prices import solve_by_prices
from servicecircle.siting.models.first_choice import first_choice
from servicecircle.siting.models.lean import lean
from servicecircle.siting.program.bound import bound_from_multipliers
from servicecircle.siting.program.conflicts import conflicts, tell_conflicts
from servicecircle.siting.program.solve import attempt, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.effort import Clock
    from servicecircle.siting.models.lean import Lean
    from servicecircle.siting.program.program import Program
    from servicecircle.siting.program.solve import ProgramAnswer

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

HALF = 0.5
LARGE_ENTRIES = 100_000
"""Lean programs with more entries are priced before they are branched on."""


def solve_lean(
    program: Program,
    coverage: Coverage,
    clock: Clock,
    *,
    covering: str,
    covered: str,
) -> ProgramAnswer:
    """
    Solve a covering program by way of a lean one.

    Parameters
    ----------
    program, coverage, covering, covered
        As for `lean`.
    clock
        What is left of the effort.

    Raises
    ------
    SitingError
        As `solve` does, in terms of `program`.
    """
    small = lean(program, coverage, covering=covering, covered=covered)
    if small is None:
        return solve(program, replace(clock.effort, seconds=clock.left))
    begin = first_choice(
        small.program,
        small.coverage,
        covering=covering,
        covered=covered,
        stop=clock.over,
    )
    answer = None
    if _is_large(small) and program.sense == "max":
        answer = solve_by_prices(
            small.program,
            small.coverage,
            clock,
            covering=covering,
            covered=covered,
            start=begin,
        )
    if answer is None:
        answer = attempt(small.program, clock, start=begin)
    if answer is None:
        raise SitingError(tell_conflicts(conflicts(program, clock)))
    return lifted(answer, program, coverage, small, covering=covering, covered=covered)


def _is_large(small: Lean) -> bool:
    entries = small.coverage.matrix.nnz
    return entries > LARGE_ENTRIES and not small.program.columns["open"].worth.any()


def lifted(  # noqa: PLR0913 - what two programs have in common
    answer: ProgramAnswer,
    program: Program,
    coverage: Coverage,
    small: Lean,
    *,
    covering: str,
    covered: str,
) -> ProgramAnswer:
    """
    Turn the answer of a lean program into one of the program it was made of.

    Parameters
    ----------
    answer
        Of `small`.
    program, coverage, covering, covered
        As `lean` was given them.
    small
        What `lean` made of them.
    """
    open_ = small.always.copy()
    open_[small.site[answer.values["open"] > HALF]] = True
    values = {
        **answer.values,
        "open": open_.astype(np.float64),
        covered: coverage.covered(np.flatnonzero(open_)).astype(np.float64),
    }
    every = np.concatenate([values[name] for name in program.columns])
    multipliers = lifted_multipliers(
        answer.multipliers, program, coverage, small, covering=covering, covered=covered
    )
    return replace(
        answer,
        values=values,
        objective=program.value(every),
        multipliers=multipliers,
        root_bound=bound_from_multipliers(program, multipliers),
    )


def lifted_multipliers(  # noqa: PLR0913 - what two programs have in common
    multipliers: Floats,
    program: Program,
    coverage: Coverage,
    small: Lean,
    *,
    covering: str,
    covered: str,
) -> Floats:
    r"""
    Give multipliers of the whole program that prove as much as those of the lean one.

    Notes
    -----
    A row's price is split among the rows it was merged of as what they are worth, with
    their part in guarantees. Rows that are settled have no price. Where a site's rows
    pay more than the site takes, prices are lowered until they do not: each unit costs
    one where nobody pays for the row and saves one at the site, so nothing is lost; and
    then no site that others outdo pays either. A site that is open in any case is given
    a multiplier that takes what is left of it.
    """
    sign = 1.0 if program.sense == "max" else -1.0
    given = program.arrays
    found = np.zeros(program.row_count)
    blocks = {r.name: r for r in small.program.rows}
    asked = blocks.get("asked")
    if asked is not None:
        end = asked.first + asked.matrix.shape[0]
        found[small.side.row] = sign * multipliers[asked.first : end]
        found = _right_signs(found, given.row_lower, given.row_upper)
    rest = sign * given.worth - given.matrix.T @ found
    cap = np.maximum(rest[program.columns[covered].where], 0.0)
    price = _split(small, cap, sign * multipliers[blocks[covering].first :])
    takes = -rest[program.columns["open"].where]
    free = ~small.always & ~small.never
    price = _lowered(coverage, price, takes, np.flatnonzero(free))
    first = next(r.first for r in program.rows if r.name == covering)
    found[first : first + coverage.rows] = price
    left = coverage.matrix.astype(np.float64) @ price - takes
    for block in program.rows:
        single = np.flatnonzero(np.diff(block.matrix.indptr) == 1)
        site = block.matrix.indices[block.matrix.indptr[single]]
        opens = program.columns["open"].where
        fits = (site >= opens.start) & (site < opens.stop) & (block.name != covering)
        single, site = single[fits], site[fits] - opens.start
        must = small.always[site] & (left[site] < 0) & (block.lower[single] > 0)
        cannot = small.never[site] & (left[site] > 0) & (block.upper[single] <= 0)
        taken = np.where(must | cannot, left[site], 0.0)
        factor = block.matrix.data[block.matrix.indptr[single]]
        found[block.first + single] += taken / factor
        left[site] -= taken
    return sign * found


def _right_signs(found: Floats, lower: Floats, upper: Floats) -> Floats:
    wrong = ((found > 0) & np.isinf(upper)) | ((found < 0) & np.isinf(lower))
    return np.where(wrong, 0.0, found)


def _split(small: Lean, cap: Floats, price: Floats) -> Floats:
    """Split prices of merged rows; a row nobody can cover costs what it is worth."""
    group = small.group
    there = np.flatnonzero(group >= 0)
    total = np.bincount(group[there], cap[there], small.coverage.rows)
    share = np.divide(
        np.maximum(price[: len(total)], 0.0),
        total,
        out=np.zeros(len(total)),
        where=total > 0,
    )
    split = np.where(small.settled, 0.0, cap)
    split[there] = cap[there] * np.minimum(share[group[there]], 1.0)
    return split


def _lowered(
    coverage: Coverage, price: Floats, takes: Floats, sites: NDArray[np.int64]
) -> Floats:
    """Lower prices until no site's rows pay more than the site takes."""
    lowered = price.copy()
    start, row, _, _ = coverage.arrays
    pays = coverage.matrix.astype(np.float64) @ lowered
    for site in sites[pays[sites] > takes[sites]]:
        rows = row[start[site] : start[site + 1]]
        total = float(lowered[rows].sum())
        if total > takes[site] >= 0:
            lowered[rows] *= takes[site] / total
    return lowered
