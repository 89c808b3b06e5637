"""Stations in four tiers: a hall per unit, and posts where people live and work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.errors import InternalError
from servicecircle.synthetic.hosts import HOST_TYPES
from servicecircle.synthetic.notice import SUFFIX
from servicecircle.synthetic.offers import HOURS, STAFF, draw_services, opening_days
from servicecircle.synthetic.randomness import generator, whole_shares
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from servicecircle.synthetic.geography_like import GeographyLike

HALLS = {
    Level.DISTRICT: ("district", "D", "区诉求服务中心"),
    Level.STREET: ("street", "S", "街道诉求服务中心"),
    Level.COMMUNITY: ("community", "C", "社区党群服务中心"),
}
"""Per level: tier, first letter of the id, what hosts the hall."""
POST_TIER = "site"
CAPACITY = {"district": 40_000, "street": 24_000, "community": 12_000, "site": 4_000}
"""Residents that a station can serve, in the middle of its tier."""
POST_SHARES = (0.48, 0.10, 0.26, 0.12, 0.04)
"""How posts divide into the five kinds of hosts, in the order of `HOST_TYPES`."""
HOME_PENALTY_M = 300.0
"""A hall would rather move this far than into a house that people live in."""


def make_stations(
    geography: GeographyLike,
    addresses: pd.DataFrame,
    hosts: gpd.GeoDataFrame,
    *,
    posts: int,
    seed: int,
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """
    Place a hall in every district, street and community, and posts at hosts.

    Parameters
    ----------
    geography
        The geography.
    addresses
        As `make_addresses` gives them.
    hosts
        As `make_hosts` gives them.
    posts
        How many posts; the five kinds of hosts share them by `POST_SHARES`.
    seed
        Of the district.

    Returns
    -------
    stations
        Indexed by ``station_id``: ``name``, ``tier``, ``host_type``, ``services``
        (sorted tuple of keys), ``capacity`` (persons), ``staff`` (persons), ``hours``,
        ``open_from``, ``open_to`` (missing where no end is set), and the point.
        Halls stand at a door near the middle of the unit's residents, posts where
        their host does, in red sub-grids without a post before others.
    hosts
        Those that did not become stations.
    """
    draws = generator(seed, "stations")
    halls = _halls(geography, addresses)
    hosts = hosts[~hosts["building_id"].isin(halls["building_id"])]
    chosen = _choose_posts(hosts, addresses, posts, draws)
    post = hosts.loc[chosen]
    rows = pd.concat(
        [
            halls,
            pd.DataFrame(
                {
                    "station_id": [f"P{n:03d}" for n in range(1, len(post) + 1)],
                    "name": post["name"].str.removesuffix(SUFFIX) + "诉求服务站",
                    "tier": POST_TIER,
                    "host_type": post["host_type"],
                    "x": post.geometry.x,
                    "y": post.geometry.y,
                }
            ),
        ],
        ignore_index=True,
    )
    opens, closes = opening_days(rows["tier"], rows["host_type"], draws)
    spread = draws.lognormal(0.0, 0.3, len(rows))
    capacity = np.round(rows["tier"].map(CAPACITY) * spread / 100) * 100
    extra = draws.integers(0, 3, len(rows))
    stations = gpd.GeoDataFrame(
        {
            "name": rows["name"] + SUFFIX,
            "tier": rows["tier"],
            "host_type": rows["host_type"],
            "services": draw_services(rows["tier"], rows["host_type"], draws),
            "capacity": capacity,
            "staff": rows["tier"].map(STAFF) + extra,
            "hours": rows["host_type"].map(HOURS).fillna("09:00-21:00"),
            "open_from": opens,
            "open_to": closes,
        },
        geometry=shapely.points(rows["x"], rows["y"]),
        crs=geography.buildings.crs,
    ).set_axis(pd.Index(rows["station_id"], name="station_id", dtype="str"), axis=0)
    return stations, hosts.drop(index=chosen).reset_index(drop=True)


def _halls(geography: GeographyLike, addresses: pd.DataFrame) -> pd.DataFrame:
    """Choose a building for the hall of every unit, each building once."""
    free = addresses
    parts = []
    for level, (tier, letter, host_type) in HALLS.items():
        units = geography.levels[level]
        best = _central(free, level.id_column)
        at = free.loc[best.reindex(units.index)] if len(best) == len(units) else None
        if at is None:
            msg = f"A synthetic {level.value} has no building for its hall."
            raise InternalError(msg)
        name = units["name"].str.removesuffix(SUFFIX).to_numpy(dtype=object)
        parts.append(
            pd.DataFrame(
                {
                    "station_id": [f"{letter}{n:02d}" for n in range(1, len(at) + 1)],
                    "name": pd.Series(name) + "群众诉求服务大厅",
                    "tier": tier,
                    "host_type": host_type,
                    "building_id": at.index,
                    "x": at["x"].to_numpy(),
                    "y": at["y"].to_numpy(),
                }
            )
        )
        free = free.drop(index=at.index)
    return pd.concat(parts, ignore_index=True)


def _central(addresses: pd.DataFrame, unit: str) -> pd.Series:
    """Find, by unit, the building nearest to the middle of its residents."""
    weight = addresses["residents"] + 1e-3
    sums = pd.DataFrame(
        {"x": addresses["x"] * weight, "y": addresses["y"] * weight, "w": weight}
    )
    sums = sums.groupby(addresses[unit])[["x", "y", "w"]].transform("sum")
    east_m = (addresses["x"] - sums["x"] / sums["w"]).to_numpy(dtype=float)
    north_m = (addresses["y"] - sums["y"] / sums["w"]).to_numpy(dtype=float)
    penalty_m = np.where(addresses["residents"] > 0, HOME_PENALTY_M, 0.0)
    away_m = pd.Series(np.hypot(east_m, north_m) + penalty_m, index=addresses.index)
    best: pd.Series = away_m.groupby(addresses[unit]).idxmin()
    return best


def _choose_posts(
    hosts: gpd.GeoDataFrame,
    addresses: pd.DataFrame,
    posts: int,
    draws: np.random.Generator,
) -> pd.Index:
    """
    Choose hosts for posts: kinds by quota, sub-grids by chance and residents.

    A chance weighted by residents orders the hosts (Gumbel's trick); the first of
    every red sub-grid goes before the second, and so on.
    """
    lived = addresses.groupby(Level.RED_SUB_GRID.id_column)["residents"].sum()
    residents = hosts["red_sub_grid_id"].map(lived).fillna(0.0).to_numpy() + 1.0
    rank = np.log(residents) + draws.gumbel(0.0, 0.7, len(hosts))
    order = pd.DataFrame(
        {
            "rank": -rank,
            "kind": hosts["host_type"],
            "unit": hosts["red_sub_grid_id"],
        }
    ).sort_values("rank", kind="stable")
    order["turn"] = order.groupby("unit").cumcount()
    order = order.sort_values(["turn", "rank"], kind="stable")
    quota = dict(zip(HOST_TYPES, whole_shares(POST_SHARES, posts), strict=True))
    within = order.groupby("kind").cumcount() < order["kind"].map(quota)
    # Kinds of which there are too few leave their places to the best of the rest.
    return order.index[within].append(order.index[~within])[:posts].sort_values()
