"""Residents in = out: what units state against their buildings and their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.checks.rows import Rows
from servicecircle.tables.say import warning
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

UNIT_SHARE, UNIT_PERSONS = 0.05, 10.0
"""A unit's two counts differ when by more than a twentieth and by ten persons: less is
what people move in and out between two days of counting."""
LEVEL_SHARE = 0.005
"""Moves inside the area even out: the sums of a level differ beyond 0.5 %."""
REMEDY = "Count both on one day, or find the buildings that are missing or too much."


def check_resident_sums(
    levels: Mapping[Level, gpd.GeoDataFrame], buildings: gpd.GeoDataFrame | None
) -> list[Finding]:
    """
    Hold the residents that units state against those of their buildings and parts.

    Parameters
    ----------
    levels
        Units top down, with ``residents`` (NaN where not stated) and ``parent_id``.
    buildings
        With ``residents`` and one ``<level>_id`` per level; None where nobody knows
        who lives in them.

    Returns
    -------
    list of Finding
        A warning for the units whose two counts are more than 5 % and 10 persons
        apart, one for each or, from five on, one for all; and for each level whose
        sums are more than 0.5 % apart.
    """
    found: list[Finding] = []
    below: Level | None = None
    for level, units in reversed(list(levels.items())):
        if buildings is not None:
            counted = buildings.groupby(level.id_column)["residents"].sum()
            found += _compare(units, counted, level, "its buildings")
        if below is not None:
            parts = levels[below].groupby("parent_id")["residents"]
            # The sum of parts of which one is silent is not known.
            whole = parts.sum(min_count=1).mask(parts.count() < parts.size())
            found += _compare(units, whole, level, f"its {below.layer}", silent=True)
        below = level
    return found


def _compare(
    units: gpd.GeoDataFrame,
    counted: pd.Series,
    level: Level,
    of: str,
    *,
    silent: bool = False,
) -> list[Finding]:
    """Compare what units state with what was counted; where silent, none is none."""
    stated = units["residents"].to_numpy(dtype=float)
    other = counted.reindex(units.index, fill_value=np.nan if silent else 0.0)
    there = other.to_numpy(dtype=float)
    both = ~np.isnan(stated) & ~np.isnan(there)
    apart = np.where(both, there - stated, 0.0)
    larger = np.fmax(np.abs(stated), np.abs(there))
    differs = (np.abs(apart) > UNIT_SHARE * larger) & (np.abs(apart) > UNIT_PERSONS)
    layer = level.layer
    theirs = of.replace("its", "their")
    worst = int(np.argmax(np.abs(apart) * differs))
    found = Rows(layer, units).findings(
        differs & both,
        lambda k: (
            f"{layer} {units.index[k]!r} states {stated[k]:,.0f} residents, and {of} "
            f"have {there[k]:,.0f}: {apart[k]:+,.0f}."
        ),
        rule="residents-differ",
        severity=Severity.WARNING,
        remedy=REMEDY,
        rest=(
            f"state another number of residents than {theirs}, "
            f"{units.index[worst]!r} the most ({apart[worst]:+,.0f})"
        ),
        together=True,
    )
    total, sum_there = stated[both].sum(), there[both].sum()
    far_apart = abs(sum_there - total) > LEVEL_SHARE * max(total, sum_there)
    if len(units) > 1 and far_apart:
        message = (
            f"The {layer} state {total:,.0f} residents, and {theirs} have "
            f"{sum_there:,.0f} ({(sum_there - total) / max(total, 1):+.1%})."
        )
        found.append(warning("residents-differ", layer, message, REMEDY))
    return found
