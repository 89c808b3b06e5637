"""One smooth bend of the plane: straight cuts wind, and nothing crosses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

WAVES = ((7000, 330, 3), (2600, 75, 4), (800, 13, 4))
"""Length and height in metres, and number, of the waves. Their slopes add up to less
than 1, so that the bend can be undone."""
ROUNDS = 60


class Bend:
    """
    A sum of waves in all directions, and its inverse.

    Examples
    --------
    >>> bend = Bend(np.random.default_rng(1), (0.0, 0.0))
    >>> there = bend([(300.0, 4000.0)])
    >>> bool(np.allclose(bend.undo(there), [(300.0, 4000.0)], atol=1e-4))
    True
    """

    def __init__(
        self, chance: np.random.Generator, origin: tuple[float, float]
    ) -> None:
        self._origin = np.asarray(origin)
        waves = []
        for length, height, count in WAVES:
            for _ in range(count):
                heading, phase, push = chance.uniform(0, 2 * np.pi, 3)
                number = 2 * np.pi / length
                high = height / math.sqrt(count)
                waves.append(
                    (
                        (number * math.cos(heading), number * math.sin(heading)),
                        phase,
                        (high * math.cos(push), high * math.sin(push)),
                    )
                )
        self._number = np.array([wave[0] for wave in waves])
        self._phase = np.array([wave[1] for wave in waves])
        self._push = np.array([wave[2] for wave in waves])

    def __call__(self, xy: ArrayLike) -> NDArray[np.float64]:
        """Bend rows of x and y."""
        points = np.asarray(xy, dtype=float)
        return points + self._shift(points)

    def undo(self, xy: ArrayLike) -> NDArray[np.float64]:
        """Find what is bent to the given rows of x and y."""
        points = np.asarray(xy, dtype=float)
        straight = points.copy()
        for _ in range(ROUNDS):
            straight = points - self._shift(straight)
        return straight

    def _shift(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        # One wave after the other: matrix products differ between machines.
        shift = np.zeros_like(points)
        x, y = (points - self._origin).T
        for (kx, ky), phase, push in zip(
            self._number, self._phase, self._push, strict=True
        ):
            shift += np.sin(x * kx + y * ky + phase)[:, None] * push
        return shift
