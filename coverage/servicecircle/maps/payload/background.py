"""Water, parks and the like, drawn quietly beneath everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from servicecircle.maps.payload.rings import AREA, drawn

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections

TOLERANCE_M = 1.0
"""A background is drawn to a metre."""


def add_background(
    sections: Sections, background: gpd.GeoDataFrame, *, pixels: Pixels
) -> dict[str, Any]:
    """
    Write the background in the order given, which is that of drawing.

    Parameters
    ----------
    sections
        Where to write.
    background
        ``kind`` and polygons or lines, in single parts.
    pixels
        Where things are.

    Returns
    -------
    dict
        What the header says: the kinds.
    """
    shapes = np.asarray(shapely.simplify(background.geometry.to_numpy(), TOLERANCE_M))
    is_area = shapely.get_dimensions(shapes) == AREA
    rings, area = shapely.get_rings(shapes[is_area], return_index=True)
    lines = np.concatenate([rings, shapes[~is_area]])
    owner = np.concatenate([np.flatnonzero(is_area)[area], np.flatnonzero(~is_area)])
    order = np.argsort(owner, kind="stable")
    strokes = drawn(lines[order], owner[order], pixels)
    kinds = list(dict.fromkeys(background["kind"]))
    sections.raw("ground_kind", [kinds.index(kind) for kind in background["kind"]])
    sections.raw("ground_is_line", ~is_area)
    count = np.bincount(strokes.shape, minlength=len(shapes))
    sections.counts("ground_rings", count)
    sections.counts("ground_size", strokes.size)
    sections.places("ground_xy", strokes.xy)
    return {"kinds": kinds}
