"""Shares of few: a Beta prior fitted to all units (empirical Bayes)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STRENGTHS = (-1.0, 9.0)
"""Bounds of the prior's strength, in logarithms of events."""


@dataclass(frozen=True, eq=False)
class Shares:
    """
    What is known of every unit's share.

    Parameters
    ----------
    with_, without
        Of each unit's Beta posterior, shape (units,).
    strength
        How many events the prior is worth.
    """

    with_: Floats
    without: Floats
    strength: float

    @property
    def mean(self) -> Floats:
        """The posterior mean, from 0 to 1."""
        return self.with_ / (self.with_ + self.without)

    def draw(self, draws: int, generator: np.random.Generator) -> Floats:
        """Draw shares, shape (draws, units)."""
        size = (draws, len(self.with_))
        return np.asarray(generator.beta(self.with_, self.without, size=size))


def fit_shares(with_: Floats, of: Floats) -> Shares:
    """
    Fit a Beta prior to the shares of all units, and give each unit's posterior.

    Parameters
    ----------
    with_
        Events of each unit that have the property, also fractional, shape (units,).
    of
        All events of each unit, not fewer.

    Returns
    -------
    Shares
        The prior's mean is the share of all; its strength makes the counts most likely
        (beta-binomial). A unit without events keeps the prior.

    Examples
    --------
    >>> shares = fit_shares(np.array([0.0, 1.0, 30.0]), np.array([0.0, 1.0, 100.0]))
    >>> shares.mean.round(2).tolist()
    [0.31, 0.31, 0.31]
    """
    total = float(of.sum())
    # Half an event more on both sides keeps the mean off 0 and 1.
    mean = (float(with_.sum()) + 0.5) / (total + 1.0)

    def cost(log_strength: float) -> float:
        strength = np.exp(log_strength)
        a, b = mean * strength, (1 - mean) * strength
        likely = special.betaln(a + with_, b + of - with_) - special.betaln(a, b)
        return -float(likely.sum())

    found = optimize.minimize_scalar(cost, bounds=STRENGTHS, method="bounded")
    strength = float(np.exp(found.x))
    return Shares(mean * strength + with_, (1 - mean) * strength + of - with_, strength)
