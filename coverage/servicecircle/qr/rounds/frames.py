"""Rounds and their stops as frames, drawn along the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.walk_lines import walk_lines
from servicecircle.network.walk_network import to_metres
from servicecircle.qr.rounds.walk_round import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.qr.rounds.grounds import Grounds
    from servicecircle.qr.rounds.terms import Terms
    from servicecircle.qr.rounds.walk_round import Walked

JOIN = "|"
KEPT = ("kind", "door", "side", "building_id", "code", "geometry")


class Rounds(NamedTuple):
    """The rounds and their stops; lengths in metres, CRS that of the points."""

    rounds: gpd.GeoDataFrame
    """By ``round_id``: ``officer`` (missing where no table names one), ``units``
    (joined by "|"), ``start_id`` (the station it begins at, the officer where it is the
    own place, else missing), ``plates``, ``length_m``, ``id_order_m`` (past the points
    by building id), ``tree_m`` (minimum spanning tree: no round is shorter),
    ``least_m`` (the better bound of Held and Karp), ``back_m`` (of it the way back from
    the last stop; missing where the end is free), ``straight_legs``, ``minutes``, and
    its line along the network (missing for a single stop)."""
    stops: gpd.GeoDataFrame
    """By ``point_id``, in posting order: ``round_id``, ``unit_id``, ``stop`` (from 1),
    ``leg_m`` (walk from the stop before, or from where the round begins; missing where
    it begins here), ``straight`` (nobody can walk there: the straight line counts),
    ``kind``, ``door``, ``side`` (where the points have them), ``building_id``, ``code``
    and the point. Points of no unit come last, without a stop."""

    def __repr__(self) -> str:
        """Say what is planned, in one line."""
        return f"<Rounds {len(self.rounds)} rounds, {len(self.stops)} stops>"

    def _repr_html_(self) -> str:
        """Show how long the rounds are, and a small map, in a notebook."""
        from servicecircle.qr.rounds.as_card import (  # noqa: PLC0415 - above this
            rounds_card,
        )

        return rounds_card(self)


def as_frames(  # noqa: PLR0913, PLR0917 - what frames are made of
    network: WalkNetwork,
    live: gpd.GeoDataFrame,
    unit: pd.Series,
    walked: Sequence[Walked],
    grounds: Grounds,
    terms: Terms,
    *,
    outside: NDArray[np.int64],
) -> Rounds:
    """Tell rounds as frames; `outside` are the rows of points without a round."""
    told = pd.DataFrame(
        {
            "officer": pd.array([w.officer for w in walked], dtype="str"),
            "units": pd.array([JOIN.join(w.units) for w in walked], dtype="str"),
            "start_id": pd.array([_start(w, grounds) for w in walked], dtype="str"),
            "plates": np.array([len(w.rows) for w in walked], dtype=np.int64),
            "length_m": _metres([w.order.length for w in walked]),
            "id_order_m": _metres([w.order.as_listed for w in walked]),
            "tree_m": _metres([w.order.tree for w in walked]),
            "least_m": _metres([w.order.least for w in walked]),
            "back_m": [_back_m(w, terms) for w in walked],
            "straight_legs": np.array([w.straight.sum() for w in walked], np.int64),
        },
        index=pd.Index([w.name for w in walked], dtype="str", name="round_id"),
    )
    told["minutes"] = terms.minutes(
        told["length_m"].to_numpy(), told["plates"].to_numpy()
    )
    lines = _lines(network, walked, grounds)
    rounds = gpd.GeoDataFrame(told, geometry=lines, crs=live.crs)
    return Rounds(rounds, _stops(live, unit, walked, outside))


def _metres(units: Sequence[int]) -> NDArray[np.float64]:
    return np.asarray(to_metres(np.array(units, dtype=np.int64)))


def _start(walked: Walked, grounds: Grounds) -> str | None:
    return None if walked.home == NOWHERE else str(grounds.names[walked.home])


def _back_m(walked: Walked, terms: Terms) -> float:
    if not terms.closed:
        return np.nan
    return float(_metres([walked.leg_units[-1] if len(walked.legs) else 0])[0])


def _lines(
    network: WalkNetwork, walked: Sequence[Walked], grounds: Grounds
) -> NDArray[np.object_]:
    """Draw rounds leg by leg, each a walk, or straight where there is none."""
    lines = np.full(len(walked), None, dtype=object)
    if not walked:
        return lines
    legs = np.concatenate([w.legs for w in walked])
    longest = max((int(w.leg_units.max(initial=0)) for w in walked), default=0)
    drawn = walk_lines(
        network, grounds.spots, grounds.xy, legs, cutoff_m=float(_metres([longest])[0])
    )
    whose = np.repeat(np.arange(len(walked)), [len(w.legs) for w in walked])
    has = np.bincount(whose, minlength=len(walked)) > 0
    lines[has] = shapely.linestrings(drawn.xy, indices=_renumbered(whose[drawn.walk]))
    return np.asarray(shapely.remove_repeated_points(lines))


def _renumbered(whose: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give what is there numbers from 0 on, without gaps."""
    return np.asarray(np.unique(whose, return_inverse=True)[1])


def _stops(
    live: gpd.GeoDataFrame,
    unit: pd.Series,
    walked: Sequence[Walked],
    outside: NDArray[np.int64],
) -> gpd.GeoDataFrame:
    """Put the points into posting order, those of no unit behind."""
    rows = np.concatenate([*(w.rows for w in walked), outside]).astype(np.int64)
    known = len(rows) - len(outside)
    stop = pd.array([pd.NA] * len(rows), dtype="Int64")
    leg_m, straight = np.full(len(rows), np.nan), np.zeros(len(rows), dtype=bool)
    name = np.full(len(rows), None, dtype=object)
    if walked:
        stop[:known] = np.concatenate([np.arange(len(w.rows)) + 1 for w in walked])
        leg_m[:known] = np.concatenate([_legs_m(w) for w in walked])
        straight[:known] = np.concatenate([_straight(w) for w in walked])
        sizes = [len(w.rows) for w in walked]
        name[:known] = np.repeat([w.name for w in walked], sizes)
    table = live.iloc[rows][[column for column in KEPT if column in live]]
    table.insert(0, "round_id", pd.array(name, dtype="str"))
    table.insert(1, "unit_id", unit.iloc[rows].astype("str"))
    table.insert(2, "stop", stop)
    table.insert(3, "leg_m", leg_m)
    table.insert(4, "straight", straight)
    return table


def _legs_m(walked: Walked) -> NDArray[np.float64]:
    """Give the walk to each stop; none to one where the round begins."""
    leg_m = np.full(len(walked.rows), np.nan)
    first = int(walked.home == NOWHERE)
    count = len(leg_m) - first
    leg_m[first:] = _metres(walked.leg_units[:count].tolist())
    return leg_m


def _straight(walked: Walked) -> NDArray[np.bool_]:
    straight = np.zeros(len(walked.rows), dtype=bool)
    first = int(walked.home == NOWHERE)
    straight[first:] = walked.straight[: len(straight) - first]
    return straight
