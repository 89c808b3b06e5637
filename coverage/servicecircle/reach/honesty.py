"""The circle on paper against the street, side by side (DESIGN.md, convention 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.reach.measure import Reach
    from servicecircle.vocabulary import Level


def honesty_table(
    reach: Reach,
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
) -> pd.DataFrame:
    """
    Set the three ways of drawing a service circle side by side, unit by unit.

    Returns
    -------
    DataFrame
        One row per level, unit and service: ``share_by_circle`` (straight line, as
        usually published), ``share_by_detour`` (straight line times the detour
        factor), ``share_by_walk`` (walking network), all of the unit's residents and
        missing where it has none; ``overstated_residents``, who are inside the circle
        and cannot walk to a station within the standard; ``gap``, the circle's share
        minus the walk's.
    """
    parts = []
    for standard in reach.standards:
        rows = reach.of(standard.service).reindex(buildings.index)
        claimed = rows["covered_by_circle"]
        counts = pd.DataFrame(
            {
                "residents": 1.0,
                "by_circle": claimed,
                "by_detour": rows["detour_m"] <= standard.distance_m,
                "by_walk": rows["covered"],
                "overstated": claimed & ~rows["covered"],
            }
        ).mul(buildings["residents"], axis="index")
        for level, units in levels.items():
            total = counts.groupby(buildings[level.id_column]).sum()
            total = total.reindex(units.index, fill_value=0.0)
            shares = total.div(total["residents"].where(total["residents"] > 0), axis=0)
            parts.append(
                pd.DataFrame(
                    {
                        "level": level.value,
                        "unit_id": units.index.astype("str"),
                        "unit_name": units["name"].to_numpy(),
                        "service": standard.service,
                        "residents": total["residents"].to_numpy(),
                        "share_by_circle": shares["by_circle"].to_numpy(),
                        "share_by_detour": shares["by_detour"].to_numpy(),
                        "share_by_walk": shares["by_walk"].to_numpy(),
                        "overstated_residents": total["overstated"].to_numpy(),
                        "gap": (shares["by_circle"] - shares["by_walk"]).to_numpy(),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
