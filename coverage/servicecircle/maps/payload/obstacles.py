"""Walls, rails, motorways and water: what an access leg does not cross."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from servicecircle.maps.payload.rings import AREA, drawn
from servicecircle.network.access_legs import SURMOUNTABLE

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections

TOLERANCE_M = 0.3


def add_obstacles(
    sections: Sections, obstacles: gpd.GeoDataFrame, *, pixels: Pixels
) -> list[dict[str, Any]]:
    """
    Write obstacles as lines; an area is its outline.

    Parameters
    ----------
    sections
        Where to write.
    obstacles
        Those of the walking network: ``kind`` and lines or polygons.
    pixels
        Where things are.

    Returns
    -------
    list of dict
        What the header says: ``key`` of each kind, and whether it is ``hard``: nobody
        can cross it. Of the others the gates are often not mapped.
    """
    shapes = obstacles.geometry.to_numpy()
    area = shapely.get_dimensions(shapes) == AREA
    outlines = np.where(area, shapely.boundary(shapes), shapes)
    lines, owner = shapely.get_parts(outlines, return_index=True)
    lines = np.asarray(shapely.simplify(lines, TOLERANCE_M))
    strokes = drawn(lines, owner, pixels)
    kinds = sorted(set(obstacles["kind"]))
    kind = pd.Index(kinds).get_indexer(pd.Index(obstacles["kind"]))
    sections.raw("obstacle_kind", kind[strokes.shape])
    sections.counts("obstacle_size", strokes.size)
    sections.places("obstacle_xy", strokes.xy)
    return [{"key": key, "hard": key not in SURMOUNTABLE} for key in kinds]
