"""Working days: China's official calendar with make-up days, or the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle._optional import load
from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.tables.dates import days as read_days

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SATURDAY = 5
NEW_YEAR_DAYS = 3
"""A New Year's holiday has at most so many days on either side of midnight."""
NEVER = np.datetime64("NaT", "D")
ALWAYS_FREE = ("01-01", "05-01", "10-01", "10-02", "10-03")
"""Month and day of the public holidays that do not move."""
LISTED = r"[|;,、\s]+"
RANGES = ("first_day", "last_day", "make_up_workdays")
DAYS = ("date", "is_workday")
WORKED = ("1", "true", "yes", "y", "是", "班", "上班", "工作日", "调休", "补班")
RESTED = ("0", "false", "no", "n", "否", "休", "放假", "休息日", "节假日", "假")


@dataclass(frozen=True, eq=False)
class WorkingDays:
    """
    The working days of the years that a calendar knows.

    Parameters
    ----------
    worked
        All working days of those years, ascending (datetime64[D]).
    years
        The years, ascending.
    source
        Where they are from, in words.
    """

    worked: NDArray[np.datetime64]
    years: NDArray[np.int64]
    source: str

    def knows(self, days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
        """Say which days lie in a year that is known."""
        year = days.astype("M8[Y]").astype(np.int64) + 1970
        return np.asarray(np.isin(year, self.years) & ~np.isnat(days))

    def doubtful(
        self, first: np.datetime64, last: np.datetime64
    ) -> NDArray[np.datetime64]:
        """
        Find days worked that are a public holiday in every year of China's.

        A calendar has them where it breaks off within a year, or begins within one: New
        Year's Day, Labour Day and the three days of the National Day.

        Examples
        --------
        >>> calendar = official(range(2024, 2025))
        >>> year = np.array(["2024-01-01", "2024-12-31"], dtype="datetime64[D]")
        >>> calendar.doubtful(*year).tolist()
        []
        """
        day = self.worked[(self.worked >= first) & (self.worked <= last)]
        of_year = pd.DatetimeIndex(day).strftime("%m-%d")
        return day[of_year.isin(ALWAYS_FREE)]

    def after(self, days: NDArray[np.datetime64], count: int) -> NDArray[np.datetime64]:
        """
        Find the `count`-th working day after each day, which itself does not count.

        NaT where a year on the way there is not known.

        Examples
        --------
        >>> calendar = official(range(2024, 2025))
        >>> eve = np.array(["2024-04-30"], dtype="datetime64[D]")  # before Labour Day
        >>> calendar.after(eve, 3)  # 6 and 7 May, and the 8th: 11 May is made up
        array(['2024-05-08'], dtype='datetime64[D]')
        """
        if not len(self.worked):
            return np.full(len(days), NEVER)
        place = np.searchsorted(self.worked, days, side="right") + count - 1
        inside = (place < len(self.worked)) & self.knows(days)
        found = self.worked[np.where(inside, place, 0)]
        # Years between that nobody knows would be jumped over.
        known = np.append(self.years, self.years[-1:])
        first = days.astype("M8[Y]").astype(np.int64) + 1970
        last = found.astype("M8[Y]").astype(np.int64) + 1970
        at = np.clip(np.searchsorted(known, first), 0, len(self.years) - 1)
        to = np.clip(np.searchsorted(known, last), 0, len(self.years) - 1)
        inside &= (known[to] - known[at]) == (to - at)
        return np.where(inside, found, NEVER)


def official(years: range) -> WorkingDays:
    """
    Take the days that the State Council announced, as chinese_calendar keeps them.

    Years that the library does not know are left out.

    Parameters
    ----------
    years
        The years wanted.

    Examples
    --------
    >>> official(range(2003, 2006)).years.tolist()
    [2004, 2005]
    """
    library = load("chinese_calendar", extra="response")
    constants: Any = library.constants
    rest = np.array(sorted(constants.holidays), dtype="M8[D]")
    known = set(_years(rest).tolist())
    wanted = np.array([y for y in years if y in known], dtype=np.int64)
    extra = np.array(sorted(constants.workdays), dtype="M8[D]")
    return WorkingDays(_worked(wanted, rest, extra), wanted, "chinese_calendar")


def from_file(path: Path) -> WorkingDays:
    """
    Read a user's calendar.

    Parameters
    ----------
    path
        A table with one row for every holiday, ``first_day``, ``last_day`` and
        ``make_up_workdays`` (separated by |), or one row for every day that is not as
        its weekday says, ``date`` and ``is_workday``. Its years are those that it has
        holidays of; within them all other days are as their weekday says. A holiday
        around New Year alone makes no year known: it may be the neighbour's.

    Raises
    ------
    UnusableInputError
        If it has neither of the two forms, or a cell is no day.
    """
    raw = read_table(path)
    if set(RANGES) <= set(raw.columns):
        first, last = (_days(raw, column, path) for column in RANGES[:2])
        listed = raw["make_up_workdays"].dropna().str.split(LISTED, regex=True)
        cells = listed.explode().to_frame()
        extra = _days(cells[cells["make_up_workdays"] != ""], "make_up_workdays", path)
        if (last < first).any():
            raise _unusable(path, "a holiday ends before it begins")
        spans = [np.arange(a, b + 1) for a, b in zip(first, last, strict=True)]
        rest = np.concatenate(spans).astype("M8[D]")
    elif set(DAYS) <= set(raw.columns):
        day = _days(raw, "date", path)
        word = raw["is_workday"].astype("str").str.strip().str.lower()
        works, rests = word.isin(WORKED).to_numpy(), word.isin(RESTED).to_numpy()
        if not (works | rests).all():
            raise _unusable(path, "a cell of is_workday is neither yes nor no")
        extra, rest = day[works], day[rests]
    else:
        raise _unusable(path, "it has not the columns of a calendar")
    years = _years(rest)
    return WorkingDays(_worked(years, rest, extra), years, path.name)


def _years(rest: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """List the years that have holidays besides those around New Year."""
    year = rest.astype("M8[Y]")
    day = (rest - year.astype("M8[D]")).astype(np.int64)
    left = ((year + 1).astype("M8[D]") - rest).astype(np.int64)
    amid = (day >= NEW_YEAR_DAYS) & (left > NEW_YEAR_DAYS)
    return np.unique(year[amid].astype(np.int64) + 1970)


def _worked(
    years: NDArray[np.int64],
    rest: NDArray[np.datetime64],
    extra: NDArray[np.datetime64],
) -> NDArray[np.datetime64]:
    """List the working days of some years."""
    spans = [
        np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="M8[D]") for year in years
    ]
    day = np.concatenate(spans) if spans else np.empty(0, dtype="M8[D]")
    weekday = (day.astype(np.int64) + 3) % 7
    works = ((weekday < SATURDAY) & ~np.isin(day, rest)) | np.isin(day, extra)
    return day[works]


def _days(frame: pd.DataFrame, column: str, path: Path) -> NDArray[np.datetime64]:
    cells = frame[column]
    read = cells if pd.api.types.is_datetime64_any_dtype(cells) else read_days(cells)
    if read.isna().any():
        row = frame.index[read.isna()][0]
        raise _unusable(path, f"row {row} has no day in {column!r}")
    return np.asarray(read.to_numpy().astype("M8[D]"))


def _unusable(path: Path, why: str) -> UnusableInputError:
    message = f"{path.name} is no calendar that can be read: {why}."
    remedy = (
        "Give it the columns first_day, last_day and make_up_workdays (days separated "
        "by |), or date and is_workday."
    )
    return UnusableInputError(message, remedy, rule="calendar-unusable")
