"""Footprints drawn twice or inside one another, or of a size that no building has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.checks.rows import Rows
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding

TABLE = "buildings"
SAME_SHARE = 0.9
"""Two footprints that share more than this of the larger one are one building, drawn
twice: two surveys of one house seldom differ by more."""
WITHIN_SHARE = 0.5
"""A footprint that shares more than this of itself stands in the other one: walls that
two drawings put a little apart share far less."""
SMALLEST_M2 = 4.0
"""Nobody lives on less: a sign post, a hatch, or a unit of length gone wrong."""
LARGEST_M2 = 200_000.0
"""20 ha: the largest halls there are. Above, it is a compound or a block of land."""


def check_footprints(buildings: gpd.GeoDataFrame) -> list[Finding]:
    """
    Name footprints drawn twice or inside others, and those of impossible size.

    Parameters
    ----------
    buildings
        Indexed by building_id, sorted, in the working CRS; points have no footprint,
        but two points in one place are told as well.
    """
    rows = Rows(TABLE, buildings)
    shapes = np.array(buildings.geometry.array, dtype=object)
    area_m2 = shapely.area(shapes)
    areal = area_m2 > 0
    remedy = "Check the outline and the unit of its coordinates."
    return [
        *_drawn_twice(rows, shapes),
        *_in_another(rows, shapes),
        *rows.findings(
            areal & (area_m2 < SMALLEST_M2),
            lambda k: (
                f"building {buildings.index[k]!r} covers {area_m2[k]:.2g} m2, less "
                f"than {SMALLEST_M2:g} m2."
            ),
            rule="footprint-tiny",
            severity=Severity.WARNING,
            remedy=remedy,
            rest=f"cover less than {SMALLEST_M2:g} m2",
        ),
        *rows.findings(
            area_m2 > LARGEST_M2,
            lambda k: (
                f"building {buildings.index[k]!r} covers {area_m2[k] / 1e4:,.0f} ha, "
                f"more than {LARGEST_M2 / 1e4:g} ha."
            ),
            rule="footprint-huge",
            severity=Severity.WARNING,
            remedy=remedy,
            rest=f"cover more than {LARGEST_M2 / 1e4:g} ha",
        ),
    ]


def _drawn_twice(rows: Rows, shapes: NDArray[np.object_]) -> list[Finding]:
    """Tell of each building that is another one, named by the id that sorts first."""
    first, second = same_footprints(shapes)
    ids = rows.frame.index
    twin_of = np.full(len(shapes), -1)
    # Pairs come sorted, so that the last word is the first of the ids.
    twin_of[second[::-1]] = first[::-1]
    return rows.findings(
        twin_of >= 0,
        lambda k: (
            f"buildings {ids[twin_of[k]]!r} and {ids[k]!r} stand on the same ground: "
            "one building drawn twice counts its residents twice."
        ),
        rule="same-footprint",
        severity=Severity.WARNING,
        remedy="Keep one of the two, or correct the outline.",
        rest="stand on the ground of another",
    )


def _in_another(rows: Rows, shapes: NDArray[np.object_]) -> list[Finding]:
    """Tell of each building in another one; of several, in the one that holds most."""
    inner, outer, share = nested_footprints(shapes)
    # What holds a whole quarter is no building, and told as such.
    real = shapely.area(shapes[outer]) <= LARGEST_M2
    inner, outer, share = inner[real], outer[real], share[real]
    ids = rows.frame.index
    held_by, held = np.full(len(shapes), -1), np.zeros(len(shapes))
    # Sorted by share: read backwards, the last word is the largest.
    held_by[inner[::-1]], held[inner[::-1]] = outer[::-1], share[::-1]
    return rows.findings(
        held_by >= 0,
        lambda k: (
            f"{held[k]:.0%} of building {ids[k]!r} lies in building "
            f"{ids[held_by[k]]!r}: the residents of one ground may count twice."
        ),
        rule="footprint-in-another",
        severity=Severity.WARNING,
        remedy="Keep one of the two, or cut one out of the other.",
        rest="lie by more than half in another",
    )


def same_footprints(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Find the pairs of shapes that share more than nine tenths of the larger one.

    Points are the same where they are in one place. Positions, sorted, first < second.

    >>> house = shapely.box([0, 0.2, 5, 5], 0, [10, 10, 9, 9], 10)
    >>> same_footprints(house)
    (array([0, 2]), array([1, 3]))
    """
    i, j, shared = _sharing(shapes)
    area_m2 = shapely.area(shapes)
    large = np.maximum(area_m2[i], area_m2[j])
    points = (large == 0) & shapely.intersects(shapes[i], shapes[j])
    same = (shared > SAME_SHARE * large) | points
    return i[same], j[same]


def nested_footprints(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """
    Find the shapes that stand in another one, by more than half of their own area.

    Position of the inner one (of two as large, the later), of the outer one, and the
    share of the inner one that lies in it; sorted by inner, the largest share first.
    Pairs of `same_footprints` are left out; a point has no area to share.

    >>> house = shapely.box([0, 1, 10, 14], 0, [10, 3, 20, 24], 10)
    >>> nested_footprints(house)
    (array([1, 3]), array([0, 2]), array([1. , 0.6]))
    """
    i, j, shared = _sharing(shapes)
    area_m2 = shapely.area(shapes)
    large = np.maximum(area_m2[i], area_m2[j])
    small = np.minimum(area_m2[i], area_m2[j])
    nested = (shared > WITHIN_SHARE * small) & (shared <= SAME_SHARE * large)
    i, j = i[nested], j[nested]
    inner = np.where(area_m2[i] < area_m2[j], i, j)
    share = shared[nested] / small[nested]
    outer = i + j - inner
    order = np.lexsort((outer, -share, inner))
    return inner[order], outer[order], share[order]


def _sharing(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs that may share half of the smaller one, sorted, with what they share."""
    i, j = shapely.STRtree(shapes).query(shapes)
    i, j = i[i < j], j[i < j]
    area_m2 = shapely.area(shapes)
    small = np.minimum(area_m2[i], area_m2[j])
    # The frames around two shapes hold all they share: cheap, and most pairs end here.
    a, b = shapely.bounds(shapes[i]), shapely.bounds(shapes[j])
    sides = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    likely = sides.prod(axis=1) >= WITHIN_SHARE * small
    i, j = i[likely], j[likely]
    order = np.lexsort((j, i))
    i, j = i[order], j[order]
    return i, j, shapely.area(shapely.intersection(shapes[i], shapes[j]))
