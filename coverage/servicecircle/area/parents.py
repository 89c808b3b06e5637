"""Which unit of the level above a unit belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.area.checks.rows import Rows
from servicecircle.tables.alike import said_alike
from servicecircle.vocabulary import Severity

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
    rows = Rows(level.layer, units)
    if not stated:
        return by_geometry, _outside(rows, by_geometry.isna())

    named = units["parent_id"]
    unknown = (named.notna() & ~named.isin(above.index)).to_numpy(dtype=bool)
    findings = _unknown(rows, unknown, above)
    parents = named.mask(unknown).fillna(by_geometry)
    position = above.index.get_indexer(parents)
    held = np.where(position >= 0, share[np.arange(len(units)), position], 1.0)
    disagrees = (held < largest) & ~unknown
    findings += rows.findings(
        disagrees,
        lambda k: (
            f"{level.layer} {units.index[k]!r} names the parent {named.iloc[k]!r}, "
            f"which holds {held[k]:.1%} of it; {by_geometry.iloc[k]!r} holds "
            f"{largest[k]:.1%}."
        ),
        rule="parent-disagrees",
        severity=Severity.ERROR,
        remedy="Correct the parent's code, or the outlines.",
        rest="name another parent than the one that holds most of them",
    )
    nowhere = by_geometry.isna() & ~unknown
    findings += _outside(rows, nowhere)
    # Where the two disagree, the ground decides: the levels then nest as they lie.
    return parents.mask(disagrees | nowhere, by_geometry), findings


def _unknown(
    rows: Rows, unknown: NDArray[np.bool_], above: gpd.GeoDataFrame
) -> list[Finding]:
    named = rows.frame["parent_id"]
    some = name_some(named[unknown].unique())
    return rows.findings(
        unknown,
        lambda k: (
            f"{rows.table} {rows.frame.index[k]!r} names a parent that is not there: "
            f"{named.iloc[k]!r}.{said_alike([named.iloc[k]], above.index)}"
        ),
        rule="parent-unknown",
        severity=Severity.ERROR,
        remedy="Correct the parent's code, or add the parent.",
        rest=f"name parents that are not there ({some})",
        together=True,
    )


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


def _outside(rows: Rows, outside: pd.Series) -> list[Finding]:
    return rows.findings(
        outside.to_numpy(dtype=bool),
        lambda k: (
            f"{rows.table} {rows.frame.index[k]!r} lies in no unit of the level above"
            f"{_named(rows.frame['parent_id'].iloc[k])}."
        ),
        rule="unit-outside",
        severity=Severity.ERROR,
        remedy="Check its outline and CRS, or add the unit that holds it.",
        rest="lie in no unit of the level above",
    )


def _named(parent: str | float) -> str:
    """Say which parent a unit names, where it names one."""
    return f", nor in {parent!r}, which it names" if isinstance(parent, str) else ""
