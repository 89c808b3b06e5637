"""What the covering engine knows of a program that has more requirements than it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.cover.solve import CoverSolver
from servicecircle.siting.program.bound import Bounds
from servicecircle.siting.program.solve import Hint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.effort import Clock
    from servicecircle.siting.program.program import Program

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FROM_ENTRIES = 200_000
"""Programs with fewer entries are solved at once."""
SHARE = 0.15
POOL_SITES = 300


def cover_hint(  # noqa: PLR0913 - what a hint is made of
    program: Program,
    coverage: Coverage,
    always: Flags,
    *,
    likely: Flags,
    rows: str,
    count: int,
    clock: Clock,
) -> Hint | None:
    r"""
    Solve the covering problem without the other requirements, for what it tells.

    Its prices, with the price of one site more, are multipliers of the program: any
    are. Its choice and the sites its prices favour are where good answers are likely,
    together with those that must be open.

    Parameters
    ----------
    program
        With columns ``open``, rows for those of `coverage` in the same order, and a row
        ``new_sites``.
    coverage
        Sites and rows.
    always
        Sites that are open in any case.
    likely
        Sites that belong among the likely ones for other reasons.
    rows
        The name of the program's rows for those of `coverage`.
    count
        How many further sites may be opened.
    clock
        Of which some is used.

    Returns
    -------
    Hint or None
        None where the program is small enough to be solved without.
    """
    settled = coverage.covered(np.flatnonzero(always))
    candidates = np.flatnonzero(~always)
    part = coverage.part(candidates, ~settled)
    if part.matrix.nnz < FROM_ENTRIES or not 0 < count < part.sites:
        return None
    solver = CoverSolver(part)
    effort = replace(clock.effort, seconds=SHARE * clock.left)
    answer = solver.solve(count, effort=effort)
    group = solver.reduced.group
    price = np.zeros(coverage.rows)
    weight = solver.coverage.weight
    share = np.zeros(len(weight))
    np.divide(answer.multipliers.price, weight, out=share, where=weight > 0)
    known = group >= 0
    price[np.flatnonzero(~settled)[known]] = (share[group] * part.weight)[known]
    worth = coverage.matrix.astype(np.float64) @ price
    order = np.argsort(-worth[candidates], kind="stable")
    multipliers = np.zeros(program.row_count)
    for block in program.rows:
        where = slice(block.first, block.first + block.matrix.shape[0])
        if block.name == rows:
            multipliers[where] = price
        elif block.name == "new_sites":
            multipliers[where] = worth[candidates[order[count]]]
    pool = always | likely
    pool[candidates[answer.chosen]] = True
    pool[candidates[order[: count + POOL_SITES]]] = True
    given = program.arrays
    upper = given.upper.copy()
    opens = program.columns["open"].where
    upper[opens] = np.where(pool, upper[opens], 0.0)
    return Hint(multipliers, Bounds(given.lower, upper))
