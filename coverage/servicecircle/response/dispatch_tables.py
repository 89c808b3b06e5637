"""Dispatch reach by unit: how many residents somebody reaches in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.reach.coverage_table import walk_figures

if TYPE_CHECKING:
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.response.dispatch import Dispatch


def dispatch_table(dispatch: Dispatch, area: PlanningArea) -> pd.DataFrame:
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
    inside = area.buildings.loc[dispatch.buildings]
    lived = inside["residents"].reset_index(drop=True).astype(float)
    parts = []
    for level, units in area.levels.items():
        at = units.index.get_indexer(inside[level.id_column])
        unit = pd.Series(at).where(at >= 0)
        labels = {
            "level": level.value,
            "unit_id": units.index.astype("str"),
            "unit_name": units["name"].to_numpy(),
        }
        for (service, mode), soonest in dispatch.soonest.items():
            counts = pd.DataFrame(
                {
                    "residents": lived,
                    "reached": lived.where(soonest["in_time"], 0.0),
                    "no_way": lived.where(soonest["minutes"].isna(), 0.0),
                }
            )
            every = range(len(units))
            total = counts.groupby(unit).sum().reindex(every, fill_value=0.0)
            took = walk_figures(soonest["minutes"], lived, unit).reindex(every)
            people, reached = total["residents"], total["reached"]
            parts.append(
                pd.DataFrame(
                    {
                        **labels,
                        "service": service,
                        "mode": mode,
                        "residents": people,
                        "reached_residents": reached,
                        "share_of_residents": (reached / people).where(people > 0),
                        "unreached_residents": people - reached,
                        "no_way_residents": total["no_way"],
                        "mean_minutes": took["mean_walk_m"],
                        "p90_minutes": took["p90_walk_m"],
                    }
                )
            )
    told = pd.concat(parts, ignore_index=True)
    return told.assign(share_of_residents=told["share_of_residents"].astype(np.float64))
