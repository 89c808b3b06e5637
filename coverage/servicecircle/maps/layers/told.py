"""What a layer says of a thing, and where the thing is, ready for folium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from servicecircle.crs import LONLAT
from servicecircle.maps.markup import escape_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

DEGREES = 6
"""Decimals of longitude and latitude: about a decimetre."""


def told(facts: Mapping[str, Any]) -> str:
    """
    Write facts as lines of HTML; what is missing is left out.

    Parameters
    ----------
    facts
        What each is called, and what it is.

    Examples
    --------
    >>> told({"name": "{{7*7}}", "tier": None, "walk": 310.4})
    'name: &#123;&#123;7*7&#125;&#125;<br>walk: 310.4'
    """
    lines = [
        f"{escape_text(name)}: {escape_text(value)}"
        for name, value in facts.items()
        if not pd.isna(value)
    ]
    return "<br>".join(lines)


def on_the_map(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a frame to longitude and latitude, rounded so that bytes repeat."""
    there = frame.geometry.to_crs(LONLAT)
    rounded = shapely.transform(there.to_numpy(), lambda xy: xy.round(DEGREES))
    return frame.set_geometry(rounded, crs=LONLAT)
