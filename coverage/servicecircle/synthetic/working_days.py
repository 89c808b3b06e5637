"""Days of work and days of rest: weekends, public holidays and their make-up days."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST_DAY = np.datetime64("2019-12-01", "D")
LAST_DAY = np.datetime64("2024-03-31", "D")
"""The span of the appeals: 4.3 years."""
PLANNING_DAY = np.datetime64("2024-05-01", "D")
"""When the tables were handed over; a month later, so that matters could be closed."""
SPRING_FESTIVAL = "春节"


def all_days() -> NDArray[np.datetime64]:
    """List every day of the span."""
    return np.arange(FIRST_DAY, LAST_DAY + np.timedelta64(1, "D"))


def weekday(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """
    Count the days of the week from Monday, 0.

    >>> weekday(np.array(["2024-03-31"], dtype="datetime64[D]"))  # a Sunday
    array([6])
    """
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


def holidays() -> pd.DataFrame:
    """
    Read the public holidays, as the State Council announced them, and make-up days.

    >>> holidays().loc[1, ["name", "first_day"]].tolist()
    ['春节', '2020-01-24']
    """
    with (
        files("servicecircle.synthetic")
        .joinpath("holidays.csv")
        .open(encoding="utf-8") as file
    ):
        return pd.read_csv(file, dtype="str", keep_default_na=False)


def is_holiday(
    days: NDArray[np.datetime64], *, name: str | None = None
) -> NDArray[np.bool_]:
    """Say which days are public holidays, or those of one name."""
    table = holidays()
    if name is not None:
        table = table[table["name"] == name]
    first = table["first_day"].to_numpy().astype("datetime64[D]")
    last = table["last_day"].to_numpy().astype("datetime64[D]")
    inside = (first[None, :] <= days[:, None]) & (days[:, None] <= last[None, :])
    return np.asarray(inside.any(axis=1))


def is_workday(days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """
    Say which days are worked: Monday to Friday, and make-up days, but no holiday.

    >>> days = np.array(["2024-02-12", "2024-02-18", "2024-02-25"], "datetime64[D]")
    >>> is_workday(days)  # a holiday Monday, a Sunday made up, a Sunday
    array([False,  True, False])
    """
    cells = holidays()["make_up_workdays"]
    listed = [day for cell in cells for day in cell.split("|") if day]
    extra = np.array(listed, dtype="datetime64[D]")
    usual = (weekday(days) < 5) & ~is_holiday(days)  # noqa: PLR2004 - Saturday
    return usual | np.isin(days, extra)
