"""What became of the units: from shares of ground to relations and classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.crosswalk.kinds import HALF, Change, Relation
from servicecircle.crosswalk.pieces import NOWHERE
from servicecircle.crosswalk.slivers import share_within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.crosswalk.kinds import Tolerances
    from servicecircle.crosswalk.pieces import Pieces


class Classes(NamedTuple):
    """Relations of pieces, and classes by ground of the units of both editions."""

    relation: NDArray[np.object_]
    """Shape (pieces,)."""
    old: NDArray[np.object_]
    """Shape (old units,); a unit on the same ground is ``UNCHANGED`` here."""
    new: NDArray[np.object_]
    heir: NDArray[np.int64]
    """The new unit in which each old one goes on, or `NOWHERE`."""


def classify(
    pieces: Pieces, *, old_units: int, new_units: int, tolerances: Tolerances
) -> Classes:
    """
    Say how units are related by their ground.

    Parameters
    ----------
    pieces
        The common ground that means something.
    old_units, new_units
        How many units there are.
    tolerances
        How much of a unit is taken for all of it.

    Notes
    -----
    Shares are of area. Two units with more than half of both in common are one unit
    that goes on; so no unit goes on in two. A new unit with ``whole_share`` or more of
    it in one old unit is a part cut out of that; an old unit with as much of it in one
    new unit went into that. The old unit and the unit in which it goes on then are
    split, or merged; both at once is redrawn. Units that go on with anything else to
    give or to take moved a border. Units of none of these kinds are dissolved, or new.
    Comparing the other way round turns split into merged and dissolved into new.

    Examples
    --------
    >>> import shapely
    >>> from servicecircle.crosswalk.kinds import Tolerances
    >>> from servicecircle.crosswalk.pieces import overlay
    >>> pieces = overlay(shapely.box([0], 0, [9], 9), shapely.box([0, 6], 0, [6, 9], 9))
    >>> classes = classify(pieces, old_units=1, new_units=2, tolerances=Tolerances())
    >>> [str(word) for word in classes.old], [str(word) for word in classes.relation]
    (['split'], ['continues', 'part'])
    """
    of_old = share_within(pieces.old, pieces.area_m2)
    of_new = share_within(pieces.new, pieces.area_m2)
    both = (pieces.old != NOWHERE) & (pieces.new != NOWHERE)
    goes_on = both & (of_old > HALF) & (of_new > HALF)
    part = both & ~goes_on & (of_new >= tolerances.whole_share)
    merged = both & ~goes_on & (of_old >= tolerances.whole_share)
    alone = (
        _alone(pieces.old, old_units)[pieces.old]
        & _alone(pieces.new, new_units)[pieces.new]
    )
    relation = np.select(
        [
            pieces.new == NOWHERE,
            pieces.old == NOWHERE,
            goes_on & alone,
            goes_on,
            part,
            merged,
        ],
        [
            Relation.LOST,
            Relation.GAINED,
            Relation.SAME,
            Relation.CONTINUES,
            Relation.PART,
            Relation.MERGED,
        ],
        Relation.MOVED,
    )
    relation = np.array([Relation(word) for word in relation], dtype=object)
    heir = np.full(old_units, NOWHERE)
    heir[pieces.old[goes_on]] = pieces.new[goes_on]
    origin = np.full(new_units, NOWHERE)
    origin[pieces.new[goes_on]] = pieces.old[goes_on]
    same_old = _any(pieces.old, goes_on & alone, old_units)
    same_new = _any(pieces.new, goes_on & alone, new_units)
    cut = _any(pieces.old, part, old_units)
    cut_out = _any(pieces.new, part, new_units)
    swallowed = _any(pieces.old, merged, old_units)
    swallows = _any(pieces.new, merged, new_units)
    return Classes(
        relation,
        _classes(cut, swallowed | _through(heir, swallows), same_old, heir, "old"),
        _classes(cut_out | _through(origin, cut), swallows, same_new, origin, "new"),
        heir,
    )


def _classes(
    split: NDArray[np.bool_],
    merged: NDArray[np.bool_],
    same: NDArray[np.bool_],
    partner: NDArray[np.int64],
    edition: str,
) -> NDArray[np.object_]:
    neither = Change.DISSOLVED if edition == "old" else Change.NEW
    words = np.select(
        [split & merged, split, merged, same, partner != NOWHERE],
        [
            Change.REDRAWN,
            Change.SPLIT,
            Change.MERGED,
            Change.UNCHANGED,
            Change.BOUNDARY_MOVED,
        ],
        neither,
    )
    return np.array([Change(word) for word in words], dtype=object)


def _alone(unit: NDArray[np.int64], units: int) -> NDArray[np.bool_]:
    """Whether a unit has a single piece; the last place stands for `NOWHERE`."""
    counts = np.bincount(unit[unit != NOWHERE], minlength=units)
    return np.append(counts == 1, False)


def _any(
    unit: NDArray[np.int64], rows: NDArray[np.bool_], units: int
) -> NDArray[np.bool_]:
    """Whether any of a unit's pieces is one of the rows."""
    found = np.zeros(units, dtype=bool)
    found[unit[rows]] = True
    return found


def _through(partner: NDArray[np.int64], flag: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Take a flag over from the unit of the other edition that is the same one."""
    return np.asarray((partner != NOWHERE) & flag[partner])
