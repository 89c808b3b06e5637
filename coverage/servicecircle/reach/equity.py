"""How evenly the walks are spread: who is far, where it is worst, how unequal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from servicecircle.reach.measure import Reach
    from servicecircle.vocabulary import Level


def gini(values: pd.Series[float], weights: pd.Series[float]) -> float:
    """
    Measure how unequally a quantity is spread over people, from 0 to below 1.

    The Gini coefficient from the area under the weighted Lorenz curve: 0 when all walk
    as far, near 1 when a few do all the walking. Missing values and people without
    weight are left out; NaN when nothing is left, 0 when nobody walks at all.

    Source: Lerman and Yitzhaki (1989), Journal of Econometrics 42, 43-47.

    Examples
    --------
    >>> gini(pd.Series([100.0, 100.0]), pd.Series([3.0, 1.0]))
    0.0
    >>> gini(pd.Series([0.0, 400.0]), pd.Series([3.0, 1.0]))
    0.75
    """
    everyone = pd.Series(0, index=values.index)
    found = gini_by_unit(values, weights, everyone)
    return float(found.get(0, float("nan")))


def gini_by_unit(
    values: pd.Series[float], weights: pd.Series[float], unit: pd.Series[Any]
) -> pd.Series[float]:
    """
    Measure the Gini coefficient of every unit, as `gini` does of all.

    Units where nothing is known are left out.
    """
    known = pd.DataFrame({"unit": unit, "value": values, "weight": weights})
    known = known[known["value"].notna() & (known["weight"] > 0)]
    known = known.sort_values(["unit", "value"], kind="stable")
    known["part"] = known["value"] * known["weight"]
    groups = known.groupby("unit")
    upto = groups["part"].cumsum()
    # Twice the area under the Lorenz curve, trapezium by trapezium.
    known["area"] = known["weight"] * (2 * upto - known["part"])
    total = groups[["part", "weight", "area"]].sum()
    whole = total["weight"] * total["part"]
    return (1 - total["area"] / whole.where(whole > 0)).where(whole > 0, 0.0)


def equity_table(
    reach: Reach,
    buildings: gpd.GeoDataFrame,
    levels: Mapping[Level, gpd.GeoDataFrame],
    *,
    beyond_m: Sequence[float],
) -> pd.DataFrame:
    """
    Say per unit and service what share lives beyond each distance, and the Gini.

    Returns
    -------
    DataFrame
        One row per level, unit and service: ``residents``, one
        ``share_beyond_<metres>_m`` for each distance (residents not known to live
        within it, so unknown walks count as beyond) and ``gini_walk_m`` of the known
        walks by residents.
    """
    parts = []
    for standard in reach.standards:
        walk_m = reach.of(standard.service)["walk_m"].reindex(buildings.index)
        residents = buildings["residents"]
        frame = pd.DataFrame({"residents": residents, "walk_m": walk_m})
        names = {f"share_beyond_{metres:g}_m": metres for metres in beyond_m}
        for name, metres in names.items():
            frame[name] = residents.where(~(walk_m <= metres), 0.0)
        for level, units in levels.items():
            unit = buildings[level.id_column]
            total = frame.groupby(unit)[["residents", *names]].sum()
            total = total.reindex(units.index)
            spread = gini_by_unit(walk_m, residents, unit)
            people = total["residents"].where(total["residents"] > 0)
            part = total[[*names]].div(people, axis="index").reset_index(drop=True)
            part.insert(0, "level", level.value)
            part.insert(1, "unit_id", units.index.astype("str"))
            part.insert(2, "unit_name", units["name"].to_numpy())
            part.insert(3, "service", standard.service)
            part.insert(4, "residents", total["residents"].fillna(0.0).to_numpy())
            part["gini_walk_m"] = spread.reindex(units.index).to_numpy()
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def worst_units(coverage: pd.DataFrame, *, level: Level, count: int) -> pd.DataFrame:
    """
    List the units of a level where most residents are beyond the standard.

    Parameters
    ----------
    coverage
        The table of `coverage_table`.
    level
        Which units to rank.
    count
        How many to list for each service.

    Returns
    -------
    DataFrame
        ``service``, ``rank`` (1 is worst), ``level``, ``unit_id``, ``unit_name``,
        ``uncovered_residents``, ``share_of_residents``. Units where everybody is
        covered are not listed; ties go to the unit id that sorts first.
    """
    rows = coverage[coverage["level"] == level.value]
    rows = rows.assign(
        uncovered_residents=rows["residents"] - rows["covered_residents"]
    )
    rows = rows[rows["uncovered_residents"] > 0].sort_values(
        ["service", "uncovered_residents", "unit_id"], ascending=[True, False, True]
    )
    rank = rows.groupby("service").cumcount() + 1
    rows = rows.assign(rank=rank)[rank <= count]
    columns = ["service", "rank", "level", "unit_id", "unit_name"]
    columns += ["uncovered_residents", "share_of_residents"]
    return rows[columns].reset_index(drop=True)
