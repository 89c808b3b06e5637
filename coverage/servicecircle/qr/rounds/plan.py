"""The posting rounds of all units of a level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import check_positive, name_some
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.network.among import spots_on
from servicecircle.network.walk_network import to_metres
from servicecircle.qr.places.legs import facing_edges
from servicecircle.qr.rounds.order import order_stops
from servicecircle.qr.rounds.unit_walks import unit_walks

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.qr.rounds.order import Order
    from servicecircle.qr.rounds.unit_walks import UnitWalks
    from servicecircle.vocabulary import Level

ACTIVE = "active"
MOST = 4_000
"""More points of one unit are no round, and their walks fill the memory."""
PACE_KMH = 4.0
MINUTES_A_PLATE = 3.0
M_PER_KM = 1000.0
MIN_PER_H = 60.0
KEPT = ("kind", "building_id", "code", "geometry")


_TOLD = ["unit_id", "plates", "length_m", "id_order_m", "least_m", "straight_legs"]


class _Walked(NamedTuple):
    """One round: rows of the points in order, how each is reached, and its sums."""

    rows: NDArray[np.int64]
    leg_m: NDArray[np.float64]
    straight: NDArray[np.bool_]
    told: tuple[str | float, ...]


class Rounds(NamedTuple):
    """The rounds and their stops; lengths in metres, CRS that of the points."""

    rounds: gpd.GeoDataFrame
    """By ``unit_id``: ``plates``, ``length_m``, ``id_order_m`` (past the points by
    building id), ``least_m`` (minimum spanning tree: none is shorter),
    ``straight_legs``, ``minutes``, and a line from stop to stop, drawn straight
    (missing for a single stop)."""
    stops: gpd.GeoDataFrame
    """By ``point_id``, in posting order: ``unit_id``, ``stop`` (from 1), ``leg_m``
    (walk from the stop before; missing at the first), ``straight`` (nobody can walk
    there: the straight line counts), ``kind``, ``building_id``, ``code`` and the point.
    Points of no unit come last, without a stop."""


def plan_rounds(  # noqa: PLR0913 - what a round depends on
    points: gpd.GeoDataFrame,
    network: WalkNetwork,
    *,
    by: Level,
    within_m: float,
    island_tolerance_m: float = 0.0,
    closed: bool = False,
    pace_kmh: float = PACE_KMH,
    minutes_a_plate: float = MINUTES_A_PLATE,
    advance: Callable[[float], None] | None = None,
) -> Rounds:
    """
    Give every unit an order in which its codes are posted on foot.

    Parameters
    ----------
    points
        QR points indexed by ``point_id``, in the network's CRS: ``kind``,
        ``building_id``, the unit's id column, ``code``, ``state``; only the active.
    network
        The walking network.
    by
        One round for every unit of this level.
    within_m, island_tolerance_m
        As for `snap`: how a point meets the network.
    closed
        Whether a round leads back to its first stop; else both ends are free.
    pace_kmh, minutes_a_plate
        What the minutes of a round are made of.
    advance
        Told the share of the units that are done.

    Raises
    ------
    UnusableInputError
        If a unit has more than 4,000 points, or the points have no such level.

    Notes
    -----
    Walks are those of `unit_walks`, the order is that of `order_stops`. The rows'
    order decides nothing: points are taken by building id, then by name.
    """
    check_positive(pace_kmh, name="pace_kmh")
    live = _active(points, by)
    unit = live[by.id_column]
    xy = shapely.get_coordinates(live.geometry.to_numpy())
    shapes = np.array(live.geometry.array, dtype=object)
    edge = facing_edges(
        network, shapes, within_m=within_m, island_tolerance_m=island_tolerance_m
    )
    spots = spots_on(network, shapes, edge)
    groups = unit.groupby(unit, sort=True).indices
    _check_sizes({str(name): len(rows) for name, rows in groups.items()}, by)
    walked = []
    for done, (name, members) in enumerate(groups.items()):
        if advance is not None:
            advance(done / len(groups))
        walks = unit_walks(network, spots.at(members), xy[members])
        found = order_stops(walks.units, closed=closed)
        walked.append(_walk(str(name), members, walks, found, closed=closed))
    frame = pd.DataFrame([one.told for one in walked], columns=_TOLD)
    walk_min = frame["length_m"] / (pace_kmh * M_PER_KM / MIN_PER_H)
    frame["minutes"] = (walk_min + frame["plates"] * minutes_a_plate).round(1)
    lines = [_line(xy[one.rows], closed=closed) for one in walked]
    rounds = gpd.GeoDataFrame(
        frame.astype({"unit_id": "str"}).set_index("unit_id"),
        geometry=lines,
        crs=points.crs,
    )
    return Rounds(rounds, _stops(live, unit, walked))


def _active(points: gpd.GeoDataFrame, by: Level) -> gpd.GeoDataFrame:
    """Keep the active points, by building id and name, gates last."""
    if by.id_column not in points:
        message = f"The QR points have no column {by.id_column}."
        remedy = "Choose another level, or plan the points of an area that has it."
        raise UnusableInputError(message, remedy, rule="qr-rounds-unusable")
    live = points[points["state"] == ACTIVE].sort_index()
    return live.sort_values("building_id", kind="stable", na_position="last")


def _check_sizes(sizes: dict[str, int], by: Level) -> None:
    large = [name for name, count in sizes.items() if count > MOST]
    if large:
        message = f"More than {MOST:,} points lie in {by.value} {name_some(large)}."
        remedy = "Plan the rounds by a finer level."
        raise UnusableInputError(message, remedy, rule="qr-rounds-unusable")


def _walk(
    name: str,
    members: NDArray[np.int64],
    walks: UnitWalks,
    found: Order,
    *,
    closed: bool,
) -> _Walked:
    """Read the legs of a round off the walks."""
    here = found.stops
    before = np.roll(here, 1)
    leg_m, straight = to_metres(walks.units[before, here]), walks.straight[before, here]
    if not closed:
        leg_m[0], straight[0] = np.nan, False
    lengths_m = to_metres(np.array([found.length, found.as_listed, found.least]))
    told = (name, len(here), *lengths_m.tolist(), int(straight.sum()))
    return _Walked(members[here], leg_m, straight, told)


def _stops(
    live: gpd.GeoDataFrame, unit: pd.Series, walked: list[_Walked]
) -> gpd.GeoDataFrame:
    """Put the points into posting order, those of no unit behind."""
    outside = np.flatnonzero(unit.isna())
    rows = np.concatenate([*(one.rows for one in walked), outside])
    number = [np.arange(1, len(one.rows) + 1) for one in walked]
    known = len(rows) - len(outside)
    stop = pd.array([pd.NA] * len(rows), dtype="Int64")
    leg_m, straight = np.full(len(rows), np.nan), np.zeros(len(rows), dtype=bool)
    if walked:
        stop[:known] = np.concatenate(number)
        leg_m[:known] = np.concatenate([one.leg_m for one in walked])
        straight[:known] = np.concatenate([one.straight for one in walked])
    table = live.iloc[rows][list(KEPT)]
    table.insert(0, "unit_id", unit.iloc[rows].astype("str"))
    table.insert(1, "stop", stop)
    table.insert(2, "leg_m", leg_m)
    table.insert(3, "straight", straight)
    return table


def _line(xy: NDArray[np.float64], *, closed: bool) -> shapely.LineString | None:
    if len(xy) == 1:
        return None
    return shapely.LineString(np.concatenate([xy, xy[:1]]) if closed else xy)
