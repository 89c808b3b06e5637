"""The watch: zones, shares, the scan day by day, and what chance brings."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from risk_scene import CRS

from servicecircle.risk.warning import scan as scanning
from servicecircle.risk.warning.chance import shuffled, threshold_for
from servicecircle.risk.warning.daily import daily_events
from servicecircle.risk.warning.episodes import QUIET_DAYS, alarms_of
from servicecircle.risk.warning.scan import Hit, Setting, scan
from servicecircle.risk.warning.shares import Leaning, by_cell, fit_leaning
from servicecircle.risk.warning.zones import Zones, zones_of
from servicecircle.vocabulary import Level

LAST = np.datetime64("2024-12-31")


def row_of_units(count: int) -> gpd.GeoDataFrame:
    """Draw boxes side by side."""
    boxes = shapely.box(np.arange(count), 0, np.arange(count) + 1, 1)
    ids = [f"u{n}" for n in range(count)]
    return gpd.GeoDataFrame(geometry=boxes, crs=CRS, index=pd.Index(ids))


def scene(count: int = 4, most: int = 3) -> Zones:
    """Give units in a row, the first half in one community, the last in none."""
    parents = np.where(np.arange(count) < count // 2, 0, -1)
    return zones_of(
        {Level.GRID: row_of_units(count), Level.COMMUNITY: row_of_units(1)},
        {Level.COMMUNITY: parents},
        finest=Level.GRID,
        most=most,
    )


def register(seed: int, *, units: int = 4, days: int = 120) -> pd.DataFrame:
    """Draw two appeals a day about two matters."""
    rng = np.random.default_rng(seed)
    since = rng.integers(0, days, 2 * days)
    return pd.DataFrame(
        {
            "unit_id": np.char.mod("u%d", rng.integers(0, units, 2 * days)),
            "reported_at": (LAST - since).astype("M8[s]"),
            "category": rng.choice(["law", "noise"], 2 * days),
        }
    )


def test_zones_take_in_the_nearest_first() -> None:
    """Of two as near, the one that comes first; a community stands alone."""
    zones = scene()
    assert zones.near.tolist()[1] == [1, 0, 2]
    assert zones.near.tolist()[4] == [4, 5, 5]
    assert zones.members(1, 2).tolist() == [1, 0]
    assert zones.members(4, 1).tolist() == [0, 1]


def test_cells_of_wider_levels_are_sums() -> None:
    """A unit without a parent counts in none."""
    cells = by_cell(np.array([[1.0, 2.0, 4.0, 8.0]]), scene())
    assert cells.tolist() == [[1, 2, 4, 8, 3, 0]]


def test_what_cannot_be_placed_is_not_watched() -> None:
    """No time, no known unit, or a later day: such rows are left out."""
    frame = pd.DataFrame(
        {
            "unit_id": ["u0", None, "zz", "u0", "u1"],
            "reported_at": pd.to_datetime(
                ["2024-05-01", "2024-05-01", "2024-05-01", None, "2025-05-01"]
            ),
        }
    )
    events = daily_events(frame, row_of_units(4).index, last=LAST)
    assert (events.unit.tolist(), events.matter.tolist(), events.days) == ([0], [0], 1)


def test_shares_add_up_and_lean_on_residents() -> None:
    """A unit that brought nothing keeps a part of its residents' share."""
    counts = np.array([[30.0, 0.0, 10.0, 0.0], [30.0, 0.0, 0.0, 0.0]])
    shares = fit_leaning(counts, np.array([100.0, 100.0, 100.0, 0.0])).shares(counts)
    assert shares.sum(axis=1) == pytest.approx(1.0)
    assert (shares > 0).all()
    assert shares[0, 0] > shares[0, 2] > shares[0, 1] > shares[0, 3]


@given(st.integers(0, 10**6))
@settings(max_examples=3)
def test_the_scan_finds_what_a_plain_search_finds(seed: int) -> None:
    """The greatest excess of each day, by counting anew in every zone."""
    events = daily_events(register(seed), row_of_units(4).index, last=LAST)
    zones = scene()
    leaning = Leaning(np.full(4, 0.25), np.array([5.0, 50.0, 50.0]))
    setting = Setting(zones, leaning, 60, events.days - 12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "FLOOR", 0.5)
        found = scan(events, setting)
    best = {hit.day: hit.excess for hit in reversed(found)}
    for day in range(setting.first_day, events.days):
        plain = plain_excess(events, setting, day)
        assert best.get(day, 0.0) == pytest.approx(plain if plain >= 0.5 else 0.0)


def plain_excess(events: scanning.Events, setting: Setting, day: int) -> float:
    """Search one day: every zone with an appeal near it, matter and window."""
    zones, best = setting.zones, 0.0
    told = setting.first_day + (day - setting.first_day) // 7 * 7 - 28
    counts = np.zeros((3, 4))
    of = (events.day <= told) & (events.day > told - setting.baseline_days)
    np.add.at(counts, (events.matter[of], events.unit[of]), 1)
    counts[0] = counts.sum(axis=0)
    shares = setting.leaning.shares(counts)
    for matter in range(3):
        about = (events.matter == matter) | (matter == 0)
        for row, size in np.ndindex(len(zones.near), 3):
            inside = np.isin(events.unit, members := zones.members(row, size + 1))
            if row >= 4 and size > 0:
                continue
            near = np.isin(events.unit, zones.members(row, 3))
            today = about & (events.day == day) & near
            for days in scanning.WINDOWS_DAYS:
                here = about & (events.day <= day) & (events.day > day - days)
                n, count = int(here.sum()), int((here & inside).sum())
                mu = shares[matter, members].sum() * n
                if today.any() and count >= 3 and count > mu:
                    rest = n - count
                    excess = count * np.log(count / mu)
                    excess += rest * np.log(rest / (n - mu)) if rest else 0.0
                    best = max(best, excess)
    return best


def hit(day: int, members: list[int], excess: float) -> Hit:
    """Make up a hit."""
    return Hit(day, 0, 1, 7, 0, 5, 1.0, excess, np.array(members))


def test_one_rise_is_one_alarm() -> None:
    """Renewed where it shares a unit and is not older than the quiet days."""
    hits = [
        hit(1, [1], 9),
        hit(2, [1, 2], 12),
        hit(2, [7], 10),
        hit(2 + QUIET_DAYS, [2], 9),
        hit(3 + 2 * QUIET_DAYS, [2], 9),
    ]
    alarms = alarms_of(hits, threshold=8.5)
    assert [(a.raised, a.last) for a in alarms] == [(1, 30), (2, 2), (59, 59)]
    assert alarms[0].best.excess == 12
    assert len(alarms_of(hits, threshold=11)) == 1


def test_shuffling_keeps_every_unit_and_every_day() -> None:
    """And every matter of both; nothing else."""
    events = daily_events(register(1), row_of_units(4).index, last=LAST)
    again = shuffled(events, np.random.default_rng(1))
    for matter in range(3):
        of = events.matter == matter
        assert sorted(events.unit[of]) == sorted(again.unit[of])
    assert (events.day == again.day).all()
    assert (events.unit != again.unit).any()


def test_the_threshold_keeps_the_rate() -> None:
    """Lowest with at most so many alarms a month: three of ten in 300 days."""
    runs = [[hit(day * 30, [day], 8.0 + day) for day in range(10)]]
    threshold = threshold_for(runs, watched_days=300, per_month=0.3)
    assert 14 < threshold < 15
    assert len(alarms_of(runs[0], threshold=threshold)) <= 3
