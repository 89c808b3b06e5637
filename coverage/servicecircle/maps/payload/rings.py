"""Polygons as rings of whole pixels, without closing and repeated points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.maps.payload.pixels import Pixels

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
    area = shapely.get_dimensions(parts) == 2  # noqa: PLR2004 - areas
    rings, part = shapely.get_rings(parts[area], return_index=True)
    owner = shape[area][part]
    points, ring = shapely.get_coordinates(rings, return_index=True)
    xy = pixels.of(points)
    # The last point of a ring repeats its first.
    last = np.append(ring[1:] != ring[:-1], True)[: len(ring)]
    moved = np.append(np.any(xy[1:] != xy[:-1], axis=1), True)[: len(ring)]
    kept = ~last & moved
    size = np.bincount(ring[kept], minlength=len(rings))
    whole = size >= FEWEST
    return Rings(owner[whole], size[whole], xy[kept & whole[ring]])
