"""Where hills rise and where works and homes like to settle: smooth made-up fields."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

WAVES = 24
SAMPLE_M = 200.0
NEAR_CENTRE_M = 450.0
DENSE_M = 650.0
NEAR_ROAD_M = 350.0


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
        total = np.zeros(len(places))
        for kx, ky, phase in zip(self._kx, self._ky, self._phase, strict=True):
            total += np.sin(places[:, 0] * kx + places[:, 1] * ky + phase)
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
        self._centres = KDTree(centres)
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
        return float(self._heights(np.array([[x, y]]))[0]) - self._foot

    def to_centre_m(self, x: float, y: float) -> float:
        """Give the distance to the nearest centre of a community."""
        return float(self._centres.query((x, y))[0])

    def is_dense(self, x: float, y: float) -> bool:
        """Say whether a place lies in a community that is one dense village."""
        distance, community = self._centres.query((x, y))
        return bool(self._dense[community]) and float(distance) < DENSE_M

    def _heights(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        distance, community = self._centres.query(places)
        distance = np.asarray(distance)
        road = shapely.distance(self._roads, shapely.points(places))
        height = distance / 1000 + 0.55 * self._relief.at(places)
        height -= 0.45 * np.exp(-((road / NEAR_ROAD_M) ** 2))
        height -= 1.5 * np.exp(-((distance / NEAR_CENTRE_M) ** 2))
        dense = self._dense[community] & (distance < DENSE_M)
        return np.asarray(height - 3 * dense, dtype=np.float64)
