"""Tiers: what is red, how sure that is, how stable, and when nothing can be said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from servicecircle.area.risk_config import RiskSection, TiersSection
from servicecircle.errors import InputError
from servicecircle.risk.score import contributions, score
from servicecircle.risk.tiers import (
    Thresholds,
    probabilities,
    stability,
    thresholds_of,
)

SCORES = np.concatenate([np.arange(10.0), np.arange(40.0, 45.0), [90.0, 91.0]])
PARTS = st.lists(st.floats(0, 1), min_size=4, max_size=4)


@given(PARTS, st.lists(st.floats(0.01, 9), min_size=4, max_size=4))
def test_contributions_add_up_to_the_score(
    parts: list[float], weights: list[float]
) -> None:
    """The score is their sum and a weighted mean of the parts, out of 100."""
    points = contributions(np.array(parts)[:, None], np.array(weights))
    mean = 100 * np.average(parts, weights=weights)
    assert score(points)[0] == pytest.approx(mean)


def test_a_part_that_is_not_known_gives_its_weight_to_the_others() -> None:
    """Missing is neither 0 nor the average."""
    points = contributions(np.array([[0.8], [np.nan]]), np.array([1.0, 9.0]))
    assert score(points).tolist() == [pytest.approx(80.0)]


def test_natural_breaks_fall_into_the_gaps() -> None:
    """Each class begins with its lowest score."""
    found = thresholds_of(SCORES, TiersSection(method="natural_breaks"))
    assert found == Thresholds(red=90.0, yellow=40.0)


def test_natural_breaks_need_three_scores() -> None:
    """Two scores have no three classes."""
    with pytest.raises(InputError, match="need 3 scores that differ"):
        thresholds_of(np.array([1.0, 1.0, 2.0]), TiersSection(method="natural_breaks"))


def test_fixed_thresholds_are_those_of_the_file() -> None:
    """They do not depend on the units."""
    tiers = TiersSection(method="fixed", red=70.0, yellow=30.0)
    assert thresholds_of(SCORES, tiers) == Thresholds(70.0, 30.0)


def test_quantiles_are_shares_of_units() -> None:
    """About one in twenty is red, about one in five red or yellow."""
    scores = np.random.default_rng(1).uniform(0, 100, 1_000)
    codes = thresholds_of(scores, TiersSection()).classify(scores)
    assert np.bincount(codes).tolist() == [50, 150, 800]


@pytest.mark.parametrize(
    ("tiers", "words"),
    [
        ({"red": 0.5, "yellow": 0.8}, "yellow must be below red"),
        ({"red": 70, "yellow": 30}, "red at most 1"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(
    tiers: dict[str, float], words: str
) -> None:
    """In area.toml already."""
    with pytest.raises(ValidationError, match=words):
        RiskSection(tiers=tiers)


def test_probabilities_are_shares_of_draws() -> None:
    """They add up to 1."""
    drawn = np.array([[95.0, 10.0], [60.0, 10.0], [95.0, 60.0], [99.0, 10.0]])
    found = probabilities(drawn, Thresholds(90.0, 50.0))
    assert found.tolist() == [[0.75, 0.0], [0.25, 0.25], [0.0, 0.75]]


def test_a_unit_that_one_weight_makes_red_is_not_stable() -> None:
    """One that all indicators agree on keeps its tier; one at the border does not."""
    parts = np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.98, 0.0]])
    tiers = TiersSection(method="fixed", red=50.0, yellow=10.0)
    kept = stability(
        parts,
        np.ones(2),
        np.ones(4, dtype=bool),
        tiers,
        swing=0.2,
        generator=np.random.default_rng(1),
    )
    assert kept[[0, 3]].tolist() == [1.0, 1.0]
    assert kept[1] == pytest.approx(0.5, abs=0.1)
