"""Where hills rise and where works and homes like to settle: smooth made-up fields."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

WAVES = 24
SAMPLE_M = 200.0
NEAR_CENTRE_M = 450.0
DENSE_M = 650.0
NEAR_ROAD_M = 350.0
MERGE_M = 900.0
"""Centres much nearer to each other than this grow into one town."""
RELIEF = 0.4
"""How much hills are chance, against the distance to the towns in kilometres."""


class Noise:
    """A smooth field with mean 0 and deviation 1: waves in random directions."""

    def __init__(self, chance: np.random.Generator, wavelength_m: float) -> None:
        heading = chance.uniform(0, 2 * np.pi, WAVES)
        number = 2 * np.pi / (wavelength_m * chance.uniform(0.6, 1.6, WAVES))
        self._kx = number * np.cos(heading)
        self._ky = number * np.sin(heading)
        self._phase = chance.uniform(0, 2 * np.pi, WAVES)

    def __call__(self, x: float, y: float) -> float:
        """Give the field's value at a place."""
        return float(self.at(np.array([[x, y]]))[0])

    def at(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the field's values at many places, rows of x and y."""
        turns = np.multiply.outer(places[:, 0], self._kx)
        turns += np.multiply.outer(places[:, 1], self._ky)
        total: NDArray[np.float64] = np.sin(turns + self._phase).sum(axis=1)
        return total * math.sqrt(2 / WAVES)


class Terrain:
    """
    How hilly a place is, in the plane before it is bent.

    Parameters
    ----------
    chance
        A generator of its own.
    outline
        The district before it is bent.
    centres : array, shape (communities, 2)
        Where communities have their middle: never in the hills.
    dense : array of bool, shape (communities,)
        Communities that are one dense urban village.
    roads
        Main roads: settlement follows them.
    hills_share
        The share of the district that is hilly.
    """

    def __init__(  # noqa: PLR0913 - what makes a terrain
        self,
        chance: np.random.Generator,
        outline: shapely.Polygon,
        centres: NDArray[np.float64],
        *,
        dense: NDArray[np.bool_],
        roads: shapely.MultiLineString,
        hills_share: float,
    ) -> None:
        self._relief = Noise(chance, 3600)
        self.works = Noise(chance, 4000)
        self.homes = Noise(chance, 2600)
        self._centres = centres
        self._dense = dense
        self._roads = roads
        shapely.prepare(outline)
        west, south, east, north = outline.bounds
        x, y = (
            grid.ravel()
            for grid in np.meshgrid(
                np.arange(west, east, SAMPLE_M), np.arange(south, north, SAMPLE_M)
            )
        )
        inside = shapely.contains_xy(outline, x, y)
        heights = self._heights(np.column_stack([x, y])[inside])
        self._foot = float(np.quantile(heights, 1 - hills_share))

    def hill(self, x: float, y: float) -> float:
        """Say how far above the foot of the hills a place lies; below 0 is plain."""
        return float(self.hills(np.array([[x, y]]))[0])

    def to_centre_m(self, x: float, y: float) -> float:
        """Give the distance to the nearest centre of a community."""
        return float(self._to_centres_m(np.array([[x, y]])).min())

    def is_dense(self, x: float, y: float) -> bool:
        """Say whether a place lies in a community that is one dense village."""
        metres = self._to_centres_m(np.array([[x, y]]))[0]
        nearest = int(metres.argmin())
        return bool(self._dense[nearest]) and float(metres[nearest]) < DENSE_M

    def hills(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Say the same of many places, rows of x and y."""
        return self._heights(places) - self._foot

    def _to_centres_m(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Measure from every place to every centre."""
        x = np.subtract.outer(places[:, 0], self._centres[:, 0])
        y = np.subtract.outer(places[:, 1], self._centres[:, 1])
        metres: NDArray[np.float64] = np.hypot(x, y)
        return metres

    def _heights(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        metres = self._to_centres_m(places)
        nearest = metres.argmin(axis=1)
        distance = metres[np.arange(len(places)), nearest]
        # A town of many centres reaches farther than a village alone.
        pull = np.exp((distance[:, None] - metres) / MERGE_M).sum(axis=1)
        height = (distance - MERGE_M * np.log(pull)) / 1000
        height += RELIEF * self._relief.at(places)
        road = shapely.distance(self._roads, shapely.points(places))
        height -= 0.45 * np.exp(-((road / NEAR_ROAD_M) ** 2))
        height -= 1.5 * np.exp(-((distance / NEAR_CENTRE_M) ** 2))
        dense = self._dense[nearest] & (distance < DENSE_M)
        return np.asarray(height - 3 * dense, dtype=np.float64)
