"""Residents against what buildings are: empty homes, people where none can live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.checks.rows import Rows
from servicecircle.area.spread import may_be_home
from servicecircle.area.uses import RESIDENTIAL
from servicecircle.tables.match_columns import fold
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.findings import Finding

TABLE = "buildings"
MOST_FLOORS = 120.0
"""The tallest tower of Shenzhen has 118."""
DENSEST_PER_M2 = 1.0
"""Persons per m2 of floor: a dormitory of bunk beds has one on 3 m2 or more."""
MANY_SHARE = 0.1
"""Beyond a tenth it is no matter of single buildings: a column was misread."""


def check_homes(
    buildings: gpd.GeoDataFrame, *, told: pd.Series, non_residential: Sequence[str]
) -> list[Finding]:
    """
    Hold residents, floors and uses of buildings against each other.

    Parameters
    ----------
    buildings
        Indexed by building_id, with ``residents``, ``floors``, ``use``, geometry.
    told
        Whether the table itself says how many residents a building has.
    non_residential
        Uses that nobody lives in.

    Returns
    -------
    list of Finding
        Notes for homes in which nobody lives and for residents where nobody should,
        warnings where more than a tenth are so; warnings for more than 120 floors and
        for more than one person per m2 of floor.
    """
    rows = Rows(TABLE, buildings)
    residents = buildings["residents"].to_numpy(dtype=float)
    home = is_home(buildings)
    vacant = home & told.to_numpy(dtype=bool) & (residents == 0)
    elsewhere = ~may_be_home(buildings["use"], non_residential) & (residents > 0)
    people = float(np.nansum(residents))
    living_elsewhere = float(residents[elsewhere].sum())
    ids, use = buildings.index, buildings["use"]
    return [
        *rows.findings(
            vacant,
            lambda k: f"building {ids[k]!r} ({use.iloc[k]}) is without residents.",
            rule="home-without-residents",
            severity=_grade(vacant.sum(), home.sum()),
            remedy="Check its residents; 0 is right where it stands empty.",
            rest="are homes without residents",
        ),
        *rows.findings(
            elsewhere,
            lambda k: (
                f"building {ids[k]!r} has {residents[k]:,.0f} residents, and its use "
                f"is {use.iloc[k]}."
            ),
            rule="residents-in-non-home",
            severity=_grade(living_elsewhere, people),
            remedy=(
                "Correct its use or its residents; a dormitory is one of use dormitory."
            ),
            rest="have residents and are of uses that nobody lives in",
        ),
        *_impossible(rows, residents),
    ]


def is_home(buildings: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Say which buildings are homes by their use, as far as it is told."""
    homes = {fold(word) for word in RESIDENTIAL}
    use = buildings["use"]
    kinds = [kind for kind in use.dropna().unique() if fold(str(kind)) in homes]
    return np.asarray(use.isin(kinds), dtype=bool)


def _grade(part: float, whole: float) -> Severity:
    return Severity.WARNING if part > MANY_SHARE * whole else Severity.NOTE


def _impossible(rows: Rows, residents: NDArray[np.float64]) -> list[Finding]:
    """Name buildings that are too high, or too full."""
    floors = rows.frame["floors"].to_numpy(dtype=float)
    shapes = np.array(rows.frame.geometry.array, dtype=object)
    footprint_m2 = shapely.area(shapes)
    ids = rows.frame.index
    # Unknown floors are as many as there can be, so that no doubt is told as a fact.
    known = np.clip(np.where(np.isnan(floors), MOST_FLOORS, floors), 1.0, MOST_FLOORS)
    floor_m2 = footprint_m2 * known
    return [
        *rows.findings(
            floors > MOST_FLOORS,
            lambda k: f"building {ids[k]!r} has {floors[k]:,.0f} floors.",
            rule="floors-implausible",
            severity=Severity.WARNING,
            remedy=f"Correct its floors: {MOST_FLOORS:g} are the most there are.",
            rest=f"have more than {MOST_FLOORS:g} floors",
        ),
        *rows.findings(
            (footprint_m2 > 0) & (residents > DENSEST_PER_M2 * floor_m2),
            lambda k: (
                f"building {ids[k]!r} has {residents[k]:,.0f} residents on "
                f"{floor_m2[k]:,.0f} m2 of floor."
            ),
            rule="residents-too-dense",
            severity=Severity.WARNING,
            remedy="Check its residents, its floors and its outline.",
            rest="have more than one resident per m2 of floor",
        ),
    ]
