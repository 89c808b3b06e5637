"""Where the district lies, and where a reading puts a file's points in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyproj

from servicecircle.crs import LONLAT, transformer
from servicecircle.datum import convert_datum, is_shifted_at

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.area.datum_doctor.trials import Trial
    from servicecircle.area.reading import Reading

    Floats = NDArray[np.float64]

ONE_DATUM = {
    "World Geodetic System 1984",
    "World Geodetic System 1984 ensemble",
    "China 2000",
}
"""Datums that are less than a metre apart: their degrees are the same degrees."""


@dataclass(frozen=True)
class Ground:
    """
    The district's working CRS and middle.

    Parameters
    ----------
    crs
        The working CRS.
    middle
        A point of the district in it.
    """

    crs: pyproj.CRS
    middle: tuple[float, float]

    @cached_property
    def _lonlat(self) -> tuple[float, float]:
        x, y = self.to_degrees(np.array([self.middle]), self.crs)[0]
        return float(x), float(y)

    @property
    def longitude(self) -> float:
        """Longitude of the middle."""
        return self._lonlat[0]

    @property
    def latitude(self) -> float:
        """Latitude of the middle."""
        return self._lonlat[1]

    @property
    def in_china(self) -> bool:
        """Whether the district lies where the datums of Chinese maps differ."""
        return is_shifted_at(self.longitude, self.latitude)

    def positions(self, xy: Floats, trial: Trial) -> Floats:
        """
        Put a file's coordinates where a trial says they are, in the working CRS.

        Parameters
        ----------
        xy
            The file's own numbers, shape (points, 2).
        trial
            How to read them.

        Returns
        -------
        Positions, shape (points, 2); NaN where there is none. Where the trial
        takes the polygons for shifted, the points are shifted to meet them.
        """
        places = self._read(xy, trial.reading)
        if trial.against == "wgs84":
            return places
        degrees = self.to_degrees(places, self.crs)
        moved = convert_datum(*degrees.T, source="wgs84", target=trial.against)
        return self.from_degrees(np.column_stack(moved))

    def _read(self, xy: Floats, reading: Reading) -> Floats:
        if reading.swap_axes:
            xy = xy[:, ::-1]
        if reading.local is not None:
            return reading.local.to_working(xy)
        crs = reading.crs if reading.crs is not None else LONLAT
        if reading.datum == "wgs84" and crs.equals(self.crs, ignore_axis_order=True):
            return xy
        if reading.datum == "wgs84" and not _in_one_datum(crs):
            return _turn(xy, crs, self.crs)
        degrees = self.to_degrees(xy, crs)
        if reading.datum != "wgs84":
            undone = convert_datum(*degrees.T, source=reading.datum, target="wgs84")
            degrees = np.column_stack(undone)
        return self.from_degrees(degrees)

    def to_degrees(self, xy: Floats, crs: pyproj.CRS) -> Floats:
        """Bring coordinates from a CRS to longitude and latitude."""
        return _run(xy, crs, inverse=True)

    def from_degrees(self, degrees: Floats) -> Floats:
        """Bring longitude and latitude to the working CRS."""
        return _run(degrees, self.crs, inverse=False)


def ground_of(district: gpd.GeoDataFrame) -> Ground:
    """Say where a district lies, from its outline in the working CRS."""
    if district.crs is None:
        msg = "The district does not say its CRS."
        raise ValueError(msg)
    west, south, east, north = (float(value) for value in district.total_bounds)
    return Ground(district.crs, ((west + east) / 2, (south + north) / 2))


def _run(xy: Floats, crs: pyproj.CRS, *, inverse: bool) -> Floats:
    """
    Go to or from degrees, by the bare projection where that is enough.

    To look for a change of datum takes PROJ half a second for each pair of systems,
    and for CGCS2000 it finds none.
    """
    if not _in_one_datum(crs):
        return _turn(xy, *((crs, LONLAT) if inverse else (LONLAT, crs)))
    if crs.is_geographic:
        return xy
    x, y = pyproj.Proj(crs)(xy[:, 0], xy[:, 1], inverse=inverse, errcheck=False)
    return _finite(x, y)


def _in_one_datum(crs: pyproj.CRS) -> bool:
    own = crs.geodetic_crs
    return own is not None and own.datum is not None and own.datum.name in ONE_DATUM


def _turn(xy: Floats, source: pyproj.CRS, target: pyproj.CRS) -> Floats:
    turn = transformer(source, target)
    return _finite(*turn.transform(xy[:, 0], xy[:, 1], errcheck=False))


def _finite(x: Floats, y: Floats) -> Floats:
    places = np.column_stack([x, y])
    return np.where(np.isfinite(places), places, np.nan)
