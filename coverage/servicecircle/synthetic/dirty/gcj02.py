"""
The shifted datum of Chinese web maps (GCJ-02), forward only.

Points are shifted here to make a table as planners receive it. Nothing is published in
this datum; undoing it is for putting a user's own points right (DESIGN.md, 16).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY2 = 0.00669342162296594323
"""The ellipsoid of Krasovsky, with which the shift is scaled to degrees."""
LONGITUDE_0, LATITUDE_0 = 105.0, 35.0


def gcj02_from_wgs84(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """
    Shift points from WGS 84 to GCJ-02, as published by those who worked it out.

    Parameters
    ----------
    longitude, latitude
        Degrees, inside mainland China; any shape, both the same.

    Returns
    -------
    longitude, latitude
        Degrees, some hundred metres away.

    Notes
    -----
    The formula is not official. Constants as in the open implementations that agree
    with each other to a centimetre.

    Examples
    --------
    >>> x, y = gcj02_from_wgs84(np.array([113.912316]), np.array([22.543847]))
    >>> x.round(6), y.round(6)
    (array([113.917176]), array([22.540796]))
    """
    x, y = longitude - LONGITUDE_0, latitude - LATITUDE_0
    root = np.sqrt(np.abs(x))
    ripple = 20.0 * _wave(x, 6, 2)
    north = (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y**2
        + 0.1 * x * y
        + 0.2 * root
        + 2.0 / 3.0 * (ripple + 20.0 * _wave(y, 1) + 40.0 * _wave(y, 1 / 3))
        + 2.0 / 3.0 * (160.0 * _wave(y, 1 / 12) + 320.0 * _wave(y, 1 / 30))
    )
    east = (
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
        longitude + np.degrees(east / parallel_m),
        latitude + np.degrees(north / meridian_m),
    )


def _wave(values: Floats, *frequencies: float) -> Floats:
    """Add up sines of values times pi times each frequency."""
    waves = [np.sin(values * frequency * np.pi) for frequency in frequencies]
    return np.asarray(sum(waves))
