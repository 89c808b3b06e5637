"""Footprints that are drawn twice, or are too small or too large for a building."""

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
SMALLEST_M2 = 4.0
"""Nobody lives on less: a sign post, a hatch, or a unit of length gone wrong."""
LARGEST_M2 = 200_000.0
"""20 ha: the largest halls there are. Above, it is a compound or a block of land."""


def check_footprints(buildings: gpd.GeoDataFrame) -> list[Finding]:
    """
    Name footprints drawn twice and footprints of impossible size.

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
    i, j = shapely.STRtree(shapes).query(shapes)
    i, j = i[i < j], j[i < j]
    area_m2 = shapely.area(shapes)
    large = np.maximum(area_m2[i], area_m2[j])
    likely = np.minimum(area_m2[i], area_m2[j]) >= SAME_SHARE * large
    # The frames around two shapes hold all they share: cheap, and most pairs end here.
    a, b = shapely.bounds(shapes[i]), shapely.bounds(shapes[j])
    sides = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    likely &= sides.prod(axis=1) >= SAME_SHARE * large
    i, j, large = i[likely], j[likely], large[likely]
    shared = shapely.area(shapely.intersection(shapes[i], shapes[j]))
    points = (large == 0) & shapely.intersects(shapes[i], shapes[j])
    same = (shared > SAME_SHARE * large) | points
    order = np.lexsort((j[same], i[same]))
    return i[same][order], j[same][order]
