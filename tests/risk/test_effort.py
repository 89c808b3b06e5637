"""A grid is not red because it reports well."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from risk_scene import GRIDS, appeals, assessed, district

from servicecircle.risk import Ground, Tier
from servicecircle.risk.effort import reporting_effort
from servicecircle.risk.shares import fit_shares

WELL = [f"g{n:03d}" for n in range(0, GRIDS, 12)]


def scanned_more() -> pd.DataFrame:
    """Let twelve grids of the same burden scan as much again as all they report."""
    plain = appeals(np.ones(GRIDS), each=60)
    more = plain[plain["unit_id"].isin(WELL)].assign(channel="扫码")
    return pd.concat([plain, more], ignore_index=True)


def test_more_scans_are_effort_not_burden() -> None:
    """Their rates come out as the others', about, not twice as high."""
    units = assessed(district(), scanned_more()).assessments[0].units
    others = units.drop(index=WELL)
    assert units.loc[WELL, "rate_as_counted"].mean() > 1.7 * (
        others["rate_as_counted"].mean()
    )
    ratio = units.loc[WELL, "rate"].mean() / others["rate"].mean()
    assert ratio == pytest.approx(1.0, abs=0.15)


def test_without_channels_reporting_is_taken_for_burden() -> None:
    """Where no channel is named they are the red ones, which is why one should."""
    area = district(effort={"channels": ()})
    units = assessed(area, scanned_more()).assessments[0].units
    assert (units.loc[WELL, "tier"] == Tier.RED).sum() >= 6
    assert (units["reporting_effort"] == 1.0).all()


def test_chance_is_not_taken_for_effort() -> None:
    """Where all units scan alike, no factor is far from 1."""
    rng = np.random.default_rng(4)
    of = rng.poisson(40, 500).astype(float)
    factors = reporting_effort(
        rng.binomial(of.astype(int), 0.2).astype(float), of, most=2
    )
    assert np.abs(factors - 1).max() < 0.1


def test_effort_is_bounded() -> None:
    """However many scans, no unit is divided by more than the bound."""
    scanned, of = np.array([900.0, 1, 1, 1]), np.array([910.0, 200, 200, 200])
    factors = reporting_effort(scanned, of, most=1.5)
    assert factors.max() <= 1.5
    assert factors.min() >= 1 / 1.5


def test_shares_of_few_lean_on_all() -> None:
    """One of one is no 100 %."""
    rng = np.random.default_rng(4)
    of = np.append(rng.integers(50, 200, 300), 1).astype(float)
    share = rng.beta(6, 24, 301)
    with_ = np.append(rng.binomial(of[:-1].astype(int), share[:-1]), 1).astype(float)
    found = fit_shares(with_, of)
    assert 0.2 < found.mean[-1] < 0.25
    assert found.strength == pytest.approx(30, rel=0.3)


def test_the_way_to_a_code_is_told_and_not_scored() -> None:
    """The distance to the nearest code is an indicator of weight 0."""
    area = district()
    corner = np.array([area.buildings.geometry.iloc[0]], dtype=object)
    found = assessed(area, appeals(np.ones(GRIDS)), ground=Ground(codes=corner))
    told = {m.indicator.name: m for m in found.assessments[0].measures}
    assert told["code_distance"].value[:3].tolist() == [0.0, 300.0, 600.0]
    assert "points_code_distance" not in found.assessments[0].units


def test_units_alike_are_taken_to_be_alike() -> None:
    """Where shares do not differ, rare events make no unit stand out."""
    rng = np.random.default_rng(7)
    of = rng.poisson(40, 800).astype(float)
    found = fit_shares(rng.binomial(of.astype(int), 0.003).astype(float), of)
    assert np.ptp(found.mean) < 0.1 * found.mean.mean()
