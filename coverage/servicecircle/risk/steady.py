"""What lasts, told apart from what broke out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BLOCK_DAYS = 28
STANDS_OUT = 3.0
"""Residual from which on four weeks are a rise of their own."""
ROUNDS = 3


def steady_counts(blocks: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """
    Count a unit's appeals without what it brought in single outbreaks.

    Parameters
    ----------
    blocks
        Appeals by unit and block of days, shape (units, blocks).

    Returns
    -------
    counts, exposure
        Appeals of each unit, and which part of the time they are of. Blocks in which a
        unit stands out from its own others count by one over the square of their
        residual, on both sides, as in Farrington's algorithm.

    Examples
    --------
    >>> usual = np.tile([4, 5, 3, 4, 4, 4], (9, 1))
    >>> usual[0, 2] += 36
    >>> counts, exposure = steady_counts(usual)
    >>> counts.round(1)[:2].tolist(), exposure.round(2)[:2].tolist()
    ([21.6, 24.0], [0.75, 1.0])
    """
    of_all = blocks.sum(axis=0)
    total = float(of_all.sum())
    weight = np.ones(blocks.shape)
    for _ in range(ROUNDS):
        seen = (weight * blocks).sum(axis=1)
        exposed = np.maximum(weight @ of_all, 1.0)
        expected = np.maximum(np.outer(seen / exposed, of_all), 1e-9)
        residual = 1.5 * (blocks ** (2 / 3) / expected ** (1 / 6) - np.sqrt(expected))
        rise = (blocks > expected) & (residual > STANDS_OUT)
        weight = np.where(rise, 1 / np.maximum(residual, 1.0) ** 2, 1.0)
    seen = (weight * blocks).sum(axis=1)
    exposure = weight @ of_all / total if total else np.ones(len(blocks))
    return seen, np.asarray(exposure)
