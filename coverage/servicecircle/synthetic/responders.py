"""Who answers beside the stations: rooms, platforms, legal teams and volunteers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.synthetic.hosts import HOSPITAL, PARK, SCHOOL
from servicecircle.synthetic.notice import SUFFIX
from servicecircle.synthetic.randomness import generator, whole_shares
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from servicecircle.synthetic.geography_like import GeographyLike

PLATFORM_TIERS = ("district", "street", "community")
PLATFORM_HOSTS = (HOSPITAL, SCHOOL, PARK)
GROUPS = (
    "网格员", "楼栋长", "物业保安", "出租屋管理员", "企业安全员", "工地安全员",
    "校园安保员", "医院安保员", "快递员", "外卖骑手", "环卫工人", "公交司机",
    "沿街商户", "社区志愿者",
)  # fmt: skip
"""The 14 groups of safety volunteers; who they are is made up."""
GROUP_WEIGHTS = (9, 16, 12, 9, 8, 2, 3, 1, 4, 4, 4, 2, 10, 16)
TEAM_MEMBERS = (3, 9)


def make_rooms(
    geography: GeographyLike, stations: gpd.GeoDataFrame, *, count: int
) -> pd.DataFrame:
    """
    Share judicial confirmation rooms out over the communities.

    Returns
    -------
    DataFrame
        Indexed by ``room_id``: ``name``, ``community_id`` and ``station_id`` (the
        community's hall). Every community has one; the others go by residents.
    """
    communities = geography.levels[Level.COMMUNITY]
    halls = stations.index[stations["tier"] == Level.COMMUNITY.value]
    total = max(count, len(communities))
    weights = communities["residents"].to_numpy(dtype=float)
    number = whole_shares(weights, total, least=1)
    at = np.repeat(np.arange(len(communities)), number)
    names = communities["name"].str.removesuffix(SUFFIX).to_numpy(dtype=object)
    turn = pd.Series(at).groupby(at).cumcount() + 1
    return pd.DataFrame(
        {
            "name": [
                f"{name}第{n}司法确认室{SUFFIX}"
                for name, n in zip(names[at], turn, strict=True)
            ],
            "community_id": communities.index[at],
            "station_id": halls[at],
        },
        index=pd.Index([f"J{n:03d}" for n in range(1, total + 1)], name="room_id"),
    )


def make_platforms(stations: gpd.GeoDataFrame, *, kinds: Sequence[str]) -> pd.DataFrame:
    """
    List the psychological platforms: six kinds, each in a station that counsels.

    Parameters
    ----------
    stations
        As `make_stations` gives them.
    kinds
        What the six kinds are called: district, street, community, hospital, school,
        workplace.

    Returns
    -------
    DataFrame
        Indexed by ``platform_id``: ``kind``, ``station_id``, ``name``.
    """
    by_tier = dict(zip(PLATFORM_TIERS, kinds[:3], strict=True))
    by_host = dict(zip(PLATFORM_HOSTS, kinds[3:], strict=True))
    kind = stations["tier"].map(by_tier).fillna(stations["host_type"].map(by_host))
    counsels = stations["services"].map(lambda offered: "psychology" in offered)
    kind = kind[counsels & kind.notna()]
    names = stations.loc[kind.index, "name"].str.removesuffix(SUFFIX)
    ids = [f"X{n:03d}" for n in range(1, len(kind) + 1)]
    return pd.DataFrame(
        {
            "kind": kind.to_numpy(),
            "station_id": kind.index,
            "name": names.to_numpy() + "心理服务平台" + SUFFIX,
        },
        index=pd.Index(ids, name="platform_id"),
    )


def make_teams(geography: GeographyLike, *, seed: int) -> pd.DataFrame:
    """
    Give every community its legal team: one lawyer, one assistant, and N others.

    Returns
    -------
    DataFrame
        Indexed by ``community_id``: ``name``, ``lawyers``, ``assistants``, ``members``.
    """
    communities = geography.levels[Level.COMMUNITY]
    members = generator(seed, "teams").integers(*TEAM_MEMBERS, len(communities))
    names = communities["name"].str.removesuffix(SUFFIX)
    return pd.DataFrame(
        {
            "name": names + "法律服务团队" + SUFFIX,
            "lawyers": 1,
            "assistants": 1,
            "members": members,
        },
        index=communities.index.rename("community_id"),
    )


def make_volunteers(
    geography: GeographyLike, addresses: pd.DataFrame, *, count: int, seed: int
) -> pd.DataFrame:
    """
    Count safety volunteers by grid and group; no person is listed.

    Returns
    -------
    DataFrame
        ``grid_id``, ``group``, ``volunteers`` (persons, above 0); adds up to `count`.
    """
    draws = generator(seed, "volunteers")
    grids = geography.levels[Level.GRID].index
    lived = addresses.groupby("grid_id")["residents"].sum()
    residents = lived.reindex(grids, fill_value=0.0).to_numpy(dtype=float)
    by_grid = whole_shares(residents + 1.0, count)
    groups = np.array(GROUP_WEIGHTS) / sum(GROUP_WEIGHTS)
    table = draws.multinomial(by_grid, groups)
    row, column = np.nonzero(table)
    return pd.DataFrame(
        {
            "grid_id": grids[row],
            "group": np.array(GROUPS, dtype=object)[column],
            "volunteers": table[row, column],
        }
    )
