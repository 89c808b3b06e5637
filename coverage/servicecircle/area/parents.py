"""Which unit of the level above a unit belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle.tables.say import error

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level


def find_parents(
    units: gpd.GeoDataFrame,
    above: gpd.GeoDataFrame,
    *,
    level: Level,
    stated: bool,
) -> tuple[pd.Series, list[Finding]]:
    """
    Find every unit's parent.

    Parameters
    ----------
    units
        Units indexed by unit_id, with ``parent_id`` as the file states it.
    above
        The units of the level above.
    level
        The level of `units`.
    stated
        Whether the file states parents. They are used, and must agree with geometry.

    Returns
    -------
    parents
        Id of the parent, indexed like `units`.
    findings
        Errors: a parent that is not there, a unit that lies outside all, a stated
        parent that is not where the unit lies.

    Notes
    -----
    Geometry means the parent that holds most of the unit's area; of two that hold as
    much, the one whose id sorts first. Codes are never parsed for a parent.
    """
    share = _overlap_shares(units, above)
    best = share.argmax(axis=1)
    largest = share[np.arange(len(units)), best]
    by_geometry = pd.Series(
        above.index.to_numpy()[best], index=units.index, dtype="str"
    )
    by_geometry = by_geometry.mask(largest <= 0)
    if not stated:
        return by_geometry, _outside(by_geometry, level)

    named = units["parent_id"]
    unknown = (named.notna() & ~named.isin(above.index)).to_numpy(dtype=bool)
    findings = _unknown(named[unknown], level)
    parents = named.mask(unknown).fillna(by_geometry)
    position = above.index.get_indexer(parents)
    held = np.where(position >= 0, share[np.arange(len(units)), position], 1.0)
    for row in np.flatnonzero((held < largest) & ~unknown):
        label = str(units.index[row])
        message = (
            f"{level.layer} {label!r} names the parent {parents.iloc[row]!r}, which "
            f"holds {held[row]:.1%} of it; {by_geometry.iloc[row]!r} holds "
            f"{largest[row]:.1%}."
        )
        remedy = "Correct the parent's code, or the outlines."
        rule = "parent-disagrees"
        findings.append(error(rule, level.layer, message, remedy, label=label))
    return parents, findings + _outside(parents, level)


def _unknown(named: pd.Series, level: Level) -> list[Finding]:
    return [
        error(
            "parent-unknown",
            level.layer,
            f"{level.layer} {label!r} names a parent that is not there: {parent!r}.",
            "Correct the parent's code, or add the parent.",
            label=str(label),
        )
        for label, parent in named.items()
    ]


def _overlap_shares(
    units: gpd.GeoDataFrame, above: gpd.GeoDataFrame
) -> NDArray[np.float64]:
    """Share of each unit's area inside each unit above, shape (units, above)."""
    inner = np.array(units.geometry.array, dtype=object)
    outer = np.array(above.geometry.array, dtype=object)
    share = np.zeros((len(inner), len(outer)))
    tree = shapely.STRtree(inner)
    j, i = tree.query(outer, predicate="covers")
    share[i, j] = 1.0
    # Most units lie wholly in one; only the others are worth cutting.
    cut = np.flatnonzero(share.sum(axis=1) != 1)
    i, j = shapely.STRtree(outer).query(inner[cut], predicate="intersects")
    i = cut[i]
    within = shapely.area(shapely.intersection(inner[i], outer[j]))
    # Rounded, so that a sliver's last digit does not decide between equals.
    share[i, j] = np.round(within / shapely.area(inner[i]), 9)
    return share


def _outside(parents: pd.Series, level: Level) -> list[Finding]:
    return [
        error(
            "unit-outside",
            level.layer,
            f"{level.layer} {unit_id!r} lies in no unit of the level above.",
            "Check its outline and CRS, or add the unit that holds it.",
            label=str(unit_id),
        )
        for unit_id in parents.index[parents.isna()]
    ]
