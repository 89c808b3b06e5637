"""The point of a line that is nearest to a shape, and which of several as near."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIE_M = 0.0001
"""Points this near to the nearest are as near."""


def nearest_along(
    shapes: NDArray[np.object_], lines: NDArray[np.object_]
) -> NDArray[np.float64]:
    """
    Find where each line is nearest to its shape.

    Where a whole stretch is as near (a facade along the street, a passage through the
    house), its middle is taken, whichever corner the drawing of either starts with.
    Where several separate stretches are, the first point of the first.

    Parameters
    ----------
    shapes, lines
        Pairs of points or polygons and LineStrings, in metres, shape (pairs,).

    Returns
    -------
    ndarray, shape (pairs,)
        Distance along the drawing of the line, in metres.

    Examples
    --------
    >>> house = shapely.box(100, 20, 140, 40)
    >>> street = shapely.LineString([(0, 0), (500, 0)])
    >>> nearest_along(np.array([house]), np.array([street]))
    array([120.])
    """
    near_m = shapely.distance(shapes, lines) + TIE_M
    low = foot_along(shapes, lines)
    high = low.copy()
    bounds = shapely.bounds(shapes)
    # Corners outside the shape's box, widened, need not be measured.
    middle_xy = (bounds[:, :2] + bounds[:, 2:]) / 2
    reach_m = (bounds[:, 2:] - bounds[:, :2]) / 2 + near_m[:, None]
    through = np.flatnonzero(near_m == TIE_M)
    crossings = shapely.intersection(shapes[through], lines[through])
    for geometry, of in (
        (shapes, np.arange(len(shapes))),
        (lines, np.arange(len(lines))),
        (crossings, through),
    ):
        xy, which = shapely.get_coordinates(geometry, return_index=True)
        pair = of[which]
        beside = (np.abs(xy - middle_xy[pair]) <= reach_m[pair]).all(axis=1)
        pair, corner = pair[beside], np.asarray(shapely.points(xy[beside]))
        tied = shapely.distance(corner, lines[pair]) <= near_m[pair]
        tied &= shapely.distance(corner, shapes[pair]) <= near_m[pair]
        pair, corner = pair[tied], corner[tied]
        along = shapely.line_locate_point(lines[pair], corner)
        np.minimum.at(low, pair, along)
        np.maximum.at(high, pair, along)
    middle = (low + high) / 2
    point = shapely.line_interpolate_point(lines, middle)
    return np.where(shapely.distance(shapes, point) <= near_m, middle, low)


def foot_along(
    shapes: NDArray[np.object_], lines: NDArray[np.object_]
) -> NDArray[np.float64]:
    """Find where each line is nearest to its shape, any point of several as near."""
    foot = shapely.get_point(shapely.shortest_line(shapes, lines), -1)
    return np.asarray(shapely.line_locate_point(lines, foot))
