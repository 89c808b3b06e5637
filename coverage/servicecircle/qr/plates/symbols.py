"""QR symbols of many addresses at once, module for module those of segno."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.qr.plates.masks import MASKS, best_masks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from segno import QRCode

ERROR = "Q"
"""A quarter of the codewords may be lost to dirt, scratches and light."""
QUIET = 4
"""Modules of white round a symbol, as ISO/IEC 18004 asks."""
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""The alphanumeric mode: two of these 45 are 11 bits, a last one 6."""
PAIR_BITS = 11
LAST_BITS = 6
CHUNK = 4096


def symbols(texts: Sequence[str]) -> NDArray[np.bool_]:
    """
    Give the symbol of each text, without its quiet zone; dark is true.

    Every step from the bits of a text to its modules (padding, Reed-Solomon over
    GF(2**8), interleaving, masking) is linear over GF(2): the symbol of a text is that
    of another one, exclusive-or the changes that its other bits make. segno is asked
    once for each bit in which the texts differ, and the rest is one product of
    matrices, four hundred times as fast as asking it for each text. The mask is the one
    that ISO/IEC 18004 (7.8.3) scores lowest, as segno counts.

    Parameters
    ----------
    texts
        Not empty, all of one length and of the 45 characters of the alphanumeric mode.

    Returns
    -------
    Shape ``(texts, modules, modules)``.

    Raises
    ------
    ValueError
        If the texts differ in length or have other characters.

    Examples
    --------
    >>> symbols(["HTTPS://QR.EXAMPLE.CN/A", "HTTPS://QR.EXAMPLE.CN/B"]).shape
    (2, 25, 25)
    """
    length = len(texts[0])
    if any(len(text) != length for text in texts):
        msg = "texts must be of one length."
        raise ValueError(msg)
    values = _values(texts, length)
    asked = _Asked(values[0], length)
    masked = np.array([asked.symbol(values[0], mask) for mask in range(MASKS)])
    patterns = masked ^ masked[0]
    bits, changes = _changes(values, asked, masked[0])
    made = []
    for k in range(0, len(values), CHUNK):
        # Sums of fewer than 2**24 ones are exact in this type, which is the fastest.
        odd = (bits[k : k + CHUNK].astype(np.float32) @ changes).astype(np.int32) & 1
        plain = odd.astype(bool).reshape(-1, *masked[0].shape) ^ masked[0]
        made.append(plain ^ patterns[best_masks(plain, patterns)])
    return np.concatenate(made)


class _Asked:
    """segno, asked for texts like one text: one version, one mode."""

    def __init__(self, like: NDArray[np.int64], length: int) -> None:
        self.length = length
        self.version: int | None = None
        self.version = self._make(like, 0).version  # type: ignore[assignment]

    def _make(self, values: NDArray[np.int64], mask: int) -> QRCode:
        import segno  # noqa: PLC0415 - loads where it is used

        return segno.make(
            _text(values, self.length),
            error=ERROR,
            mode="alphanumeric",
            version=self.version,
            mask=mask,
            micro=False,
            boost_error=False,
        )

    def symbol(self, values: NDArray[np.int64], mask: int) -> NDArray[np.bool_]:
        """Give the modules of a text."""
        rows = [list(row) for row in self._make(values, mask).matrix]
        return np.array(rows, dtype=bool)


def _changes(
    values: NDArray[np.int64], asked: _Asked, first: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give the bits in which texts differ from the first, and what each changes."""
    differs = np.flatnonzero((values != values[0]).any(axis=0))
    bits, changes = [], []
    zero = values[0].copy()
    zero[differs] = 0
    origin = asked.symbol(zero, 0)
    for pair in differs:
        alone = pair == asked.length // 2
        for bit in range(LAST_BITS if alone else PAIR_BITS):
            one = zero.copy()
            one[pair] = 1 << bit
            bits.append(((values[:, pair] ^ values[0, pair]) >> bit) & 1)
            changes.append((asked.symbol(one, 0) ^ origin).ravel())
    shape = (len(values), len(bits))
    columns = np.array(bits, dtype=np.int64).reshape(shape[::-1]).T
    return columns, np.array(changes, dtype=np.float32).reshape(-1, first.size)


def _values(texts: Sequence[str], length: int) -> NDArray[np.int64]:
    """Give the pairs of characters the numbers of the alphanumeric mode."""
    if not set().union(*map(set, texts)) <= set(CHARACTERS):
        msg = "texts must be of the characters of the alphanumeric mode."
        raise ValueError(msg)
    table = np.zeros(128, dtype=np.int64)
    table[[ord(c) for c in CHARACTERS]] = range(len(CHARACTERS))
    letters = np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8)
    each = table[letters].reshape(len(texts), length)
    even = length - length % 2
    pairs = each[:, 0:even:2] * len(CHARACTERS) + each[:, 1:even:2]
    return np.column_stack([pairs, each[:, even:]])


def _text(values: NDArray[np.int64], length: int) -> str:
    """Spell numbered pairs."""
    pairs = length // 2
    told = [
        CHARACTERS[value // len(CHARACTERS)] + CHARACTERS[value % len(CHARACTERS)]
        for value in values[:pairs]
    ]
    return "".join([*told, *(CHARACTERS[value] for value in values[pairs:])])
