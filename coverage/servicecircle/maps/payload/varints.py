"""Whole numbers as bytes: small ones short, seven bits a byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

BITS = 7
LARGEST = 2**31 - 1
"""What the page's whole numbers hold."""


def varints(values: ArrayLike) -> bytes:
    """
    Write numbers of 0 or more, the low bits first; a high bit says "more follows".

    Raises
    ------
    ValueError
        If a number is below 0 or above `LARGEST`.

    Examples
    --------
    >>> varints([0, 127, 128, 300]).hex(" ")
    '00 7f 80 01 ac 02'
    """
    numbers = np.asarray(values, dtype=np.int64).ravel()
    if len(numbers) and not 0 <= numbers.min() <= numbers.max() <= LARGEST:
        msg = f"a map holds numbers from 0 to {LARGEST}. Got {numbers.min()} to "
        msg += f"{numbers.max()}."
        raise ValueError(msg)
    length = np.ones(len(numbers), dtype=np.int64)
    for bits in range(BITS, 32, BITS):
        length += numbers >> bits > 0
    first = np.cumsum(length) - length
    written = np.zeros(int(length.sum()), dtype=np.uint8)
    for place in range(int(length.max(initial=0))):
        there = length > place
        more = (length[there] > place + 1).astype(np.uint8) << BITS
        low = (numbers[there] >> (BITS * place)) & 127
        written[first[there] + place] = low.astype(np.uint8) | more
    return written.tobytes()


def zigzag(values: ArrayLike) -> NDArray[np.int64]:
    """
    Fold numbers of either sign into numbers of 0 or more, small ones staying small.

    >>> zigzag([0, -1, 1, -2])
    array([0, 1, 2, 3])
    """
    numbers = np.asarray(values, dtype=np.int64)
    return (numbers << 1) ^ (numbers >> 63)
