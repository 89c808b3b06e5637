"""Where the numbers of stops stand on a sketch."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

_AROUND = np.array(
    [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]], float
)
Floats = NDArray[np.float64]


def place_labels(
    spots: Floats, size: Floats, *, gap: float, line: Floats | None = None
) -> Floats:
    """
    Put a label beside each spot, off spots, lines and labels where there is room.

    Parameters
    ----------
    spots
        Shape (spots, 2).
    size
        Width and height of each label, shape (spots, 2).
    gap
        From the spot to its label.
    line
        The corners of a line that should not run through labels, shape (corners, 2).

    Returns
    -------
    The middles of the labels. Where no side is free, the one least covered is taken.

    Examples
    --------
    >>> spots = np.array([[0.0, 0.0], [2.0, 0.0]])
    >>> place_labels(spots, np.full((2, 2), 2.0), gap=0.5).tolist()
    [[-1.5, 0.0], [3.5, 0.0]]
    >>> along = np.array([[-9.0, 0.0], [9.0, 0.0]])
    >>> place_labels(spots[:1], np.full((1, 2), 2.0), gap=0.5, line=along).tolist()
    [[0.0, 1.5]]
    """
    tries = spots[:, None] + _AROUND * (size[:, None] / 2 + gap)
    crossed = _crossed(tries, size, line) * gap
    taken_at, taken_half = spots.copy(), np.full(spots.shape, gap / 2)
    middles = np.empty_like(spots)
    for k, wide in enumerate(size):
        apart = np.abs(tries[k][:, None] - taken_at)
        room = wide / 2 + taken_half
        over = np.clip(room - apart, 0, None).prod(axis=2).sum(axis=1)
        middles[k] = tries[k, int(np.argmin(over + crossed[k]))]
        taken_at = np.vstack([taken_at, middles[k]])
        taken_half = np.vstack([taken_half, wide / 2])
    return middles


def _crossed(tries: Floats, size: Floats, line: Floats | None) -> Floats:
    """Measure the line within each label that is tried, shape (spots, tries)."""
    length = np.zeros(tries.shape[0] * tries.shape[1])
    if line is not None and len(line) > 1:
        half = size[:, None] / 2
        low, high = (tries - half).reshape(-1, 2), (tries + half).reshape(-1, 2)
        boxes = np.asarray(shapely.box(*low.T, *high.T), dtype=object)
        legs = np.stack([line[:-1], line[1:]], axis=1)
        parts = np.asarray(shapely.linestrings(legs), dtype=object)
        box, part = shapely.STRtree(parts).query(boxes, predicate="intersects")
        within = shapely.length(shapely.intersection(boxes[box], parts[part]))
        np.add.at(length, box, within)
    return length.reshape(tries.shape[:2])
