"""The outline: drawn coarsely in the facts, roughened, and brought to its area."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from shapely import affinity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from servicecircle.synthetic.facts import CommunityFacts

ROUGHNESS = (0.10, 0.07, 0.04, 0.0)
"""How far midpoints move, tried in turn until the outline does not cross itself."""
STOP_M = 150.0


def to_metres(
    lonlat: Iterable[Sequence[float]], facts: Mapping[str, Any]
) -> NDArray[np.float64]:
    """Bring longitudes and latitudes into the working CRS, as rows of x and y."""
    transform = _transformer(facts["district"]["working_crs"]).transform
    longitude, latitude = np.asarray(list(lonlat), dtype=float).T
    return np.column_stack(transform(longitude, latitude))


@cache
def _transformer(crs: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def district_outline(
    facts: Mapping[str, Any], chance: np.random.Generator
) -> shapely.Polygon:
    """Draw the district with its stated area."""
    coarse = shapely.Polygon(to_metres(facts["district"]["outline"], facts))
    corners = shapely.get_coordinates(shapely.orient_polygons(coarse))[:-1]
    for rough in ROUGHNESS:
        outline = shapely.Polygon(_roughen(corners, rough, chance))
        if outline.is_valid:
            break
    grow = math.sqrt(facts["district"]["area_km2"] * 1e6 / outline.area)
    return affinity.scale(outline, grow, grow, origin="centroid")


def outline_of_some(
    district: shapely.Polygon,
    anchors: NDArray[np.float64],
    chosen: NDArray[np.bool_],
    communities: Sequence[CommunityFacts],
) -> shapely.Polygon:
    """
    Draw the part of a district that is nearer to chosen anchors than to others.

    It is the largest connected piece. Where the area of every chosen community is
    known, the piece is brought to their sum.
    """
    cells = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.MultiPoint(anchors), extend_to=district, ordered=True
        )
    )
    part = shapely.intersection(shapely.union_all(cells[chosen]), district)
    pieces = shapely.get_parts(part)
    largest = pieces[int(np.argmax(shapely.area(pieces)))]
    outline = shapely.orient_polygons(shapely.Polygon(largest.exterior))
    outline = shapely.segmentize(outline, STOP_M)  # straight sides bend too
    known = [community.area_km2 for community in communities if community.area_km2]
    if len(known) < len(communities):
        return outline
    grow = math.sqrt(sum(known) * 1e6 / outline.area)
    return affinity.scale(outline, grow, grow, origin="centroid")


def _roughen(
    corners: NDArray[np.float64], rough: float, chance: np.random.Generator
) -> list[tuple[float, float]]:
    """Move the midpoint of every long side, then those of its halves, and so on."""
    out: list[tuple[float, float]] = []
    sides = list(zip(corners, np.roll(corners, -1, axis=0), strict=True))[::-1]
    while sides:
        a, b = sides.pop()
        length = float(np.hypot(*(b - a)))
        if length < STOP_M:
            out.append((float(a[0]), float(a[1])))
            continue
        across = np.array([a[1] - b[1], b[0] - a[0]])
        middle = (a + b) / 2 + across * chance.normal(0, rough)
        sides += [(middle, b), (a, middle)]
    return out
