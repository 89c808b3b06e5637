"""A covering program without what makes no difference, whatever is required."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.cover.reduce import dominators, merge_rows
from servicecircle.siting.program.program import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.program.program import Columns

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ROUNDING = 1e-9
PRICED = 0.5
"""A limit in which more than this share of the sites has a part is like a cost."""


class Side(NamedTuple):
    """All rows but those that say who is covered."""

    row: Ints
    """Position of each in the program."""
    opens: sparse.csr_array
    covered: sparse.csr_array
    rest: sparse.csr_array
    lower: Floats
    upper: Floats

    def part(self, kept: Ints) -> Side:
        """Keep some of them."""
        return Side(
            self.row[kept],
            sparse.csr_array(self.opens[kept]),
            sparse.csr_array(self.covered[kept]),
            sparse.csr_array(self.rest[kept]),
            self.lower[kept],
            self.upper[kept],
        )


@dataclass(frozen=True, eq=False)
class Lean:
    """A smaller program with the same best objective, and how it came about."""

    program: Program
    coverage: Coverage
    """Of its sites and rows."""
    side: Side
    """Its other rows, as the program as given has them."""
    site: Ints
    """Position of each of its sites in the program as given."""
    always: Flags
    never: Flags
    settled: Flags
    """Rows that are covered in any case."""
    stands_for: Ints
    """For every site as given the one of its sites that stands for it, or -1."""
    group: Ints
    """For every row as given the row that it is part of, or -1."""


def lean(
    program: Program, coverage: Coverage, *, covering: str, covered: str
) -> Lean | None:
    r"""
    Settle what is given, merge rows, and drop sites that others outdo.

    Parameters
    ----------
    program
        With whole columns ``open``, one a site, and columns that say what is covered,
        worth nothing or something, at least some of which may be asked for. Rows may
        limit or ask for open sites in any way.
    coverage
        Sites and rows of `program`.
    covering, covered
        The names of the rows and columns that say what is covered.

    Returns
    -------
    Lean or None
        None where what is given cannot be met, or leaves nothing to choose.

    Notes
    -----
    Sites that rows on them alone open or close are settled, and so are the rows they
    cover. Rows that the same sites cover are one, with what they are worth and what
    they add to a guarantee added up. A site is outdone by one that covers all it
    covers, lies in every unit it lies in where one site is asked for, and takes no more
    of any limit. Sites in rows of any other kind are left.

    Source: Church, R. and Murray, A. (2018), *Location Covering Models*, chapter 2.
    """
    side = side_of(program, covering=covering, covered=covered)
    always, never = _decided(side)
    if (always & never).any():
        return None
    settled = coverage.covered(np.flatnonzero(always))
    fixed = side.opens @ always.astype(float) + side.covered @ settled.astype(float)
    side = side._replace(lower=side.lower - fixed, upper=side.upper - fixed)
    free = np.flatnonzero(~always & ~never)
    if settled.all() or not len(free):
        return None
    side = side._replace(
        opens=sparse.csr_array(side.opens[:, free]),
        covered=_only(side.covered, ~settled),
    )
    asks = _open_asks(side)
    if asks is None:
        return None
    side = side.part(asks)
    merged, first = merge_rows(coverage.part(free, ~settled))
    marks, cost = _told_apart(side)
    whole = sparse.csr_array(sparse.hstack([merged.matrix, marks]))
    outdone = dominators(Coverage.of(whole, np.ones(whole.shape[1])), cost)
    left = np.flatnonzero(outdone < 0)
    stands_for = np.full(coverage.sites, -1)
    stands_for[free] = _stand_ins(outdone)
    if not len(left) or not merged.rows:
        return None
    small, second = merge_rows(merged.part(left, np.ones(merged.rows, dtype=bool)))
    group = np.full(coverage.rows, -1)
    group[~settled] = np.append(second, -1)[first]
    side = side._replace(opens=sparse.csr_array(side.opens[:, left]))
    value = program.columns[covered].worth
    made = Program(
        program.sense, program.step, program.constant + float(value[settled].sum())
    )
    merged_worth = np.bincount(group[group >= 0], value[group >= 0], small.rows)
    made.add_columns("open", program.columns["open"].worth[free[left]], whole=True)
    made.add_columns(covered, merged_worth)
    for name, c in _others(program, covered).items():
        made.add_columns(name, c.worth, lower=c.lower, upper=c.upper, whole=c.whole)
    _add_rows(made, small, side, group, covering=covering, covered=covered)
    return Lean(
        made, small, side, free[left], always, never, settled, stands_for, group
    )


def _stand_ins(outdone: Ints) -> Ints:
    """Follow who outdoes whom to a site that is left; -1 where that ends nowhere."""
    own = np.arange(len(outdone))
    root = np.where(outdone < 0, own, outdone)
    while not np.array_equal(root, root[root]):
        root = root[root]
    position = np.where(outdone < 0, np.cumsum(outdone < 0) - 1, -1)
    found: Ints = position[root]
    return found


def side_of(program: Program, *, covering: str, covered: str) -> Side:
    """Take a covering program's rows apart, but those that say who is covered."""
    given = program.arrays
    row = np.concatenate(
        [np.empty(0, np.int64)]
        + [
            np.arange(r.first, r.first + r.matrix.shape[0])
            for r in program.rows
            if r.name != covering
        ]
    )
    matrix = given.matrix[row].tocsc()
    rest = [
        np.arange(c.first, c.where.stop) for c in _others(program, covered).values()
    ]
    columns = program.columns
    return Side(
        row,
        matrix[:, columns["open"].where].tocsr(),
        matrix[:, columns[covered].where].tocsr(),
        matrix[:, np.concatenate([np.empty(0, np.int64), *rest])].tocsr(),
        given.row_lower[row],
        given.row_upper[row],
    )


def _others(program: Program, covered: str) -> dict[str, Columns]:
    known = {"open", covered}
    return {name: c for name, c in program.columns.items() if name not in known}


def _decided(side: Side) -> tuple[Flags, Flags]:
    """Find the sites that rows on them alone open, or close."""
    entries = sum(np.diff(m.indptr) for m in (side.opens, side.covered, side.rest))
    alone = np.flatnonzero((entries == 1) & (np.diff(side.opens.indptr) == 1))
    site = side.opens.indices[side.opens.indptr[alone]]
    factor = side.opens.data[side.opens.indptr[alone]]
    always, never = np.zeros((2, side.opens.shape[1]), dtype=bool)
    # A row on one site says how much of it is open; anything between is all or none.
    always[site[(factor > 0) & (side.lower[alone] > ROUNDING)]] = True
    never[site[(factor > 0) & (side.upper[alone] < factor * (1 - ROUNDING))]] = True
    return always, never


def _only(matrix: sparse.csr_array, columns: Flags) -> sparse.csr_array:
    """Empty the other columns."""
    left = sparse.csr_array(matrix @ sparse.diags_array(columns.astype(np.float64)))
    left.eliminate_zeros()
    return left


def _open_asks(side: Side) -> Ints | None:
    """List the rows that are not met whatever is chosen; None where one cannot be."""
    parts = (side.opens, side.covered)
    most = sum(m.maximum(0).sum(axis=1) for m in parts)
    least = sum(m.minimum(0).sum(axis=1) for m in parts)
    size = np.maximum(np.nan_to_num(side.lower, posinf=0, neginf=0), 1.0)
    room = ROUNDING * size
    bounded = np.diff(side.rest.indptr) == 0
    if (bounded & ((most < side.lower - room) | (least > side.upper + room))).any():
        return None
    met = (least >= side.lower - room) & (most <= side.upper + room)
    return np.flatnonzero(~(bounded & met))


def _told_apart(side: Side) -> tuple[sparse.csr_array, Floats]:
    """
    Say which sites cannot stand for which.

    Returns
    -------
    marks
        Shape (sites, marks): a site stands only for those whose marks it has.
    cost
        And only for those that take no less of the limit that tells sites apart.
    """
    opens, sites = side.opens, side.opens.shape[1]
    count = np.diff(opens.indptr)
    alone = (np.diff(side.covered.indptr) == 0) & (np.diff(side.rest.indptr) == 0)
    low, high = _ends(opens)
    one_of = alone & (low == 1) & (high == 1) & np.isinf(side.upper)
    one_of &= (side.lower > 0) & (side.lower <= 1)
    limit = alone & (low > 0) & np.isinf(side.lower)
    same = limit & (count == sites) & (low == high)
    priced = limit & ~same & (count > PRICED * sites)
    if priced.sum() > 1:
        priced[:] = False
    other = (count > 0) & ~(one_of | same | priced)
    own = np.unique(opens[np.flatnonzero(other)].indices)
    cost = np.asarray(opens[np.flatnonzero(priced)].sum(axis=0), dtype=np.float64)
    # What a site does to such rows is its own: it neither stands for another, nor can
    # another stand for it.
    cost[own] = np.inf
    shape = (sites, len(own))
    kept = sparse.csr_array(
        (np.ones(len(own)), (own, np.arange(len(own)))), shape=shape
    )
    marks = sparse.hstack([opens[np.flatnonzero(one_of)].T, kept])
    return sparse.csr_array(marks), cost


def _ends(matrix: sparse.csr_array) -> tuple[Floats, Floats]:
    """Give the least and the largest entry of every row; 0 where there is none."""
    low, high = np.zeros((2, matrix.shape[0]))
    there = np.flatnonzero(np.diff(matrix.indptr))
    if len(there):
        starts = matrix.indptr[there]
        low[there] = np.minimum.reduceat(matrix.data, starts)
        high[there] = np.maximum.reduceat(matrix.data, starts)
    return low, high


def _add_rows(  # noqa: PLR0913 - what rows are made of
    made: Program,
    coverage: Coverage,
    side: Side,
    group: Ints,
    *,
    covering: str,
    covered: str,
) -> None:
    """Say what covers what, and what is asked for besides."""
    own = sparse.eye_array(coverage.rows, format="csr")
    made.add_rows(covering, {covered: own, "open": -coverage.by_row}, upper=0)
    known = np.flatnonzero(group >= 0)
    into = sparse.csr_array(
        (np.ones(len(known)), (known, group[known])), shape=(len(group), coverage.rows)
    )
    parts = {"open": side.opens, covered: sparse.csr_array(side.covered @ into)}
    first = 0
    for name, c in _others(made, covered).items():
        parts[name] = sparse.csr_array(side.rest[:, first : first + len(c.worth)])
        first += len(c.worth)
    made.add_rows("asked", parts, lower=side.lower, upper=side.upper)
