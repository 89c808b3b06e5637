"""Mean walks as covering: one row for every place and every step of its distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from servicecircle.errors import SitingError
from servicecircle.siting.cover.coverage import Coverage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem

    Floats = NDArray[np.float64]

MOST_ENTRIES = 100_000_000


def radius_rows(problem: SitingProblem, cap_m: Floats) -> Coverage:
    r"""
    Write walks, each cut off at a cap, as rows to cover.

    Parameters
    ----------
    problem
        The problem.
    cap_m
        For every place the walk beyond which it counts as this, shape (places,).

    Returns
    -------
    Coverage
        The weight covered by a choice is what it saves against everybody walking as far
        as the cap.

    Raises
    ------
    SitingError
        If there would be more than a hundred million entries.

    Notes
    -----
    Let :math:`D_1 < \dots < D_K` be the different walks of a place below its cap, and
    :math:`D_{K+1}` the cap. Row *k* is covered by the sites at most :math:`D_k` away
    and is worth :math:`w (D_{k+1} - D_k)`. With the nearest open site at :math:`D_m`,
    the rows from *m* on are covered, which adds up to :math:`w (\text{cap} - D_m)`.

    Source: Cornuejols, G., Nemhauser, G. and Wolsey, L. (1980), "A canonical
    representation of simple plant location problems", *SIAM J. Algebraic and Discrete
    Methods* 1(3); Garcia, S., Labbe, M. and Marin, A. (2011), "Solving large p-median
    problems with a radius formulation", *INFORMS J. on Computing* 23(4).
    """
    pairs = problem.pairs(problem.walks.cutoff_m).tocoo()
    counts = (pairs.data < cap_m[pairs.row]) & (problem.weight[pairs.row] > 0)
    place, site, walk = pairs.row[counts], pairs.col[counts], pairs.data[counts]
    order = np.lexsort((site, walk, place))
    place, site, walk = place[order], site[order], walk[order]
    new_place = np.diff(place, prepend=-1) > 0
    new_row = new_place | (np.diff(walk, prepend=-1.0) > 0)
    row = np.cumsum(new_row) - 1
    row_place, row_walk = place[new_row], walk[new_row]
    rows = len(row_place)
    last = np.searchsorted(row_place, row_place, side="right")
    following = np.append(row_walk[1:], 0.0)
    is_last = np.arange(rows) == last - 1
    farther = np.where(is_last, cap_m[row_place], following)
    weight = problem.weight[row_place] * (farther - row_walk)
    repeats = last[row] - row
    total = int(repeats.sum())
    if total > MOST_ENTRIES:
        msg = (
            f"The mean walk from {len(problem.places):,} places to "
            f"{len(problem.sites):,} sites takes {total:,} entries, more than "
            f"{MOST_ENTRIES:,}. Measure walks with a smaller cutoff, or give fewer "
            "candidates."
        )
        raise SitingError(msg)
    begin = np.cumsum(repeats) - repeats
    covered = np.arange(total) - np.repeat(begin - row, repeats)
    flags = np.ones(total, np.int8)
    shape = (len(problem.sites), rows)
    matrix = sparse.csr_array((flags, (np.repeat(site, repeats), covered)), shape=shape)
    return Coverage.of(matrix, weight)


def nearest_caps(problem: SitingProblem, rank: NDArray[np.int64]) -> Floats:
    """
    Give the walk to the site of a rank (0 is the nearest), or infinity beyond the last.

    Parameters
    ----------
    problem
        The problem.
    rank
        One for every place.
    """
    pairs = problem.pairs(problem.walks.cutoff_m)
    count = np.diff(pairs.indptr)
    place = np.repeat(np.arange(len(count)), count)
    walk = pairs.data[np.lexsort((pairs.data, place))]
    known = rank < count
    found = np.full(len(count), np.inf)
    found[known] = walk[(pairs.indptr[:-1] + rank)[known]]
    return found
