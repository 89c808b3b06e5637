"""Indicators on one scale: differences count, trifles and chance hardly do."""

from __future__ import annotations

import numpy as np
import pytest

from servicecircle.risk.indicator import Indicator, Measure
from servicecircle.risk.scale import scale_of

ALL = np.ones(101, dtype=bool)


def measure(values: np.ndarray, *, more_is: str = "worse") -> Measure:
    """Make an indicator of these values."""
    better = "better" if more_is == "better" else "worse"
    indicator = Indicator("x", "u", "d", better, 1.0, "x", "x")
    return Measure(indicator, values, np.ones(len(values)), float(np.mean(values)))


def test_quantiles_are_the_ends_of_the_scale() -> None:
    """A twentieth scores nothing, a hundredth everything."""
    found = scale_of(measure(np.arange(101.0)), ALL, from_=0.05, to=0.99)
    assert (found.low, found.high) == (5.0, 99.0)


@pytest.mark.parametrize("more_is", ["worse", "better"])
def test_trifles_hardly_score(more_is: str) -> None:
    """Units that differ by a thousandth of their value all score next to nothing."""
    values = np.linspace(1.0, 1.001, 101)
    found = scale_of(measure(values, more_is=more_is), ALL, from_=0.05, to=0.99)
    assert found.score(values).max() < 0.01


def test_what_cannot_be_told_apart_hardly_scores() -> None:
    """The scale spans several deviations of what one unit's value may be."""
    rng = np.random.default_rng(1)
    plain = measure(rng.normal(1.0, 0.3, 101))
    draws = plain.value + rng.normal(0.0, 2.0, (200, 101))
    vague = Measure(plain.indicator, plain.value, plain.counted_on, 1.0, draws=draws)
    found = scale_of(vague, ALL, from_=0.05, to=0.99)
    assert found.high - found.low == pytest.approx(8.0, rel=0.1)


def test_missing_values_have_no_score() -> None:
    """They neither shape the scale nor score 0."""
    values = np.append(np.arange(100.0), np.nan)
    found = scale_of(measure(np.arange(100.0)), ALL[:100], from_=0.0, to=1.0)
    assert np.isnan(found.score(values)[-1])
