"""What is usual, compiled: shares of units by matter, rises of the past aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Singles = NDArray[np.float32]

njit = load_numba().njit

DAYS, SIGMA = 28, 2.58
"""Days of the past that are looked at together, and from which residual on they are
taken for a rise of the past (Noufaily and others 2013)."""


@njit(cache=True, nogil=True)
def usual_shares(  # noqa: PLR0913, PLR0917 - compiled: arrays, no objects
    upto: NDArray[np.int32],
    totals: Integers,
    first: int,
    last: int,
    at_first: Floats,
    shapes: Floats,
) -> Floats:
    """
    Say what part of the area's appeals each unit is to be expected to bring.

    Parameters
    ----------
    upto
        Appeals before each week, shape (units, matters, weeks + 1); the first matter
        is all of them.
    totals
        The same of the whole area, shape (matters, weeks + 1).
    first, last
        Weeks of the baseline, the last not included.
    at_first
        Shares before anything is counted, shape (units,).
    shapes
        How much each matter's shares lean, shape (matters,).

    Returns
    -------
    array of float, shape (matters, units)
        Each row adds up to 1.

    Notes
    -----
    Twice: blocks of four weeks far above the first result count less in the second, by
    one over the square of their Anscombe residual, as in Farrington's algorithm.
    """
    units, matters = upto.shape[0], upto.shape[1]
    block = DAYS // 7
    share = np.empty((matters, units))
    seen = np.empty(units)
    exposed = np.empty(units)
    for matter in range(matters):
        for unit in range(units):
            seen[unit] = upto[unit, matter, last] - upto[unit, matter, first]
            exposed[unit] = totals[matter, last] - totals[matter, first]
        mean = at_first if matter == 0 else share[0]
        lean(seen, exposed, mean, shapes[matter], share[matter])
        for end in range(last, first, -block):
            start = max(end - block, first)
            of_all = totals[matter, end] - totals[matter, start]
            for unit in range(units):
                count = upto[unit, matter, end] - upto[unit, matter, start]
                expected = share[matter, unit] * of_all
                if count < 3 or count <= expected:  # noqa: PLR2004 - as for alarms
                    continue
                residual = 1.5 * (
                    count ** (2 / 3) / expected ** (1 / 6) - expected**0.5
                )
                if residual > SIGMA:
                    less = 1.0 - 1.0 / residual**2
                    seen[unit] -= less * count
                    exposed[unit] -= less * of_all
        lean(seen, exposed, mean, shapes[matter], share[matter])
    return share


@njit(cache=True, nogil=True)
def lean(
    seen: Floats, exposed: Floats, mean: Floats, shape: float, share: Floats
) -> None:
    """Mix counts with what is expected: a Gamma posterior, its sum made 1 again."""
    total = 0.0
    for unit in range(len(seen)):
        usual = mean[unit] * max(exposed[unit], 1.0)
        share[unit] = mean[unit] * (shape + seen[unit]) / (shape + usual)
        total += share[unit]
    for unit in range(len(seen)):
        share[unit] /= total


@njit(cache=True, nogil=True)
def counts_upto(
    day: Integers, unit: Integers, matter: Integers, offset: int, shape: Integers
) -> NDArray[np.int32]:
    """
    Count appeals before each week, by unit and matter.

    `shape` is (units, matters, weeks + 1); weeks end on days with the remainder
    `offset` of 7.
    """
    upto = np.zeros((shape[0], shape[1], shape[2]), dtype=np.int32)
    for event in range(len(day)):
        week = (day[event] - offset + 6) // 7 + 1
        upto[unit[event], 0, week] += 1
        if matter[event] > 0:
            upto[unit[event], matter[event], week] += 1
    for of in range(shape[0]):
        for about in range(shape[1]):
            for week in range(1, shape[2]):
                upto[of, about, week] += upto[of, about, week - 1]
    return upto


@njit(cache=True, nogil=True)
def zone_shares(share: Floats, cells_of: Integers, near: Integers) -> Singles:
    """Add shares of units up by zone, shape (rows, sizes, matters)."""
    rows, sizes = near.shape
    matters = share.shape[0]
    cells = np.zeros((rows + 1, matters))
    for unit in range(len(cells_of)):
        for column in range(cells_of.shape[1]):
            for matter in range(matters):
                cells[cells_of[unit, column], matter] += share[matter, unit]
    upto = np.zeros((rows, sizes, matters), dtype=np.float32)
    for row in range(rows):
        for matter in range(matters):
            total = 0.0
            for size in range(sizes):
                if near[row, size] == rows:
                    break
                total += cells[near[row, size], matter]
                upto[row, size, matter] = min(total, 1.0)
    return upto
