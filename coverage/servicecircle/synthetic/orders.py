"""Orders that communities give to departments (社区发令): issued, due, arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle.synthetic.randomness import generator, whole_shares
from servicecircle.synthetic.working_days import LAST_DAY
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.synthetic.geography_like import GeographyLike

FIRST_DAY = np.datetime64("2022-01-01", "D")
"""Orders are published since 2022."""
DEPARTMENTS = (
    "公安", "住建", "应急管理", "城管", "卫健",
    "人社", "教育", "市场监管", "司法", "信访",
)  # fmt: skip
DEPARTMENT_WEIGHTS = (20, 16, 14, 12, 8, 10, 6, 6, 4, 4)
LEVELS = ("一级", "二级", "三级")
LEVEL_WEIGHTS = (2, 5, 13)
DUE_MIN = np.array([30, 60, 120])
"""By when somebody must be there, by level; made up, as everything here."""
READY_MIN = np.array([6.0, 14.0, 30.0])
"""The median before anybody sets out, by level."""
SPREAD = 0.5
DRIVE_M_PER_MIN = 400.0
"""Through a town, along a straight line."""
FIRST_S, LAST_S = 8 * 3_600, 21 * 3_600


def make_orders(
    geography: GeographyLike, stations: gpd.GeoDataFrame, *, count: int, seed: int
) -> pd.DataFrame:
    """
    Make up orders of communities, by residents, in the hours of the day.

    Departments set out from the district's hall: the farther a community is, the later
    they are there.

    Parameters
    ----------
    geography
        The geography.
    stations
        As `make_stations` gives them.
    count
        How many orders.
    seed
        The same seed gives the same orders.

    Returns
    -------
    DataFrame
        Indexed by ``order_id``, in the order of their issue: ``community_id``,
        ``department``, ``level``, ``issued_at`` and ``arrived_at`` (in seconds),
        ``due_minutes``.
    """
    draws = generator(seed, "orders")
    communities = geography.levels[Level.COMMUNITY]
    weights = communities["residents"].to_numpy(dtype=float)
    at = np.repeat(np.arange(len(communities)), whole_shares(weights, count))
    days = (LAST_DAY - FIRST_DAY).astype(int) + 1
    day = FIRST_DAY + draws.integers(days, size=count).astype("m8[D]")
    second = draws.integers(FIRST_S, LAST_S, size=count).astype("m8[s]")
    issued = day.astype("M8[s]") + second
    level = draws.choice(3, size=count, p=np.array(LEVEL_WEIGHTS) / sum(LEVEL_WEIGHTS))
    chances = np.array(DEPARTMENT_WEIGHTS) / sum(DEPARTMENT_WEIGHTS)
    department = draws.choice(len(DEPARTMENTS), size=count, p=chances)
    ready = READY_MIN[level] * np.exp(SPREAD * draws.standard_normal(count))
    took = ready + _drive_min(stations)[at]
    arrived = issued + np.round(took * 60).astype(np.int64).astype("m8[s]")
    order = np.argsort(issued, kind="stable")
    table = pd.DataFrame(
        {
            "community_id": communities.index[at],
            "department": np.array(DEPARTMENTS, dtype=object)[department],
            "level": np.array(LEVELS, dtype=object)[level],
            "issued_at": issued,
            "due_minutes": DUE_MIN[level],
            "arrived_at": arrived,
        }
    ).iloc[order]
    ids = [f"O{n:04d}" for n in range(1, count + 1)]
    return table.set_index(pd.Index(ids, name="order_id"))


def _drive_min(stations: gpd.GeoDataFrame) -> np.ndarray:
    """Say how long the way from the district's hall to each community's takes."""
    halls = stations[stations["tier"] == Level.COMMUNITY.value]
    places = np.array(halls.geometry.array, dtype=object)
    centre = stations[stations["tier"] == Level.DISTRICT.value].geometry.iloc[0]
    return np.asarray(shapely.distance(places, centre) / DRIVE_M_PER_MIN, dtype=float)
