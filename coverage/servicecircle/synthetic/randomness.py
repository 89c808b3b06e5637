"""Chance that is the same for the same seed, and apart for every purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def generator(seed: int, purpose: str) -> np.random.Generator:
    """
    Give a generator of its own to a purpose, so that one step leaves others as is.

    Examples
    --------
    >>> first = generator(7, "floors").integers(1000, size=3)
    >>> bool((first == generator(7, "floors").integers(1000, size=3)).all())
    True
    """
    return np.random.default_rng([seed, crc32(purpose.encode())])


def whole_shares(
    weights: ArrayLike, total: int, *, least: ArrayLike = 0
) -> NDArray[np.int64]:
    """
    Share out whole things in proportion to weights, by the largest remainders.

    Parameters
    ----------
    weights : array, shape (n,)
        0 or more, not all 0.
    total
        What is shared out; at least the sum of `least`.
    least
        The fewest that each gets, one number or one for each.

    Returns
    -------
    array of int, shape (n,)
        Adds up to `total`. Equal remainders favour the earlier entry.

    Examples
    --------
    >>> whole_shares([1, 1, 4], 10, least=2)
    array([2, 2, 6])
    """
    weight = np.asarray(weights, dtype=float)
    lowest = np.broadcast_to(np.asarray(least, dtype=float), weight.shape)
    fixed = np.zeros(len(weight), dtype=bool)
    share = np.zeros(len(weight))
    while not fixed.all():
        free = ~fixed
        rest = total - lowest[fixed].sum()
        share = np.where(fixed, lowest, rest * weight / weight[free].sum())
        low = free & (share < lowest)
        if not low.any():
            break
        fixed |= low
    whole = np.floor(share + 1e-9).astype(np.int64)
    order = np.lexsort((np.arange(len(weight)), whole - share))
    whole[order[: total - whole.sum()]] += 1
    return whole
