"""Shares of few: a Beta prior fitted to all units (empirical Bayes)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STRENGTHS = np.linspace(-1.0, 16.0, 69)
"""Strengths of the prior that are tried, in logarithms of events."""
AS_LIKELY = 0.05
"""Strengths whose log-likelihoods differ by less are as good: units are alike then."""


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
        (beta-binomial), but to no unit is it worth more than the others' events and
        one: a district of one unit says of it what its own events say. A unit without
        events keeps the prior.

    Examples
    --------
    >>> shares = fit_shares(np.array([0.0, 1.0, 30.0]), np.array([0.0, 1.0, 100.0]))
    >>> shares.mean.round(2).tolist()
    [0.31, 0.32, 0.3]
    """
    total = float(of.sum())
    # Half an event more on both sides keeps the mean off 0 and 1.
    mean = (float(with_.sum()) + 0.5) / (total + 1.0)

    some = of > 0
    seen, rest = with_[some], of[some] - with_[some]
    likely = np.empty(len(STRENGTHS))
    for k, strength in enumerate(np.exp(STRENGTHS)):
        a, b = mean * strength, (1 - mean) * strength
        ratio = special.betaln(a + seen, b + rest) - special.betaln(a, b)
        likely[k] = ratio.sum()
    strength = float(np.exp(STRENGTHS[likely >= likely.max() - AS_LIKELY].max()))
    leant = np.minimum(strength, total - of + 1.0)
    return Shares(mean * leant + with_, (1 - mean) * leant + of - with_, strength)
