"""
A planar partition that is refined by chords alone, so that neighbours share vertices.

Faces are rings of vertex numbers. A chord puts its two ends into both faces that share
the edge it cuts, so no side knows a vertex that the other does not: whatever is made of
whole faces nests exactly, without gaps and overlaps, by construction.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from servicecircle.synthetic.rings import (
    Crossing,
    Point,
    Ring,
    area_of,
    crossings,
    is_convex,
    is_sound,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from servicecircle.synthetic.ways import Way

Edge = tuple[int, int]
"""Two vertex numbers, the smaller first."""

TOUCH_M = 0.01
"""A chord that ends this near a vertex ends there."""
SHORTEST_M = 1.0
NEEDLES_FROM_M2 = 1e6
"""Faces this large may keep needles: the outline has some of its own."""


def edge_of(a: int, b: int) -> Edge:
    """Name an undirected edge."""
    return (a, b) if a < b else (b, a)


class _End(NamedTuple):
    """One end of a chord: the edge it comes to and, if inside it, the edge's end."""

    edge: int
    next_vertex: int | None
    point: Point


class Partition:
    """
    Faces, vertices and the kind of way on every edge.

    Parameters
    ----------
    ring
        The outline, anticlockwise; it becomes face 0.
    way
        The kind of way along the outline.

    Examples
    --------
    >>> from servicecircle.synthetic.ways import Way
    >>> land = Partition([(0, 0), (100, 0), (100, 60), (0, 60)], way=Way.BORDER)
    >>> land.split(0, (50, 30), (0, 1), way=Way.LOCAL)
    (0, 1)
    >>> land.area(0) + land.area(1)
    6000.0
    """

    def __init__(self, ring: Iterable[Point], *, way: Way) -> None:
        self.points: list[Point] = [(float(x), float(y)) for x, y in ring]
        count = len(self.points)
        self.rings: dict[int, list[int]] = {0: list(range(count))}
        self.face_left_of: dict[tuple[int, int], int] = {}
        self.way: dict[Edge, Way] = {}
        self.chord: dict[Edge, int] = {}
        """Edges of one straight cut carry one number: a street with one name."""
        self._chords = 0
        for a in range(count):
            b = (a + 1) % count
            self.face_left_of[a, b] = 0
            self.way[edge_of(a, b)] = way
            self.chord[edge_of(a, b)] = 0

    def corners(self, face: int) -> Ring:
        """Give the corners of a face, anticlockwise."""
        return [self.points[v] for v in self.rings[face]]

    def area(self, face: int) -> float:
        """Give the area of a face in square metres."""
        return area_of(self.corners(face))

    def new_chord(self) -> int:
        """Begin a street of its own: a number for the cuts that make it."""
        self._chords += 1
        return self._chords

    def faces_beside(self, edge: Edge) -> tuple[int | None, int | None]:
        """Name the faces on both sides of an edge, None outside the outline."""
        return self.face_left_of.get(edge), self.face_left_of.get(edge[::-1])

    def split(  # noqa: PLR0913 - what a cut is
        self,
        face: int,
        start: Point,
        direction: Point,
        *,
        way: Way,
        snap_m: float = 0.0,
        least_share: float = 0.12,
        within: Callable[[float, float], bool] | None = None,
        chord: int | None = None,
    ) -> tuple[int, int] | None:
        """
        Cut a face along a line, between the two crossings nearest to `start`.

        Returns
        -------
        tuple of int, or None
            The two faces, of which the first keeps its number; None where the cut
            would leave a sliver, a needle or a broken ring, and nothing is changed.
        """
        ring, corners = self.rings[face], self.corners(face)
        chosen = _choose(crossings(corners, start, direction), within)
        if chosen is None:
            return None
        ends = sorted(
            (self._end(corners, hit, snap_m) for hit in chosen),
            key=lambda end: (end.edge, end.next_vertex is not None),
        )
        if not _is_good(corners, ends[0], ends[1], least_share):
            return None
        if ends[0].next_vertex is None and ends[1].next_vertex is None:
            known = edge_of(ring[ends[0].edge], ring[ends[1].edge])
            if known in self.way:
                return None
        before = list(ring)
        a, b = (
            before[end.edge]
            if end.next_vertex is None
            else self._insert(before[end.edge], before[end.next_vertex], end.point)
            for end in ends
        )
        number = self.new_chord() if chord is None else chord
        return self._join(face, a, b, way=way, chord=number)

    @staticmethod
    def _end(corners: Ring, hit: Crossing, snap_m: float) -> _End:
        """Take a crossing to the nearest vertex if that is near, or leave it."""
        i, j = hit.edge, (hit.edge + 1) % len(corners)
        length = math.dist(corners[i], corners[j])
        tolerance = max(min(snap_m, 0.45 * length), TOUCH_M)
        if hit.share * length < tolerance:
            return _End(i, None, corners[i])
        if (1 - hit.share) * length < tolerance:
            return _End(j, None, corners[j])
        return _End(i, j, (hit.x, hit.y))

    def _insert(self, a: int, b: int, point: Point) -> int:
        """Put a vertex on an edge, into the faces on both of its sides."""
        vertex = len(self.points)
        self.points.append(point)
        way, chord = self.way.pop(edge_of(a, b)), self.chord.pop(edge_of(a, b))
        for edge in (edge_of(a, vertex), edge_of(vertex, b)):
            self.way[edge] = way
            self.chord[edge] = chord
        for start, end in ((a, b), (b, a)):
            face = self.face_left_of.pop((start, end), None)
            if face is not None:
                ring = self.rings[face]
                ring.insert(ring.index(start) + 1, vertex)
                self.face_left_of[start, vertex] = face
                self.face_left_of[vertex, end] = face
        return vertex

    def _join(
        self, face: int, a: int, b: int, *, way: Way, chord: int
    ) -> tuple[int, int]:
        """Cut a face's ring in two between two of its vertices."""
        ring = self.rings[face]
        i, j = ring.index(a), ring.index(b)
        if i > j:
            i, j, a, b = j, i, b, a
        other = len(self.rings)
        self.rings[face] = ring[i : j + 1]
        self.rings[other] = cut = ring[j:] + ring[: i + 1]
        for k, start in enumerate(cut):
            self.face_left_of[start, cut[(k + 1) % len(cut)]] = other
        self.face_left_of[b, a] = face
        self.way[edge_of(a, b)] = way
        self.chord[edge_of(a, b)] = chord
        return face, other


def _choose(
    hits: list[Crossing], within: Callable[[float, float], bool] | None
) -> tuple[Crossing, Crossing] | None:
    """Choose the stretch inside the face that is nearest to the line's start."""
    best: tuple[float, Crossing, Crossing] | None = None
    for first, second in zip(hits[::2], hits[1::2], strict=False):
        middle = (first.x + second.x) / 2, (first.y + second.y) / 2
        if within is not None and not within(*middle):
            continue
        inside = first.along <= 0 <= second.along
        gap = 0.0 if inside else min(abs(first.along), abs(second.along))
        if best is None or gap < best[0]:
            best = gap, first, second
    return None if best is None else best[1:]


def _is_good(corners: Ring, first: _End, second: _End, least_share: float) -> bool:
    """Say whether a chord leaves two sound faces, neither of them a sliver."""
    if first.edge == second.edge or math.dist(first.point, second.point) < SHORTEST_M:
        return False
    i, j = first.edge, second.edge
    new_first = [] if first.next_vertex is None else [first.point]
    new_second = [] if second.next_vertex is None else [second.point]
    between = corners[i + 1 : j + 1]
    part = [first.point, *between, *new_second]
    rest = [second.point, *corners[j + 1 :], *corners[: i + 1], *new_first]
    whole = area_of(corners)
    if not least_share <= area_of(part) / whole <= 1 - least_share:
        return False
    if is_convex(part) and is_convex(rest):
        return True
    needles = whole > NEEDLES_FROM_M2
    return is_sound(part, needles=needles) and is_sound(rest, needles=needles)
