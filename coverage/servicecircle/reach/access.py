"""Where people step out of a building: its entrances, or its outline."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd


def access_places(
    buildings: gpd.GeoSeries, entrances: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """
    List the places from which the walks of each building start.

    A building with entrances has one place for each of them, any other building its
    footprint, whose nearest outline point to the street counts.

    Parameters
    ----------
    buildings
        Footprints or points, indexed by unique building id.
    entrances
        Points with a ``building_id``; may be empty. Entrances of buildings that are
        not in `buildings` are left out.

    Returns
    -------
    GeoDataFrame
        Indexed 0, 1, 2, ... in the order of the buildings; ``building_id`` and
        geometry.

    Examples
    --------
    >>> homes = gpd.GeoSeries.from_xy([0, 9], [0, 0], index=["A", "B"], crs=32628)
    >>> doors = gpd.GeoDataFrame(
    ...     {"building_id": ["B", "B"]},
    ...     geometry=gpd.GeoSeries.from_xy([8, 10], [0, 0], crs=32628),
    ... )
    >>> access_places(homes, doors)
      building_id      geometry
    0           A   POINT (0 0)
    1           B   POINT (8 0)
    2           B  POINT (10 0)
    """
    doors = entrances.loc[
        entrances["building_id"].isin(buildings.index), ["building_id", "geometry"]
    ]
    without = buildings[~buildings.index.isin(doors["building_id"])]
    outlines = gpd.GeoDataFrame(
        {"building_id": without.index}, geometry=without.to_numpy(), crs=buildings.crs
    )
    if doors.empty:
        return outlines
    places = pd.concat([outlines, doors.to_crs(buildings.crs)], ignore_index=True)
    order = buildings.index.get_indexer(places["building_id"]).argsort(kind="stable")
    return places.iloc[order].reset_index(drop=True)
