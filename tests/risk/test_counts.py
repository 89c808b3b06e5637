"""Appeals are counted by unit, each at the weight of its age."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.risk import count_appeals, window_of
from servicecircle.risk.counts import dispersion
from servicecircle.risk.decay import effective_scale, weigh_ages
from servicecircle.risk.steady import steady_counts

UNITS = pd.Index(["a", "b"])
LAST = np.datetime64("2024-12-31")


def counted(rows: dict[str, list[object]], *, half_life_days: float = 0.0) -> object:
    """Count appeals of two units until the end of 2024."""
    frame = pd.DataFrame(rows).assign(
        reported_at=lambda f: pd.to_datetime(f["reported_at"])
    )
    window = window_of(
        frame["reported_at"],
        until=LAST,
        window_days=None,
        half_life_days=half_life_days,
    )
    return count_appeals(
        frame, UNITS, window, channels=["扫码"], unresolved_after_days=30
    )


def test_what_is_outside_is_counted_apart() -> None:
    """Unknown units, missing times and the future count in no unit."""
    counts = counted(
        {
            "unit_id": ["a", "zz", None, "b", "b"],
            "reported_at": ["2024-01-02"] * 3 + ["2025-01-01", None],
        }
    )
    assert counts.table["appeals"].tolist() == [1, 0]
    assert (counts.outside, counts.later) == (2, 1)


def test_an_open_matter_is_unresolved_from_its_age_on() -> None:
    """29 days are not 30; the thirtieth day counts."""
    counts = counted(
        {
            "unit_id": ["a", "a", "b"],
            "reported_at": ["2024-12-01", "2024-12-02", "2024-11-01"],
            "open": [True, True, False],
        }
    )
    assert counts.table["unresolved"].tolist() == [1.0, 0.0]


def test_shares_are_of_those_that_say_so() -> None:
    """A missing word is neither yes nor no."""
    flags = pd.array([True, False, None], dtype="boolean")
    counts = counted(
        {"unit_id": ["a"] * 3, "reported_at": ["2024-05-01"] * 3, "repeat": flags}
    )
    told = counts.table.loc["a", ["repeat", "repeat stated", "appeals"]].tolist()
    assert told == [1.0, 2.0, 3.0]


def test_channels_are_told_without_regard_to_case() -> None:
    """A word of area.toml stands for its spellings."""
    counts = counted(
        {
            "unit_id": ["a", "a"],
            "reported_at": ["2024-05-01"] * 2,
            "channel": ["扫码", "电话"],
        }
    )
    assert counts.table.loc["a", "scanned"] == 1.0


def test_an_appeal_of_a_half_life_ago_counts_half() -> None:
    """Of two appeals a year apart the older weighs half of the newer."""
    counts = counted(
        {"unit_id": ["a", "b"], "reported_at": ["2024-12-31", "2024-01-01"]},
        half_life_days=365.0,
    )
    newer, older = counts.table["events"]
    assert older / newer == pytest.approx(0.5)
    assert counts.weighted == pytest.approx(1.5)


@given(st.integers(0, 10**6))
def test_effective_counts_vary_as_counts_do(seed: int) -> None:
    """The scale makes mean and variance of a weighted Poisson sum equal."""
    weights = weigh_ages(
        np.random.default_rng(seed).uniform(0, 1_500, 300), half_life_days=365.0
    )
    scale = effective_scale(weights)
    assert scale * weights.sum() == pytest.approx(scale**2 * (weights**2).sum())


@pytest.mark.parametrize(("spread", "low", "high"), [(0, 1.0, 1.06), (4, 1.6, 2.4)])
def test_dispersion_sees_what_chance_does_not_make(
    spread: int, low: float, high: float
) -> None:
    """Poisson counts have 1; counts whose means vary by period have more."""
    rng = np.random.default_rng(2)
    mean = rng.gamma(spread, 4 / spread, (300, 20)) if spread else np.full((300, 20), 4)
    assert low <= dispersion(rng.poisson(mean)) <= high


def test_what_broke_out_once_is_not_lasting() -> None:
    """Three years' outbreak in one month hardly moves what a unit brings always."""
    rng = np.random.default_rng(3)
    blocks = rng.poisson(2.0, (200, 13))
    usual, time = steady_counts(blocks)
    blocks[0, 4] += 30
    counts, exposure = steady_counts(blocks)
    assert counts[0] / exposure[0] == pytest.approx(usual[0] / time[0], rel=0.15)
    assert exposure[0] < 0.95
    # By chance alone hardly any block stands out.
    assert (time == 1).mean() > 0.95


def test_without_appeals_nothing_is_steady() -> None:
    """No unit, no time: nothing is divided by nothing."""
    counts, exposure = steady_counts(np.zeros((3, 2), dtype=np.int64))
    assert counts.tolist() == [0, 0, 0]
    assert exposure.tolist() == [1, 1, 1]
