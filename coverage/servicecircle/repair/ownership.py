"""Which units of a level hold which faces, and what is wrong with that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.repair.faces import Faces, Indices

NOBODY = -1


@dataclass(frozen=True, eq=False)
class Ownership:
    """
    The faces that each unit of one level holds.

    Parameters
    ----------
    faces
        The pieces of ground.
    unit, face
        Pairs of a unit and a face it holds, sorted by face and unit. Units are
        numbered as their ids sort.
    parent
        The unit above, for each unit: where it belongs.
    above
        The unit above that each face belongs to, or -1.
    moves
        What was changed: (face, from unit or -1, to unit or -1).
    """

    faces: Faces
    unit: Indices
    face: Indices
    parent: Indices
    above: Indices
    moves: tuple[tuple[Indices, Indices, Indices], ...] = field(default=())

    def cut_to_parents(self, width_m: float) -> Ownership:
        """Take from units the thin pieces that lie outside their parents."""
        out = np.flatnonzero(self.above[self.face] != self.parent[self.unit])
        group = self.unit[out] * (self.above.max() + 2) + self.above[self.face[out]] + 1
        thin = self._thin(self.face[out], group, width_m)
        return self._without(out[thin])

    def settle_overlaps(self, width_m: float) -> Ownership:
        """Leave thin pieces that several units hold to the one whose id sorts first."""
        count = np.bincount(self.face, minlength=len(self.above))
        shared = np.flatnonzero(count[self.face] > 1)
        holders: dict[tuple[int, ...], int] = {}
        group = np.empty(len(self.above), dtype=np.int64)
        first_of = np.full(len(self.above), NOBODY, dtype=np.int64)
        for face in np.unique(self.face[shared]).tolist():
            low, high = np.searchsorted(self.face, [face, face + 1])
            units = tuple(self.unit[low:high].tolist())
            group[face] = holders.setdefault(units, len(holders))
            first_of[face] = units[0]
        several = np.unique(self.face[shared])
        thin_faces = several[self._thin(several, group[several], width_m)]
        later = self.unit[shared] != first_of[self.face[shared]]
        return self._without(
            shared[later & np.isin(self.face[shared], thin_faces)],
            to=first_of,
        )

    def fill_gaps(self, width_m: float) -> Ownership:
        """Give thin pieces that nobody holds to the neighbour of the longest border."""
        count = np.bincount(self.face, minlength=len(self.above))
        free = np.flatnonzero((count == 0) & (self.above >= 0))
        if len(free) == 0:
            return self
        piece = self.faces.pieces(free, self.above[free])
        thin = self._thin(free, self.above[free], width_m)
        taker = self._longest_neighbour(free, piece)[piece]
        taken = thin & (taker >= 0)
        faces, units = free[taken], taker[taken]
        return self._sorted(
            np.concatenate([self.unit, units]),
            np.concatenate([self.face, faces]),
            (faces, np.full(len(faces), NOBODY), units),
        )

    def owner(self) -> Indices:
        """Give each face's unit: of several the first, -1 where there is none."""
        owner = np.full(len(self.above), NOBODY, dtype=np.int64)
        owner[self.face[::-1]] = self.unit[::-1]
        return owner

    def _longest_neighbour(self, free: Indices, piece: Indices) -> Indices:
        """Find for each piece the unit of its parent with the longest shared border."""
        owner = self.owner()
        piece_of = np.full(len(self.above), NOBODY, dtype=np.int64)
        piece_of[free] = piece
        border = self.faces
        ends = [(border.left, border.right), (border.right, border.left)]
        mine, other = (np.concatenate(side) for side in zip(*ends, strict=True))
        length = np.concatenate([border.border_m, border.border_m])
        beside = (piece_of[mine] >= 0) & (owner[other] >= 0)
        mine, unit, length = mine[beside], owner[other[beside]], length[beside]
        within = self.parent[unit] == self.above[mine]
        mine, unit, length = piece_of[mine[within]], unit[within], length[within]
        pairs, inverse = np.unique(
            np.column_stack([mine, unit]), axis=0, return_inverse=True
        )
        total = np.round(np.bincount(inverse, length, minlength=len(pairs)), 6)
        # The longest border last, and of two as long the unit that sorts first.
        order = np.lexsort((-pairs[:, 1], total))
        taker = np.full(int(piece.max()) + 1, NOBODY, dtype=np.int64)
        taker[pairs[order, 0]] = pairs[order, 1]
        return taker

    def _thin(
        self, faces: Indices, groups: Indices, width_m: float
    ) -> NDArray[np.bool_]:
        """Say which faces are part of a piece that is nowhere wider than this."""
        if len(faces) == 0:
            return np.zeros(0, dtype=bool)
        piece = self.faces.pieces(faces, groups)
        ground = self.faces.united(faces, piece, count=int(piece.max()) + 1)
        thin: NDArray[np.bool_] = shapely.is_empty(shapely.buffer(ground, -width_m / 2))
        return thin[piece]

    def _without(self, pairs: Indices, *, to: Indices | None = None) -> Ownership:
        """Take pairs out, but never a unit's last ground."""
        had = np.bincount(self.unit, minlength=len(self.parent))
        lost = np.bincount(self.unit[pairs], minlength=len(self.parent))
        pairs = pairs[(lost < had)[self.unit[pairs]]]
        kept = np.ones(len(self.unit), dtype=bool)
        kept[pairs] = False
        faces, units = self.face[pairs], self.unit[pairs]
        after = np.full(len(pairs), NOBODY) if to is None else to[faces]
        return self._sorted(self.unit[kept], self.face[kept], (faces, units, after))

    def _sorted(
        self,
        unit: Indices,
        face: Indices,
        moved: tuple[Indices, Indices, Indices],
    ) -> Ownership:
        order = np.lexsort((unit, face))
        moves = (*self.moves, moved) if len(moved[0]) else self.moves
        return replace(self, unit=unit[order], face=face[order], moves=moves)


def owned(
    faces: Faces, shapes: NDArray[np.object_], parent: Indices, above: Indices
) -> Ownership:
    """Find which faces each unit holds, by a point well inside each face."""
    spots = shapely.point_on_surface(faces.shapes)
    unit, face = shapely.STRtree(spots).query(shapes, predicate="intersects")
    order = np.lexsort((unit, face))
    return Ownership(faces, unit[order], face[order], parent, above)
