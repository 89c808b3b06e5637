"""Buildings that lie in no unit: how far out, and whether they count all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle._validation import name_some
from servicecircle.area.checks.rows import Rows
from servicecircle.findings import Finding
from servicecircle.tables.together import MANY
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.vocabulary import Level

TABLE = "buildings"
RULE = "building-outside"
BORDER_M = 1.0
"""What two drawings of one border differ by: on it a building is in its unit."""
FAR_M = 300.0
"""No outline of a unit is wrong by more: beyond, the place or the code is."""


def check_outside_units(  # noqa: PLR0913 - buildings, units, and what they hold
    spots: gpd.GeoSeries,
    named: pd.Series,
    units: gpd.GeoDataFrame,
    *,
    held: pd.Series,
    district: gpd.GeoDataFrame,
    level: Level,
) -> list[Finding]:
    """
    Name the buildings in no unit; those that name a unit count there nevertheless.

    Parameters
    ----------
    spots
        Points of the buildings that lie in no unit, indexed by building_id.
    named
        The unit that each of them names, missing where none; indexed alike.
    units
        The units of the finest level, by unit_id.
    held
        How many buildings count in each unit, by unit_id.
    district
        The widest level.
    level
        The finest level.

    Returns
    -------
    list of Finding
        Warnings; errors for buildings more than 300 m from the unit they name, whose
        residents would count where they do not live. A building within a metre of the
        unit that it names is on its border, and nothing is said. Where at least half
        of a unit's buildings, five or more, lie outside it, its outline does, and is
        told once; so are five or more in one gap between the units.
    """
    out_m = spots.distance(district.union_all()).to_numpy()
    counts = named.notna().to_numpy()
    own_m = np.full(len(spots), np.nan)
    own = units.geometry.loc[named[counts]].set_axis(spots.index[counts])
    own_m[counts] = spots[counts].distance(own, align=False).to_numpy()

    def place(k: int) -> str:
        label = repr(spots.index[k])
        if out_m[k] > 0:
            return f"building {label} lies {out_m[k]:,.0f} m outside the district"
        return f"building {label} lies in the district and in none of its {level.layer}"

    def named_place(k: int) -> str:
        return (
            f"{place(k)}, {own_m[k]:,.0f} m from the {level.value} {named.iloc[k]!r} "
            "that it names and counts in."
        )

    rows = Rows(TABLE, spots.to_frame("geometry"))
    column = level.id_column
    findings, told = _misplaced_units(
        spots, named, own_m, units, held=held, level=level
    )
    in_gap = ~counts & (out_m == 0)
    found, grouped = _in_gaps(spots, in_gap, units, district, level)
    told |= grouped
    return [
        *findings,
        *found,
        *rows.findings(
            ~counts & ~told,
            lambda k: f"{place(k)}.",
            rule=RULE,
            severity=Severity.WARNING,
            remedy="It keeps its row and counts in no unit. Check the outlines or the "
            "CRS.",
            rest="lie in no unit",
        ),
        *rows.findings(
            (own_m > BORDER_M) & (own_m <= FAR_M) & ~told,
            named_place,
            rule=RULE,
            severity=Severity.WARNING,
            remedy=f"Correct its coordinates, its {column} or the outlines.",
            rest="lie in no unit, and count in the one that they name",
        ),
        *rows.findings(
            (own_m > FAR_M) & ~told,
            named_place,
            rule=RULE,
            severity=Severity.ERROR,
            remedy=f"Correct its coordinates; or empty its {column}, and it counts in "
            "no unit.",
            rest=f"lie more than {FAR_M:g} m from the unit that they name",
        ),
    ]


def _misplaced_units(  # noqa: PLR0913 - the same buildings and units
    spots: gpd.GeoSeries,
    named: pd.Series,
    own_m: NDArray[np.float64],
    units: gpd.GeoDataFrame,
    *,
    held: pd.Series,
    level: Level,
) -> tuple[list[Finding], NDArray[np.bool_]]:
    """Name units whose own buildings mostly lie outside them and in no other."""
    out = own_m > BORDER_M
    many = named[out].value_counts(sort=False).sort_index()
    many = many[(many >= MANY) & (many >= held.reindex(many.index) / 2)]
    findings = []
    for unit in many.index.tolist():
        count = int(many[unit])
        which = out & (named == unit).to_numpy()
        message = (
            f"{level.value.replace('_', ' ')} {unit!r}: {count} of the {held[unit]} "
            "buildings that name it lie outside it and in no other, "
            f"{own_m[which].min():,.0f} to {own_m[which].max():,.0f} m away: "
            f"{name_some(spots.index[which])}. They count in it all the same."
        )
        far = own_m[which].max() > FAR_M
        severity = Severity.ERROR if far else Severity.WARNING
        column = level.id_column
        remedy = f"Its outline seems misplaced: correct it, or the buildings' {column}."
        where = units.geometry.loc[unit]
        said = (severity, RULE, level.layer, str(unit), message, remedy)
        findings.append(Finding(*said, where=where))
    return findings, out & named.isin(many.index).to_numpy()


def _in_gaps(
    spots: gpd.GeoSeries,
    in_gap: NDArray[np.bool_],
    units: gpd.GeoDataFrame,
    district: gpd.GeoDataFrame,
    level: Level,
) -> tuple[list[Finding], NDArray[np.bool_]]:
    """Name gaps between units that hold many buildings; say which rows are in them."""
    told = np.zeros(len(spots), dtype=bool)
    if in_gap.sum() < MANY:
        return [], told
    gaps = shapely.get_parts(
        shapely.difference(district.union_all(), units.union_all())
    )
    rows = np.flatnonzero(in_gap)
    points = np.array(spots.array, dtype=object)[rows]
    gap = shapely.STRtree(gaps).nearest(points)
    findings = []
    for number in np.unique(gap):
        which = rows[gap == number]
        if len(which) < MANY:
            continue
        told[which] = True
        message = (
            f"{len(which)} buildings lie in one gap between the {level.layer}: "
            f"{name_some(spots.index[which])}. They count in no unit."
        )
        remedy = "Add the unit that is missing, or extend others."
        said = (Severity.WARNING, RULE, TABLE, "", message, remedy)
        findings.append(Finding(*said, where=gaps[number]))
    return findings, told
