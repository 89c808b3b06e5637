"""The watch: zones, shares, the scan day by day, and what chance brings."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from risk_scene import CRS

from servicecircle.risk.warning import scan as scanning
from servicecircle.risk.warning._share_kernels import usual_shares
from servicecircle.risk.warning.chance import shuffled, threshold_for
from servicecircle.risk.warning.daily import daily_events
from servicecircle.risk.warning.episodes import alarms_of, count_alarms
from servicecircle.risk.warning.scan import Setting, scan
from servicecircle.risk.warning.shares import Leaning, fit_leaning
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


def test_a_wider_unit_holds_its_units() -> None:
    """A unit without a parent is in none."""
    zones = scene()
    assert zones.cells_of[:, 1].tolist() == [4, 4, 5, 5]
    assert zones.members(4, 1).tolist() == [0, 1]


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


def shares_of(blocks: np.ndarray, residents: list[float]) -> np.ndarray:
    """Give the shares of units from counts of four weeks each, one matter."""
    weeks = np.zeros((len(blocks), 1, 4 * blocks.shape[1] + 1), dtype=np.int32)
    weeks[:, 0, 1:] = np.repeat(blocks, 4, axis=1) // 4
    upto = weeks.cumsum(axis=2, dtype=np.int32)
    totals = upto.sum(axis=0, dtype=np.int64)
    counts = blocks.sum(axis=1, dtype=float)[None]
    leaning = fit_leaning(counts, np.array(residents))
    last = totals.shape[1] - 1
    return usual_shares(upto, totals, 0, last, leaning.at_first, leaning.shapes)[0]


def test_shares_add_up_and_lean_on_residents() -> None:
    """A unit that brought nothing keeps a part of its residents' share."""
    blocks = np.array([[16, 16], [0, 0], [4, 4], [0, 0]])
    shares = shares_of(blocks, [100.0, 100.0, 100.0, 0.0])
    assert shares.sum() == pytest.approx(1.0)
    assert (shares > 0).all()
    assert shares[0] > shares[2] > shares[1] > shares[3]


def test_a_rise_of_the_past_counts_less() -> None:
    """As many appeals in one block make less of a share than spread over all."""
    even, once = np.full((40, 12), 4), np.full((40, 12), 4)
    even[0] = 20
    once[0, 5] = 196
    assert even.sum() == once.sum()
    lived = [100.0] * 40
    assert shares_of(once, lived)[0] < 0.8 * shares_of(even, lived)[0]


@given(st.integers(0, 10**6))
@settings(max_examples=3)
def test_the_scan_finds_what_a_plain_search_finds(seed: int) -> None:
    """The greatest excess of each day, by counting anew in every zone."""
    events = daily_events(register(seed), row_of_units(4).index, last=LAST)
    leaning = Leaning(np.full(4, 0.25), np.array([5.0, 50.0, 50.0]))
    setting = Setting(scene(), leaning, 63, events.days - 12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "FLOOR", 0.5)
        found = scan(events, setting)
    best = {int(hit[0]): hit[7] for hit in found[::-1]}
    for day in range(setting.first_day, events.days):
        plain = plain_excess(events, setting, day)
        seen = best.get(day, 0.0)
        assert seen == pytest.approx(plain if plain >= 0.5 else 0.0, rel=1e-5)


def plain_shares(events: scanning.Events, setting: Setting, last: int) -> np.ndarray:
    """Count nine weeks in blocks of four; far above the usual counts less."""
    shares = np.empty((3, 4))
    edges = [last - 63, last - 56, last - 28, last]
    for matter in range(3):
        about = (events.matter == matter) | (matter == 0)
        blocks = np.array(
            [
                np.bincount(
                    events.unit[about & (events.day > a) & (events.day <= b)],
                    minlength=4,
                )
                for a, b in pairwise(edges)
            ]
        )
        mean = setting.leaning.at_first if matter == 0 else shares[0]
        shape = setting.leaning.shapes[matter]
        weight = np.ones(blocks.shape)
        for _ in range(2):
            seen = (weight * blocks).sum(axis=0)
            exposed = (weight * blocks.sum(axis=1, keepdims=True)).sum(axis=0)
            share = mean * (shape + seen) / (shape + mean * exposed.clip(1))
            share /= share.sum()
            expected = share * blocks.sum(axis=1, keepdims=True)
            residual = 1.5 * (blocks ** (2 / 3) / expected ** (1 / 6) - expected**0.5)
            rise = (residual > 2.58) & (blocks >= 3)
            weight = np.where(rise, 1 / residual.clip(1) ** 2, 1.0)
        shares[matter] = share
    return shares


def plain_excess(events: scanning.Events, setting: Setting, day: int) -> float:
    """Search one day: every zone with an appeal near it, matter and window."""
    zones, best = setting.zones, 0.0
    told = setting.first_day + (day - setting.first_day) // 7 * 7 - 28
    shares = plain_shares(events, setting, told)
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


def hits_of(*rows: tuple[int, int, int, float]) -> np.ndarray:
    """Make up hits: day, row, size, excess."""
    return np.array([(day, 1, 0, row, size, 5, 1.0, e) for day, row, size, e in rows])


def test_one_rise_is_one_alarm() -> None:
    """Renewed where it shares a unit and is not older than the quiet days."""
    zones = scene(8, most=3)
    hits = hits_of(
        (1, 1, 1, 9.0),
        (2, 1, 2, 12.0),
        (2, 7, 1, 10.0),
        (30, 0, 1, 9.0),
        (59, 0, 1, 9.0),
    )
    alarms = alarms_of(hits, zones, threshold=8.5)
    assert [(a.raised, a.last) for a in alarms] == [(1, 30), (2, 2), (59, 59)]
    assert alarms[0].best.excess == 12
    assert alarms[0].first_hit.members.tolist() == [1]
    assert count_alarms(hits, zones, threshold=11) == 1


def test_more_alarms_than_first_have_room() -> None:
    """Forty units, far apart in time: forty alarms, and none is lost."""
    zones = scene(40, most=1)
    hits = hits_of(*[(day, day, 1, 9.0) for day in range(40)])
    assert count_alarms(hits, zones, threshold=8) == 40
    assert count_alarms(hits[:0], zones, threshold=8) == 0


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
    zones = scene(10, most=1)
    runs = [hits_of(*[(day * 30, day, 1, 8.0 + day) for day in range(10)])]
    threshold = threshold_for(runs, zones, watched_days=300, per_month=0.3)
    assert 14 < threshold < 15
    assert count_alarms(runs[0], zones, threshold=threshold) <= 3
