"""Entrances that stand in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.qr.places.words import PointWhy

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

SAME_PLACE_M = 0.1
"""Entrances of one building drawn at one place are one."""


def given_doors(
    entrances: gpd.GeoDataFrame, buildings: pd.Index[str], *, minor: Sequence[str]
) -> pd.DataFrame:
    """
    List the entrances at which a code hangs.

    Parameters
    ----------
    entrances
        Points with ``building_id`` and ``kind``. Those of other buildings are left out.
    buildings
        The ids of all buildings.
    minor
        Kinds of entrance that people need not pass: left out where the building has
        another one.

    Returns
    -------
    DataFrame
        ``building`` (position in `buildings`), ``why``, ``x`` and ``y``.

    Examples
    --------
    >>> import geopandas as gpd
    >>> doors = gpd.GeoDataFrame(
    ...     {"building_id": ["B", "B"], "kind": ["main", "garage"]},
    ...     geometry=gpd.GeoSeries.from_xy([1, 2], [0, 0]),
    ... )
    >>> given_doors(doors, pd.Index(["A", "B"]), minor=["garage"])
       building    why    x    y
    0         1  given  1.0  0.0
    """
    doors = pd.DataFrame(
        {
            "building": buildings.get_indexer(entrances["building_id"]),
            "why": PointWhy.GIVEN.value,
            "x": entrances.geometry.x.to_numpy(dtype=float),
            "y": entrances.geometry.y.to_numpy(dtype=float),
        }
    )
    passed = ~entrances["kind"].isin(minor).to_numpy(dtype=bool)
    has_main = np.isin(doors["building"], doors["building"][passed])
    known = doors["building"].to_numpy() >= 0
    doors = doors.loc[known & (passed | ~has_main)].sort_values(["building", "x", "y"])
    cell = (doors[["x", "y"]] / SAME_PLACE_M).round().assign(building=doors["building"])
    once: pd.DataFrame = doors.loc[~cell.duplicated()].reset_index(drop=True)
    return once
