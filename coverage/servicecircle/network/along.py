"""Places along drawings, evenly by their length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPACING_M = 10.0
MOST = 4_000
"""So many places say of all the drawings where they lie."""


def places_along(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """
    Give places every 10 m along lines and outlines, or farther apart on many.

    Parameters
    ----------
    shapes
        Lines and polygons in metres; others, and missing ones, have no length.

    Returns
    -------
    Coordinates, shape (places, 2): the first half a step in, whatever the pieces.

    Examples
    --------
    >>> lines = shapely.linestrings([[[0, 0], [12, 0]], [[0, 5], [8, 5]]])
    >>> places_along(lines).tolist()
    [[5.0, 0.0], [3.0, 5.0]]
    """
    there = shapes[~shapely.is_missing(shapes)]
    areal = shapely.get_dimensions(there) > 1
    there = np.concatenate([there[~areal], shapely.boundary(there[areal])])
    lines = np.asarray(shapely.get_parts(there), dtype=object)
    length_m = shapely.length(lines)
    end_m = np.cumsum(length_m)
    if not len(end_m) or end_m[-1] == 0:
        return np.empty((0, 2))
    count = int(np.clip(end_m[-1] / SPACING_M, 1, MOST))
    at_m = (np.arange(count) + 0.5) * end_m[-1] / count
    which = np.searchsorted(end_m, at_m)
    start_m = end_m[which] - length_m[which]
    points = shapely.line_interpolate_point(lines[which], at_m - start_m)
    return np.asarray(shapely.get_coordinates(points))
