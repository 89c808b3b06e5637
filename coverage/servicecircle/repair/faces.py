"""The plane cut along every border: the pieces of which all units are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

GRID_M = 1e-4
"""A tenth of a millimetre: what is finer than that is rounding, not a border."""


@dataclass(frozen=True, eq=False)
class Faces:
    """
    Pieces of ground between borders, without gaps and overlaps among themselves.

    Parameters
    ----------
    shapes
        Polygons, shape (faces,).
    left, right, border_m
        Pairs of faces that share a border, and its length; left < right.
    """

    shapes: NDArray[np.object_]
    left: Indices
    right: Indices
    border_m: NDArray[np.float64]

    def pieces(self, faces: Indices, groups: Indices) -> Indices:
        """
        Give each face the number of the piece it is part of, group by group.

        Parameters
        ----------
        faces
            Positions of faces; a face may be in several groups.
        groups
            The group of each.

        Returns
        -------
        The number of each one's piece, shape of `faces`.
        """
        if len(faces) == 0:
            return np.array([], dtype=np.int64)
        order = np.lexsort((groups, faces))
        there, kind = faces[order], groups[order]
        # Each member of a group at the left of a border, ...
        first = np.searchsorted(there, self.left, side="left")
        count = np.searchsorted(there, self.left, side="right") - first
        pair = np.repeat(np.arange(len(count)), count)
        one = np.arange(count.sum()) + np.repeat(
            first - np.cumsum(count) + count, count
        )
        # ... and the same group at its right, if that is there.
        base = int(groups.max()) + 1
        key = there * base + kind
        wanted = self.right[pair] * base + kind[one]
        other = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        met = key[other] == wanted
        links = coo_array(
            (np.ones(int(met.sum()), dtype=np.int8), (one[met], other[met])),
            shape=(len(faces), len(faces)),
        )
        _, component = connected_components(links, directed=False)
        numbers = np.empty(len(faces), dtype=np.int64)
        numbers[order] = component
        _, tidy = np.unique(numbers, return_inverse=True)
        return tidy.astype(np.int64)

    def united(
        self, faces: Indices, groups: Indices, *, count: int
    ) -> NDArray[np.object_]:
        """Unite faces by group, 0 to `count`; borders between them vanish."""
        united = np.full(count, shapely.Polygon(), dtype=object)
        order = np.argsort(groups, kind="stable")
        ends = np.cumsum(np.bincount(groups, minlength=count))
        for group, part in enumerate(np.split(faces[order], ends[:-1])):
            if len(part):
                united[group] = shapely.coverage_union_all(self.shapes[part])
        return united


def cut_along_borders(layers: Sequence[NDArray[np.object_]]) -> Faces:
    """
    Cut the plane along the borders of all layers' polygons.

    Vertices come to lie on a grid of a tenth of a millimetre, and every crossing
    becomes a vertex of all that cross: so the faces fit each other exactly.

    Examples
    --------
    >>> faces = cut_along_borders([shapely.box([0, 1], 0, [2, 3], 1)])
    >>> shapely.area(faces.shapes).tolist()
    [1.0, 1.0, 1.0]
    """
    every = np.concatenate([np.asarray(layer, dtype=object) for layer in layers])
    lines = shapely.boundary(every)
    noded = np.array([shapely.union_all(lines, grid_size=GRID_M)], dtype=object)
    cut = np.array([shapely.polygonize(shapely.get_parts(noded))], dtype=object)
    shapes = shapely.normalize(shapely.get_parts(cut))
    shapes = shapes[np.lexsort(shapely.bounds(shapes).T[::-1])]
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    left, right = left[left < right], right[left < right]
    border_m = shapely.length(shapely.intersection(shapes[left], shapes[right]))
    beside = border_m > 0
    return Faces(shapes, left[beside], right[beside], border_m[beside])
