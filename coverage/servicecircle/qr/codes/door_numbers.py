"""Numbers of doors, which stay with the plates that say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd


def keep_door_numbers(
    points: gpd.GeoDataFrame, former: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """
    Let every door that had a number keep it; the others take the lowest free ones.

    Parameters
    ----------
    points
        With ``code``, ``building_id`` and ``door`` (missing where there is only one).
    former
        The last plan's points that were live, with theirs.

    Returns
    -------
    GeoDataFrame
        The points with numbers in which no two doors of a building are alike. The
        plate of an only door says no number, so it takes one like a new door.
    """
    if "door" not in points or "door" not in former:
        return points
    before = former.dropna(subset=["door", "building_id"]).set_index("code")
    same = points["building_id"] == points["code"].map(before["building_id"])
    had = points["code"].map(before["door"]).where(same & points["door"].notna())
    changed = had.notna() & (had != points["door"])
    moved = points["building_id"].isin(points.loc[changed, "building_id"])
    number = points["door"].copy()
    for _, some in points[moved & points["door"].notna()].groupby("building_id"):
        kept = had[some.index].dropna().astype(int)
        free = (k for k in range(1, 2 * len(some) + max(kept) + 1) if k not in {*kept})
        rest = some.index.difference(kept.index, sort=False)
        number[kept.index] = kept.to_numpy()
        number[rest] = [next(free) for _ in rest]
    return points.assign(door=pd.array(number, dtype="Int64"))
