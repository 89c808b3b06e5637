"""Spreading the residents of units over their buildings, so that none is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.errors import InternalError
from servicecircle.tables.match_columns import fold
from servicecircle.tables.say import error, warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding

TABLE = "buildings"


def spread(
    buildings: gpd.GeoDataFrame,
    groups: pd.Series,
    totals: pd.Series,
    *,
    by_floors: bool,
    non_residential: Sequence[str],
) -> tuple[pd.Series, list[Finding]]:
    """
    Spread each group's total over its buildings by floor area or footprint.

    Parameters
    ----------
    buildings
        With ``floors``, ``use`` and geometry; ``floor_area_m2`` where it is stated.
    groups
        The group of each building; where missing, it takes no part and gets 0.
    totals
        Persons by group.
    by_floors
        Whether the floor area counts: as stated, else the footprint once per floor.
    non_residential
        Uses that nobody lives in.

    Returns
    -------
    residents
        Persons, indexed like `buildings`; of each group they sum to its total to one
        part in a million.
    findings
        An error for a group with residents and no building; a warning for a group
        whose buildings are all of uses that nobody lives in: there all take part.

    Notes
    -----
    Weight is the footprint's area in m2, times floors if by floors, unless a floor
    area above 0 is stated. Floors that are missing take the median of the group, else
    1, and count as 1 at least. A point weighs as much as the median footprint, or 1
    where there are only points.

    Examples
    --------
    >>> import geopandas as gpd
    >>> towers = gpd.GeoDataFrame(
    ...     {"floors": [3.0, 1.0, 1.0], "use": ["apartments", "house", "school"]},
    ...     geometry=[shapely.box(0, 0, 10, 10)] * 3,
    ... )
    >>> residents, _ = spread(
    ...     towers,
    ...     pd.Series(["g", "g", "g"]),
    ...     pd.Series({"g": 100.0}),
    ...     by_floors=True,
    ...     non_residential=["school"],
    ... )
    >>> residents.tolist()
    [75.0, 25.0, 0.0]
    """
    weight = _weights(buildings, groups, by_floors=by_floors)
    member = groups.notna().to_numpy()
    lived_in = may_be_home(buildings["use"], non_residential)
    needy = totals.index[totals > 0]
    without_home = needy.difference(pd.Index(groups[member & lived_in].unique()))
    rescued = without_home.intersection(pd.Index(groups[member].unique()))
    lost = without_home.difference(rescued)
    takes = member & (lived_in | groups.isin(rescued).to_numpy())
    weight = np.where(takes, weight, 0.0)
    sums = pd.Series(weight, index=groups.index).groupby(groups).sum()
    per_weight = (totals / sums.where(sums > 0)).reindex(groups.to_numpy())
    residents = weight * np.nan_to_num(per_weight.to_numpy(dtype=float))
    if lost.empty:
        _prove_kept(residents, groups, totals)
    findings = _lost(lost, totals) + _rescued(rescued)
    return pd.Series(residents, index=buildings.index, name="residents"), findings


def may_be_home(use: pd.Series, non_residential: Sequence[str]) -> NDArray[np.bool_]:
    """
    Say which buildings somebody may live in; where the use is unknown, somebody may.

    >>> may_be_home(pd.Series(["Garage", "house", None]), ["garage"]).tolist()
    [False, True, True]
    """
    nobody = {fold(word) for word in non_residential}
    empty = [kind for kind in use.dropna().unique() if fold(str(kind)) in nobody]
    return ~use.isin(empty).to_numpy(dtype=bool)


def _weights(
    buildings: gpd.GeoDataFrame, groups: pd.Series, *, by_floors: bool
) -> NDArray[np.float64]:
    area_m2 = shapely.area(np.array(buildings.geometry.array, dtype=object))
    known = area_m2[area_m2 > 0]
    area_m2 = np.where(area_m2 > 0, area_m2, np.median(known) if len(known) else 1.0)
    if not by_floors:
        return area_m2
    floors = buildings["floors"]
    typical = floors.groupby(groups).transform("median")
    drawn = np.asarray(area_m2 * floors.fillna(typical).fillna(1.0).clip(lower=1.0))
    if "floor_area_m2" not in buildings:
        return drawn
    stated = buildings["floor_area_m2"].to_numpy(dtype=float)
    return np.where(stated > 0, stated, drawn)


def _lost(lost: pd.Index, totals: pd.Series) -> list[Finding]:
    return [
        error(
            "residents-without-building",
            TABLE,
            f"{label!r} has {totals[label]:g} residents and no building.",
            "Add its buildings, set its residents to 0, or spread from a wider level.",
            label=str(label),
        )
        for label in lost
    ]


def _rescued(rescued: pd.Index) -> list[Finding]:
    if rescued.empty:
        return []
    message = f"Nobody's home stands in {name_some(rescued)}, which have residents."
    remedy = (
        "They are spread over all buildings there; check use, or [buildings.residents] "
        "non_residential."
    )
    return [warning("residents-without-home", TABLE, message, remedy)]


def _prove_kept(
    residents: NDArray[np.float64], groups: pd.Series, totals: pd.Series
) -> None:
    """Prove that no resident is lost or made up (DESIGN.md, convention 8)."""
    kept = pd.Series(residents, index=groups.index).groupby(groups).sum()
    kept = kept.reindex(totals.index, fill_value=0.0)
    wrong = ~np.isclose(kept, totals, rtol=1e-6, atol=1e-6)
    if wrong.any():
        msg = f"spreading residents changed the total of {name_some(kept.index[wrong])}"
        raise InternalError(msg)
