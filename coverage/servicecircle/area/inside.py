"""Whether points lie in the district, and what may be wrong if they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle._validation import name_some
from servicecircle.area.reading import (
    Reading,
    as_in_the_file,
    in_working_crs,
    swap_axes,
)
from servicecircle.crs import LONLAT
from servicecircle.findings import Finding
from servicecircle.tables.together import MANY
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

BORDER_M = 1.0
"""What rounding and two drawings of one border explain: a place on it is inside."""
FAR_M = 20_000.0
"""So far out nothing lies that belongs to a district: its coordinates are wrong."""
CHECK = "Check its coordinates and their CRS, or take it out of the table."
SWAPPED = "Its two coordinates seem to be swapped: exchange them."
WESTERN = "The minus before its longitude seems to be lost: west is negative."
DEGREES = (
    "Its coordinates seem to be longitude and latitude: convert them to what the "
    "others are in."
)


def check_inside(  # noqa: PLR0913 - where, and how much it weighs
    points: gpd.GeoDataFrame,
    district: gpd.GeoDataFrame,
    *,
    table: str,
    severity: Severity,
    reading: Reading,
    reach_m: float = 0.0,
) -> list[Finding]:
    """
    Name the points outside the district and say how far.

    Its border is inside, and so is what lies no more than a metre outside it.

    Parameters
    ----------
    points
        Indexed by id, in the working CRS.
    district
        The widest level, in the working CRS.
    table
        The table's name.
    severity
        How much it weighs.
    reach_m
        Points this near to the district are a warning: they serve those in reach.
    reading
        How the file's coordinates were read, to find out whether they are swapped.
    """
    outline = shapely.union_all(np.array(district.geometry.array, dtype=object))
    shapely.prepare(outline)
    shapes = np.array(points.geometry.array, dtype=object)
    out = ~shapely.dwithin(outline, shapes, BORDER_M)
    if not out.any():
        return []
    far_m = shapely.distance(outline, shapes[out])
    near_m = np.where(far_m > FAR_M, FAR_M, BORDER_M)
    remedies = _guessed(shapes[out], outline, near_m, reading, points.crs)
    noun = table.removesuffix("s")
    rule = f"{noun}-outside"
    labels = points.index[out].to_numpy()
    findings, told = _together(
        labels, shapes[out], far_m, remedies, said=(severity, rule, table)
    )
    for k in np.flatnonzero(~told):
        message = f"{noun} {labels[k]!r} lies {far_m[k]:,.0f} m outside the district."
        weight, remedy = severity, str(remedies[k])
        if remedy == CHECK and far_m[k] <= reach_m:
            weight, remedy = Severity.WARNING, f"It serves those in reach. {CHECK}"
        of_row = (weight, rule, table, str(labels[k]), message, remedy)
        findings.append(Finding(*of_row, where=shapes[out][k]))
    return findings


def _together(
    labels: NDArray[np.object_],
    shapes: NDArray[np.object_],
    far_m: NDArray[np.float64],
    remedies: NDArray[np.object_],
    *,
    said: tuple[Severity, str, str],
) -> tuple[list[Finding], NDArray[np.bool_]]:
    """Name once the many rows that lie far out for one reason; say which they are."""
    told = np.zeros(len(labels), dtype=bool)
    findings = []
    for remedy in dict.fromkeys(remedies):
        which = (far_m > FAR_M) & (remedies == remedy)
        if which.sum() < MANY:
            continue
        told |= which
        km = far_m[which] / 1000
        message = (
            f"{which.sum():,} {said[2]} lie {km.min():,.0f} to {km.max():,.0f} km "
            f"outside the district: {name_some(labels[which])}."
        )
        where = shapely.MultiPoint(shapely.get_coordinates(shapes[which]))
        severity, rule, table = said
        findings.append(
            Finding(severity, rule, table, "", message, str(remedy), where=where)
        )
    return findings, told


def _guessed(
    shapes: NDArray[np.object_],
    outline: shapely.Geometry,
    near_m: NDArray[np.float64],
    reading: Reading,
    crs: pyproj.CRS,
) -> NDArray[np.object_]:
    """Say of each point outside what would bring it so near to the district."""
    numbers = as_in_the_file(shapes, reading, crs=crs)
    guesses = {SWAPPED: (swap_axes(numbers), reading)}
    if reading.crs is not None:
        if reading.crs.is_geographic:
            guesses[WESTERN] = (_mirrored(numbers), reading)
        else:
            guesses[DEGREES] = (numbers, Reading(LONLAT))
    remedies = np.full(len(shapes), CHECK, dtype=object)
    for remedy, (guess, how) in guesses.items():
        placed = in_working_crs(guess, how, crs=crs)
        there = np.flatnonzero(np.isfinite(shapely.bounds(placed)).all(axis=1))
        hits = shapely.distance(outline, placed[there]) <= near_m[there]
        remedies[there[hits]] = remedy
    return remedies


def _mirrored(numbers: NDArray[np.object_]) -> NDArray[np.object_]:
    """Take every longitude for one west of Greenwich."""
    return shapely.transform(numbers, lambda xy: xy * [-1, 1])
