"""Indicators brought to one scale from 0 to 1, so that they can be added."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.risk.indicator import Measure

    Floats = NDArray[np.float64]

LEAST_SPAN = 0.5
"""The scale spans at least this part of the district's value,"""
LEAST_DEVIATIONS = 4.0
"""and so many standard deviations of what a typical unit's value may be."""


class Scale(NamedTuple):
    """From which value to which an indicator goes from 0 to 1."""

    low: float
    high: float
    better: bool
    """Whether more is better: then the high end scores 0."""

    def score(self, values: Floats) -> Floats:
        """
        Bring values to the scale.

        >>> Scale(2.0, 6.0, better=False).score(np.array([1.0, 3.0, 9.0])).tolist()
        [0.0, 0.25, 1.0]
        >>> Scale(2.0, 6.0, better=True).score(np.array([1.0, 3.0, 9.0])).tolist()
        [1.0, 0.75, 0.0]
        """
        span = self.high - self.low
        if span <= 0:
            return np.where(np.isnan(values), np.nan, 0.0)
        part = np.clip((values - self.low) / span, 0.0, 1.0)
        return 1.0 - part if self.better else part


def scale_of(
    measure: Measure, enough: NDArray[np.bool_], *, from_: float, to: float
) -> Scale:
    """
    Lay an indicator's scale.

    Parameters
    ----------
    measure
        The indicator's values.
    enough
        Units with enough data; the others do not shape the scale.
    from_, to
        Quantiles of their values that score 0 and 1.

    Returns
    -------
    Scale
        Where units hardly differ, or cannot be told apart, its far end is moved until
        it spans enough, so that trifles and chance hardly score.
    """
    values = measure.value[enough & np.isfinite(measure.value)]
    better = measure.indicator.more_is == "better"
    if not len(values):
        return Scale(0.0, 0.0, better)
    low, high = (float(q) for q in np.quantile(values, [from_, to]))
    known = np.isfinite(measure.district)
    least = LEAST_SPAN * abs(measure.district) if known else 0.0
    if measure.draws is not None:
        typical = float(np.nanmedian(measure.draws[:, enough].std(axis=0)))
        least = max(least, LEAST_DEVIATIONS * typical)
    if high - low < least:
        low, high = (high - least, high) if better else (low, low + least)
    return Scale(low, high, better)
