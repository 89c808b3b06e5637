"""Rates of few events: a Gamma prior fitted to all units (empirical Bayes)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.area.risk_config import Prior

    Floats = NDArray[np.float64]

SHAPES = (-2.0, 7.0)
"""Bounds of the prior's shape, in logarithms: from nearly flat to nearly no spread."""
LEANINGS = 21
"""Mixtures of district and neighbours that are tried."""


@dataclass(frozen=True, eq=False)
class Rates:
    """
    What is known of every unit's rate, relative to the district's.

    Parameters
    ----------
    shape, inverse_scale
        Of each unit's Gamma posterior; its mean is one over the other. Shape (units,).
    prior_shape
        How alike units are: the larger, the more a unit leans on the others.
    local_share
        How much the prior mean follows the neighbours, from 0 (the district) to 1.
    """

    shape: Floats
    inverse_scale: Floats
    prior_shape: float
    local_share: float

    @property
    def mean(self) -> Floats:
        """The posterior mean: 1 is the district's rate."""
        return self.shape / self.inverse_scale

    def interval(self, probability: float) -> tuple[Floats, Floats]:
        """Give the bounds between which the rate lies with this probability."""
        tail = (1 - probability) / 2
        low = special.gammaincinv(self.shape, tail) / self.inverse_scale
        high = special.gammaincinv(self.shape, 1 - tail) / self.inverse_scale
        return low, high

    def above(self, times: float) -> Floats:
        """Say how probable it is that the rate is more than so many times as high."""
        return np.asarray(special.gammaincc(self.shape, times * self.inverse_scale))

    def draw(self, draws: int, generator: np.random.Generator) -> Floats:
        """Draw rates, shape (draws, units)."""
        size = (draws, len(self.shape))
        return np.asarray(generator.gamma(self.shape, size=size) / self.inverse_scale)


def fit_rates(
    events: Floats,
    expected: Floats,
    *,
    neighbours: list[NDArray[np.int64]] | None = None,
    prior: Prior = "global",
) -> Rates:
    """
    Fit a Gamma prior to the rates of all units, and give each unit's posterior.

    Parameters
    ----------
    events
        Events of each unit, also fractional, shape (units,).
    expected
        Events at the district's rate, shape (units,); not below 0, the sum that of
        `events`. A unit with 0 keeps the prior.
    neighbours
        Positions of each unit's neighbours; needed unless the prior is *global*.
    prior
        Prior mean: the district's rate (*global*), the neighbours' (*local*), or the
        mixture of both that makes the counts most likely (*fitted*).

    Returns
    -------
    Rates

    Notes
    -----
    Events are Poisson with mean expected times rate; rates are Gamma with the prior
    mean and one shape for all, chosen by the likelihood of the counts, which are
    negative binomial then (Clayton and Kaldor 1987). Neighbours' mean is Marshall's
    (1991) local one: their events over their expected ones, without the unit's own.

    Examples
    --------
    >>> events = np.array([0.0, 2.0, 40.0, 18.0])
    >>> rates = fit_rates(events, np.array([1.0, 1.0, 29.0, 29.0]))
    >>> rates.mean.round(2).tolist()
    [0.9, 1.1, 1.29, 0.71]
    """
    around = (
        np.ones(len(events))
        if neighbours is None or prior == "global"
        else neighbours_rate(events, expected, neighbours)
    )
    shares = {
        "global": np.zeros(1),
        "local": np.ones(1),
        "fitted": np.linspace(0, 1, LEANINGS) if neighbours is not None else [0.0],
    }[prior]
    best = (np.inf, 0.0, 1.0)
    for share in shares:
        mean = 1 - share + share * around
        cost, log_shape = _fit_shape(events, expected, mean)
        # Of mixtures as likely, the one nearer to the district.
        if cost < best[0] - 1e-6:
            best = (cost, float(share), float(np.exp(log_shape)))
    _, share, shape = best
    mean = 1 - share + share * around
    # What a unit leans on is not worth more than the others' events and one.
    leant = np.minimum(shape, events.sum() - events + 1.0)
    return Rates(leant + events, leant / mean + expected, shape, share)


def neighbours_rate(
    events: Floats, expected: Floats, neighbours: list[NDArray[np.int64]]
) -> Floats:
    """
    Give the rate of each unit's neighbours; 1 where they say nothing.

    Examples
    --------
    >>> chain = [np.array([1]), np.array([0, 2]), np.array([1])]
    >>> neighbours_rate(np.array([3.0, 1.0, 1.0]), np.ones(3), chain).round(2).tolist()
    [1.0, 1.67, 1.0]
    """
    unit = np.repeat(np.arange(len(neighbours)), [len(near) for near in neighbours])
    other = np.concatenate([*neighbours, np.empty(0, np.int64)]).astype(np.int64)
    size = len(neighbours)
    told = np.bincount(unit, events[other], minlength=size)
    usual = np.bincount(unit, expected[other], minlength=size)
    # One more event at the district's rate, so that no neighbourhood says 0.
    return np.asarray((told + 1) / (usual + 1))


def _fit_shape(events: Floats, expected: Floats, mean: Floats) -> tuple[float, float]:
    """Find the shape under which the counts are most likely: its cost and logarithm."""

    def cost(log_shape: float) -> float:
        shape = np.exp(log_shape)
        scale = shape / mean
        likely = special.gammaln(shape + events) - special.gammaln(shape)
        likely += shape * np.log(scale) - (shape + events) * np.log(scale + expected)
        return -float(likely.sum())

    found = optimize.minimize_scalar(cost, bounds=SHAPES, method="bounded")
    return float(found.fun), float(found.x)
