"""Pieces of ground where units do not meet: graded by area, thin ones as slivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from servicecircle.findings import Finding
from servicecircle.tables.say import LISTED
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.vocabulary import Level

TOLERANCE_M2 = 1.0
TOLERANCE_SHARE = 1e-6
"""What rounding of coordinates explains: 1 m2, or a millionth of the unit's area."""
BLOCKING_SHARE = 1e-3
"""Beyond a thousandth of the unit's area a fault changes results: it blocks."""
SLIVER_M = 1.0
"""Thinner on average than what two drawings of one border at 1:2,000 differ by: nobody
lives there, so it never blocks."""


class Faults(NamedTuple):
    """Ground that is wrong, one shape of one or several pieces per case."""

    rule: str
    level: Level
    ids: NDArray[np.object_]
    """Whose fault each case is."""
    ground: NDArray[np.object_]
    of_m2: NDArray[np.float64]
    """What the pieces of each case are measured against."""
    says: Callable[[int, shapely.Geometry], str]
    """What a case is, given its number and the piece, before the colon."""
    remedy: str

    def findings(self) -> list[Finding]:
        """Tell every piece above the tolerance; what blocks first, then by area."""
        pieces, case = self._pieces()
        area_m2, width_m = shapely.area(pieces), mean_width_m(pieces)
        blocks = area_m2 > np.maximum(TOLERANCE_M2, BLOCKING_SHARE * self.of_m2[case])
        blocks &= width_m >= SLIVER_M
        order = np.lexsort((-area_m2, ~blocks))
        found = []
        for k in order[:LISTED]:
            thin = width_m[k] < SLIVER_M
            what, size = self.says(int(case[k]), pieces[k]), _m2(area_m2[k])
            wide = f"{width_m[k]:,.1f}"
            message = (
                f"{what}: a sliver of {size}, {wide} m wide on average."
                if thin
                else f"{what}: {size}, {wide} m wide on average."
            )
            found.append(
                Finding(
                    Severity.ERROR if blocks[k] else Severity.WARNING,
                    "sliver" if thin else self.rule,
                    self.level.layer,
                    str(self.ids[case[k]]),
                    message,
                    self.remedy,
                    where=pieces[k],
                )
            )
        return found + self._rest(order[LISTED:], blocks, area_m2)

    def _pieces(self) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
        """Cut the ground into pieces; crumbs count where they add up to something."""
        pieces, case = shapely.get_parts(self.ground, return_index=True)
        area_m2 = shapely.area(pieces)
        tolerance_m2 = np.maximum(TOLERANCE_M2, TOLERANCE_SHARE * self.of_m2)
        told = area_m2 > tolerance_m2[case]
        crumbs_m2 = np.bincount(case[~told], area_m2[~told], minlength=len(self.ids))
        scattered = np.flatnonzero(crumbs_m2 > tolerance_m2)
        crumb = ~told & (area_m2 > 0)
        together = np.empty(len(scattered), dtype=object)
        together[:] = [
            shapely.union_all(pieces[crumb & (case == k)]) for k in scattered
        ]
        return (
            np.concatenate([pieces[told], together]),
            np.concatenate([case[told], scattered]),
        )

    def _rest(
        self,
        rest: NDArray[np.int64],
        blocks: NDArray[np.bool_],
        area_m2: NDArray[np.float64],
    ) -> list[Finding]:
        """Count the pieces beyond the list."""
        if not len(rest):
            return []
        table = self.level.layer
        message = (
            f"{len(rest)} smaller faults of the same kind among the {table}, "
            f"{_m2(area_m2[rest].sum())} in all."
        )
        severity = Severity.ERROR if blocks[rest].any() else Severity.WARNING
        return [Finding(severity, self.rule, table, "", message, self.remedy)]


def mean_width_m(pieces: NDArray[np.object_]) -> NDArray[np.float64]:
    """
    Give how wide pieces are on average: twice the area over the length of the outline.

    Of a long strip that is its width, of a square half its side.

    >>> strip, ring = shapely.box(0, 0, 1000, 2), shapely.box(0, 0, 9, 9).boundary
    >>> mean_width_m([strip, ring.buffer(0.25)]).round(1)
    array([2. , 0.5])
    """
    outline_m = shapely.length(shapely.boundary(pieces))
    return np.asarray(2 * shapely.area(pieces) / np.where(outline_m > 0, outline_m, 1))


def _m2(area: float) -> str:
    return f"{area:,.1f} m2"
