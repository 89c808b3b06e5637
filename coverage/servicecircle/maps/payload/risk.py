"""Risk tiers of units, where they are given and may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.maps.payload.sections import Sections


def add_risk(
    sections: Sections, risk: pd.DataFrame, levels: Mapping[str, gpd.GeoDataFrame]
) -> list[str]:
    """
    Write the tier of every unit of the levels that have any.

    Parameters
    ----------
    sections
        Where to write.
    risk
        One row per ``level`` and ``unit_id``; ``tier`` is an ordered categorical, the
        lowest first. Units without a row are unknown.
    levels
        By level: units indexed by their ids.

    Returns
    -------
    list of str
        What the header says: the tiers' names, the lowest first.

    Raises
    ------
    InputError
        If the tiers have no order.
    """
    tier = risk["tier"]
    if not isinstance(tier.dtype, pd.CategoricalDtype) or not tier.dtype.ordered:
        msg = (
            "risk must hold 'tier' as an ordered categorical, the lowest tier first. "
            f"Got {tier.dtype}."
        )
        raise InputError(msg)
    codes = pd.Series(tier.cat.codes.to_numpy() + 1, index=risk.index)
    for number, (key, units) in enumerate(levels.items()):
        mine = risk["level"] == key
        if mine.any():
            by_unit = codes[mine].set_axis(risk.loc[mine, "unit_id"])
            sections.raw(f"risk_{number}", by_unit.reindex(units.index).fillna(0))
    return [str(name) for name in tier.cat.categories]
