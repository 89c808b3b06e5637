"""Eastings that cannot be those of the zone that they are said to be in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.datum_doctor.zones import numbered_alike
from servicecircle.crs import label, parse_crs
from servicecircle.inputs import UnusableInputError

if TYPE_CHECKING:
    import pyproj

    from servicecircle.area.reading import Reading

WIDEST_M = 1_000_000.0
"""No zone of a transverse Mercator projection reaches so far from its meridian."""


def check_zone(
    bounds: tuple[float, float, float, float], crs: pyproj.CRS, *, source: str
) -> None:
    """
    Refuse coordinates that all lie beyond the zone of their transverse Mercator CRS.

    So do eastings with the zone's number (38,493,426) that are read without it, and
    the other way round; and northings that stand where eastings should.

    Parameters
    ----------
    bounds
        West, south, east, north of the file's numbers, in metres.
    crs
        What they are said to be in.
    source
        What to call the file in messages.

    Raises
    ------
    UnusableInputError
        Naming the code that fits, where there is one.

    Examples
    --------
    >>> from servicecircle.crs import parse_crs
    >>> gk = parse_crs("EPSG:4547")
    >>> check_zone((490_000, 2_510_000, 491_000, 2_511_000), gk, source="a.shp")
    >>> box = (38_490_000, 2_510_000, 38_491_000, 2_511_000)
    >>> try:
    ...     check_zone(box, gk, source="a.shp")
    ... except UnusableInputError as problem:
    ...     print(problem.remedy.split(":")[0])
    Give it the code EPSG
    """
    origin = _false_easting_m(crs)
    west, south, east, north = bounds
    if origin is None or not np.isfinite(bounds).all() or _fits(west, east, origin):
        return
    middle = (west + east) / 2
    msg = (
        f"{source}: its eastings, {west:,.0f} to {east:,.0f}, are not those of "
        f"{label(crs)}, which lie around {origin:,.0f}."
    )
    right = numbered_alike(crs.to_epsg(), easting=middle)
    if right is not None:
        why = "the first two digits are the zone's number"
        if middle < WIDEST_M:
            why = "the eastings are without the zone's number"
        remedy = (
            f'Give it the code EPSG:{right}, for {why}: write crs = "EPSG:{right}" '
            "beside the file in area.toml, or where the file itself says its CRS, "
            "assign it there without converting."
        )
    elif _fits(south, north, origin):
        remedy = "North stands before east: write swap_axes = true beside the file."
    else:
        remedy = "Name the CRS that its coordinates are in."
    raise UnusableInputError(msg, remedy, rule="zone-number")


def as_numbered(
    bounds: tuple[float, float, float, float], reading: Reading
) -> Reading | None:
    """
    Read coordinates that lie beyond their zone as `check_zone` advises.

    Parameters
    ----------
    bounds
        West, south, east, north of the file's numbers, in metres, in the order of the
        reading's axes.
    reading
        How they are said to be read.

    Returns
    -------
    Reading or None
        In the zone that their eastings name, or with the axes exchanged; None where
        nothing fits.
    """
    origin = None if reading.crs is None else _false_easting_m(reading.crs)
    if reading.crs is None or origin is None:
        return None
    west, south, east, north = bounds
    right = numbered_alike(reading.crs.to_epsg(), easting=(west + east) / 2)
    if right is not None:
        return replace(reading, crs=parse_crs(right))
    if _fits(south, north, origin):
        return replace(reading, swap_axes=not reading.swap_axes)
    return None


def _fits(west: float, east: float, origin: float) -> bool:
    """Whether some of the coordinates lie in the zone."""
    return west < origin + WIDEST_M and east > origin - WIDEST_M


def _false_easting_m(crs: pyproj.CRS) -> float | None:
    """Give the false easting of a transverse Mercator projection."""
    turn = crs.coordinate_operation if crs.is_projected else None
    if turn is None or turn.method_name != "Transverse Mercator":
        return None
    return next(
        (
            float(part.value) * part.unit_conversion_factor
            for part in turn.params
            if part.name == "False easting"
        ),
        None,
    )
