"""What a lean program asks for besides covering, for the search for prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from servicecircle.siting.cover.asks import Asks
from servicecircle.siting.cover.multipliers import Multipliers, find_multipliers

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage
    from servicecircle.siting.program.program import Program, Rows

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Priced(NamedTuple):
    """Prices found, and the same as multipliers of the program's rows."""

    found: Multipliers
    most: int
    """How many sites may be open at most."""
    multipliers: Floats
    asks: Asks


class _Split(NamedTuple):
    """Rows of a program by what they are about, and their positions."""

    most: int
    counting: int | None
    """The row that limits the number of sites most."""
    limits: Ints
    guarantees: Ints
    asks: Asks


def price_program(  # noqa: PLR0913 - what a search depends on
    program: Program,
    coverage: Coverage,
    *,
    covering: str,
    covered: str,
    tolerance: float,
    most_steps: int,
    stop: Callable[[], bool],
) -> Priced:
    """
    Search for multipliers of a covering program with requirements.

    Parameters
    ----------
    program, coverage, covering, covered
        As `lean` makes them. It is the most that is covered that counts, and sites are
        worth nothing.
    tolerance, most_steps, stop
        When to end, as for `find_multipliers`.

    Notes
    -----
    Rows with other columns than sites and what is covered are left out: they have no
    price, which proves less but nothing wrong.
    """
    split = _split(program, covering, covered)
    found = find_multipliers(
        coverage,
        count=split.most,
        asks=split.asks,
        tolerance=tolerance,
        most_steps=most_steps,
        stop=stop,
    )
    multipliers = np.zeros(program.row_count)
    first = next(r.first for r in program.rows if r.name == covering)
    multipliers[first : first + coverage.rows] = found.price
    multipliers[split.limits] = found.toll
    multipliers[split.guarantees] = -found.lift
    if split.counting is not None and split.most < coverage.sites:
        by_worth = np.sort(found.worth)[::-1]
        multipliers[split.counting] = max(float(by_worth[split.most]), 0.0)
    return Priced(found, split.most, multipliers, split.asks)


def _split(program: Program, covering: str, covered: str) -> _Split:
    opens, shown = program.columns["open"].where, program.columns[covered].where
    given = program.arrays
    inside = [np.arange(0), *(_where(r) for r in program.rows if r.name != covering)]
    row = np.concatenate(inside)
    matrix = given.matrix[row]
    lower, upper = given.row_lower[row], given.row_upper[row]
    by_column = matrix.tocsc()
    on_sites = sparse.csr_array(by_column[:, opens])
    on_rows = sparse.csr_array(by_column[:, shown])
    entries = np.diff(matrix.indptr)
    limits = np.flatnonzero((np.diff(on_sites.indptr) == entries) & (entries > 0))
    guarantees = (np.diff(on_rows.indptr) == entries) & np.isinf(upper)
    guarantees = np.flatnonzero(guarantees & (entries > 0))
    most, counting = _counting(on_sites, lower, upper, limits)
    limits = limits[limits != counting]
    asks = Asks(
        sparse.csr_array(on_sites[limits]),
        lower[limits],
        upper[limits],
        sparse.csr_array(on_rows[guarantees]),
        lower[guarantees],
    )
    found = None if counting < 0 else int(row[counting])
    return _Split(most, found, row[limits], row[guarantees], asks)


def _where(block: Rows) -> Ints:
    return np.arange(block.first, block.first + block.matrix.shape[0])


def _counting(
    on_sites: sparse.csr_array, lower: Floats, upper: Floats, limits: Ints
) -> tuple[int, int]:
    """Find the row that lets the fewest sites be open, if all count the same in it."""
    most, where = on_sites.shape[1], -1
    for row in limits[np.diff(on_sites.indptr)[limits] == on_sites.shape[1]]:
        factors = on_sites.data[on_sites.indptr[row] : on_sites.indptr[row + 1]]
        alike = (factors == 1).all() and np.isinf(lower[row])
        if alike and upper[row] < most:
            most, where = int(max(np.floor(upper[row]), 0)), int(row)
    return most, where
