"""The last character of a code: it sees every wrong character and every swap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.qr.codes.alphabet import ALPHABET, LETTERS, digits_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

REMAINDER = 1
"""What the weighted sum leaves. Not 0, so that a row of one letter is no code."""


def check_digits(body: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """
    Give the check digit of each row of digits.

    The digits of a code, weighted n, n - 1, ..., 2 and 1 for the check digit, leave 1
    when divided by 31. That is the scheme of ISBN-10 (11 there; Verhoeff, Error
    Detecting Decimal Codes, 1969; ISO 7064 calls its like pure systems) over an
    alphabet whose size is itself a prime. A wrong character changes the sum by its
    weight times the error, a swap by the difference of two weights times that of two
    digits: no product of two numbers between 1 and 30 is a multiple of 31, so neither
    is ever missed, wherever the two stand. MOD 37,36 of ISO 7064 promises less
    (*nearly* all swaps) and needs the letters that are read for one another.

    Parameters
    ----------
    body
        Shape ``(n, k)``, digits 0 to 30, at most 29 columns.

    Examples
    --------
    >>> check_digits(np.array([[0, 0, 0], [5, 0, 1]], dtype=np.uint8)).tolist()
    [1, 10]
    """
    weights = np.arange(body.shape[1] + 1, 1, -1)
    said = (body.astype(np.int64) * weights).sum(axis=1)
    left: NDArray[np.uint8] = ((REMAINDER - said) % LETTERS).astype(np.uint8)
    return left


def is_consistent(code: str) -> bool:
    """
    Whether a code's last character fits the others.

    >>> is_consistent("2223"), is_consistent("2232"), is_consistent("222O")
    (True, False, False)
    """
    if not set(code) <= set(ALPHABET):
        return False
    weighted = zip(digits_of(code), range(len(code), 0, -1), strict=True)
    return sum(d * w for d, w in weighted) % LETTERS == REMAINDER
