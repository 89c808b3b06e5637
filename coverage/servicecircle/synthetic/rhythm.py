"""When appeals come in: growth over the years, weeks, holidays and hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.synthetic.working_days import (
    SPRING_FESTIVAL,
    is_holiday,
    is_workday,
    weekday,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

GROWTH = 1.6
"""How many times as many appeals come in at the end as at the beginning."""
WEEK = np.array([1.20, 1.10, 1.04, 1.00, 0.98, 0.70, 0.60])
"""Monday to Sunday."""
HOLIDAY, FESTIVAL = 0.50, 0.22
BEFORE_FESTIVAL, WEEKS_BEFORE = 1.35, 4
"""Wages are claimed in the weeks before the Spring Festival."""
RESTLESS = 0.12
"""Standard deviation of a day's own chance, in logarithms."""

WORKDAY_HOURS = np.array(
    [3, 2, 1, 1, 1, 1, 3, 10, 40, 88, 100, 80, 42, 46, 82, 92, 84, 66, 46, 42, 36, 26,
     14, 7]
)  # fmt: skip
RESTDAY_HOURS = np.array(
    [4, 3, 2, 1, 1, 1, 2, 6, 20, 46, 62, 58, 40, 38, 50, 56, 54, 50, 46, 50, 46, 36,
     20, 10]
)  # fmt: skip
SCAN_HOURS = np.array(
    [8, 5, 3, 2, 2, 3, 8, 20, 34, 46, 50, 52, 60, 50, 46, 46, 50, 62, 78, 92, 96, 80,
     48, 20]
)  # fmt: skip
"""A code on a door can be scanned after work."""
SECONDS_IN_HOUR = 3_600


def day_weights(
    days: NDArray[np.datetime64], draws: np.random.Generator
) -> NDArray[np.float64]:
    """
    Say how many appeals each day brings, in relation to the others.

    Returns
    -------
    Weights that add up to 1, shape (days,).
    """
    growth = np.geomspace(1.0, GROWTH, len(days))
    worked = is_workday(days)
    week = WEEK[weekday(days)]
    week = np.where(worked & (week < 1), 1.0, week)
    festival = is_holiday(days, name=SPRING_FESTIVAL)
    week = np.where(is_holiday(days), HOLIDAY, week)
    week = np.where(festival, FESTIVAL, week)
    begins = days[festival & ~np.roll(festival, 1)]
    ahead = (begins[None, :] - days[:, None]).astype(np.int64)
    soon = ((ahead > 0) & (ahead <= 7 * WEEKS_BEFORE)).any(axis=1)
    weights = growth * week * np.where(soon, BEFORE_FESTIVAL, 1.0)
    weights *= draws.lognormal(0.0, RESTLESS, len(days))
    return np.asarray(weights / weights.sum())


def seconds_of_day(
    days: NDArray[np.datetime64],
    scanned: NDArray[np.bool_],
    draws: np.random.Generator,
) -> NDArray[np.int64]:
    """
    Draw the second of the day at which each appeal comes in.

    Parameters
    ----------
    days
        The day of each appeal, shape (appeals,).
    scanned
        Whether it comes by a QR code.
    draws
        Random numbers.
    """
    profiles = np.vstack([WORKDAY_HOURS, RESTDAY_HOURS, SCAN_HOURS])
    ends = np.cumsum(profiles / profiles.sum(axis=1, keepdims=True), axis=1)
    profile = np.where(scanned, 2, np.where(is_workday(days), 0, 1))
    chance = draws.random(len(days))
    hours = (ends[profile] <= chance[:, None]).sum(axis=1).clip(max=23)
    return np.asarray(hours * SECONDS_IN_HOUR + draws.integers(0, 3_600, len(days)))
