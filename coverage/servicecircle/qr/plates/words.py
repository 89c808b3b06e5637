"""What each point's plate says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.qr.plates.layout import Words
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

GATE = "小区出入口"
HOTLINE = "热线"
NAMED = (Level.STREET, Level.COMMUNITY)
"""Levels whose names stand on a plate, where the area has them."""


def plate_words(
    points: gpd.GeoDataFrame,
    names: pd.Series[str],
    levels: Mapping[Level, gpd.GeoDataFrame],
    *,
    host: str,
    hotline: str,
) -> list[Words]:
    """
    Say what stands on the plate of each point.

    Parameters
    ----------
    points
        With ``code``, ``building_id`` and the ids of units.
    names
        Names of buildings by id; a building without one is called by its id.
    levels
        Units by level, with ``name``.
    host, hotline
        The district's.
    """
    owner = points["building_id"]
    label = owner.map(names).fillna(owner).fillna(GATE).astype(str).str.strip()
    place = [""] * len(points)
    for level in NAMED:
        if level in levels and level.id_column in points:
            named = points[level.id_column].map(levels[level]["name"]).fillna("")
            place = [f"{a} {b}".strip() for a, b in zip(place, named, strict=True)]
    line = f"{HOTLINE} {hotline}" if hotline else ""
    return [
        Words(code, building, where, line, host)
        for code, building, where in zip(points["code"], label, place, strict=True)
    ]
