"""Reporting effort told apart from burden, by the channels of appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SOME = 0.005
"""A channel with a smaller share than this of all appeals says nothing of effort."""
POINTS, FAR = 121, 6.0
"""Shares that are thought possible: so many, evenly in logits up to this."""
STEPS = 300
"""Steps of the expectation-maximisation; more change no third digit."""


def reporting_effort(scanned: Floats, of: Floats, *, most: float) -> Floats:
    """
    Say how much more of its burden a unit reports than the district does.

    Where codes hang at every door, people scan: appeals come in that elsewhere are
    never made. Scans beyond what the unit's other channels would lead one to expect
    are taken for effort, not for burden.

    Parameters
    ----------
    scanned
        Appeals of each unit that came through the channels of effort, shape (units,).
    of
        All its appeals.
    most
        No factor is above this, or below one over it.

    Returns
    -------
    array of float, shape (units,)
        1 for a unit that reports as the district does, 1.5 for one whose reports are
        half as many again. Dividing a rate by it gives the rate at the district's
        effort.

    Notes
    -----
    With shares of scans p here and q in the district, the other channels being the
    same, there are (1 - q) / (1 - p) times as many reports; the result is the mean of
    that over what p may be. The prior of p is the mixture under which all units'
    shares are most likely (Laird 1978), so that many units may be alike and a few far
    off.

    Examples
    --------
    >>> scans, all_ = np.array([20.0, 20.0, 270.0]), np.array([100.0, 100.0, 500.0])
    >>> reporting_effort(scans, all_, most=2).round(2).tolist()
    [0.69, 0.69, 1.24]
    >>> reporting_effort(np.zeros(2), np.ones(2), most=2).tolist()
    [1.0, 1.0]
    """
    if scanned.sum() <= SOME * of.sum():
        return np.ones(len(of))
    logits = np.linspace(-FAR, FAR, POINTS)
    likely = scanned[:, None] * special.log_expit(logits)
    likely += (of - scanned)[:, None] * special.log_expit(-logits)
    likely = np.exp(likely - likely.max(axis=1, keepdims=True))
    prior = np.full(POINTS, 1 / POINTS)
    for _ in range(STEPS):
        prior *= (likely / (likely @ prior)[:, None]).mean(axis=0)
    chance = likely * prior
    chance /= chance.sum(axis=1, keepdims=True)
    district = float(scanned.sum() / of.sum())
    factors = np.clip((1 - district) * (1 + np.exp(logits)), 1 / most, most)
    return np.asarray(chance @ factors)
