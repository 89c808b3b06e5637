"""Vertices of lines, and which of them are one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray


def cluster_points(
    points: NDArray[np.float64], *, within_m: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """
    Give points a place each, the same to those at most `within_m` apart.

    Chains count: of three points in a row, each near the next, all are one place. The
    place lies at the member with the lowest x (then y), so the order of the points
    decides the numbers only, never a position.

    Parameters
    ----------
    points : array of float, shape (points, 2)
        In metres.
    within_m
        0 or more; 0 joins equal points only.

    Returns
    -------
    place : array of int, shape (points,)
        Numbered in order of first appearance.
    position : array of float, shape (places, 2)

    Examples
    --------
    >>> place, position = cluster_points(
    ...     np.array([[5.0, 0.0], [0.0, 0.0], [4.99, 0.0]]), within_m=0.01
    ... )
    >>> place, position[:, 0]
    (array([0, 1, 0]), array([4.99, 0.  ]))
    """
    distinct, first, of_point = np.unique(
        points, axis=0, return_index=True, return_inverse=True
    )
    label = np.arange(len(distinct))
    if within_m > 0:
        # A hair of tolerance, so that rounding never parts points at the very limit.
        near = KDTree(distinct).query_pairs(
            within_m * (1 + 1e-9), output_type="ndarray"
        )
        shape = (len(distinct), len(distinct))
        ones = np.ones(len(near), dtype=np.int8)
        joined = coo_array((ones, (near[:, 0], near[:, 1])), shape)
        _, label[:] = connected_components(joined, directed=False)
    # np.unique sorts by x, then y: the first member met is the lowest.
    _, lowest = np.unique(label, return_index=True)
    appears = np.full(len(lowest), len(points))
    np.minimum.at(appears, label, first)
    order = np.argsort(appears)
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    place = number[label[of_point.ravel()]]
    return place.astype(np.int64), distinct[lowest[order]]
