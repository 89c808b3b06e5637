"""How the numbers in a file become places: axes, datum, CRS or a local system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.crs import LONLAT
from servicecircle.datum import convert_datum_of_shapes

if TYPE_CHECKING:
    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.local_system import LocalSystem
    from servicecircle.datum.convert import Datum


@dataclass(frozen=True)
class Reading:
    """
    One way to read the coordinates of a file.

    Parameters
    ----------
    crs
        What they are in; east before north, as files hold them. None where `local` is
        given.
    datum
        Whether they are shifted as Chinese web maps shift them.
    swap_axes
        Whether north stands before east.
    local
        The local system that they are in.
    """

    crs: pyproj.CRS | None
    datum: Datum = "wgs84"
    swap_axes: bool = False
    local: LocalSystem | None = None


def swap_axes(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """
    Exchange x and y of every vertex; heights are dropped.

    >>> swap_axes(np.array([shapely.Point(22.7, 113.9), None]))
    array([<POINT (113.9 22.7)>, None], dtype=object)
    """
    return np.asarray(shapely.transform(shapes, lambda xy: xy[:, ::-1]), dtype=object)


def in_working_crs(
    shapes: NDArray[np.object_], reading: Reading, *, crs: pyproj.CRS
) -> NDArray[np.object_]:
    """
    Bring shapes from a file's coordinates into the working CRS.

    Parameters
    ----------
    shapes
        Geometry of any kind with the file's own numbers; missing ones stay missing.
    reading
        How to read them.
    crs
        The working CRS.

    Examples
    --------
    >>> from servicecircle.crs import parse_crs
    >>> reading = Reading(LONLAT, datum="gcj02", swap_axes=True)
    >>> there = np.array([shapely.Point(22.540796, 113.917176)])
    >>> round(in_working_crs(there, reading, crs=LONLAT)[0].x, 6)
    113.912316
    """
    if reading.swap_axes:
        shapes = swap_axes(shapes)
    if reading.local is not None:
        moved = shapely.transform(shapes, reading.local.to_working)
        return np.asarray(moved, dtype=object)
    places = gpd.GeoSeries(shapes, crs=reading.crs)
    if reading.datum != "wgs84":
        degrees = np.array(places.to_crs(LONLAT).array, dtype=object)
        undone = convert_datum_of_shapes(degrees, source=reading.datum, target="wgs84")
        places = gpd.GeoSeries(undone, crs=LONLAT)
    return np.array(places.to_crs(crs).array, dtype=object)


def as_in_the_file(
    shapes: NDArray[np.object_], reading: Reading, *, crs: pyproj.CRS
) -> NDArray[np.object_]:
    """Bring shapes back from the working CRS to the numbers of a file."""
    if reading.local is not None:
        moved = shapely.transform(shapes, reading.local.to_local)
        shapes = np.asarray(moved, dtype=object)
    else:
        places = gpd.GeoSeries(shapes, crs=crs)
        if reading.datum != "wgs84":
            degrees = np.array(places.to_crs(LONLAT).array, dtype=object)
            shifted = convert_datum_of_shapes(
                degrees, source="wgs84", target=reading.datum
            )
            places = gpd.GeoSeries(shifted, crs=LONLAT)
        shapes = np.array(places.to_crs(reading.crs).array, dtype=object)
    return swap_axes(shapes) if reading.swap_axes else shapes
