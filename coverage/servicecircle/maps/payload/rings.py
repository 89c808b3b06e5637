"""Polygons as rings of whole pixels, without closing and repeated points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.maps.payload.pixels import Pixels

AREA = 2
"""Dimensions of a polygon."""
FEWEST = 3
"""Fewer points than this enclose nothing."""


@dataclass(frozen=True, eq=False)
class Rings:
    """
    Rings of many shapes, one after another.

    Parameters
    ----------
    shape
        Position of the shape that each ring belongs to, ascending.
    size
        Points of each ring.
    xy
        The points, shape (sum of sizes, 2).
    """

    shape: NDArray[np.int64]
    size: NDArray[np.int64]
    xy: NDArray[np.int64]

    @property
    def of_point(self) -> NDArray[np.int64]:
        """The ring of each point."""
        return np.repeat(np.arange(len(self.size)), self.size)


def rings_of(shapes: NDArray[np.object_], pixels: Pixels) -> Rings:
    """
    Take the rings of polygons and multipolygons, holes among them; others have none.

    Neighbouring points that fall on one pixel become one; a ring that encloses nothing
    any more is left out.
    """
    parts, shape = shapely.get_parts(shapes, return_index=True)
    area = shapely.get_dimensions(parts) == AREA
    rings, part = shapely.get_rings(parts[area], return_index=True)
    return drawn(rings, shape[area][part], pixels)


def drawn(
    lines: NDArray[np.object_], shape: NDArray[np.int64], pixels: Pixels
) -> Rings:
    """
    Draw rings and lines in whole pixels.

    Parameters
    ----------
    lines
        Linear rings and line strings.
    shape
        Position of the shape that each belongs to, ascending.
    pixels
        Where things are.

    Returns
    -------
    Rings
        Rings are closed by whoever draws them, lines are not. One that has become too
        short to show is left out.
    """
    points, line = shapely.get_coordinates(lines, return_index=True)
    xy = pixels.of(points)
    is_ring = shapely.get_type_id(lines) == shapely.GeometryType.LINEARRING
    last = np.ones(len(line), dtype=bool)
    last[:-1] = line[1:] != line[:-1]
    moved = last.copy()
    moved[:-1] |= np.any(xy[1:] != xy[:-1], axis=1)
    # The last point of a ring repeats its first.
    kept = moved & ~(last & is_ring[line])
    size = np.bincount(line[kept], minlength=len(lines))
    whole = size >= np.where(is_ring, FEWEST, FEWEST - 1)
    return Rings(shape[whole], size[whole], xy[kept & whole[line]])
