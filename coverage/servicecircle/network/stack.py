"""Tables of different sources, one below the other."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd


def stack(tables: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """
    Put tables one below the other, with the columns of all.

    A flag that a table does not know is false there. Whole numbers stay whole where
    some are missing, so that an OSM id never becomes a float.

    Examples
    --------
    >>> point = gpd.GeoSeries.from_wkt(["POINT (0 0)"])
    >>> one = gpd.GeoDataFrame({"way_id": [7], "bridge": [True]}, geometry=point)
    >>> other = gpd.GeoDataFrame({"name": ["Alley"]}, geometry=point)
    >>> stack([one, other]).drop(columns="geometry")
       way_id  bridge   name
    0       7    True    NaN
    0    <NA>   False  Alley
    """
    known = {name: table[name].dtype for table in tables[::-1] for name in table}
    names = list(dict.fromkeys(name for table in tables for name in table))
    filled = [
        table.assign(
            **{
                name: _blank(table.index, known[name])
                for name in names
                if name not in table
            }
        )[names]
        for table in tables
    ]
    return gpd.GeoDataFrame(pd.concat(filled), crs=tables[0].crs)


def _blank(index: pd.Index, dtype: Any) -> pd.Series:  # noqa: ANN401 - any dtype
    """Make a column of a type in which nothing is known."""
    if dtype == np.bool_:
        return pd.Series(data=False, index=index, dtype="bool")
    room = "Int64" if dtype == np.int64 else dtype
    nothing: pd.Series = pd.Series([None] * len(index), index=index, dtype=room)
    return nothing
