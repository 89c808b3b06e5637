"""Buildings that lie in no unit: how far out, and whether they count all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.checks.rows import Rows
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

TABLE = "buildings"
BORDER_M = 1.0
"""What two drawings of one border differ by: on it a building is in its unit."""
FAR_M = 300.0
"""No outline of a unit is wrong by more: beyond, the place or the code is."""


def check_outside_units(
    spots: gpd.GeoSeries,
    named: pd.Series,
    units: gpd.GeoDataFrame,
    *,
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
    district
        The widest level.
    level
        The finest level.

    Returns
    -------
    list of Finding
        Warnings; errors for buildings more than 300 m from the unit they name, whose
        residents would count where they do not live. A building within a metre of the
        unit that it names is on its border, and nothing is said.
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
    rule, column = "building-outside", level.id_column
    return [
        *rows.findings(
            ~counts,
            lambda k: f"{place(k)}.",
            rule=rule,
            severity=Severity.WARNING,
            remedy="It keeps its row and counts in no unit. Check the outlines or the "
            "CRS.",
            rest="lie in no unit",
        ),
        *rows.findings(
            (own_m > BORDER_M) & (own_m <= FAR_M),
            named_place,
            rule=rule,
            severity=Severity.WARNING,
            remedy=f"Correct its coordinates, its {column} or the outlines.",
            rest="lie in no unit, and count in the one that they name",
        ),
        *rows.findings(
            own_m > FAR_M,
            named_place,
            rule=rule,
            severity=Severity.ERROR,
            remedy=f"Correct its coordinates; or empty its {column}, and it counts in "
            "no unit.",
            rest=f"lie more than {FAR_M:g} m from the unit that they name",
        ),
    ]
