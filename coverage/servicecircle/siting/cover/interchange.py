"""Better choices of as many sites, by swapping one for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.cover import _kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from servicecircle.siting.cover.coverage import Coverage

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

MOVES = 100_000
POOL_MOVES, TENURES = 2000, (20, 40)
LOOK = 10
"""Moves between two looks at whether to stop."""


def interchange(
    coverage: Coverage,
    chosen: Ints,
    *,
    moves: int = MOVES,
    tenure: int = 0,
    stop: Callable[[], bool] = lambda: False,
) -> Ints:
    """
    Swap one chosen site for another while that helps; with a tenure, past local optima.

    Parameters
    ----------
    coverage
        The problem.
    chosen
        Positions of the sites to begin with.
    moves
        How many swaps to make at most.
    tenure
        For how many moves about a site that left stays out (tabu search); with 0 the
        search ends at the first local optimum.
    stop
        Asked now and then whether to end.

    Returns
    -------
    ndarray
        Positions of the best choice met, ascending.

    Notes
    -----
    Every move is the best of all swaps; of several as good, the first. What is drawn
    follows from the number of the move, so the same choice leads to the same answer.

    Source: Teitz, M. and Bart, P. (1968), "Heuristic methods for estimating the
    generalized vertex median of a weighted graph", *Operations Research* 16(5); Glover,
    F. (1989), "Tabu search, part I", *ORSA Journal on Computing* 1(3).

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> from servicecircle.siting.cover.coverage import Coverage
    >>> matrix = csr_array(np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]))
    >>> interchange(Coverage.of(matrix, np.ones(4)), np.array([0, 1]))
    array([0, 2])
    """
    now = np.array(chosen, dtype=np.int64)
    best, value = now.copy(), -np.inf
    rest_site = np.zeros(coverage.sites, np.int64)
    rest_slot = np.zeros(len(now), np.int64)
    for first in range(1, moves + 1, LOOK):
        last = min(first + LOOK, moves + 1)
        value, ended = _kernels.interchange(
            *coverage.arrays,
            coverage.weight,
            now,
            best,
            value,
            rest_site,
            rest_slot,
            first,
            last,
            tenure,
        )
        if ended or stop():
            break
    return np.sort(best)


def swap_within(
    coverage: Coverage, share: Floats, count: int, *, stop: Callable[[], bool]
) -> Iterator[Ints]:
    """
    Swap sites from the most favoured ones on, past local optima (tabu search).

    Parameters
    ----------
    coverage
        A small problem.
    share
        How much of each site prices favour.
    count
        How many sites may be chosen.
    stop
        Asked now and then whether to end.
    """
    count = min(count, coverage.sites)
    if not count or not coverage.rows:
        return
    chosen = np.argsort(-share, kind="stable")[:count].astype(np.int64)
    for tenure in TENURES:
        yield interchange(coverage, chosen, moves=POOL_MOVES, tenure=tenure, stop=stop)
