"""
Write coordinates and figures as small whole numbers, each rounded once.

Coordinates are longitude and latitude in steps of 1e-5 degree (about a metre), each as
its difference from the one before. Shares are tenths of a percent. The page shows these
numbers as they are, so what is rounded here is what people read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

STEPS_PER_DEGREE = 100_000

Rings = list[list[int]]
"""The rings of a polygon, the outline first: x, y, then differences, in turn."""


def differences(values: NDArray[np.int64]) -> list[int]:
    """
    Return the first value and the differences that follow.

    Examples
    --------
    >>> differences(np.array([100, 103, 101]))
    [100, 3, -2]
    >>> differences(np.array([], dtype=int))
    []
    """
    return [int(v) for v in np.diff(values, prepend=0)]


def in_steps(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return degrees as whole steps."""
    return np.rint(degrees * STEPS_PER_DEGREE).astype(np.int64)


def polygon_rings(polygons: gpd.GeoSeries) -> list[list[Rings]]:
    """
    Return the polygons of each unit as rings of small numbers.

    Parameters
    ----------
    polygons
        Polygons and multipolygons, in degrees (EPSG:4326).

    Examples
    --------
    >>> import geopandas as gpd
    >>> polygon_rings(gpd.GeoSeries([shapely.box(0, 0, 0.0002, 0.0001)]))
    [[[[20, 0, 0, 10, -20, 0, 0, -10]]]]
    """
    parts, unit = shapely.get_parts(polygons.to_numpy(), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    units: list[list[Rings]] = [[] for _ in range(len(polygons))]
    by_part: list[Rings] = [[] for _ in range(len(parts))]
    for index, rings_of in zip(unit, by_part, strict=True):
        units[index].append(rings_of)
    for index, ring in zip(part, rings, strict=True):
        by_part[index].append(_ring(shapely.get_coordinates(ring)))
    return units


def _ring(lonlat: NDArray[np.float64]) -> list[int]:
    """Return one ring without its closing point and without repeated points."""
    points = in_steps(lonlat)[:-1]
    moved = np.any(points != np.roll(points, 1, axis=0), axis=1)
    moved[0] = True
    kept = points[moved]
    steps = np.diff(kept, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return [int(v) for v in steps.ravel()]


def nearby_order(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.int64]:
    """
    Return an order in which neighbours on the ground are neighbours in the list.

    Points follow a Z-shaped curve over cells of 1e-5 degree, so that their differences
    are short numbers; points of one cell keep their order.

    Examples
    --------
    >>> nearby_order(np.array([9, 0, 8]), np.array([9, 0, 8]))
    array([1, 2, 0])
    """
    if not len(x):
        return np.array([], dtype=np.int64)
    code = _spread(x - x.min()) | (_spread(y - y.min()) << np.uint64(1))
    return np.argsort(code, kind="stable")


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


def share_tenths(shares: pd.Series) -> list[int | None]:
    """
    Return shares (0 to 1) as tenths of a percent; a missing one stays missing.

    All (1000) and nothing (0) are said only where they are true: a share that would
    round to them is shown one tenth short of it.

    Examples
    --------
    >>> share_tenths(pd.Series([0.8744, 0.9999, 1.0, 0.0001, 0.0, None]))
    [874, 999, 1000, 1, 0, None]
    """
    values = shares.to_numpy(dtype=float, na_value=np.nan)
    tenths = np.rint(values * 1000)
    tenths = np.where(values < 1, np.minimum(tenths, 999), tenths)
    return _or_none(np.where(values > 0, np.maximum(tenths, 1), tenths))


def whole(values: pd.Series) -> list[int | None]:
    """
    Return values rounded to whole numbers; a missing one stays missing.

    >>> whole(pd.Series([1.6, None]))
    [2, None]
    """
    return _or_none(np.rint(values.to_numpy(dtype=float, na_value=np.nan)))


def metres_up(values: pd.Series) -> list[int | None]:
    """
    Return metres rounded up, so that 500.2 m never reads as within 500 m.

    >>> metres_up(pd.Series([500.0, 500.2, None]))
    [500, 501, None]
    """
    metres = values.to_numpy(dtype=float, na_value=np.nan)
    # A distance is a sum of many legs: its last bits are not worth a metre.
    return _or_none(np.ceil(metres - 1e-6) + 0.0)


def _or_none(values: NDArray[np.float64]) -> list[int | None]:
    """Return numbers as integers, with None for NaN."""
    return [None if np.isnan(v) else int(v) for v in values.tolist()]


def text(values: pd.Series) -> list[str]:
    """
    Return names as strings, empty where missing.

    >>> text(pd.Series(["a", None]))
    ['a', '']
    """
    return ["" if pd.isna(v) else str(v) for v in values]
