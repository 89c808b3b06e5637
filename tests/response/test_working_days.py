"""Calendars: the official one against the user's own, and what neither knows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import chinese_calendar
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.inputs import UnusableInputError
from servicecircle.response.working_days import NEVER, from_file, official

YEARS = range(2020, 2025)
HOLIDAYS = Path(__file__).resolve().parents[2] / "data" / "community" / "holidays.csv"
OFFICIAL = official(YEARS)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2024, 11, 30)), st.integers(1, 12))
def test_counted_one_day_after_the_other(day: dt.date, count: int) -> None:
    """As somebody counts who asks the library of every single day."""
    left, at = count, day
    while left:
        at += dt.timedelta(1)
        left -= chinese_calendar.is_workday(at)
    found = OFFICIAL.after(np.array([day], dtype="M8[D]"), count)
    assert found[0] == np.datetime64(at)


def test_the_users_file_says_the_same() -> None:
    """The State Council's announcements, entered by hand, of 2020 to 2023."""
    own = from_file(HOLIDAYS)
    inside = own.worked[own.worked < np.datetime64("2024-01-01")]
    official_days = official(range(2020, 2024)).worked
    assert inside.tolist() == official_days.tolist()


def test_a_file_of_days(tmp_path: Path) -> None:
    """Days that are not as their weekday says."""
    path = tmp_path / "days.csv"
    path.write_text("date,is_workday\n2024-05-01,否\n2024-05-11,是\n", "utf-8")
    calendar = from_file(path)
    days = np.array(["2024-04-30", "2024-05-10"], dtype="M8[D]")
    after = ["2024-05-02", "2024-05-11"]
    assert calendar.after(days, 1).astype(str).tolist() == after


def test_new_year_alone_makes_no_year_known(tmp_path: Path) -> None:
    """The holiday of 2023 reaches into 2024, of which the file says nothing else."""
    path = tmp_path / "days.csv"
    spans = "2023-10-01,2023-10-07,\n2023-12-30,2024-01-01,\n"
    path.write_text(f"first_day,last_day,make_up_workdays\n{spans}", "utf-8")
    calendar = from_file(path)
    assert calendar.years.tolist() == [2023]
    days = np.array(["2023-12-28", "2023-12-29", "2024-02-09"], dtype="M8[D]")
    assert calendar.after(days, 1).astype(str).tolist() == ["2023-12-29", "NaT", "NaT"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("day,works\n2024-05-01,1\n", "not the columns"),
        ("date,is_workday\n2024-05-01,maybe\n", "neither yes nor no"),
        ("date,is_workday\nMay Day,1\n", "row 2 has no day in 'date'"),
        (
            "first_day,last_day,make_up_workdays\n2024-05-05,2024-05-01,\n",
            "ends before it begins",
        ),
    ],
)
def test_a_calendar_that_cannot_be_read(tmp_path: Path, text: str, says: str) -> None:
    """Is refused, with the two forms that can."""
    path = tmp_path / "days.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInputError, match=says):
        from_file(path)


def test_a_gap_between_years_is_not_jumped_over() -> None:
    """What ends beyond the years that are known is not known."""
    calendar = official(range(2022, 2023))
    both = np.union1d(calendar.worked, official(range(2024, 2025)).worked)
    gap = type(calendar)(both, np.array([2022, 2024]), "two years")
    days = np.array(["2022-12-28", "2022-12-20", "2023-05-01", "NaT"], dtype="M8[D]")
    found = gap.after(days, 3)
    assert np.isnat(found).tolist() == [True, False, True, True]
    assert np.isnat(NEVER)


def test_a_file_that_breaks_off_within_a_year_is_doubtful(tmp_path: Path) -> None:
    """Of 2024 it ends in May: the National Day would be worked."""
    path = tmp_path / "days.csv"
    spans = "2024-01-01,2024-01-01,\n2024-02-10,2024-02-17,\n2024-05-01,2024-05-05,\n"
    path.write_text(f"first_day,last_day,make_up_workdays\n{spans}", "utf-8")
    calendar, first = from_file(path), np.datetime64("2024-01-01")
    for last, days in (("2024-09-30", []), ("2024-12-31", [1, 2, 3])):
        found = calendar.doubtful(first, np.datetime64(last))
        assert found.tolist() == [dt.date(2024, 10, day) for day in days]
