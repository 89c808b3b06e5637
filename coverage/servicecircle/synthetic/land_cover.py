"""Land use as polygons to look at: smooth woods, reservoirs, and what is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

from servicecircle.synthetic.land_use import LandUse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMOOTH_M = 70.0
"""Woods have no corners sharper than this radius."""


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
