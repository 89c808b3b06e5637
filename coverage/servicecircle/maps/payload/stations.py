"""The stations: places, tiers, names, and what they offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle.maps.payload.buildings import inside
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections
    from servicecircle.standards import ServiceStandard


def tiers_by_rank(stations: gpd.GeoDataFrame) -> list[str]:
    """
    Give the tiers that there are, the highest first.

    Tiers that bear a level's name come first, in the levels' order; then those with the
    fewest stations (ties: by name), which is the order of rank in any system where one
    centre heads six halls and thirty rooms.
    """
    levels = [level.value for level in Level]
    count = tier_of(stations).value_counts()
    return sorted(
        count.index,
        key=lambda tier: (
            levels.index(tier) if tier in levels else len(levels),
            count[tier],
            tier,
        ),
    )


def tier_of(stations: gpd.GeoDataFrame) -> pd.Series[str]:
    """Give each station's tier, empty where it is not stated."""
    tier: pd.Series[str] = stations["tier"].fillna("").astype("str")
    return tier


def add_stations(
    sections: Sections,
    stations: gpd.GeoDataFrame,
    standards: Sequence[ServiceStandard],
    *,
    tiers: Sequence[str],
    pixels: Pixels,
) -> dict[str, Any]:
    """Write the stations in the order given; return what the header says of them."""
    sections.places("station_xy", inside(stations.geometry, pixels))
    sections.raw(
        "station_tier", pd.Index(tiers).get_indexer(pd.Index(tier_of(stations)))
    )
    for number, standard in enumerate(standards):
        offered = [standard.station_service in some for some in stations["services"]]
        sections.raw(f"offers_{number}", np.array(offered, dtype=np.uint8))
    return {
        "ids": [str(station) for station in stations.index],
        "names": _text(stations["name"]),
        "hosts": _text(stations["host_type"]),
    }


def _text(values: pd.Series[str]) -> list[str]:
    return ["" if pd.isna(value) else str(value) for value in values]
