"""
The public formulas of GCJ-02 and BD-09.

Neither is official. They are the ones on which the open implementations (eviltransform,
coordtransform, gcoord) agree to a fraction of a millimetre.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEST, SOUTH, EAST, NORTH = 72.004, 0.8293, 137.8347, 55.8271
"""Outside this rectangle the public formula shifts nothing."""

SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY2 = 0.00669342162296594323
"""The ellipsoid of Krasovsky, with which the shift is scaled to degrees."""
LONGITUDE_0, LATITUDE_0 = 105.0, 35.0
BAIDU_WAVE = np.pi * 3000.0 / 180.0


def in_rectangle(
    longitude: Floats, latitude: Floats, *, margin_deg: float = 0.0
) -> NDArray[np.bool_]:
    """Whether points lie where the public formula shifts; its border counts."""
    west, east = WEST - margin_deg, EAST + margin_deg
    south, north = SOUTH - margin_deg, NORTH + margin_deg
    inside_x = (longitude >= west) & (longitude <= east)
    return inside_x & (latitude >= south) & (latitude <= north)


def to_gcj02(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Shift from WGS 84 to GCJ-02, wherever that may be."""
    x, y = longitude - LONGITUDE_0, latitude - LATITUDE_0
    root = np.sqrt(np.abs(x))
    ripple = 20.0 * _wave(x, 6, 2)
    north_m = (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y**2
        + 0.1 * x * y
        + 0.2 * root
        + 2.0 / 3.0 * (ripple + 20.0 * _wave(y, 1) + 40.0 * _wave(y, 1 / 3))
        + 2.0 / 3.0 * (160.0 * _wave(y, 1 / 12) + 320.0 * _wave(y, 1 / 30))
    )
    east_m = (
        300.0
        + x
        + 2.0 * y
        + 0.1 * x**2
        + 0.1 * x * y
        + 0.1 * root
        + 2.0 / 3.0 * (ripple + 20.0 * _wave(x, 1) + 40.0 * _wave(x, 1 / 3))
        + 2.0 / 3.0 * (150.0 * _wave(x, 1 / 12) + 300.0 * _wave(x, 1 / 30))
    )
    radians = np.radians(latitude)
    shrink = 1.0 - ECCENTRICITY2 * np.sin(radians) ** 2
    meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY2) / shrink**1.5
    parallel_m = SEMI_MAJOR_M / np.sqrt(shrink) * np.cos(radians)
    return (
        longitude + np.degrees(east_m / parallel_m),
        latitude + np.degrees(north_m / meridian_m),
    )


def to_bd09(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Shift from WGS 84 to BD-09: GCJ-02, turned and stretched once more."""
    x, y = to_gcj02(longitude, latitude)
    length = np.hypot(x, y) + 2e-5 * np.sin(y * BAIDU_WAVE)
    angle = np.arctan2(y, x) + 3e-6 * np.cos(x * BAIDU_WAVE)
    return length * np.cos(angle) + 0.0065, length * np.sin(angle) + 0.006


def _wave(values: Floats, *frequencies: float) -> Floats:
    """Add up sines of values times pi times each frequency."""
    waves = [np.sin(values * frequency * np.pi) for frequency in frequencies]
    return np.asarray(sum(waves))
