"""Places as whole pixels of the web's map at zoom 20, about 0.15 m."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.crs import LONLAT, transformer

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

WORLD = 256 * 2**20
"""Pixels around the equator."""
MARGIN = 64
STEP_M = 500.0


@dataclass(frozen=True)
class Pixels:
    """
    From the working CRS to pixels, counted from an origin near the area.

    Parameters
    ----------
    crs
        The working CRS.
    origin
        World pixel of 0, 0: x to the east, y to the south.
    size
        Width and height of the area in pixels, its margin included.
    metres_per_pixel
        In the middle of the area, to the east and to the south: on the ellipsoid the
        two differ by half a percent.
    """

    crs: pyproj.CRS
    origin: tuple[int, int]
    size: tuple[int, int]
    metres_per_pixel: tuple[float, float]

    @classmethod
    def around(cls, frames: Iterable[gpd.GeoDataFrame], crs: pyproj.CRS) -> Pixels:
        """Lay the origin beyond the north-western corner of all frames."""
        bounds = [frame.total_bounds for frame in frames if not frame.empty]
        box = np.array(bounds or [[0.0, 0.0, 0.0, 0.0]]).reshape(-1, 2, 2)
        corners = np.stack([box[:, :, 0].ravel(), box[:, ::-1, 1].ravel()], axis=1)
        world = _world(np.concatenate([box.reshape(-1, 2), corners]), crs)
        low, high = world.min(axis=0), world.max(axis=0)
        origin = np.floor(low).astype(np.int64) - MARGIN
        size = np.ceil(high).astype(np.int64) + MARGIN - origin
        (west, north), (width, height) = origin.tolist(), size.tolist()
        centre = (box[:, 0].min(axis=0) + box[:, 1].max(axis=0)) / 2
        metres = _metres_per_pixel(centre, crs)
        return cls(crs, (west, north), (width, height), metres)

    def of(self, coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give whole pixels for coordinates of the working CRS, shape (n, 2)."""
        world = _world(coordinates, self.crs)
        origin = np.array(self.origin, dtype=np.int64)
        return np.asarray(np.rint(world).astype(np.int64) - origin)


def _metres_per_pixel(
    centre: NDArray[np.float64], crs: pyproj.CRS
) -> tuple[float, float]:
    """Compare the working CRS's metres with pixels, both ways."""
    steps = np.array([[-1, 0], [1, 0], [0, -1], [0, 1]]) * STEP_M
    west, east, south, north = _world(centre + steps, crs)
    across = 2 * STEP_M / float(np.hypot(*(east - west)))
    down = 2 * STEP_M / float(np.hypot(*(north - south)))
    return round(across, 9), round(down, 9)


def _world(coordinates: NDArray[np.float64], crs: pyproj.CRS) -> NDArray[np.float64]:
    """Project to Web Mercator, in pixels of the whole world."""
    lon, lat = transformer(crs, LONLAT).transform(coordinates[:, 0], coordinates[:, 1])
    sine = np.sin(np.radians(lat))
    x = np.asarray(lon) / 360 + 0.5
    y = 0.5 - np.arctanh(sine) / (2 * np.pi)
    return np.stack([x, y], axis=1) * WORLD


def nearby_order(xy: NDArray[np.int64]) -> NDArray[np.int64]:
    """
    Return an order in which neighbours on the ground are neighbours in the list.

    Places follow a Z-shaped curve (Morton order), so that their differences are short
    numbers; equal places keep their order.

    Examples
    --------
    >>> nearby_order(np.array([[9, 9], [0, 0], [8, 8]]))
    array([1, 2, 0])
    """
    if not len(xy):
        return np.array([], dtype=np.int64)
    x, y = (xy - xy.min(axis=0)).T
    return np.argsort(_spread(x) | (_spread(y) << np.uint64(1)), kind="stable")


def _spread(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Put a zero bit between the bits of whole numbers below 2**32."""
    bits = values.astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits
