"""The CRS to measure in, where nobody has said which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyproj

from servicecircle.area.draft.look import Kind, Look
from servicecircle.area.draft.readings import coordinate_columns
from servicecircle.crs import (
    LONLAT,
    check_scale,
    check_working_crs,
    label,
    suggest_crs,
)
from servicecircle.errors import CrsError
from servicecircle.inputs.files import LARGEST_LATITUDE, LARGEST_LONGITUDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.area.draft.whole_networks import Bounds

FIRST_ZONE = 4534
"""EPSG code of CGCS2000 / 3-degree Gauss-Kruger CM 75E; the next are 3 degrees on."""
FIRST_MERIDIAN, LAST_MERIDIAN, ZONE_WIDTH = 75, 135, 3
MOST_NORTHERN = 80.0
"""Beyond there are no UTM zones, and no districts."""


def suggest_working_crs(longitude: float, latitude: float) -> str:
    """
    Name a CRS in metres for a place: in mainland China what its surveyors use.

    >>> suggest_working_crs(113.94, 22.75), suggest_working_crs(-15.43, 28.1)
    ('EPSG:4547', 'EPSG:32628')
    """
    meridian = ZONE_WIDTH * round(longitude / ZONE_WIDTH)
    if FIRST_MERIDIAN <= meridian <= LAST_MERIDIAN:
        code = FIRST_ZONE + (meridian - FIRST_MERIDIAN) // ZONE_WIDTH
        used = pyproj.CRS.from_epsg(code).area_of_use
        if used is not None and used.south <= latitude <= used.north:
            return f"EPSG:{code}"
    return suggest_crs(longitude, latitude)


def fits(crs: pyproj.CRS, bounds: Bounds) -> bool:
    """Whether a CRS is in metres, and in the ground's metres over a place."""
    if max(-bounds[1], bounds[3]) > MOST_NORTHERN:
        return False
    try:
        check_working_crs(crs)
        check_scale(crs, bounds)
    except CrsError:
        return False
    return True


def shortest(crs: pyproj.CRS) -> str:
    """Write a CRS as area.toml does: its EPSG code, else its definition."""
    name = label(crs)
    return name if ":" in name and crs.to_authority() else crs.to_wkt()


def where_is(looks: Sequence[Look]) -> Bounds | None:
    """
    Find the place that files are about: the middle one of their extents.

    Returns
    -------
    tuple
        West, south, east, north in degrees, of the layer whose middle is the median;
        None where no file tells.
    """
    found = [b for b in map(lonlat_bounds, looks) if b is not None]
    found = [b for b in found if max(-b[1], b[3]) <= MOST_NORTHERN]
    if not found:
        return None
    centres = np.array([[(w + e) / 2, (s + n) / 2] for w, s, e, n in found])
    far = np.abs(centres - np.median(centres, axis=0)).sum(axis=1)
    return found[int(np.argmin(far))]


def lonlat_bounds(look: Look) -> Bounds | None:
    """Give a layer's extent in degrees, if it can be told from the layer alone."""
    if look.kind in {Kind.OSM, Kind.GRAPH}:
        return look.covers
    if look.kind is Kind.TABLE:
        return _bounds(_degrees(look))
    if look.crs is None and not look.in_degrees:
        return None
    west, south, east, north = look.shapes_in(LONLAT).total_bounds
    bounds = float(west), float(south), float(east), float(north)
    return bounds if np.isfinite(bounds).all() else None


def _degrees(look: Look) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Give a table's coordinates where they can be degrees, put right if swapped."""
    names = coordinate_columns(look)
    if names is None:
        return np.empty((0, 2))
    xy = look.sample[list(names)].apply(pd.to_numeric, errors="coerce").to_numpy(float)
    xy = xy[np.isfinite(xy).all(axis=1)]
    if len(xy) and np.abs(xy[:, 1]).max() > LARGEST_LATITUDE:
        xy = xy[:, ::-1]
    sound = (np.abs(xy) <= [LARGEST_LONGITUDE, LARGEST_LATITUDE]).all(axis=1)
    return xy[sound] if sound.all() else np.empty((0, 2))


def _bounds(
    xy: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> Bounds | None:
    if not len(xy):
        return None
    west, south = xy.min(axis=0)
    east, north = xy.max(axis=0)
    return float(west), float(south), float(east), float(north)
