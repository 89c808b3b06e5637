"""The letters of codes, and whole numbers written in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and capitals without 0 and O, 1, I and L, which are read for one another. That
leaves 31, a prime: one check character over this very alphabet then sees every single
wrong character and every swap. All of them are in the alphanumeric mode of QR codes."""
LETTERS = len(ALPHABET)
_LETTER = np.array(list(ALPHABET), dtype="U1")


def written(numbers: NDArray[np.uint64], *, length: int) -> NDArray[np.uint8]:
    """
    Write whole numbers in base 31, one digit (0 to 30) a column.

    Parameters
    ----------
    numbers
        Shape ``(n,)``; what does not fit in `length` digits is cut on the left.
    length
        Digits of each.

    Examples
    --------
    >>> written(np.array([32], dtype=np.uint64), length=3).tolist()
    [[0, 1, 1]]
    """
    digits = np.empty((len(numbers), length), dtype=np.uint8)
    rest = numbers.astype(np.uint64)
    for column in range(length - 1, -1, -1):
        rest, digits[:, column] = np.divmod(rest, np.uint64(LETTERS))
    return digits


def spelled(digits: NDArray[np.uint8]) -> NDArray[np.str_]:
    """
    Spell rows of digits as texts.

    >>> spelled(np.array([[0, 8, 30]], dtype=np.uint8)).tolist()
    ['2AZ']
    """
    letters = np.ascontiguousarray(_LETTER[digits])
    return letters.view(f"U{digits.shape[1]}").ravel()


def digits_of(text: str) -> list[int]:
    """
    Read a text's digits.

    Raises
    ------
    ValueError
        If a character is not of the alphabet.

    Examples
    --------
    >>> digits_of("2AZ")
    [0, 8, 30]
    """
    return [ALPHABET.index(letter) for letter in text]
