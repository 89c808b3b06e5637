"""A small map of the district as SVG, on which one sees where findings lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WIDTH = 300.0
TALLEST = 380.0
"""Pixels that a locator map has at most, across and down."""
MARGIN = 8.0
MOST_DOTS = 250
"""Beyond this, dots that lie close to each other become one larger dot."""
MOST_SHAPES = 150
SMALLEST_SHAPE = 5.0
"""Pixels below which a shape is not to be seen, and becomes a dot."""


class Dot(NamedTuple):
    """One or several findings at nearly one place, in pixels."""

    x: float
    y: float
    radius: float
    beyond: bool
    """Whether the place lies off the map, so that the dot stands at its edge."""


class Marks(NamedTuple):
    """What is drawn of one rule's findings."""

    shapes: list[str]
    """SVG paths."""
    dots: list[Dot]


class Locator:
    """
    A district drawn small.

    Parameters
    ----------
    outlines
        Shapes in the working CRS in groups, the widest first: the district's own
        outline, then borders inside it. The first group sets the frame.

    Examples
    --------
    >>> square = np.array([shapely.box(0, 0, 1000, 1000)])
    >>> small = Locator([square])
    >>> small.width, small.height
    (300.0, 300.0)
    >>> small.marks(np.array([shapely.Point(500, 500)])).dots[0][:2]
    (150.0, 150.0)
    """

    def __init__(self, outlines: Sequence[NDArray[np.object_]]) -> None:
        west, south, east, north = shapely.total_bounds(outlines[0])
        across, down = max(east - west, 1.0), max(north - south, 1.0)
        inner = np.array([WIDTH, TALLEST]) - 2 * MARGIN
        self._scale = float((inner / [across, down]).min())
        self._corner = np.array([west, north])
        self.width = round(float(across) * self._scale + 2 * MARGIN, 1)
        self.height = round(float(down) * self._scale + 2 * MARGIN, 1)
        self.base = [self._path(group) for group in outlines]
        """One SVG path per group of outlines."""

    def marks(self, places: NDArray[np.object_]) -> Marks:
        """Draw what is large enough as it is, and all else as dots."""
        drawn = self._to_pixels(shapely.force_2d(shapely.get_parts(places)))
        size = _size(drawn)
        order = np.argsort(-size, kind="stable")[:MOST_SHAPES]
        large = np.sort(order[size[order] > SMALLEST_SHAPE])
        small = np.setdiff1d(np.arange(len(drawn)), large)
        spots = shapely.get_coordinates(shapely.point_on_surface(drawn[small]))
        shapes = [_d(shape) for shape in shapely.simplify(drawn[large], 0.4)]
        return Marks([d for d in shapes if d], self._dots(spots))

    def _path(self, shapes: NDArray[np.object_]) -> str:
        return "".join(_d(s) for s in shapely.simplify(self._to_pixels(shapes), 0.5))

    def _to_pixels(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        def move(xy: Floats) -> Floats:
            return np.asarray(
                (xy - self._corner) * [self._scale, -self._scale] + MARGIN
            )

        moved: NDArray[np.object_] = shapely.transform(shapes, move)
        return moved

    def _dots(self, spots: Floats) -> list[Dot]:
        if len(spots) == 0:
            return []
        edge = np.array([self.width, self.height]) - MARGIN / 2
        inside = np.clip(spots, MARGIN / 2, edge)
        beyond = (inside != spots).any(axis=1)
        cell = 1.5
        while True:
            rounded = np.column_stack([np.round(inside / cell), beyond])
            _, group = np.unique(rounded, axis=0, return_inverse=True)
            count = np.bincount(group)
            if len(count) <= MOST_DOTS:
                break
            cell *= 1.5
        x, y = (np.bincount(group, column) / count for column in inside.T)
        far = np.bincount(group, beyond) > 0
        radius = np.minimum(2.4 + 0.7 * np.log2(count), 8.0)
        return [
            Dot(*values)
            for values in zip(
                x.round(1).tolist(),
                y.round(1).tolist(),
                radius.round(1).tolist(),
                far.tolist(),
                strict=True,
            )
        ]


def _size(shapes: NDArray[np.object_]) -> Floats:
    west, south, east, north = shapely.bounds(shapes).T
    size: Floats = np.hypot(east - west, north - south)
    return size


def _d(shape: shapely.Geometry) -> str:
    """Write a shape's lines as the `d` of an SVG path; points have none."""
    pieces = []
    for part in shapely.get_parts([shape]):
        if isinstance(part, shapely.Polygon):
            rings = [part.exterior, *part.interiors]
        elif isinstance(part, shapely.LineString):
            rings = [part]
        else:
            continue
        closing = "Z" if isinstance(part, shapely.Polygon) else ""
        for ring in rings:
            places = " ".join(f"{x:.1f},{y:.1f}" for x, y in ring.coords)
            pieces.append(f"M{places}{closing}" if places else "")
    return "".join(pieces)
