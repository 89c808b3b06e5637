"""The inner loop of the watch, compiled: some million zones a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._optional import load_numba

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


njit = load_numba().njit


@njit(cache=True)
def excesses(  # noqa: PLR0913, PLR0917 - compiled: arrays, no objects
    windows: Integers,
    share: Floats,
    usual: Integers,
    touched: NDArray[np.bool_],
    near: Integers,
    least: int,
    floor: float,
) -> Floats:
    """
    Compare counts with what is expected, in every zone that was touched.

    Parameters
    ----------
    windows
        Appeals, shape (windows, matters, cells).
    share
        Expected of each zone, shape (matters, rows, sizes).
    usual
        The district's appeals, shape (windows, matters).
    touched
        Which rows are looked at, shape (matters, rows).
    near
        Cells of the zones, shape (rows, sizes).
    least
        Fewest appeals in a zone.
    floor
        Least excess.

    Returns
    -------
    Shape (found, 7): window, matter, row, size, count, expected, excess.
    """
    found = [(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)]
    empty = windows.shape[2] - 1
    for matter in range(touched.shape[0]):
        for row in np.flatnonzero(touched[matter]):
            for window in range(windows.shape[0]):
                total = usual[window, matter]
                count = 0
                for size in range(near.shape[1]):
                    cell = near[row, size]
                    if cell == empty:
                        break
                    here = windows[window, matter, cell]
                    count += here
                    expected = share[matter, row, size] * total
                    # The last cell brings nothing: the zone without it is as good.
                    if here == 0 or count < least or count <= expected:
                        continue
                    excess = count * np.log(count / expected)
                    if count < total:
                        rest = total - count
                        excess += rest * np.log(rest / (total - expected))
                    if excess >= floor:
                        found.append(
                            (
                                float(window),
                                float(matter),
                                float(row),
                                float(size + 1),
                                float(count),
                                expected,
                                excess,
                            )
                        )
    return np.array(found)[1:]
