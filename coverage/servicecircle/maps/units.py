"""The areas of a map: outlines, names, and what was measured for each service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from servicecircle._validation import name_some
from servicecircle.errors import InputError
from servicecircle.maps.encode import (
    differences,
    in_steps,
    polygon_rings,
    share_tenths,
    text,
    whole,
)
from servicecircle.maps.match import check_columns, in_lonlat, rows_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from servicecircle.standards import ServiceStandard

SHARES = [
    "share_of_residents",
    "circle_share_of_residents",
    "detour_share_of_residents",
    "share_of_buildings",
]
AMOUNTS = [
    "residents",
    "covered_residents",
    "unknown_residents",
    "buildings",
    "covered_buildings",
    "mean_walk_m",
    "p90_walk_m",
]
REQUIRED = ["residents", "buildings", "share_of_residents", "circle_share_of_residents"]


def describe_levels(
    levels: Mapping[str, gpd.GeoDataFrame],
    coverage: pd.DataFrame,
    *,
    standards: Sequence[ServiceStandard],
    level_names: Mapping[str, str],
) -> list[dict[str, Any]]:
    """
    Return each level's areas with their figures, ready to be written as JSON.

    Raises
    ------
    InputError
        If a table lacks a column, an id does not match, or a share is not within 0..1.
    """
    check_columns(
        coverage, ["level", "unit_id", "service", *REQUIRED], table_name="coverage"
    )
    check_shares(coverage)
    described = []
    for key, units in levels.items():
        check_columns(units, ["name"], table_name=f"level {str(key)!r}")
        outlines = in_lonlat(units, table_name=f"level {str(key)!r}")
        inside = shapely.point_on_surface(outlines.to_numpy())
        of_level = coverage[coverage["level"] == key]
        described.append(
            {
                "key": str(key),
                "label": level_names[key],
                "ids": [str(i) for i in units.index],
                "names": text(units["name"]),
                "polygons": polygon_rings(outlines),
                "label_x": differences(in_steps(shapely.get_x(inside))),
                "label_y": differences(in_steps(shapely.get_y(inside))),
                "figures": [_figures(of_level, units, key, s) for s in standards],
            }
        )
    return described


def check_shares(coverage: pd.DataFrame) -> None:
    """Refuse shares that are percentages, or worse."""
    for column in SHARES:
        if column in coverage.columns:
            share = coverage[column]
            wrong = (share < 0) | (share > 1 + 1e-9)
            if wrong.any():
                msg = (
                    f"coverage column {column!r} must lie within 0 and 1. Got "
                    f"{name_some(share[wrong])} at unit_id "
                    f"{name_some(coverage.loc[wrong, 'unit_id'])}."
                )
                raise InputError(msg)


def _figures(
    coverage: pd.DataFrame, units: gpd.GeoDataFrame, key: str, standard: ServiceStandard
) -> dict[str, list[int | None]]:
    """Return one service's figures, a list per column, in the order of the units."""
    rows = rows_by_id(
        coverage[coverage["service"] == standard.service],
        units.index,
        column="unit_id",
        table_name=f"coverage of service {standard.service!r} at level {str(key)!r}",
        what="unit ids",
    )
    shares = {c: share_tenths(rows[c]) for c in SHARES if c in rows.columns}
    amounts = {c: whole(rows[c]) for c in AMOUNTS if c in rows.columns}
    return shares | amounts
