"""One community of a district, with what lies around it: for tests and notebooks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.synthetic.addresses import make_addresses
from servicecircle.synthetic.geography import Geography
from servicecircle.synthetic.notice import SUFFIX
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.synthetic.geography_like import GeographyLike
    from servicecircle.synthetic.society import Society
    from servicecircle.synthetic.truths import Truths

MARGIN_M = 1_000.0
"""Two service circles: no walk of one is cut, nor its detour."""
MILLIMETRES = 3


def extract_community(
    geography: GeographyLike,
    society: Society,
    community: str,
    *,
    margin_m: float = MARGIN_M,
) -> tuple[Geography, Society]:
    """
    Cut one community out of a district, whole, with what lies around it.

    Parameters
    ----------
    geography, society
        The district.
    community
        The community's name.
    margin_m
        Streets, obstacles, gates and stations are kept as far beyond its border, so
        that walks from its homes are the same as in the district. Those that reach in
        are kept whole.

    Returns
    -------
    geography
        District and street have the community's outline, so that every level still
        fills the one above it; land use is cut at it, and what maps draw below at the
        margin.
    society
        Candidates, rooms, the legal team, volunteers, orders, appeals and truths of
        the community alone. The rates of the truths add up to 1 again.

    Raises
    ------
    ValueError
        If the district has no such community.
    """
    communities = geography.levels[Level.COMMUNITY]
    named = communities["name"].str.removesuffix(SUFFIX) == community
    if not named.any():
        msg = f"The district has no community {community}. Choose among its own."
        raise ValueError(msg)
    unit = communities.index[named][0]
    levels = _levels(geography, unit)
    outline = communities.geometry[unit]
    addresses = make_addresses(geography)
    own = addresses.index[addresses[Level.COMMUNITY.id_column] == unit]
    doors = geography.entrances
    return (
        Geography(
            levels=levels,
            buildings=geography.buildings.loc[own],
            entrances=doors[doors["building_id"].isin(own)],
            streets=_near(geography.streets, outline, margin_m),
            obstacles=_near(geography.obstacles, outline, margin_m),
            gates=_near(geography.gates, outline, margin_m),
            land=_cut(geography.land, outline),
            background=_cut(geography.background, shapely.buffer(outline, margin_m)),
        ),
        _society(society, levels, margin_m),
    )


def _levels(geography: GeographyLike, unit: str) -> dict[Level, gpd.GeoDataFrame]:
    """Keep the community, what it is made of, and what it is part of, cut to it."""
    kept = {Level.COMMUNITY: geography.levels[Level.COMMUNITY].loc[[unit]]}
    community = kept[Level.COMMUNITY].iloc[0]
    parent = community["parent_id"]
    for level in (Level.STREET, Level.DISTRICT):
        wider = geography.levels[level].loc[[parent]]
        kept[level] = wider.assign(
            residents=community["residents"], geometry=[community["geometry"]]
        )
        parent = wider["parent_id"].iloc[0]
    above = Level.COMMUNITY
    for level in (Level.RED_SUB_GRID, Level.GRID):
        finer = geography.levels[level]
        kept[level] = finer[finer["parent_id"].isin(kept[above].index)]
        above = level
    return {level: kept[level] for level in geography.levels}


def _near(
    frame: gpd.GeoDataFrame, outline: shapely.Geometry, margin_m: float
) -> gpd.GeoDataFrame:
    """Keep what lies within the margin of the outline."""
    return frame[_within(frame, outline, margin_m)]


def _within(
    frame: gpd.GeoDataFrame, outline: shapely.Geometry, margin_m: float
) -> NDArray[np.bool_]:
    shapes = np.array(frame.geometry.array, dtype=object)
    return np.asarray(shapely.dwithin(shapes, outline, margin_m), dtype=bool)


def _cut(land: gpd.GeoDataFrame, outline: shapely.Geometry) -> gpd.GeoDataFrame:
    """Cut polygons at an outline, to the millimetre."""
    inside = _near(land, outline, 0.0)
    shapes = shapely.intersection(
        np.array(inside.geometry.array, dtype=object), outline
    )
    cut = inside.set_geometry(shapes, crs=land.crs).explode(ignore_index=True)
    cut = cut[cut.geom_type == "Polygon"]
    rounded = shapely.transform(
        cut.geometry.to_numpy(), lambda xy: xy.round(MILLIMETRES)
    )
    return cut.set_geometry(rounded, crs=land.crs)


def _society(
    society: Society, levels: dict[Level, gpd.GeoDataFrame], margin_m: float
) -> Society:
    """Keep what belongs to the community, and the stations around it."""
    unit, grids = levels[Level.COMMUNITY].index[0], levels[Level.GRID].index
    outline = levels[Level.COMMUNITY].geometry.iloc[0]
    stations = _near(society.stations, outline, margin_m)

    def of_grids(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["grid_id"].isin(grids)]

    return replace(
        society,
        stations=stations,
        candidates=_near(society.candidates, outline, 0.0),
        rooms=society.rooms[society.rooms["community_id"] == unit],
        platforms=society.platforms[
            society.platforms["station_id"].isin(stations.index)
        ],
        teams=society.teams.loc[[unit]],
        volunteers=of_grids(society.volunteers),
        orders=society.orders[society.orders["community_id"] == unit],
        appeals=of_grids(society.appeals),
        truths=_truths(society.truths, grids),
    )


def _truths(truths: Truths, grids: pd.Index) -> Truths:
    """Keep the truths about some grids."""
    rates = truths.rates.loc[truths.rates.index.isin(grids)]
    weights = rates[["weight", "reported_weight"]]

    def of_grids(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["grid_id"].isin(grids)]

    return replace(
        truths,
        rates=rates.assign(**(weights / weights.sum())),
        hot_spots=of_grids(truths.hot_spots),
        outbreaks=of_grids(truths.outbreaks),
        under_reporting=of_grids(truths.under_reporting),
    )
