"""Older appeals count less: weights by age, and how many appeals that amounts to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

DAYS_IN_YEAR = 365.25


class Window(NamedTuple):
    """The days that are looked at, and how much each counts."""

    first: np.datetime64
    """The first day."""
    last: np.datetime64
    """The last day: the one whose state is assessed."""
    half_life_days: float
    """0 counts every day alike."""

    @property
    def years(self) -> float:
        """How many years all days amount to, each at its weight."""
        days = (self.last - self.first).astype(np.int64) + 1
        ages = np.arange(days, dtype=np.float64)
        return float(weigh_ages(ages, half_life_days=self.half_life_days).sum()) / (
            DAYS_IN_YEAR
        )

    def holds(self, times: pd.Series) -> NDArray[np.bool_]:
        """Say which times lie in the window."""
        days = times.to_numpy().astype("M8[D]")
        return np.asarray((days >= self.first) & (days <= self.last))

    def weights(self, times: pd.Series) -> NDArray[np.float64]:
        """Give each time in the window its weight, from 0 to 1."""
        ages = (self.last - times.to_numpy().astype("M8[D]")).astype(np.float64)
        return weigh_ages(ages, half_life_days=self.half_life_days)


def weigh_ages(
    ages_days: NDArray[np.float64], *, half_life_days: float
) -> NDArray[np.float64]:
    """
    Say how much something of each age counts.

    Examples
    --------
    >>> weigh_ages(np.array([0.0, 365.0, 730.0]), half_life_days=365).tolist()
    [1.0, 0.5, 0.25]
    >>> weigh_ages(np.array([0.0, 365.0]), half_life_days=0).tolist()
    [1.0, 1.0]
    """
    if half_life_days == 0:
        return np.ones(len(ages_days))
    return np.asarray(np.exp2(-ages_days / half_life_days))


def window_of(
    reported_at: pd.Series,
    *,
    until: np.datetime64 | None,
    window_days: float | None,
    half_life_days: float,
) -> Window:
    """
    Settle the window.

    Parameters
    ----------
    reported_at
        When appeals came in, local time.
    until
        The last day; that of the latest appeal where None.
    window_days
        How many days; back to the earliest appeal where None.
    half_life_days
        After so many days an appeal counts half.

    Examples
    --------
    >>> import pandas as pd
    >>> times = pd.Series(pd.to_datetime(["2025-01-01 08:00", "2025-01-31 09:00"]))
    >>> seen = window_of(times, until=None, window_days=10, half_life_days=0)
    >>> str(seen.first), str(seen.last), round(seen.years * 365.25)
    ('2025-01-22', '2025-01-31', 10)
    """
    days = reported_at.dropna().to_numpy().astype("M8[D]")
    last = days.max() if until is None else until
    first = days.min() if window_days is None else last - int(window_days) + 1
    return Window(min(first, last), last, half_life_days)


def effective_scale(weights: NDArray[np.float64]) -> float:
    """
    Say by what to multiply sums of weights so that they vary as counts do.

    A sum of weighted Poisson events has a variance of the sum of squared weights; the
    factor (sum of weights over sum of their squares) makes mean and variance equal, so
    that what holds of counts holds of it.

    Examples
    --------
    >>> effective_scale(np.ones(5)), effective_scale(np.array([0.5, 0.5]))
    (1.0, 2.0)
    """
    squares = float((weights**2).sum())
    return float(weights.sum()) / squares if squares else 1.0
