"""Whether points lie in the district, and what may be wrong if they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import pyproj

CHECK = "Check its coordinates and their CRS, or take it out of the table."


def check_inside(  # noqa: PLR0913 - where, and how much it weighs
    points: gpd.GeoDataFrame,
    district: gpd.GeoDataFrame,
    *,
    table: str,
    severity: Severity,
    source_crs: pyproj.CRS,
    reach_m: float = 0.0,
) -> list[Finding]:
    """
    Name the points outside the district and say how far; its border is inside.

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
    source_crs
        What the file's coordinates were in, to find out whether they are swapped.
    """
    outline = shapely.union_all(np.array(district.geometry.array, dtype=object))
    shapely.prepare(outline)
    shapes = np.array(points.geometry.array, dtype=object)
    out = ~shapely.intersects(outline, shapes)
    if not out.any():
        return []
    far_m = shapely.distance(outline, shapes[out])
    swapped = shapely.intersects(outline, _swapped(points[out], source_crs))
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


def _swapped(points: gpd.GeoDataFrame, crs: pyproj.CRS) -> np.ndarray:
    """Put points where they would lie if their two coordinates were exchanged."""
    xy = shapely.get_coordinates(points.to_crs(crs).geometry.to_numpy())
    turned = gpd.GeoSeries(shapely.points(xy[:, ::-1]), crs=crs)
    return np.array(turned.to_crs(points.crs).array, dtype=object)
