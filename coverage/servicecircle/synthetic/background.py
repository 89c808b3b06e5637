"""What a map shows below a made-up district: water, parks, woods and grass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.synthetic.land_use import LandUse

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = {
    LandUse.HILL: "wood",
    LandUse.OPEN: "grass",
    LandUse.RESERVOIR: "water",
    LandUse.RIVER: "water",
}
"""What each use of land that is not built on looks like."""
PARK_M2 = (3_000.0, 120_000.0)
"""Open land of this size lies between houses: a park."""
ROUND_M = 8.0
"""Parks have no corners sharper than this radius."""
FINE_M = 1.0
"""Outlines are drawn no finer than this; units and water meet none of them."""


def draw_background(land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Draw what is not built on.

    Parameters
    ----------
    land
        ``kind`` (see `LandUse`) and polygons.

    Returns
    -------
    GeoDataFrame
        ``kind`` (wood, grass, park, water) and polygons. Slivers of open land are left
        out, and pieces of a park's size are parks with rounded corners.
    """
    kind = land["kind"].map({str(use): look for use, look in KINDS.items()})
    seen = land.assign(kind=kind)[kind.notna()]
    area_m2 = seen.area.to_numpy()
    is_open = (seen["kind"] == "grass").to_numpy()
    least, most = PARK_M2
    parks = is_open & (area_m2 >= least) & (area_m2 <= most)
    kept = ~is_open | (area_m2 > most)
    green = _rounded(np.array(seen.geometry.array, dtype=object)[parks])
    shapes = np.array(seen.geometry.array, dtype=object)[kept]
    kinds = [*seen["kind"].to_numpy()[kept], *["park"] * len(green)]
    fine = shapely.set_precision(
        shapely.simplify(np.concatenate([shapes, green]), FINE_M), 0.01
    )
    drawn = gpd.GeoDataFrame(
        {"kind": pd.Series(kinds, dtype="str")}, geometry=fine, crs=land.crs
    ).explode(ignore_index=True)
    is_area = (drawn.geom_type == "Polygon") & ~drawn.is_empty
    return drawn[is_area].reset_index(drop=True)


def _rounded(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Take the needles and the corners off."""
    inner = shapely.buffer(shapes, -ROUND_M)
    whole = shapely.buffer(inner, ROUND_M, quad_segs=4)
    return np.asarray(whole[~shapely.is_empty(whole)], dtype=object)
