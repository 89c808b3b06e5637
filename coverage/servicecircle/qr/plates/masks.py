"""The mask of a symbol that a reader finds easiest, chosen for many symbols at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MASKS = 8
_FIRST_WITH_VERSION = 45
"""Symbols from version 7 on say their version beside two of the finders."""


def best_masks(
    plain: NDArray[np.bool_], patterns: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """
    Choose the mask with the lowest penalty of ISO/IEC 18004, 7.8.3; first of equals.

    Long runs, blocks, look-alikes of the finder patterns and a share of dark modules
    far from half are counted, the modules that hold format and version left white, as
    segno does. Rows and columns are words of 64 bits: a symbol has at most 57 modules.

    Parameters
    ----------
    plain
        Symbols, shape ``(n, modules, modules)``.
    patterns
        What each of the 8 masks changes of them, shape ``(8, modules, modules)``.

    Returns
    -------
    The number of each symbol's mask.
    """
    size = plain.shape[1]
    scored = _scored(size)
    rows, columns = _packed(plain), _packed(plain.transpose(0, 2, 1))
    keep, across = _packed(scored[None])[0], _packed(scored.T[None])[0]
    scores = np.empty((MASKS, len(plain)), dtype=np.int64)
    for mask in range(MASKS):
        lying = (rows ^ _packed(patterns[mask][None])[0]) & keep
        standing = (columns ^ _packed(patterns[mask].T[None])[0]) & across
        scores[mask] = (
            _runs(lying, size)
            + _runs(standing, size)
            + _blocks(lying, size)
            + _finders(lying, size)
            + _finders(standing, size)
            + _balance(lying, size)
        )
    best: NDArray[np.int64] = np.argmin(scores, axis=0)
    return best


def _scored(size: int) -> NDArray[np.bool_]:
    """Say which modules count: all but those of format and version."""
    scored = np.ones((size, size), dtype=bool)
    scored[8, :6] = scored[8, 7:9] = scored[8, -8:] = False
    scored[:6, 8] = scored[7:9, 8] = scored[-8:, 8] = False
    if size >= _FIRST_WITH_VERSION:
        scored[:6, -11:-8] = scored[-11:-8, :6] = False
    return scored


def _packed(modules: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Pack the last axis into one word, the first module in the lowest bit."""
    eights = np.packbits(modules, axis=-1, bitorder="little")
    room = np.zeros((*modules.shape[:-1], 8), dtype=np.uint8)
    room[..., : eights.shape[-1]] = eights
    return room.view("<u8")[..., 0]


def _ones(count: int) -> np.uint64:
    return np.uint64((1 << count) - 1)


def _down(words: NDArray[np.uint64], by: int) -> NDArray[np.uint64]:
    return words >> np.uint64(by)


def _up(words: NDArray[np.uint64], by: int) -> NDArray[np.uint64]:
    return words << np.uint64(by)


def _count(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    count: NDArray[np.int64] = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return count


def _like_next(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Mark modules that are as dark as the next one."""
    return ~(words ^ _down(words, 1)) & _ones(size - 1)


def _runs(words: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Count 3 for five alike in a row, and 1 for each further one."""
    like = _like_next(words, size)
    two = like & _down(like, 1)
    five = two & _down(two, 2)
    return _count(five) + 2 * _count(five & ~_up(five, 1))


def _blocks(words: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Count 3 for each block of two by two alike."""
    like = _like_next(words, size)
    level = ~(words[:, :-1] ^ words[:, 1:])
    return 3 * _count(like[:, :-1] & like[:, 1:] & level)


def _finders(words: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Count 40 for each 1011101 with four light modules, or the border, on a side."""
    found = words & ~_down(words, 1) & _down(words, 2) & _down(words, 3)
    found &= _down(words, 4) & ~_down(words, 5) & _down(words, 6) & _ones(size - 6)
    before = _up(words, 1) | _up(words, 2) | _up(words, 3) | _up(words, 4)
    after = _down(words, 7) | _down(words, 8) | _down(words, 9) | _down(words, 10)
    counted = found & ~(before & after)
    # Two that share modules count once.
    return 40 * _count(counted & ~_up(counted, 4) & ~_up(counted, 6))


def _balance(words: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """Count 10 for each 5 % that the dark share is away from half."""
    percent = _count(words) / float(size**2) * 100
    return 10 * (np.abs(percent - 50) / 5).astype(np.int64)
