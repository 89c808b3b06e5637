"""Coverage by unit and level, in residents and in buildings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.reach.measure import Reach
    from servicecircle.vocabulary import Level

TOLERANCE = 1e-6
"""By how much residents in and out may differ, as a share."""


def coverage_table(
    reach: Reach,
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
) -> pd.DataFrame:
    """
    Count covered buildings and residents in every unit of every level.

    Parameters
    ----------
    reach
        What was measured.
    buildings
        The same buildings, with ``residents`` and one id column per level.
    levels
        The units of each level, indexed by unit id, with ``name``.

    Returns
    -------
    DataFrame
        The columns of ``coverage.csv``, one row per level, unit and service; units
        without buildings are there too, with missing shares. Shares are of all
        residents or buildings of the unit, so unknown ones count as not covered;
        ``unknown_residents`` says how many live where no walk could be measured.
        ``mean_walk_m`` and ``p90_walk_m`` weigh the known walks by residents; the 90th
        percentile is the shortest walk that 90 % of them do not exceed.

    Raises
    ------
    InternalError
        If a level's units do not add up to the buildings and residents put in.
    """
    parts = []
    for standard in reach.standards:
        rows = reach.of(standard.service).reindex(buildings.index)
        for level, units in levels.items():
            inside = buildings[level.id_column]
            counted = _count(rows, buildings["residents"], inside, units)
            _prove_nothing_lost(counted, buildings["residents"], inside, level)
            counted.insert(0, "level", level.value)
            counted.insert(3, "service", standard.service)
            parts.append(counted)
    return pd.concat(parts, ignore_index=True)


def _count(
    rows: pd.DataFrame,
    residents: pd.Series[float],
    unit_id: pd.Series[str],
    units: gpd.GeoDataFrame,
) -> pd.DataFrame:
    """Count one service in one level's units."""
    frame = pd.DataFrame(
        {
            "residents": residents,
            "covered_buildings": rows["covered"].astype(int),
            "covered_residents": residents.where(rows["covered"], 0.0),
            "circle_residents": residents.where(rows["covered_by_circle"], 0.0),
            "unknown_residents": residents.where(rows["walk_m"].isna(), 0.0),
        }
    )
    groups = frame.groupby(unit_id)
    total = groups.sum().reindex(units.index, fill_value=0)
    count = groups.size().reindex(units.index, fill_value=0)
    walks = walk_figures(rows["walk_m"], residents, unit_id).reindex(units.index)
    return pd.DataFrame(
        {
            "unit_id": units.index.astype("str"),
            "unit_name": units["name"].to_numpy(),
            "buildings": count.to_numpy(),
            "residents": total["residents"].to_numpy(),
            "covered_buildings": total["covered_buildings"].to_numpy(),
            "covered_residents": total["covered_residents"].to_numpy(),
            "share_of_residents": _share(
                total["covered_residents"], total["residents"]
            ),
            "share_of_buildings": _share(total["covered_buildings"], count),
            "circle_share_of_residents": _share(
                total["circle_residents"], total["residents"]
            ),
            "mean_walk_m": walks["mean_walk_m"].to_numpy(),
            "p90_walk_m": walks["p90_walk_m"].to_numpy(),
            "unknown_residents": total["unknown_residents"].to_numpy(),
        }
    )


def walk_figures(
    walk_m: pd.Series[float], residents: pd.Series[float], unit_id: pd.Series[str]
) -> pd.DataFrame:
    """Give each unit's mean and 90th percentile of the known walks, by residents."""
    known = pd.DataFrame({"unit": unit_id, "walk_m": walk_m, "weight": residents})
    known = known[
        known["walk_m"].notna() & known["unit"].notna() & (known["weight"] > 0)
    ]
    known = known.sort_values(["unit", "walk_m"], kind="stable")
    known["metres"] = known["walk_m"] * known["weight"]
    groups = known.groupby("unit")
    total = groups[["metres", "weight"]].sum()
    share = groups["weight"].cumsum() / groups["weight"].transform("sum")
    # A hair below 0.9, so that a share of exactly 90 % is not lost to rounding.
    reached = known[share >= 0.9 - 1e-12].drop_duplicates("unit").set_index("unit")
    return pd.DataFrame(
        {
            "mean_walk_m": total["metres"] / total["weight"],
            "p90_walk_m": reached["walk_m"],
        }
    )


def _share(
    part: pd.Series[float], whole: pd.Series[float] | pd.Series[int]
) -> NDArray[np.float64]:
    """Divide, with no share of nothing."""
    wholes = whole.to_numpy(np.float64)
    parts = np.where(wholes > 0, part.to_numpy(np.float64), np.nan)
    return np.asarray(parts / np.where(wholes > 0, wholes, 1.0))


def _prove_nothing_lost(
    counted: pd.DataFrame,
    residents: pd.Series[float],
    unit_id: pd.Series[str],
    level: Level,
) -> None:
    """Prove buildings and residents in = out (DESIGN.md, convention 8)."""
    inside = unit_id.notna()
    expected = residents[inside].sum()
    lost = abs(counted["residents"].sum() - expected) > TOLERANCE * max(1.0, expected)
    if counted["buildings"].sum() != inside.sum() or lost:
        went_in = f"{inside.sum()} buildings and {expected:.3f} residents"
        out = f"{counted['buildings'].sum()} and {counted['residents'].sum():.3f}"
        msg = f"{level.value}: {went_in} went in, {out} came out."
        raise InternalError(msg)
