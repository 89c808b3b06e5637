"""The straight sides of buildings, looked at from outside."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

STRAIGHT_M = 0.25
"""Corners that stand out by less are no corners of a facade."""


@dataclass(frozen=True, eq=False)
class Facades:
    """
    Straight sides of outlines, or the free stretches of them, in arrays side by side.

    Examples
    --------
    >>> sides = facades(np.array([shapely.box(0, 0, 20, 10)]))
    >>> sides.length_m
    array([20., 10., 20., 10.])
    >>> sides.outward
    array([[-0., -1.],
           [-1.,  0.],
           [-0.,  1.],
           [ 1.,  0.]])
    """

    building: NDArray[np.int64]
    """Position of the building that each side belongs to."""
    start: NDArray[np.float64]
    """Where it begins, shape (sides, 2), with the building on its right."""
    end: NDArray[np.float64]
    """Where it ends, shape (sides, 2)."""
    inner: NDArray[np.bool_]
    """Whether it looks into a court."""

    @property
    def length_m(self) -> NDArray[np.float64]:
        """Length of every side."""
        return np.asarray(np.hypot(*(self.end - self.start).T))

    @property
    def middle(self) -> NDArray[np.float64]:
        """Middle of every side, shape (sides, 2)."""
        return np.asarray((self.start + self.end) / 2)

    @property
    def along(self) -> NDArray[np.float64]:
        """The direction that every side runs in, of length 1, shape (sides, 2)."""
        return np.asarray((self.end - self.start) / self.length_m[:, None])

    @property
    def outward(self) -> NDArray[np.float64]:
        """The direction that every side looks in, of length 1, shape (sides, 2)."""
        along = self.along
        return np.stack([-along[:, 1], along[:, 0]], axis=1)

    def at(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Self:
        """Keep some of the sides."""
        return type(self)(*(getattr(self, f.name)[rows] for f in fields(self)))

    def lines(self) -> NDArray[np.object_]:
        """Draw every side."""
        return np.asarray(
            shapely.linestrings(np.stack([self.start, self.end], axis=1)), dtype=object
        )


def facades(shapes: NDArray[np.object_]) -> Facades:
    """
    Cut outlines into their straight sides.

    Corners that stand out by less than 0.25 m are smoothed away first, so that a
    bay or a badly drawn wall does not end a facade: a point of a side lies within that
    of the outline.

    Parameters
    ----------
    shapes
        Polygons and multipolygons, valid; anything else has no sides.

    Returns
    -------
    Facades
        In the order of the shapes, ring by ring.
    """
    part, building = shapely.get_parts(shapes, return_index=True)
    areal = shapely.get_dimensions(part) == 2  # noqa: PLR2004 - a surface
    part, building = part[areal], building[areal]
    smooth = shapely.simplify(part, STRAIGHT_M)
    # Exterior rings clockwise, courts the other way round: outside is on the left.
    oriented = shapely.orient_polygons(smooth, exterior_cw=True)
    ring, of_part = shapely.get_rings(oriented, return_index=True)
    first = np.ones(len(ring), dtype=bool)
    first[1:] = of_part[1:] != of_part[:-1]
    xy, of_ring = shapely.get_coordinates(ring, return_index=True)
    joined = of_ring[1:] == of_ring[:-1]
    start, end, of_ring = xy[:-1][joined], xy[1:][joined], of_ring[:-1][joined]
    real = (start != end).any(axis=1)
    start, end, of_ring = start[real], end[real], of_ring[real]
    return Facades(building[of_part[of_ring]], start, end, ~first[of_ring])
