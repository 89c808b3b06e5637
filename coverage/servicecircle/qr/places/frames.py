"""Frames to ask an index with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


def frames(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.object_]:
    """
    Draw something that fills the frame from each low to each high corner.

    An index compares frames alone, and a diagonal has the frame of its box at half the
    cost.

    Parameters
    ----------
    low, high
        Corners, shape (frames, 2).

    Examples
    --------
    >>> shapely.bounds(frames(np.array([[0.0, 0.0]]), np.array([[2.0, 1.0]])))
    array([[0., 0., 2., 1.]])
    """
    return np.asarray(shapely.linestrings(np.stack([low, high], axis=1)), dtype=object)
