"""Projected systems that coordinates of a place in China may be in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

PREFIX = 1_000_000
"""A zone's number stands in the millions of metres before the easting."""


class Family(NamedTuple):
    """Gauss-Kruger zones of one datum and width, with the zone's number or without."""

    name: str
    width_deg: int
    first_zone: int
    first_meridian_deg: int
    zones: int
    with_prefix: int
    """EPSG code of the first zone, its number before the easting."""
    without_prefix: int
    """EPSG code of the first zone, eastings around 500,000 m."""

    def zone_at(self, longitude: float) -> int:
        """Give the number of the zone that a place lies in."""
        steps = round((longitude - self.first_meridian_deg) / self.width_deg)
        return self.first_zone + steps

    def has(self, zone: int) -> bool:
        """Whether a zone is one of the family."""
        return 0 <= zone - self.first_zone < self.zones


# After the EPSG registry; a test holds every code against its name there.
CGCS2000 = (
    Family("CGCS2000", 3, 25, 75, 21, 4513, 4534),
    Family("CGCS2000", 6, 13, 75, 11, 4491, 4502),
)
OLDER = (
    Family("Xian 1980", 3, 25, 75, 21, 2349, 2370),
    Family("Xian 1980", 6, 13, 75, 11, 2327, 2338),
    Family("Beijing 1954", 3, 25, 75, 21, 2401, 2422),
    Family("Beijing 1954", 6, 13, 75, 11, 21413, 21453),
)


def zone_codes(
    families: tuple[Family, ...],
    *,
    easting: float,
    longitude: float,
    neighbours: bool = True,
) -> list[int]:
    """
    Name the zones that an easting can be in, given where the district lies.

    Parameters
    ----------
    families
        `CGCS2000` or `OLDER`.
    easting
        The middle of the file's eastings, metres.
    longitude
        The middle of the district, degrees.
    neighbours
        Whether to name the zones beside the district's own too.

    Returns
    -------
    list of int
        EPSG codes: the one zone whose number stands before the easting; else, for
        eastings without a number, the district's own zone and its two neighbours.

    Examples
    --------
    >>> zone_codes(CGCS2000, easting=38_493_426, longitude=113.9)
    [4526]
    >>> zone_codes(CGCS2000, easting=493_426, longitude=113.9)
    [4547, 4546, 4548, 4508, 4507, 4509]
    >>> zone_codes(CGCS2000, easting=12_683_297, longitude=113.9)
    []
    """
    if not np.isfinite(easting):
        return []
    prefix = int(easting // PREFIX)
    codes = []
    for family in families:
        if prefix:
            if family.has(prefix):
                codes.append(family.with_prefix + prefix - family.first_zone)
            continue
        own = family.zone_at(longitude)
        zones = (own, own - 1, own + 1) if neighbours else (own,)
        first = family.without_prefix - family.first_zone
        codes += [first + zone for zone in zones if family.has(zone)]
    return codes


def utm_codes(longitude: float, latitude: float) -> list[int]:
    """
    Name a place's UTM zone (WGS 84) and its two neighbours.

    >>> utm_codes(113.9, 22.7)
    [32649, 32648, 32650]
    """
    own = int((longitude + 180) // 6) % 60
    first = 32601 if latitude >= 0 else 32701
    return [first + zone % 60 for zone in (own, own - 1, own + 1)]
