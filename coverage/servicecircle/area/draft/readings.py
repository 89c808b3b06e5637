"""How the coordinates of a table are to be read: which columns, CRS, order, datum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyproj
import shapely

from servicecircle.area.datum_doctor.zones import CGCS2000, PREFIX, zone_codes
from servicecircle.area.draft.look import Kind, Look
from servicecircle.crs import LONLAT, transformer
from servicecircle.tables import Table, table
from servicecircle.tables.datum_words import COORDINATES, datum_of, without_datum
from servicecircle.tables.match_columns import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MARGIN = 0.1
"""How far beyond the extent of the units points may lie, of its size."""
CLEARLY = 0.25
"""By how much another reading must be better than one that needs nothing said."""
PREFERRED = ("wgs84", None, "gcj02", "bd09")
"""Which pair of columns is taken where there are several: the least shifted."""


@dataclass(frozen=True)
class BestReading:
    """One way to read coordinates."""

    crs: pyproj.CRS
    swapped: bool
    inside: float
    """The share of points inside the extent of the units."""


def coordinate_columns(look: Look) -> tuple[str, str] | None:
    """
    Find a table's columns of x and y: of several pairs the least shifted one.

    Returns
    -------
    tuple or None
        Two columns of one datum, or None where there is no such pair.
    """
    pairs = coordinate_pairs(look)
    return pairs[0] if pairs else None


def coordinate_pairs(look: Look) -> list[tuple[str, str]]:
    """List the pairs of columns that hold coordinates, the least shifted first."""
    if look.kind is not Kind.TABLE:
        return []
    asked: Table = table("stations")
    words = {
        axis: {fold(w) for w in (axis, *asked.column(axis).aliases)}
        for axis in COORDINATES
    }
    by_axis = {
        axis: [c for c in look.columns if without_datum(fold(c)) in words[axis]]
        for axis in COORDINATES
    }
    pairs = [
        (x, y)
        for datum in PREFERRED
        for x in by_axis["x"]
        for y in by_axis["y"]
        if datum_of(fold(x)) == datum_of(fold(y)) == datum
    ]
    return sorted(pairs, key=lambda pair: _kinship(*pair))


def _kinship(x: str, y: str) -> int:
    """Put names that are alike first: lng beside lat, X坐标 beside Y坐标."""
    rank = PREFERRED.index(datum_of(fold(x)))
    return 2 * rank + (len(fold(x)) != len(fold(y)))


def best_reading(
    xy: NDArray[np.float64],
    *,
    working: pyproj.CRS,
    extent: Sequence[float] | None,
    others: Sequence[pyproj.CRS] = (),
) -> BestReading | None:
    """
    Choose how coordinates are to be read, by where they would lie.

    Parameters
    ----------
    xy
        Coordinates as they stand, one row per point.
    working
        The working CRS.
    extent
        Least x, least y, largest x, largest y of the units in the working CRS; None
        where there are no units.
    others
        CRSs that other files are in.

    Returns
    -------
    BestReading or None
        Of readings as good, the one that needs least said: longitude and latitude,
        then the working CRS, in this order of axes. None if nothing fits.

    Examples
    --------
    >>> reading = best_reading(
    ...     np.array([[22.7, 113.9], [22.8, 114.0]]),
    ...     working=pyproj.CRS("EPSG:4547"),
    ...     extent=(480_000, 2_500_000, 510_000, 2_530_000),
    ... )
    >>> reading.swapped, reading.inside
    (True, 1.0)
    """
    xy = xy[np.isfinite(xy).all(axis=1)]
    if not len(xy):
        return None
    best: BestReading | None = None
    for swapped in (False, True):
        points = xy[:, ::-1] if swapped else xy
        for crs in dict.fromkeys((LONLAT, working, *others, *_zones(points))):
            inside = _inside(points, crs, working, extent)
            better = CLEARLY if best is not None and best.inside > 0 else 0.0
            if inside > (best.inside + better if best is not None else 0.0):
                best = BestReading(crs, swapped, inside)
    return best


def numbers(frame: pd.DataFrame, names: Sequence[str]) -> NDArray[np.float64]:
    """Read columns as numbers; what is no number is NaN."""
    columns = [pd.to_numeric(frame[name], errors="coerce") for name in names]
    return np.column_stack([c.to_numpy(dtype=float, na_value=np.nan) for c in columns])


def raw_coordinates(look: Look) -> NDArray[np.float64]:
    """Give the middles of a vector layer's rows, in coordinates as they stand."""
    bounds = shapely.bounds(look.sample.geometry.to_numpy())
    return np.asarray((bounds[:, :2] + bounds[:, 2:]) / 2, dtype=float)


def _zones(points: NDArray[np.float64]) -> list[pyproj.CRS]:
    """Name the Gauss-Kruger zones whose number stands before the easting."""
    easting = float(np.median(points[:, 0]))
    if easting < PREFIX:
        return []
    # With a zone's number before the easting, where the district lies does not matter.
    codes = zone_codes(CGCS2000, easting=easting, longitude=0.0)
    return [pyproj.CRS.from_epsg(code) for code in codes]


def _inside(
    points: NDArray[np.float64],
    crs: pyproj.CRS,
    working: pyproj.CRS,
    extent: Sequence[float] | None,
) -> float:
    """Give the share of points that would lie inside the extent, or on the globe."""
    if crs.is_geographic and (np.abs(points) > [180, 90]).any():
        return 0.0
    change = transformer(crs, working)
    x, y = change.transform(points[:, 0], points[:, 1])
    if extent is None:
        lon, lat = transformer(working, LONLAT).transform(x, y)
        used = working.area_of_use
        if used is None:
            return float(np.isfinite(lon).mean())
        extent, x, y = used.bounds, lon, lat
    west, south, east, north = extent
    wide, high = MARGIN * (east - west), MARGIN * (north - south)
    within = (np.abs(x - (west + east) / 2) <= (east - west) / 2 + wide) & (
        np.abs(y - (south + north) / 2) <= (north - south) / 2 + high
    )
    return float(within.mean())
