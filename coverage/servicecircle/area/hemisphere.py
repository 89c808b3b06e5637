"""UTM zones of the wrong hemisphere: ten thousand kilometres off, and all agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.crs import LONLAT, label, parse_crs, transformer
from servicecircle.tables.say import error

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pyproj

    from servicecircle.area.units import Units
    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

NORTHERN, SOUTHERN = 32600, 32700
"""EPSG codes of the UTM zones (WGS 84) without the zone's number."""
ZONES = range(1, 61)
SOUTHERNMOST_DEG, NORTHERNMOST_DEG = -56.0, 84.0
"""Puerto Toro lies 55.1 degrees south, Alert 82.5 degrees north: beyond lives nobody
whom a service could reach."""


def other_hemisphere(crs: pyproj.CRS) -> pyproj.CRS | None:
    """
    Give the same UTM zone of the other hemisphere; None for what is no such zone.

    >>> label(other_hemisphere(parse_crs("EPSG:32728")))
    'EPSG:32628'
    """
    code = crs.to_epsg() or 0
    for own, other in ((NORTHERN, SOUTHERN), (SOUTHERN, NORTHERN)):
        if code - own in ZONES:
            return parse_crs(other + code - own)
    return None


def check_latitude(units: Mapping[Level, Units]) -> list[Finding]:
    """
    Refuse a district that lies where nobody lives, and say which zone it may be in.

    Parameters
    ----------
    units
        The levels as read, top down; none is nowhere.

    Returns
    -------
    list of Finding
        An error beyond 56 degrees south or 84 degrees north.
    """
    if not units:
        return []
    frame = next(iter(units.values())).frame
    latitude = _latitude(frame, frame.crs)
    if not np.isfinite(latitude) or SOUTHERNMOST_DEG <= latitude <= NORTHERNMOST_DEG:
        return []
    side = "north" if latitude > 0 else "south"
    message = (
        f"The district lies {abs(latitude):.0f} degrees {side} of the equator, where "
        "no district is."
    )
    remedy = "Correct the CRS of the units, in area.toml or in their file."
    crs = _said_crs(units) or frame.crs
    other = other_hemisphere(crs)
    if other is not None:
        there = _latitude(frame.to_crs(crs), other)
        if SOUTHERNMOST_DEG <= there <= NORTHERNMOST_DEG:
            side = "north" if there > 0 else "south"
            remedy = (
                f"{label(crs)} is of the other hemisphere: in {label(other)} it lies "
                f"{abs(there):.1f} degrees {side}. Give that code to the units, and in "
                "[area] if it stands there: assign it in the file, without converting."
            )
    return [error("latitude-implausible", "units", message, remedy)]


def _said_crs(units: Mapping[Level, Units]) -> pyproj.CRS | None:
    """Give the CRS that the widest level with a file is read in."""
    rows = next((level.rows for level in units.values() if level.rows), None)
    return None if rows is None or rows.reading is None else rows.reading.crs


def _latitude(frame: gpd.GeoDataFrame, crs: pyproj.CRS) -> float:
    """Give the latitude of the middle of a frame, its numbers read in a CRS."""
    west, south, east, north = frame.total_bounds
    turn = transformer(crs, LONLAT)
    middle = turn.transform((west + east) / 2, (south + north) / 2, errcheck=False)
    return float(middle[1])
