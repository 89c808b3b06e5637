"""The clock, by cases worked by hand on the official calendar of 2024."""

from __future__ import annotations

import datetime as dt

import pytest
from clock_cases import judged, reasons, register, states

from servicecircle.response.working_days import official


@pytest.mark.parametrize(
    ("began", "ended", "state"),
    [
        ("2024-03-01 09:00:00", "2024-03-01 09:10:00", "met"),
        ("2024-03-01 09:00:00", "2024-03-01 09:10:01", "missed"),
        ("2024-03-01 23:59:00", "2024-03-02 00:09:00", "met"),
        ("2024-03-01 23:59:00", "2024-03-02 00:09:01", "missed"),
        ("2024-02-28 23:55:00", "2024-02-29 00:05:00", "met"),
        ("2024-02-29 23:55:00", "2024-03-01 00:05:00", "met"),
        ("2023-12-31 23:58:00", "2024-01-01 00:08:00", "met"),
        ("2024-03-01 23:52:00", "2024-03-01 24:00", "met"),
        ("2024-03-01 09:00:00", "2024-03-01 09:00:00", "met"),
    ],
)
def test_ten_minutes(began: str, ended: str, state: str) -> None:
    """Exactly ten minutes are in time, over midnight, leap day and New Year too."""
    appeals = register(reported=[began], responded=[ended])
    assert states(judged(appeals, "responded", within_minutes=10.0)) == [state]


@pytest.mark.parametrize(
    ("began", "ended", "state"),
    [
        ("2024-03-01 00:00:01", "2024-03-01 23:59:59", "met"),
        ("2024-03-01 23:59:59", "2024-03-02 00:00:00", "missed"),
        ("2024-03-01 23:59:59", "2024-03-01 23:59:59", "met"),
        ("2024-03-01", "2024-03-01", "met"),
        ("2024-02-28", "2024-02-29", "missed"),
        ("2024-03-01 08:00:00", "2024-03-01", "met"),
        ("2024-03-01 08:00", "2024-03-01 24:00", "missed"),
    ],
)
def test_the_same_day(began: str, ended: str, state: str) -> None:
    """Until midnight; days suffice. 24:00 is the next day's first moment."""
    appeals = register(reported=[began], resolved=[ended])
    assert states(judged(appeals, same_day=True)) == [state]


@pytest.mark.parametrize(
    ("began", "last"),
    [
        ("2024-03-01 23:59:59", "2024-03-06"),  # Friday: Monday, Tuesday, Wednesday
        ("2024-03-02 10:00:00", "2024-03-06"),  # Saturday: the same
        ("2024-04-03 18:00:00", "2024-04-09"),  # eve of Qingming; the 7th is made up
        ("2024-04-30 17:00:00", "2024-05-08"),  # eve of Labour Day: 6, 7, 8 May
        ("2024-05-10 09:00:00", "2024-05-14"),  # Saturday the 11th is worked
        ("2024-05-11 09:00:00", "2024-05-15"),  # reported on that Saturday
        ("2024-02-09 09:00:00", "2024-02-20"),  # New Year's Eve; Sunday 18 is worked
        ("2024-02-26 09:00:00", "2024-02-29"),  # the leap day is the third
        ("2024-12-27 09:00:00", "2025-01-02"),  # 1 January is a holiday
    ],
)
def test_three_working_days(began: str, last: str) -> None:
    """The last day is in time to its last second, and the next one late."""
    after = (dt.date.fromisoformat(last) + dt.timedelta(1)).isoformat()
    appeals = register(
        dt.date(2025, 6, 1),
        reported=[began, began, began],
        resolved=[f"{last} 23:59:59", f"{after} 00:00:00", last],
    )
    one = judged(appeals, working_days=3)
    # A midnight alone among times is a time.
    assert states(one) == ["met", "missed", "met"]


def test_a_year_that_the_calendar_does_not_know() -> None:
    """It is said, not guessed: not even that weekends are free."""
    appeals = register(
        reported=["2024-12-27 09:00:00"], resolved=["2024-12-30 09:00:00"]
    )
    one = judged(appeals, working_days=3, calendar=official(range(2024, 2025)))
    assert (states(one), reasons(one)) == (["not_computable"], ["calendar"])


def test_days_alone_tell_nothing_of_minutes() -> None:
    """Neither a met nor a missed: to count only what is surely late is no rate."""
    appeals = register(
        reported=["2024-03-01", "2024-03-01 09:00:00", "2024-03-01"],
        responded=["2024-03-01", "2024-03-01", "2024-03-09"],
    )
    one = judged(appeals, "responded", within_minutes=10.0)
    assert states(one) == ["not_computable"] * 3
    assert reasons(one) == ["days_alone"] * 3


def test_what_is_open_runs_until_its_time_is_over() -> None:
    """Judged at the latest moment that the register holds."""
    appeals = register(
        dt.date(2024, 3, 4),
        reported=["2024-03-04 09:00:00", "2024-03-04 10:00:00", "2024-03-01 10:00:00"],
        resolved=[None, "2024-03-04 11:00:00", None],
    )
    assert states(judged(appeals, same_day=True)) == ["running", "met", "missed"]
    minutes = judged(appeals, within_minutes=90.0)
    assert states(minutes) == ["missed", "met", "missed"]
    exactly = judged(appeals, within_minutes=120.0)
    assert states(exactly)[0] == "running"
    assert exactly.is_open.tolist() == [True, False, True]


def test_a_later_step_proves_that_one_was_not_recorded() -> None:
    """It is not open, and nobody knows whether it was in time."""
    appeals = register(
        reported=["2024-03-01 09:00:00"],
        responded=[None],
        resolved=["2024-03-01 10:00:00"],
    )
    one = judged(appeals, "responded", within_minutes=10.0)
    assert (states(one), reasons(one)) == (["not_computable"], ["not_recorded"])


def test_a_register_without_the_column() -> None:
    """Nothing is open for want of a column."""
    appeals = register(reported=["2024-03-01 09:00:00"])
    one = judged(appeals, "responded", within_minutes=10.0)
    assert (states(one), one.is_open.tolist()) == (["not_computable"], [False])


def test_times_that_cannot_be_are_not_judged() -> None:
    """Before the report, in the future, unreadable: counted, never guessed."""
    appeals = register(
        reported=["2024-03-01 09:00:00"] * 3 + ["soon"],
        responded=["2024-03-01 08:59:59", "2025-01-01 00:00", "?", "2024-03-01 09:05"],
    )
    one = judged(appeals, "responded", within_minutes=10.0)
    assert reasons(one) == ["unusable"] * 3 + ["no_start"]
    assert appeals.counts == {
        "appeal-before-report": 1,
        "appeal-in-future": 1,
        "appeal-time": 2,
    }


def test_the_clock_may_start_at_another_step() -> None:
    """For all targets, or for one."""
    appeals = register(
        reported=["2024-03-01 09:00:00"],
        accepted=["2024-03-01 09:30:00"],
        resolved=["2024-03-01 09:40:00"],
    )
    assert states(judged(appeals, within_minutes=10.0)) == ["missed"]
    assert states(judged(appeals, within_minutes=10.0, clock_start="accepted")) == [
        "met"
    ]
    own = judged(appeals, within_minutes=10.0, since="accepted")
    assert (states(own), own.minutes.tolist()) == (["met"], [10.0])


def test_a_step_before_its_start_is_not_negative_time() -> None:
    """Accepted after it was resolved."""
    appeals = register(
        reported=["2024-03-01 09:00:00"],
        accepted=["2024-03-01 11:00:00"],
        resolved=["2024-03-01 10:00:00"],
    )
    one = judged(appeals, within_minutes=10.0, since="accepted")
    assert reasons(one) == ["unusable"]
