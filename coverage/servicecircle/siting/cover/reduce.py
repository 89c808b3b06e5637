"""Making a covering problem smaller without changing its optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.siting.cover import _kernels
from servicecircle.siting.cover.coverage import Coverage

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

ANY_SEED = 20_240_501
"""Keys and bits are drawn, and everything they say is checked: any seed is right."""
LOOK = 2000
"""Sites between two looks at whether to stop."""


class Reduced(NamedTuple):
    """A smaller problem with the same optimum for any number of sites."""

    coverage: Coverage
    site: Ints
    """Position in the problem as given of every site that is left."""
    group: Ints
    """For every row as given the row that it is part of, -1 where no site covers it."""
    dominated_by: Ints
    """For every site as given the site that makes it needless, -1 where it is left;
    itself where it covers nothing."""


def reduce(
    coverage: Coverage,
    *,
    cost: Floats | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Reduced:
    """
    Merge rows that no site tells apart and drop sites that another one outdoes.

    Parameters
    ----------
    coverage
        The problem.
    cost
        What each site costs; a site is outdone only by one that costs no more. The
        same for all where not given.
    stop
        Asked now and then whether to leave the other sites as they are.

    Notes
    -----
    Rows covered by the same sites are covered together or not at all, so their weights
    add up. A site whose rows are all covered by another one can be replaced by it.
    Of two that cover the same, the first is left. Dropping sites can make more rows
    alike, so rows are merged once more at the end.

    Source: Church, R. and Murray, A. (2018), *Location Covering Models*, chapter 2.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> matrix = csr_array(np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]]))
    >>> small = reduce(Coverage.of(matrix, np.ones(4)))
    >>> small.site, small.group, small.dominated_by
    (array([0, 2]), array([0, 0, 1, 2]), array([-1,  0, -1]))
    """
    merged, first_group = merge_rows(coverage)
    price = np.zeros(coverage.sites) if cost is None else np.asarray(cost, float)
    by = dominators(merged, price, stop=stop)
    # Follow the chain to a site that is left; covering nothing ends at itself.
    root = np.where(by < 0, np.arange(len(by)), by)
    while not np.array_equal(root, root[root]):
        root = root[root]
    left = np.flatnonzero(by < 0)
    fewer = merged.part(left, np.ones(merged.rows, dtype=bool))
    small, second_group = merge_rows(fewer)
    inner = np.append(second_group, -1)
    return Reduced(small, left, inner[first_group], np.where(by < 0, -1, root))


def merge_rows(coverage: Coverage) -> tuple[Coverage, Ints]:
    """
    Merge rows that the same sites cover, and drop those that none covers.

    Returns
    -------
    coverage
        With the weights added up; rows in the order of their first member.
    group
        For every row its new position, or -1.
    """
    _, _, by_row, site = coverage.arrays
    first, group = alike_rows(by_row, site, coverage.sites)
    weight = np.bincount(group, coverage.weight, len(first)).astype(np.float64)
    used = np.diff(by_row)[first] > 0
    new = np.where(used, np.cumsum(used) - 1, -1)
    keep = np.zeros(coverage.rows, dtype=bool)
    keep[first[used]] = True
    small = coverage.part(np.arange(coverage.sites), keep)
    return Coverage(small.matrix, weight[used]), new[group]


def alike_rows(
    by_row: Ints, site: NDArray[np.int32], sites: int, *, apart: Ints | None = None
) -> tuple[Ints, Ints]:
    """
    Find rows that the same sites cover.

    Parameters
    ----------
    by_row, site
        The sites that cover row j are ``site[by_row[j]:by_row[j + 1]]``, ascending.
    sites
        How many there are in all.
    apart
        A number from 0 for every row; rows with different ones are kept apart.

    Returns
    -------
    first
        The first row of each group, ascending.
    group
        For every row the position of its group.
    """
    rows = len(by_row) - 1
    draws = np.random.default_rng(ANY_SEED)
    top = np.iinfo(np.int64).max
    key = _kernels.row_keys(by_row, site, draws.integers(1, top, sites, dtype=np.int64))
    if apart is not None:
        key += draws.integers(1, top, apart.max(initial=0) + 1, dtype=np.int64)[apart]
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    same = _kernels.same_sites(by_row, site, first[group])
    if apart is not None:
        same = same and np.array_equal(apart, apart[first[group]])
    if not same:
        # Two sets of sites share a key, which drawing 64 bits all but excludes.
        return np.arange(rows), np.arange(rows)
    order = np.argsort(first)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return first[order], place[group]


def dominators(
    coverage: Coverage, cost: Floats, *, stop: Callable[[], bool] = lambda: False
) -> Ints:
    """
    Find for each site one that covers all it covers and costs no more, or -1.

    Of sites that cover the same at the same cost the first one stands. A site that
    covers nothing is given itself. Sites that were not looked at before `stop` said so
    have -1.
    """
    bits = _kernels.SIGNATURE_WORDS * _kernels.BITS
    draws = np.random.default_rng(ANY_SEED)
    bit = draws.integers(0, bits, coverage.rows, dtype=np.int64)
    start, row, by_row, site = coverage.arrays
    sign = _kernels.signatures(start, row, bit)
    by = np.full(coverage.sites, -1, np.int64)
    for first in range(0, coverage.sites, LOOK):
        if stop():
            break
        last = min(first + LOOK, coverage.sites)
        _kernels.dominators(start, row, by_row, site, sign, cost, first, last, by)
    return by
