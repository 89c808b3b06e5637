"""Grids whose borders no longer meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle.synthetic.dirty.defects import defects

if TYPE_CHECKING:
    import geopandas as gpd

SLIVER_M, OVERLAP_M = 0.4, 2.5
SHARE = 0.01
"""Of the grids, for each of the two."""


def loosen_borders(
    grids: gpd.GeoDataFrame, *, file: str, draws: np.random.Generator
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """
    Shrink some grids, which leaves slivers, and grow others, which overlap.

    Returns
    -------
    grids
        A copy, in the same order.
    defects
        What was done to which.
    """
    count = max(1, round(SHARE * len(grids)))
    drawn = draws.choice(len(grids), 2 * count, replace=False)
    shrunk, grown = np.sort(drawn[:count]), np.sort(drawn[count:])
    shapes = np.array(grids.geometry.array, dtype=object, copy=True)
    shapes[shrunk] = shapely.buffer(shapes[shrunk], -SLIVER_M, join_style="mitre")
    shapes[grown] = shapely.buffer(shapes[grown], OVERLAP_M, join_style="mitre")
    log = [
        defects(
            file,
            grids.index[shrunk],
            kind="sliver",
            done=f"border drawn in by {SLIVER_M} m: a gap to every neighbour",
        ),
        defects(
            file,
            grids.index[grown],
            kind="overlap",
            done=f"border pushed out by {OVERLAP_M} m: overlaps every neighbour",
        ),
    ]
    return grids.set_geometry(shapes, crs=grids.crs), pd.concat(log)
