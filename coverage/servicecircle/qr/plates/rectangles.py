"""Symbols as few rectangles, in the words of PDF and SVG."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 4096
"""Symbols at a time: what they take in memory meanwhile stays small."""


def rectangles(
    symbols: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Cover the dark modules of each symbol with rectangles that do not overlap.

    Runs of a row are merged with the same runs of the rows below them.

    Parameters
    ----------
    symbols
        Shape ``(n, modules, modules)``.

    Returns
    -------
    start
        Shape ``(n + 1,)``: symbol k has rectangles ``start[k]`` to ``start[k + 1]``.
    boxes
        Columns x, y, width, height in modules, from the upper left.

    Examples
    --------
    >>> start, boxes = rectangles(np.ones((1, 2, 2), dtype=bool))
    >>> boxes.tolist()
    [[0, 0, 2, 2]]
    """
    n, high, wide = symbols.shape
    room = np.zeros((n, high, wide + 2), dtype=np.int8)
    room[:, :, 1:-1] = symbols
    step = np.diff(room, axis=2)
    symbol, y, x = np.nonzero(step == 1)
    width = np.nonzero(step == -1)[2] - x
    # One number a run, so that equal runs of following rows stand side by side.
    size = wide + 1
    run = ((symbol * size + x) * size + width) * size + y
    run.sort()
    top = np.ones(len(run), dtype=bool)
    top[1:] = np.diff(run) != 1
    first = np.flatnonzero(top)
    height = np.diff(np.append(first, len(run)))
    rest, y = np.divmod(run[first], size)
    rest, width = np.divmod(rest, size)
    symbol, x = np.divmod(rest, size)
    start = np.searchsorted(symbol, np.arange(n + 1))
    return start, np.column_stack([x, y, width, height])


def pdf_paths(symbols: NDArray[np.bool_]) -> list[bytes]:
    r"""
    Give each symbol as one path of PDF in modules from the upper left, not yet filled.

    One path is filled at once, so that no hairline shows between its rectangles.

    >>> pdf_paths(np.eye(2, dtype=bool)[None])
    [b'0 0 1 1 re\n1 1 1 1 re\n']
    """
    wide = symbols.shape[2] + 1
    pair = np.array([f"{a} {b} " for a in range(wide) for b in range(wide)], dtype="S")
    told: list[bytes] = []
    for first in range(0, len(symbols), CHUNK):
        start, boxes = rectangles(symbols[first : first + CHUNK])
        places = pair[boxes[:, 0] * wide + boxes[:, 1]]
        sizes = pair[boxes[:, 2] * wide + boxes[:, 3]]
        words = np.strings.add(np.strings.add(places, sizes), b"re\n")
        told += [
            words[a:b].tobytes().replace(b"\0", b"")
            for a, b in pairwise(start.tolist())
        ]
    return told


def svg_path(symbol: NDArray[np.bool_]) -> str:
    """
    Give one symbol as the data of an SVG path in modules.

    >>> svg_path(np.eye(2, dtype=bool))
    'M0 0h1v1h-1zM1 1h1v1h-1z'
    """
    _, boxes = rectangles(symbol[None])
    return "".join(f"M{x} {y}h{w}v{h}h-{w}z" for x, y, w, h in boxes.tolist())
