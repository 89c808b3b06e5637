"""`close-slivers`, `cut-overlaps` and `fill-gaps`: units that partition the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely

from servicecircle.errors import InternalError
from servicecircle.repair.faces import cut_along_borders
from servicecircle.repair.outcome import Outcome, log_of
from servicecircle.repair.ownership import NOBODY, Ownership, owned
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.repair.draft import Draft, SourceTable
    from servicecircle.repair.faces import Faces, Indices

    Mend = Callable[[Ownership], Ownership]

SLIVER_M = 1.0
"""A piece nowhere wider than this is careless digitising, not a boundary dispute."""
TOLERANCE_SHARE = 1e-6
TOLERANCE_M2 = 1.0
"""How far areas in and out may differ: vertices move by at most a tenth of a mm."""
SLIVERS, OVERLAPS, GAPS = "close-slivers", "cut-overlaps", "fill-gaps"


def close_slivers(draft: Draft, _width_m: float | None) -> Outcome:
    """
    Close gaps and cut overlaps that are nowhere wider than 1 m.

    Top down: what sticks out of a unit's parent is cut; of two units that overlap the
    one whose id sorts first keeps the ground; a gap goes to the neighbour with the
    longest common border.
    """

    def mend(level: Ownership) -> Ownership:
        cut = level.cut_to_parents(SLIVER_M).settle_overlaps(SLIVER_M)
        return cut.fill_gaps(SLIVER_M)

    return _mended(draft, SLIVERS, mend)


def cut_overlaps(draft: Draft, width_m: float | None) -> Outcome:
    """Cut what sticks out and what overlaps, up to the width that is asked for."""
    width = width_m or 0.0
    return _mended(
        draft, OVERLAPS, lambda x: x.cut_to_parents(width).settle_overlaps(width)
    )


def fill_gaps(draft: Draft, width_m: float | None) -> Outcome:
    """Fill gaps up to the width that is asked for."""
    width = width_m or 0.0
    return _mended(draft, GAPS, lambda level: level.fill_gaps(width))


class _Level(NamedTuple):
    """One level's usable units, as their ids sort."""

    source: SourceTable
    rows: Indices
    """Their rows in the table."""
    ids: NDArray[np.object_]
    stated: NDArray[np.object_]
    """The parents that the table names."""

    @property
    def shapes(self) -> NDArray[np.object_]:
        """Their outlines."""
        return self.source.shapes[self.rows]


def _mended(draft: Draft, what: str, mend: Mend) -> Outcome:
    """Mend every level, top down, each against the one above as it is by then."""
    levels = [_level(source) for source in draft.levels()]
    levels = [level for level in levels if len(level.rows)]
    if not levels:
        return Outcome()
    faces = cut_along_borders([level.shapes for level in levels])
    above = _inside(levels[0], faces)
    above_ids = np.array([""], dtype=object)
    mended: list[Ownership] = []
    for number, level in enumerate(levels):
        whole = np.zeros(len(level.ids), dtype=np.int64)
        held = owned(faces, level.shapes, whole, above)
        if number:
            parent = _parents(level, held, above_ids)
            held = owned(faces, level.shapes, parent, above)
        mended.append(mend(held))
        above, above_ids = mended[-1].owner(), level.ids
    if not any(held.moves for held in mended):
        return Outcome()
    pairs = list(zip(levels, mended, strict=True))
    logs, places = zip(*(_log(a, b, what) for a, b in pairs), strict=True)
    return Outcome(
        tuple(_redrawn(level, held) for level, held in pairs),
        pd.concat(logs, ignore_index=True),
        np.concatenate(places),
    )


def _inside(widest: _Level, faces: Faces) -> Indices:
    """Above the widest level stands one unit, number 0: all the ground inside."""
    ground = shapely.union_all(widest.shapes)
    if widest.source.level is not Level.DISTRICT:
        # Nobody has drawn the district: what its units enclose is inside.
        rings = shapely.get_exterior_ring(shapely.get_parts(ground))
        ground = shapely.union_all(shapely.polygons(rings))
    shapely.prepare(ground)
    spots = shapely.point_on_surface(faces.shapes)
    return np.where(shapely.intersects(ground, spots), 0, NOBODY)


def _level(source: SourceTable) -> _Level:
    ids = source.ids()
    frame, _ = source.conformed
    areal = shapely.get_dimensions(source.shapes) == 2  # noqa: PLR2004 - an area
    usable = ids.notna() & ~ids.duplicated(keep=False) & areal
    rows = np.flatnonzero(usable.to_numpy(dtype=bool))
    labels = ids.to_numpy(dtype=object)
    rows = rows[np.argsort(labels[rows], kind="stable")]
    stated = frame["parent_id"].astype(object).to_numpy()[rows]
    return _Level(source, rows, labels[rows], stated)


def _parents(level: _Level, held: Ownership, above_ids: NDArray[np.object_]) -> Indices:
    """Take the parent that is stated, else the one that holds most of the ground."""
    area_m2 = shapely.area(held.faces.shapes)[held.face]
    shared = np.zeros((len(level.ids), len(above_ids)))
    inside = held.above[held.face] >= 0
    np.add.at(
        shared,
        (held.unit[inside], held.above[held.face[inside]]),
        area_m2[inside],
    )
    most: Indices = shared.argmax(axis=1)
    named = pd.Index(above_ids).get_indexer(pd.Index(level.stated, dtype=object))
    # A stated parent that holds none of the ground is a slip of the pen.
    holds = shared[np.arange(len(most)), np.maximum(named, 0)] > 0
    return np.where((named >= 0) & holds, named, most)


def _log(
    level: _Level, held: Ownership, what: str
) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    """Write one line per piece of ground that a unit lost or won."""
    lines: list[tuple[object, ...]] = []
    places: list[shapely.Geometry] = []
    for faces, before, after in held.moves:
        key = np.column_stack([before, after])
        kinds, group = np.unique(key, axis=0, return_inverse=True)
        piece = held.faces.pieces(faces, group)
        ground = held.faces.united(faces, piece, count=int(piece.max()) + 1)
        first = np.unique(piece, return_index=True)[1]
        for shape, (old, new) in zip(ground, kinds[group[first]], strict=True):
            lines.append(_line(level, what, shape.area, old, new))
            places.append(shape)
    return log_of(lines), np.array(places, dtype=object)


def _line(
    level: _Level, what: str, area_m2: float, old: int, new: int
) -> tuple[object, ...]:
    name = level.source.name
    if old == NOBODY:
        return (name, level.ids[new], what, "in none", f"in {level.ids[new]}", area_m2)
    after = "outside its parent" if new == NOBODY else f"in {level.ids[new]} alone"
    return (name, level.ids[old], what, f"in {level.ids[old]}", after, -area_m2)


def _redrawn(level: _Level, held: Ownership) -> SourceTable:
    """Draw the units anew from their faces, and prove that no ground was lost."""
    drawn = held.faces.united(held.face, held.unit, count=len(level.ids))
    moved = np.zeros(len(level.ids))
    area_m2 = shapely.area(held.faces.shapes)
    for faces, before, after in held.moves:
        lost, won = before != NOBODY, before == NOBODY
        np.subtract.at(moved, before[lost], area_m2[faces[lost]])
        np.add.at(moved, after[won], area_m2[faces[won]])
    expected = shapely.area(level.shapes) + moved
    wrong = np.abs(shapely.area(drawn) - expected) > np.maximum(
        TOLERANCE_M2, TOLERANCE_SHARE * expected
    )
    if wrong.any():
        msg = f"{level.source.name}: ground was lost at {level.ids[wrong][0]!r}."
        raise InternalError(msg)
    shapes = level.source.shapes.copy()
    shapes[level.rows] = drawn
    return level.source.with_shapes(shapes)
