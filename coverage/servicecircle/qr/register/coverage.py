"""Buildings with a live code over buildings, unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.qr.register.words import LIVE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicecircle.vocabulary import Level

ACTIVE = "active"


def coverage(
    points: pd.DataFrame,
    plates: pd.DataFrame,
    buildings: pd.DataFrame,
    levels: Sequence[Level],
) -> pd.DataFrame:
    """
    Count the buildings that have a live code, and the points.

    A code is live where its point is active and its plate was posted or replaced last.

    Parameters
    ----------
    points
        QR points with ``code``, ``state``, ``building_id`` and unit ids.
    plates
        As `merge` gives them.
    buildings
        Indexed by building id, with unit ids; those without a point count too.
    levels
        The levels to count by.

    Returns
    -------
    DataFrame
        By level, then unit: ``buildings``, ``with_live_code``, ``share`` (missing
        where there is no building), ``points`` and ``live_points``. What lies in no
        unit of a level has a row with a missing ``unit_id``; every level sums to the
        same.
    """
    active = points[points["state"] == ACTIVE]
    live = active["code"].map(plates["plate"]).isin(LIVE)
    covered = buildings.index.isin(active.loc[live, "building_id"])
    parts = []
    for level in levels:
        of_building = buildings[level.id_column]
        of_point = active[level.id_column]
        told = pd.DataFrame(
            {
                "buildings": of_building.groupby(of_building, dropna=False).size(),
                "with_live_code": pd.Series(covered, index=buildings.index)
                .groupby(of_building, dropna=False)
                .sum(),
                "points": of_point.groupby(of_point, dropna=False).size(),
                "live_points": live.groupby(of_point, dropna=False).sum(),
            }
        )
        told = told.fillna(0).astype("int64").rename_axis("unit_id").reset_index()
        told.insert(0, "level", level.value)
        parts.append(told)
    every = pd.concat(parts, ignore_index=True)
    some = every["buildings"].where(every["buildings"] > 0)
    every.insert(4, "share", (every["with_live_code"] / some).round(4))
    return every
