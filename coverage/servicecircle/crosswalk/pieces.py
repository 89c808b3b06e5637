"""The ground that units of two editions have in common, piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOWHERE = -1
"""Stands for the unit where there is none: ground outside every unit."""
GAP_M2 = 1e-3
"""What rounding of sums explains."""
AREAL = 2


class Pieces(NamedTuple):
    """Common ground of an old and a new unit; each array of shape (pieces,)."""

    old: NDArray[np.int64]
    """Position of the old unit, or `NOWHERE`."""
    new: NDArray[np.int64]
    """Position of the new unit, or `NOWHERE`."""
    area_m2: NDArray[np.float64]
    ground: NDArray[np.object_]

    def where(self, rows: NDArray[np.bool_]) -> Pieces:
        """Take some of the pieces."""
        return Pieces(
            self.old[rows], self.new[rows], self.area_m2[rows], self.ground[rows]
        )


def overlay(old: NDArray[np.object_], new: NDArray[np.object_]) -> Pieces:
    """
    Cut the units of two editions at each other's borders.

    Parameters
    ----------
    old, new
        Polygons of one level in one projected CRS, shape (units,); those of one
        edition do not overlap.

    Returns
    -------
    Pieces
        Every pair with common ground, then what of each old unit lies in no new one,
        then what of each new unit lies in no old one. Sorted within each of the three.

    Examples
    --------
    >>> pieces = overlay(shapely.box([0], 0, [2], 1), shapely.box([1], 0, [4], 1))
    >>> list(zip(*(part.tolist() for part in pieces[:3])))
    [(0, 0, 1.0), (0, -1, 1.0), (-1, 0, 2.0)]
    """
    i, j = shapely.STRtree(new).query(old, predicate="intersects")
    order = np.lexsort((j, i))
    i, j = i[order], j[order]
    # A unit that is drawn alike shares nothing with its neighbours, which saves time.
    alike = shapely.equals_identical(old[i], new[j])
    drawn_alike = np.isin(i, i[alike]) | np.isin(j, j[alike])
    i, j = i[alike | ~drawn_alike], j[alike | ~drawn_alike]
    alike = alike[alike | ~drawn_alike]
    ground = old[i]
    ground[~alike] = shapely.intersection(old[i[~alike]], new[j[~alike]])
    ground = only_areas(ground)
    both = Pieces(i, j, shapely.area(ground), ground)
    both = both.where(both.area_m2 > 0)
    lost_rows, lost = _outside(old, new, both.old, both.new, both.area_m2)
    gained_rows, gained = _outside(new, old, both.new, both.old, both.area_m2)
    nowhere = np.full(len(lost) + len(gained), NOWHERE)
    return Pieces(
        np.concatenate([both.old, lost_rows, nowhere[len(lost) :]]),
        np.concatenate([both.new, nowhere[: len(lost)], gained_rows]),
        np.concatenate([both.area_m2, shapely.area(lost), shapely.area(gained)]),
        np.concatenate([both.ground, lost, gained]),
    )


def only_areas(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """
    Keep of each shape what has an area; a shared border has none.

    >>> mixed = shapely.GeometryCollection(
    ...     [shapely.box(0, 0, 1, 1), shapely.LineString([(1, 1), (2, 2)])]
    ... )
    >>> only_areas(np.array([mixed, shapely.Point(0, 0)])).tolist()
    [<MULTIPOLYGON (((1 0, 1 1, 0 1, 0 0, 1 0)))>, <MULTIPOLYGON EMPTY>]
    """
    # A collection may hold multipolygons, so it is taken apart twice.
    parts, of = shapely.get_parts(shapes, return_index=True)
    parts, again = shapely.get_parts(parts, return_index=True)
    of = of[again]
    areal = shapely.get_dimensions(parts) == AREAL
    whole = np.full(len(shapes), shapely.MultiPolygon(), dtype=object)
    rows = np.unique(of[areal])
    if len(rows):
        numbered = np.searchsorted(rows, of[areal])
        whole[rows] = shapely.multipolygons(parts[areal], indices=numbered)
    return whole


def _outside(
    units: NDArray[np.object_],
    others: NDArray[np.object_],
    of: NDArray[np.int64],
    partner: NDArray[np.int64],
    area_m2: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Find what of each unit lies in none of the others."""
    covered_m2 = np.bincount(of, weights=area_m2, minlength=len(units))
    short = np.flatnonzero(shapely.area(units) - covered_m2 > GAP_M2)
    order = np.argsort(of, kind="stable")
    first = np.searchsorted(of[order], short, side="left")
    last = np.searchsorted(of[order], short, side="right")
    # One union per unit with a gap, not one of everything for all of them.
    united = [
        shapely.union_all(others[partner[order[a:b]]])
        for a, b in zip(first, last, strict=True)
    ]
    rest = only_areas(shapely.difference(units[short], np.array(united, dtype=object)))
    there = shapely.area(rest) > GAP_M2
    return short[there], rest[there]
