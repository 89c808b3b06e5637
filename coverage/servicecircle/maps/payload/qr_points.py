"""QR points: where they are, at which building, and why there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from servicecircle.maps.payload.buildings import inside
from servicecircle.maps.payload.pixels import nearby_order

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.maps.payload.pixels import Pixels
    from servicecircle.maps.payload.sections import Sections

WORDS = ("kind", "why", "confidence")


def add_qr_points(
    sections: Sections,
    points: gpd.GeoDataFrame,
    buildings: pd.Index[str],
    *,
    pixels: Pixels,
) -> dict[str, Any]:
    """
    Write QR points; neither their names nor their codes are in the file.

    Parameters
    ----------
    sections
        Where to write.
    points
        Points in any CRS, and where there: ``kind``, ``why``, ``confidence`` (short
        words, see `qr_points` among the tables) and ``building_id``.
    buildings
        The buildings in the payload's order.
    pixels
        Where things are.

    Returns
    -------
    dict
        What the header says of them: their count, and the words of each column.
    """
    at = inside(points.geometry.to_crs(pixels.crs), pixels)
    order = nearby_order(at)
    sections.places("qr_xy", at[order])
    there = points.iloc[order]
    said: dict[str, Any] = {"count": len(points)}
    for column in WORDS:
        words = there.get(column, pd.Series("", index=there.index)).fillna("")
        kinds = sorted(words.unique())
        sections.raw(f"qr_{column}", pd.Index(kinds).get_indexer(pd.Index(words)))
        said[column] = kinds
    whose = there.get("building_id", pd.Series(None, index=there.index, dtype="str"))
    sections.differences("qr_building", buildings.get_indexer(pd.Index(whose)))
    return said
