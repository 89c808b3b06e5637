"""Units in which nothing stands, and units in parts that lie far apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.checks.rows import Rows
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

APART_M = 500.0
"""A part this far from the others is out of a walk's reach: perhaps another unit's."""


def check_parts(units: gpd.GeoDataFrame, *, level: Level) -> list[Finding]:
    """Warn of units with a part that lies 500 m or more from their other parts."""
    shapes = np.array(units.geometry.array, dtype=object)
    apart_m = np.zeros(len(shapes))
    for k in np.flatnonzero(shapely.get_num_geometries(shapes) > 1):
        apart_m[k] = farthest_part_m(shapes[k])
    layer, ids = level.layer, units.index
    return Rows(layer, units).findings(
        apart_m >= APART_M,
        lambda k: (
            f"{layer} {ids[k]!r} is in {shapely.get_num_geometries(shapes[k])} parts, "
            f"one of them {apart_m[k]:,.0f} m from the others."
        ),
        rule="unit-in-parts",
        severity=Severity.WARNING,
        remedy="Check that no part carries the code of another unit.",
        rest="are in parts that lie far apart",
    )


def farthest_part_m(shape: shapely.Geometry) -> float:
    """
    Say how far the loneliest part is from the nearest of the other parts.

    >>> farthest_part_m(shapely.MultiPoint([(0, 0), (3, 0), (3, 4)]))
    4.0
    """
    parts = shapely.get_parts(shape)
    _, near_m = shapely.STRtree(parts).query_nearest(
        parts, exclusive=True, return_distance=True, all_matches=False
    )
    return float(near_m.max(initial=0.0))


def check_empty_units(
    levels: Mapping[Level, gpd.GeoDataFrame], buildings: gpd.GeoDataFrame
) -> list[Finding]:
    """Note the units of each level in which no building stands."""
    found: list[Finding] = []
    for level, units in levels.items():
        used = buildings[level.id_column].dropna().unique()
        empty: NDArray[np.bool_] = np.asarray(~units.index.isin(used))
        found += Rows(level.layer, units).findings(
            empty,
            lambda k, layer=level.layer, ids=units.index: (  # type: ignore[misc]
                f"{layer} {ids[k]!r} holds no building."
            ),
            rule="unit-without-buildings",
            severity=Severity.NOTE,
            remedy="Fine for woods and water; else its buildings are missing.",
            rest="hold no building",
            together=True,
        )
    return found
