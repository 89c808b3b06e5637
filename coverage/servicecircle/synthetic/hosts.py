"""Places that could host a station: five kinds, each at a door or on a street."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.area.placing import place
from servicecircle.synthetic.notice import SUFFIX
from servicecircle.synthetic.randomness import generator
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.synthetic.geography_like import GeographyLike

COMPOUND, SITE, PARK, SCHOOL, HOSPITAL = (
    "住宅小区",
    "建筑工地",
    "企业园区",
    "学校",
    "医院",
)
HOST_TYPES = (COMPOUND, SITE, PARK, SCHOOL, HOSPITAL)
SHARES = (0.46, 0.10, 0.32, 0.09, 0.03)
"""How hosts divide into the five kinds."""
USES = {
    "hospital": HOSPITAL, "clinic": HOSPITAL, "health": HOSPITAL, "医院": HOSPITAL,
    "school": SCHOOL, "kindergarten": SCHOOL, "college": SCHOOL, "学校": SCHOOL,
    "construction": SITE, "在建": SITE,
    "factory": PARK, "industrial": PARK, "office": PARK, "厂房": PARK,
    "warehouse": PARK,
}  # fmt: skip
"""The host that a building of this use is part of; any other is part of a compound."""
LAND_USES = {"park": PARK, "enterprise_park": PARK, "industrial": PARK}
SITE_LAND = "construction_site"
BESIDE_M = 60.0
"""From a construction site to the street its post stands on."""
CANDIDATES = 5_000
"""Candidate sites of the whole district."""


def make_hosts(
    geography: GeographyLike, addresses: pd.DataFrame, *, count: int, seed: int
) -> gpd.GeoDataFrame:
    """
    Choose places that could host a station.

    Parameters
    ----------
    geography
        The geography.
    addresses
        As `make_addresses` gives them.
    count
        How many to choose.
    seed
        Of the district.

    Returns
    -------
    GeoDataFrame
        `count` rows, or as many as there are places: ``host_type``, ``name``,
        ``red_sub_grid_id``, ``building_id`` (missing on a street) and the point: a
        building's door, or for a construction site a point on a street beside it.
        Kinds of which there are too few give their part to compounds.
    """
    draws = generator(seed, "hosts")
    kind = host_type_of(addresses)
    parts = [
        _on_streets(geography, draws, round(count * SHARES[HOST_TYPES.index(SITE)]))
    ]
    left = min(count, len(addresses) + len(parts[0])) - len(parts[0])
    for host_type, share in zip(HOST_TYPES[::-1], SHARES[::-1], strict=True):
        if host_type == SITE:
            continue
        there = np.flatnonzero(kind == host_type)
        wanted = left if host_type == COMPOUND else round(count * share)
        chosen = draws.choice(there, min(wanted, len(there)), replace=False)
        parts.append(_at_doors(addresses.iloc[np.sort(chosen)], host_type))
        left -= len(chosen)
    if left:
        used = pd.concat(parts)["building_id"]
        free = np.flatnonzero(~addresses.index.isin(used))
        chosen = np.sort(draws.choice(free, left, replace=False))
        parts.append(_at_doors(addresses.iloc[chosen], PARK))
    table = pd.concat(parts, ignore_index=True)
    number = (table.groupby("host_type").cumcount() + 1).astype("str").str.zfill(4)
    return gpd.GeoDataFrame(
        {
            "name": table["host_type"] + number + SUFFIX,
            "host_type": table["host_type"],
            "red_sub_grid_id": table["red_sub_grid_id"],
            "building_id": table["building_id"],
        },
        geometry=shapely.points(table["x"], table["y"]),
        crs=geography.buildings.crs,
    )


def host_type_of(addresses: pd.DataFrame) -> NDArray[np.object_]:
    """
    Say which kind of host each building is part of.

    >>> buildings = pd.DataFrame(
    ...     {"use": ["school", "apartment", "dormitory"], "land_use": ["", "", "park"]}
    ... )
    >>> host_type_of(buildings).tolist()
    ['学校', '住宅小区', '企业园区']
    """
    by_use = addresses["use"].map(USES)
    by_land = addresses["land_use"].map(LAND_USES)
    kinds: NDArray[np.object_] = (
        by_use.fillna(by_land).fillna(COMPOUND).to_numpy(dtype=object)
    )
    return kinds


def make_candidates(hosts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Turn hosts into candidate sites, indexed by ``site_id``."""
    ids = [f"H{number:05d}" for number in range(1, len(hosts) + 1)]
    index = pd.Index(ids, name="site_id", dtype="str")
    return hosts[["name", "host_type", "geometry"]].set_axis(index, axis=0)


def _at_doors(rows: pd.DataFrame, host_type: str) -> pd.DataFrame:
    columns = ["red_sub_grid_id", "x", "y"]
    return rows[columns].assign(
        host_type=host_type, building_id=rows.index.to_numpy(dtype=object)
    )


def _on_streets(
    geography: GeographyLike, draws: np.random.Generator, count: int
) -> pd.DataFrame:
    """Put construction sites' posts on streets beside them, inside a sub-grid."""
    on_ground = geography.streets[~geography.streets["bridge"].astype(bool)]
    lines = np.array(on_ground.geometry.array, dtype=object)
    middle = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    units = geography.levels[Level.RED_SUB_GRID].sort_index()
    unit = place(middle, units)
    sites = geography.land.loc[geography.land["kind"] == SITE_LAND, "geometry"]
    beside = shapely.STRtree(middle).query(
        sites.to_numpy(), predicate="dwithin", distance=BESIDE_M
    )[1]
    inside = np.intersect1d(np.flatnonzero(unit >= 0), beside)
    chosen = np.sort(draws.choice(inside, min(count, len(inside)), replace=False))
    xy = shapely.get_coordinates(middle[chosen])
    return pd.DataFrame(
        {
            "red_sub_grid_id": units.index[unit[chosen]],
            "x": xy[:, 0],
            "y": xy[:, 1],
            "host_type": SITE,
            "building_id": pd.Series([None] * len(chosen), dtype=object),
        }
    )
