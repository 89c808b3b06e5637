"""The posting rounds of all units of a level."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from servicecircle._validation import name_some
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.qr.rounds.frames import Rounds, as_frames
from servicecircle.qr.rounds.grounds import lay_grounds
from servicecircle.qr.rounds.officers import groups_by_count, groups_by_table
from servicecircle.qr.rounds.terms import Terms
from servicecircle.qr.rounds.walk_round import walk_rounds

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    import pandas as pd

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.qr.rounds.officers import Group
    from servicecircle.qr.rounds.walk_round import Walked
    from servicecircle.vocabulary import Level

ACTIVE = "active"
MOST = 4_000
"""More points of one group are no round, and their walks fill the memory."""


def plan_rounds(  # noqa: PLR0913 - what a round depends on
    points: gpd.GeoDataFrame,
    network: WalkNetwork,
    *,
    by: Level,
    within_m: float,
    island_tolerance_m: float = 0.0,
    terms: Terms | None = None,
    officers: int | pd.DataFrame = 1,
    stations: gpd.GeoSeries | None = None,
    advance: Callable[[float], None] | None = None,
) -> Rounds:
    """
    Give every unit, or every officer, an order in which codes are posted on foot.

    Parameters
    ----------
    points
        QR points indexed by ``point_id``, in the network's CRS: ``kind``,
        ``building_id``, the unit's id column, ``code``, ``state``; only the active.
    network
        The walking network.
    by
        The level of the units that are posted, or that officers have.
    within_m, island_tolerance_m
        As for `snap`: how a point meets the network.
    terms
        How rounds are walked, and how long that takes.
    officers
        How many share each unit; or a table of ``officer_id``, ``unit_id``, ``x`` and
        ``y`` (see `groups_by_table`; the own place in the network's CRS, or missing).
    stations
        Points by station id: where rounds begin (and end) that have no own place;
        without it they begin at the point that is best.
    advance
        Told the share of the units that are done.

    Raises
    ------
    UnusableInputError
        If a round's points, shared or not, are more than 4,000, the points have no such
        level, or the table of officers cannot be used.

    Notes
    -----
    Walks are those of `unit_walks`, the order is that of `order_stops`, shares are
    those of `share_stops`. The rows' order decides nothing: points are taken by
    building id, then by name; nor does the number of threads.
    """
    terms = terms or Terms()
    live = _active(points, by)
    unit = live[by.id_column]
    table = None if isinstance(officers, int) else officers
    grounds = lay_grounds(
        live,
        network,
        stations=stations,
        officers=table,
        within_m=within_m,
        island_tolerance_m=island_tolerance_m,
    )
    groups = (
        groups_by_count(unit, officers)
        if isinstance(officers, int)
        else groups_by_table(unit, officers)
    )
    _check_sizes(groups, by)
    _ready(network)
    walked: list[Walked] = []
    # Numbers only: geometries are never asked by several threads.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        several = pool.map(
            lambda group: walk_rounds(network, grounds, group, terms), groups
        )
        for done, rounds in enumerate(several):
            walked += rounds
            if advance is not None:
                advance(done / len(groups))
    outside = np.flatnonzero(unit.isna())
    return as_frames(network, live, unit, walked, grounds, terms, outside=outside)


def _active(points: gpd.GeoDataFrame, by: Level) -> gpd.GeoDataFrame:
    """Keep the active points, by building id and name, gates last."""
    if by.id_column not in points:
        message = f"The QR points have no column {by.id_column}."
        remedy = "Choose another level, or plan the points of an area that has it."
        raise UnusableInputError(message, remedy, rule="qr-rounds-unusable")
    live = points[points["state"] == ACTIVE].sort_index()
    return live.sort_values("building_id", kind="stable", na_position="last")


def _check_sizes(groups: list[Group], by: Level) -> None:
    large = [name for g in groups if len(g.rows) > MOST for name in g.units]
    if large:
        message = f"More than {MOST:,} points lie in {by.value} {name_some(large)}."
        remedy = "Plan the rounds by a finer level."
        raise UnusableInputError(message, remedy, rule="qr-rounds-unusable")


def _ready(network: WalkNetwork) -> None:
    """Have what all threads read be made by one."""
    _ = network.adjacency, network.islands, network.u
