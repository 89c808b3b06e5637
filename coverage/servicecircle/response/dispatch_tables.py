"""Dispatch reach by unit: how many residents somebody reaches in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.reach.coverage_table import walk_figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.response.dispatch import Dispatch
    from servicecircle.vocabulary import Level


def dispatch_table(
    dispatch: Dispatch,
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
) -> pd.DataFrame:
    """
    Count, in every unit, the residents whom a service's responders reach in time.

    Returns
    -------
    DataFrame
        ``level``, ``unit_id``, ``unit_name``, ``service``, ``mode``, ``residents``,
        ``reached_residents``, ``share_of_residents``, ``unreached_residents`` (nobody
        reaches them in time), ``no_way_residents`` (nobody reaches them at all; they
        are unreached too), ``mean_minutes`` and ``p90_minutes`` over residents whom
        somebody reaches at all.
    """
    parts = []
    for (service, mode), rows in dispatch.buildings.groupby(
        ["service", "mode"], sort=False
    ):
        at = rows.set_index("building_id").reindex(buildings.index)
        lived = buildings["residents"]
        reached = at["in_time"].fillna(value=False).astype(bool)
        counts = pd.DataFrame(
            {
                "residents": lived,
                "reached_residents": lived.where(reached, 0.0),
                "no_way_residents": lived.where(at["minutes"].isna(), 0.0),
            }
        )
        for level, units in levels.items():
            unit = buildings[level.id_column]
            total = counts.groupby(unit).sum().reindex(units.index, fill_value=0.0)
            took = walk_figures(at["minutes"], lived, unit).reindex(units.index)
            people = total["residents"].to_numpy()
            share = total["reached_residents"].to_numpy() / np.maximum(people, 1e-12)
            parts.append(
                pd.DataFrame(
                    {
                        "level": level.value,
                        "unit_id": units.index.astype("str"),
                        "unit_name": units["name"].to_numpy(),
                        "service": service,
                        "mode": mode,
                        "residents": people,
                        "reached_residents": total["reached_residents"].to_numpy(),
                        "share_of_residents": np.where(people > 0, share, np.nan),
                        "unreached_residents": people
                        - total["reached_residents"].to_numpy(),
                        "no_way_residents": total["no_way_residents"].to_numpy(),
                        "mean_minutes": took["mean_walk_m"].to_numpy(),
                        "p90_minutes": took["p90_walk_m"].to_numpy(),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
