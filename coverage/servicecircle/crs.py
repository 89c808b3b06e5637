"""
The working CRS: one projected system in metres, chosen once (DESIGN.md, convention 2).

Longitude and latitude exist only at the door and on maps; every transform is
``always_xy``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info
from pyproj.exceptions import CRSError as ProjError

from servicecircle.errors import CrsError

if TYPE_CHECKING:
    from collections.abc import Sequence

LONLAT = pyproj.CRS.from_epsg(4326)

MAX_SCALE_ERROR = 0.01
"""How far a metre of the working CRS may be from a metre on the ground."""


def parse_crs(text: object) -> pyproj.CRS:
    """
    Read a CRS from an EPSG code, a WKT or a PROJ string.

    Raises
    ------
    CrsError
        If no such CRS is known.

    Examples
    --------
    >>> parse_crs("EPSG:4547").name
    'CGCS2000 / 3-degree Gauss-Kruger CM 114E'
    >>> parse_crs("EPSG:999999")
    Traceback (most recent call last):
    servicecircle.errors.CrsError: Unknown CRS 'EPSG:999999'. Give an EPSG code ...
    """
    try:
        return pyproj.CRS.from_user_input(text)
    except ProjError as error:
        msg = (
            f"Unknown CRS {text!r}. Give an EPSG code such as 'EPSG:4547', a WKT or a "
            "PROJ string."
        )
        raise CrsError(msg) from error


def check_working_crs(crs: pyproj.CRS) -> None:
    """
    Refuse a CRS in which planar distance is not metres.

    Raises
    ------
    CrsError
        If the CRS is geographic, or its axes are not in metres.

    Examples
    --------
    >>> check_working_crs(parse_crs("EPSG:4547"))
    >>> check_working_crs(LONLAT)
    Traceback (most recent call last):
    servicecircle.errors.CrsError: EPSG:4326 is in degrees, and distance needs metres...
    """
    if not crs.is_projected:
        msg = (
            f"{label(crs)} is in degrees, and distance needs metres. Set [area] crs to "
            "a projected CRS such as the local Gauss-Kruger or UTM zone."
        )
        raise CrsError(msg)
    units = {axis.unit_name for axis in crs.axis_info}
    if units != {"metre"}:
        msg = (
            f"{label(crs)} is in {', '.join(sorted(units))}, and distance needs "
            "metres. Set [area] crs to a projected CRS in metres."
        )
        raise CrsError(msg)


def check_scale(crs: pyproj.CRS, lonlat_bounds: Sequence[float]) -> None:
    """
    Refuse a working CRS whose metres are not the ground's metres over the area.

    Web Mercator is refused by this rule everywhere away from the equator: in Shenzhen
    its 500 m are 461 m on the ground. So is a zone far from the area.

    Parameters
    ----------
    crs
        The working CRS.
    lonlat_bounds
        West, south, east, north in degrees (EPSG:4326).

    Raises
    ------
    CrsError
        If the scale at the area's middle or corners is more than 1 % from 1.

    Examples
    --------
    >>> check_scale(parse_crs("EPSG:4547"), (113.85, 22.66, 114.01, 22.82))
    >>> check_scale(parse_crs("EPSG:3857"), (113.85, 22.66, 114.01, 22.82))
    Traceback (most recent call last):
    servicecircle.errors.CrsError: 500 m in EPSG:3857 are 461 m on the ground here...
    """
    west, south, east, north = lonlat_bounds
    xs = [west, west, east, east, (west + east) / 2]
    ys = [south, north, south, north, (south + north) / 2]
    factors = pyproj.Proj(crs).get_factors(xs, ys, errcheck=False)
    scales = np.concatenate([factors.meridional_scale, factors.parallel_scale])
    worst = float(scales[np.argmax(np.abs(scales - 1))])
    if not abs(worst - 1) <= MAX_SCALE_ERROR:
        hint = suggest_crs(xs[-1], ys[-1])
        msg = (
            f"500 m in {label(crs)} are {500 / worst:.0f} m on the ground here. "
            f"Set [area] crs to a local zone, for example {hint!r}."
        )
        raise CrsError(msg)


@cache
def transformer(source: pyproj.CRS, target: pyproj.CRS) -> pyproj.Transformer:
    """
    Make the transformation from one CRS to another once: it takes longer than its use.

    Coordinates are x before y (longitude before latitude) on both sides.

    >>> there = transformer(LONLAT, parse_crs("EPSG:4547")).transform(114.0, 22.75)
    >>> [round(value) for value in there]
    [500000, 2516852]
    """
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def suggest_crs(longitude: float, latitude: float) -> str:
    """
    Name a projected CRS in metres that fits a place: its UTM zone.

    >>> suggest_crs(-15.43, 28.1)
    'EPSG:32628'
    """
    spot = AreaOfInterest(longitude, latitude, longitude, latitude)
    zones = query_utm_crs_info(datum_name="WGS 84", area_of_interest=spot)
    return f"EPSG:{zones[0].code}"


def label(crs: pyproj.CRS) -> str:
    """
    Give the CRS a short name: its EPSG code where it has one.

    >>> label(LONLAT)
    'EPSG:4326'
    """
    authority = crs.to_authority()
    return crs.name if authority is None else f"{authority[0]}:{authority[1]}"
