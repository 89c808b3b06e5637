"""The register of appeals: counts, shares, times, rhythm and invented people."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from lattice import facts, lattice, society

from servicecircle.errors import InternalError
from servicecircle.synthetic.channels import SCAN
from servicecircle.synthetic.matters import LEGAL, matter_shares
from servicecircle.synthetic.people import CHECKS, PERSONAL, WEIGHTS
from servicecircle.synthetic.rhythm import day_weights
from servicecircle.synthetic.society import make_society
from servicecircle.synthetic.working_days import (
    FIRST_DAY,
    LAST_DAY,
    all_days,
    is_holiday,
    is_workday,
    weekday,
)
from servicecircle.vocabulary import Level

TIMES = ["reported_at", "responded_at", "accepted_at", "dispatched_at", "resolved_at"]


def appeals() -> pd.DataFrame:
    """Give the register of a quarter of the district."""
    return society().appeals


def test_counts_are_the_stated_ones() -> None:
    """78,633 received and 78,559 resolved: 99.91 %."""
    whole = society(1.0).appeals
    assert len(whole) == 78_633
    assert whole["resolved_at"].notna().sum() == 78_559


def test_span_is_4_3_years() -> None:
    """Every report lies in the span, and the span is as long as stated."""
    days = appeals()["reported_at"].to_numpy().astype("datetime64[D]")
    assert days.min() >= FIRST_DAY
    assert days.max() <= LAST_DAY
    assert 4.3 <= len(all_days()) / 365.25 <= 4.35


def test_times_are_in_order() -> None:
    """Reported, responded, accepted, dispatched, resolved; ids follow the reports."""
    times = appeals()[TIMES]
    for before, after in pairwise(TIMES):
        assert ((times[after] > times[before]) | times[after].isna()).all()
    assert times["reported_at"].is_monotonic_increasing
    assert appeals().index.is_monotonic_increasing
    assert appeals().index.is_unique


def test_class_one_is_answered_at_once() -> None:
    """Within 10 minutes and accepted within 30, mostly but not always."""
    urgent = appeals()[appeals()["class"] == "一类"]
    responded = urgent["responded_at"] - urgent["reported_at"]
    accepted = urgent["accepted_at"] - urgent["reported_at"]
    assert 0.9 < (responded <= pd.Timedelta(minutes=10)).mean() < 1
    assert 0.9 < (accepted <= pd.Timedelta(minutes=30)).mean() < 1


def test_share_legal() -> None:
    """61 % of the appeals are legal, outbreaks counted in."""
    assert (appeals()["category"] == LEGAL).mean() == pytest.approx(0.61, abs=0.001)


def test_scans_in_the_last_year() -> None:
    """27 % of the last year's appeals are scanned, five times as many as before."""
    back = (pd.Timestamp(LAST_DAY) - appeals()["reported_at"].dt.normalize()).dt.days
    scanned = appeals()["channel"] == SCAN
    last, before = back < 365, (back >= 365) & (back < 730)
    assert scanned[last].mean() == pytest.approx(0.274, abs=0.001)
    growth = scanned[last].sum() / scanned[before].sum() - 1
    assert growth == pytest.approx(4.05, abs=0.05)


def test_a_scan_names_the_code_of_its_building() -> None:
    """Where scanned there is a building and its code, elsewhere no code."""
    scanned = appeals()["channel"] == SCAN
    assert (appeals()["qr_id"].notna() == scanned).all()
    codes = appeals().loc[scanned, ["qr_id", "building_id"]].drop_duplicates()
    assert codes["building_id"].notna().all()
    assert codes["qr_id"].is_unique
    assert codes["building_id"].is_unique


def test_buildings_stand_in_the_grid_of_the_appeal() -> None:
    """Every building named lies in the grid named."""
    named = appeals()[["grid_id", "building_id"]].dropna()
    grids = lattice().levels[Level.GRID].geometry.loc[named["grid_id"]]
    doors = lattice().buildings.representative_point().loc[named["building_id"]]
    assert grids.covers(doors, align=False).all()


def test_weeks_and_holidays_have_their_rhythm() -> None:
    """Mondays are the busiest, rest days quiet, the Spring Festival quietest."""
    days = all_days()
    weight = day_weights(days, np.random.default_rng(0))
    assert weight.sum() == pytest.approx(1)
    festival = is_holiday(days, name="春节")
    rest = ~is_workday(days) & ~festival
    worked = weight[is_workday(days)].mean()
    assert weight[festival].mean() < 0.5 * weight[rest].mean() < 0.5 * worked
    monday = weekday(days) == 0
    usual = is_workday(days)
    assert weight[usual & monday].mean() > 1.1 * weight[usual & ~monday].mean()
    rest_days = ~is_workday(appeals()["reported_at"].to_numpy().astype("M8[D]"))
    assert 0.15 < rest_days.mean() < 0.25


def test_offices_are_busy_by_day_and_codes_at_night() -> None:
    """Most come in by day; what is scanned comes in later than the rest."""
    hour = appeals()["reported_at"].dt.hour
    scanned = appeals()["channel"] == SCAN
    assert hour.between(8, 18).mean() > 0.7
    evening = hour.between(18, 22)
    assert evening[scanned].mean() > 1.5 * evening[~scanned].mean()


def test_a_make_up_day_is_worked() -> None:
    """2020-01-19, a Sunday, was worked for the Spring Festival; the 24th was not."""
    days = np.array(["2020-01-19", "2020-01-24", "2020-01-26"], dtype="datetime64[D]")
    assert is_workday(days).tolist() == [True, False, False]


def test_no_id_number_could_be_real() -> None:
    """Every check digit is wrong, by a plain count of GB 11643."""
    numbers = appeals()["reporter_id_number"]
    assert (numbers.str.len() == 18).all()
    for number in numbers.head(500):
        digits = [int(digit) for digit in number[:17]]
        total = sum(d * int(w) for d, w in zip(digits, WEIGHTS, strict=True))
        assert CHECKS[total % 11] != number[17]


def test_personal_data_is_in_every_row() -> None:
    """So that dropping it can be tested: the text repeats the name and the number."""
    rows = appeals()[list(PERSONAL)]
    assert rows.notna().all(axis=None)
    assert rows["reporter_phone"].str.fullmatch(r"12\d{9}").all()
    for name, phone, _, text in rows.head(100).itertuples(index=False):
        assert name in text
        assert phone in text


def test_same_seed_same_society() -> None:
    """Every table is equal on two runs, and another seed gives another."""
    again = make_society(lattice(), facts(0.25), seed=7)
    for name in ("stations", "candidates", "rooms", "volunteers", "appeals"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(society(), name))
    other = make_society(lattice(), facts(0.25), seed=8)
    assert not other.appeals["reported_at"].equals(appeals()["reported_at"])


def test_refuses_facts_about_other_services() -> None:
    """Matters are the services of the facts, or nothing is drawn."""
    stated = {"services": {"station": ["天气"]}, "counts": {"share_legal": 0.6}}
    with pytest.raises(InternalError, match="other services than the appeals"):
        matter_shares(stated)
