"""Rates of units with few events lean on the others as far as they must."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from servicecircle.risk.rates import fit_rates
from servicecircle.risk.shares import fit_shares

COUNTS = st.lists(st.integers(0, 60), min_size=3, max_size=30)


def drawn(shape: float, units: int = 4_000) -> tuple[np.ndarray, ...]:
    """Draw Gamma rates, expected counts and Poisson counts."""
    rng = np.random.default_rng(3)
    truth = rng.gamma(shape, 1 / shape, units)
    expected = rng.uniform(0.5, 30, units)
    return truth, expected, rng.poisson(truth * expected).astype(float)


@given(COUNTS)
def test_the_posterior_lies_between_the_count_and_the_district(
    counts: list[int],
) -> None:
    """No rate is farther from the district's than the unit's own count."""
    events = np.array(counts, dtype=float)
    expected = np.full(len(events), events.mean() + 0.1)
    own, mean = events / expected, fit_rates(events, expected).mean
    assert np.all(mean >= np.minimum(own, 1.0) - 1e-9)
    assert np.all(mean <= np.maximum(own, 1.0) + 1e-9)


def test_few_events_lean_more() -> None:
    """Of two units with the same raw rate, the one with fewer people leans more."""
    _, expected, events = drawn(3.0)
    rates = fit_rates(np.append(events, [3, 90]), np.append(expected, [1.0, 30.0]))
    assert 1 < rates.mean[-2] < rates.mean[-1] < 3


@pytest.mark.parametrize("shape", [1.5, 4.0, 12.0])
def test_the_prior_is_found_again(shape: float) -> None:
    """What the units were drawn from is fitted, to sampling error."""
    _, expected, events = drawn(shape)
    assert fit_rates(events, expected).prior_shape == pytest.approx(shape, rel=0.15)


def test_intervals_hold_what_they_say() -> None:
    """Nine of ten 90 % intervals hold the true rate."""
    truth, expected, events = drawn(3.0)
    low, high = fit_rates(events, expected).interval(0.9)
    assert np.mean((low <= truth) & (truth <= high)) == pytest.approx(0.9, abs=0.015)


def test_probabilities_are_those_of_the_gamma_law() -> None:
    """The chance to lie above a bound is that of SciPy's Gamma, an own route."""
    rates = fit_rates(np.array([4.0, 9.0, 1.0]), np.array([5.0, 5.0, 4.0]))
    other = stats.gamma.sf(2.0, rates.shape, scale=1 / rates.inverse_scale)
    np.testing.assert_allclose(rates.above(2.0), other)


def test_a_missing_population_keeps_the_prior() -> None:
    """A unit where nothing is expected and nothing came is as the district is."""
    rates = fit_rates(np.array([0.0, 30.0, 10.0]), np.array([0.0, 20.0, 20.0]))
    assert rates.mean[0] == 1.0


def test_alike_neighbours_are_leaned_on() -> None:
    """Where rates run in patches, the fitted prior follows the neighbours."""
    rng = np.random.default_rng(5)
    truth = np.repeat(rng.gamma(2, 0.5, 40), 10)
    expected = np.full(len(truth), 4.0)
    events = rng.poisson(truth * expected).astype(float)
    place = np.arange(len(truth))
    near = [place[(place // 10 == k // 10) & (place != k)] for k in place]
    local = fit_rates(events, expected, neighbours=near, prior="fitted")
    alone = fit_rates(events, expected)
    assert local.local_share > 0.5
    error = [np.mean((rates.mean - truth) ** 2) for rates in (local, alone)]
    assert error[0] < 0.7 * error[1]


def test_neighbours_that_say_nothing_are_not_leaned_on() -> None:
    """Where neighbours are no more alike than others, the district is leaned on."""
    _, expected, events = drawn(3.0, units=1_000)
    place = np.arange(1_000)
    near = [np.array([(k - 1) % 1_000, (k + 1) % 1_000]) for k in place]
    fitted = fit_rates(events, expected, neighbours=near, prior="fitted")
    assert fitted.local_share <= 0.15


def test_a_district_of_one_unit_says_what_its_own_events_say() -> None:
    """What was fitted to a unit is not told a second time as what it leans on."""
    rates = fit_rates(np.array([400.0]), np.array([400.0]))
    low, high = rates.interval(0.9)
    assert (high - low)[0] == pytest.approx(2 * 1.645 / 20, rel=0.02)
    shares = fit_shares(np.array([40.0]), np.array([100.0]))
    low, high = np.quantile(shares.draw(4_000, np.random.default_rng(1)), [0.05, 0.95])
    assert high - low == pytest.approx(2 * 1.645 * 0.049, rel=0.05)
