"""Land use as polygons to look at: smooth woods, reservoirs, and what is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.synthetic.land_use import LandUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SMOOTH_M = 70.0
"""Woods have no corners sharper than this radius."""
SHORE_M = 40.0
APART_M = 900.0
HARMONICS = range(1, 6)


def draw_reservoirs(
    hills: NDArray[np.object_],
    radii_m: Sequence[float],
    chance: np.random.Generator,
) -> shapely.MultiPolygon:
    """Lay smooth lakes into the hills, the largest first, as far as there is room."""
    lakes: list[shapely.Polygon] = []
    if len(hills):
        ground = shapely.coverage_union_all(hills)
        shapely.prepare(ground)
        spots = shapely.get_coordinates(shapely.point_on_surface(hills))
        for spot in spots[chance.permutation(len(spots))]:
            if len(lakes) == len(radii_m):
                break
            lake = _lake(spot, radii_m[len(lakes)], chance)
            clear = all(lake.distance(other) > APART_M for other in lakes)
            if clear and ground.contains(lake.buffer(SHORE_M)):
                lakes.append(lake)
    return shapely.MultiPolygon(lakes)


def _lake(
    spot: NDArray[np.float64], radius_m: float, chance: np.random.Generator
) -> shapely.Polygon:
    """Draw a lobed outline."""
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    lobes = np.zeros(len(angle))
    for k, phase in zip(HARMONICS, chance.uniform(0, 2 * np.pi, 5), strict=True):
        lobes += 0.42 / k * np.cos(k * angle + phase)
    radius = radius_m * np.exp(lobes)
    x = spot[0] + 1.35 * radius * np.cos(angle)
    y = spot[1] + 0.8 * radius * np.sin(angle)
    return shapely.Polygon(np.round(np.column_stack([x, y]), 3))


def land_cover(
    polygons: NDArray[np.object_],
    use: NDArray[np.object_],
    lakes: shapely.MultiPolygon,
    *,
    crs: str,
) -> gpd.GeoDataFrame:
    """
    Unite cells of one use; the edge of the woods is rounded against open land.

    Returns
    -------
    GeoDataFrame
        ``kind`` (see `LandUse`) and polygons that do not overlap.
    """
    kinds: list[str] = []
    geometry: list[shapely.Geometry] = []

    def add(kind: LandUse, area: shapely.Geometry) -> None:
        for part in shapely.get_parts(area):
            if shapely.get_type_id(part) == shapely.GeometryType.POLYGON:
                kinds.append(str(kind))
                geometry.append(part)

    for kind in LandUse:
        here = polygons[use == kind]
        if len(here) and kind not in {LandUse.HILL, LandUse.OPEN}:
            add(kind, shapely.coverage_union_all(here))
    hills = shapely.coverage_union_all(polygons[use == LandUse.HILL])
    fields = shapely.coverage_union_all(polygons[use == LandUse.OPEN])
    ground = shapely.union_all([hills, fields])
    grown = shapely.buffer(shapely.buffer(hills, -SMOOTH_M), 2 * SMOOTH_M)
    woods = shapely.intersection(shapely.buffer(grown, -SMOOTH_M), ground)
    add(LandUse.HILL, shapely.difference(woods, lakes))
    add(LandUse.OPEN, shapely.difference(shapely.difference(ground, woods), lakes))
    add(LandUse.RESERVOIR, lakes)
    return gpd.GeoDataFrame({"kind": kinds}, geometry=geometry, crs=crs)
