"""Whether points lie in the district, and what may be wrong if they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.reading import as_in_the_file, in_working_crs, swap_axes
from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.reading import Reading

BORDER_M = 1.0
"""What rounding and two drawings of one border explain: a place on it is inside."""
CHECK = "Check its coordinates and their CRS, or take it out of the table."


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
    swapped = shapely.intersects(outline, _swapped(shapes[out], reading, points.crs))
    noun = table.removesuffix("s")
    findings = []
    for label, place, metres, turned in zip(
        points.index[out], shapes[out], far_m, swapped, strict=True
    ):
        message = f"{noun} {label!r} lies {metres:,.0f} m outside the district."
        weight, remedy = severity, CHECK
        if turned:
            remedy = "Its two coordinates seem to be swapped: exchange them."
        elif metres <= reach_m:
            weight, remedy = Severity.WARNING, f"It serves those in reach. {CHECK}"
        rule = f"{noun}-outside"
        said = (weight, rule, table, str(label), message, remedy)
        findings.append(Finding(*said, where=place))
    return findings


def _swapped(
    shapes: NDArray[np.object_], reading: Reading, crs: pyproj.CRS
) -> NDArray[np.object_]:
    """Put points where they would lie if their two coordinates were exchanged."""
    turned = swap_axes(as_in_the_file(shapes, reading, crs=crs))
    return in_working_crs(turned, reading, crs=crs)
