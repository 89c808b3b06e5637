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

    def counts(self, epsg: int | None) -> bool:
        """Whether a code is one of the family's, with the zone's number or without."""
        firsts = (self.with_prefix, self.without_prefix)
        return epsg is not None and any(0 <= epsg - k < self.zones for k in firsts)


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


def numbered_alike(epsg: int | None, *, easting: float) -> int | None:
    """
    Name the system that is a given one but for the zone's number before the easting.

    Parameters
    ----------
    epsg
        The code that the coordinates are said to be in, if it has one.
    easting
        The middle of the file's eastings, metres.

    Returns
    -------
    int or None
        The zone that the easting names, of the family of `epsg` or else of CGCS2000;
        for an easting without a number, the zone of `epsg` without it. None where the
        easting names none.

    Examples
    --------
    >>> numbered_alike(4547, easting=38_493_426)
    4526
    >>> numbered_alike(4526, easting=493_426)
    4547
    >>> numbered_alike(2383, easting=38_493_426)
    2362
    """
    prefix = int(easting // PREFIX)
    declared = [family for family in (*CGCS2000, *OLDER) if family.counts(epsg)]
    if prefix:
        of_prefix = (*declared, *CGCS2000)
        named = [family for family in of_prefix if family.has(prefix)]
        return named[0].with_prefix + prefix - named[0].first_zone if named else None
    for family in declared:
        if epsg is not None and 0 <= epsg - family.with_prefix < family.zones:
            return family.without_prefix + epsg - family.with_prefix
    return None


def utm_codes(longitude: float, latitude: float) -> list[int]:
    """
    Name a place's UTM zone (WGS 84) and its two neighbours; what is nowhere has none.

    >>> utm_codes(113.9, 22.7)
    [32649, 32648, 32650]
    """
    if not np.isfinite([longitude, latitude]).all():
        return []
    own = int((longitude + 180) // 6) % 60
    first = 32601 if latitude >= 0 else 32701
    return [first + zone % 60 for zone in (own, own - 1, own + 1)]
