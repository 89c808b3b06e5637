"""The register of appeals, as a district keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.synthetic.arrivals import draw_arrivals
from servicecircle.synthetic.channels import draw_channels, draw_scans, scan_share
from servicecircle.synthetic.clock import CLASS_SHARES, CLASSES, appeal_times
from servicecircle.synthetic.matters import matter_shares
from servicecircle.synthetic.people import invent_people
from servicecircle.synthetic.randomness import generator
from servicecircle.synthetic.rhythm import day_weights, seconds_of_day
from servicecircle.synthetic.working_days import LAST_DAY, all_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from servicecircle.synthetic.scale import Scale
    from servicecircle.synthetic.truths import Truths

SATISFACTION = ("非常满意", "满意", "基本满意", "不满意")
SATISFACTION_SHARES = (0.52, 0.34, 0.10, 0.04)
NOT_ASKED, NO_BUILDING = 0.22, 0.12
"""Shares of appeals without a word on satisfaction, and of those about open land."""
OPEN_DAYS = 60.0
"""What is not resolved came in that many days before the end, on average."""


def make_appeals(
    addresses: pd.DataFrame,
    truths: Truths,
    facts: Mapping[str, Any],
    scale: Scale,
    *,
    seed: int,
) -> pd.DataFrame:
    """
    Draw the register of appeals.

    Parameters
    ----------
    addresses
        As `make_addresses` gives them.
    truths
        As `make_truths` gives them; the register says nothing of them.
    facts
        Counts and shares to be met.
    scale
        The part of the district that is there.
    seed
        Of the district.

    Returns
    -------
    DataFrame
        Indexed by ``appeal_id``, in the order of reports: ``reported_at``,
        ``responded_at``, ``accepted_at``, ``dispatched_at``, ``resolved_at`` (local
        time to the second; the last is missing where a matter is still open),
        ``class``, ``category``, ``channel``, ``grid_id``, ``building_id`` (missing
        for open land), ``qr_id`` (where scanned), ``satisfaction`` (missing where
        not asked), and the personal columns.
    """
    draws = generator(seed, "appeals")
    counts = facts["counts"]
    count = scale.count(counts["appeals_received"])
    came = draw_arrivals(
        truths,
        day_weights(all_days(), draws),
        count=count,
        shares=matter_shares(facts),
        draws=draws,
    )
    scanned = draw_scans(came.day, last_share=scan_share(facts), draws=draws)
    second = seconds_of_day(came.day, scanned, draws).astype("m8[s]")
    reported = came.day.astype("M8[s]") + second
    # Hours are drawn after days, so the rows of a day are put in order once more.
    order = np.argsort(reported, kind="stable")
    reported, scanned = reported[order], scanned[order]
    grid, category = came.grid[order], came.category[order]

    kind = draws.choice(len(CLASSES), count, p=CLASS_SHARES)
    times = appeal_times(reported, kind, draws)
    still_open = _still_open(reported, count, scale, counts, draws)
    times["resolved_at"] = np.where(
        still_open, np.datetime64("NaT", "s"), times["resolved_at"]
    )
    building = _buildings(grid, truths.rates.index, addresses, draws)
    qr = np.char.mod("QR%06X", _codes(len(addresses), seed)).astype(object)
    outside = ~scanned & (draws.random(count) < NO_BUILDING)
    word = draws.choice(
        np.array(SATISFACTION, dtype=object), count, p=SATISFACTION_SHARES
    )
    silent = still_open | (draws.random(count) < NOT_ASKED)
    table = pd.DataFrame(
        {
            "reported_at": reported,
            **times,
            "class": np.array(CLASSES, dtype=object)[kind],
            "category": category,
            "channel": draw_channels(scanned, draws),
            "grid_id": truths.rates.index.to_numpy(dtype=object)[grid],
            "building_id": _only(addresses.index.take(building), ~outside),
            "qr_id": _only(qr[building], scanned),
            "satisfaction": _only(word, ~silent),
        }
    )
    people = invent_people(category, region=facts["district"]["code"], draws=draws)
    ids = pd.RangeIndex(1, count + 1).astype("str").str.zfill(6)
    index = pd.Index("A" + ids, name="appeal_id", dtype="str")
    return table.join(people).set_axis(index, axis=0)


def _only(
    values: pd.Index | NDArray[np.object_], where: NDArray[np.bool_]
) -> pd.Series:
    """Keep the values where they apply; the others are missing."""
    return pd.Series(values, dtype="str").where(where)


def _still_open(
    reported: NDArray[np.datetime64],
    count: int,
    scale: Scale,
    counts: Mapping[str, Any],
    draws: np.random.Generator,
) -> NDArray[np.bool_]:
    """Choose the matters that are not resolved yet, mostly the latest."""
    whole = counts["appeals_received"] - counts["appeals_resolved"]
    waited = (LAST_DAY - reported.astype("M8[D]")).astype(float)
    chance = np.exp(-waited / OPEN_DAYS)
    chosen = draws.choice(
        count, scale.count(whole), replace=False, p=chance / chance.sum()
    )
    return np.isin(np.arange(count), chosen)


def _buildings(
    grid: NDArray[np.int64],
    grids: pd.Index,
    addresses: pd.DataFrame,
    draws: np.random.Generator,
) -> NDArray[np.int64]:
    """Draw a building of the grid for every appeal, by residents."""
    home = grids.get_indexer(pd.Index(addresses["grid_id"]))
    order = np.argsort(home, kind="stable")
    lived = addresses["residents"].to_numpy(dtype=float)[order]
    upto = np.concatenate([[0.0], np.cumsum(lived)])
    ends = np.searchsorted(home[order], np.arange(len(grids) + 1))
    low, high = upto[ends[grid]], upto[ends[grid + 1]]
    at = low + draws.random(len(grid)) * (high - low)
    place = np.searchsorted(upto, at, side="right") - 1
    return np.asarray(order[np.clip(place, ends[grid], ends[grid + 1] - 1)])


def _codes(buildings: int, seed: int) -> NDArray[np.int64]:
    """Give every building's QR code a number that says nothing of the building."""
    return generator(seed, "qr").permutation(buildings) + 1
