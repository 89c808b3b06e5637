"""Where the numbers of stops stand on a sketch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_AROUND = np.array(
    [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]], float
)
Floats = NDArray[np.float64]


def place_labels(spots: Floats, size: Floats, *, gap: float) -> Floats:
    """
    Put a label beside each spot, off spots and other labels where there is room.

    Parameters
    ----------
    spots
        Shape (spots, 2).
    size
        Width and height of each label, shape (spots, 2).
    gap
        From the spot to its label.

    Returns
    -------
    The middles of the labels. Where no side is free, the one least covered is taken.

    Examples
    --------
    >>> spots = np.array([[0.0, 0.0], [2.0, 0.0]])
    >>> place_labels(spots, np.full((2, 2), 2.0), gap=0.5).tolist()
    [[-1.5, 0.0], [3.5, 0.0]]
    """
    taken_at, taken_half = spots.copy(), np.full(spots.shape, gap / 2)
    middles = np.empty_like(spots)
    for k, (spot, wide) in enumerate(zip(spots, size, strict=True)):
        tried = spot + _AROUND * (wide / 2 + gap)
        apart = np.abs(tried[:, None] - taken_at)
        room = wide / 2 + taken_half
        over = np.clip(room - apart, 0, None).prod(axis=2).sum(axis=1)
        middles[k] = tried[int(np.argmin(over))]
        taken_at = np.vstack([taken_at, middles[k]])
        taken_half = np.vstack([taken_half, wide / 2])
    return middles
