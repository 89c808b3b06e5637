"""Opening hours: what is open when, and nothing claimed where words are strange."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from servicecircle.siting.opening_hours import open_at

MONDAY, SATURDAY, SUNDAY = dt.date(2024, 5, 6), dt.date(2024, 5, 4), dt.date(2024, 5, 5)


@pytest.mark.parametrize(
    ("text", "day", "time", "expected"),
    [
        ("09:00-18:00", MONDAY, "09:00", True),
        ("09:00-18:00", MONDAY, "18:00", False),
        ("9:00-12:00,14:00-18:00", MONDAY, "13:00", False),
        ("9:00-12:00，14:00-18:00", MONDAY, "14:00", True),
        ("Mo-Fr 09:00-18:00", SATURDAY, "10:00", False),
        ("Mo-Fr 09:00-18:00; Sa 09:00-12:00", SATURDAY, "10:00", True),
        ("Mo,Sa 09:00-18:00", SATURDAY, "10:00", True),
        ("Sa-Mo 09:00-18:00", SUNDAY, "10:00", True),
        ("周一至周五 9:00-17:00", MONDAY, "16:59", True),
        ("星期天 9:00-17:00", SUNDAY, "10:00", True),
        ("工作日 9:00-17:00", SUNDAY, "10:00", False),
        ("22:00-02:00", MONDAY, "01:00", True),
        ("Sa 22:00-02:00", SUNDAY, "01:00", True),
        ("Sa 22:00-02:00", SATURDAY, "01:00", False),
        ("24/7", SUNDAY, "03:00", True),
        ("00:00-24:00", SUNDAY, "23:59", True),
    ],
)
def test_hours_in_words(text: str, day: dt.date, time: str, expected: object) -> None:
    """Hours as planners and OpenStreetMap write them."""
    moment = dt.datetime.combine(day, dt.time.fromisoformat(time))
    assert bool(open_at(pd.Series({"a": text}), moment)["a"]) is expected


@pytest.mark.parametrize("text", ["ask", "25:00-26:00", "9:70-10:00", "Mo", "", None])
def test_strange_words_claim_nothing(text: str | None) -> None:
    """What is not understood is neither open nor shut."""
    hours = pd.Series({"a": text, "b": "24/7"}, dtype="str")
    said = open_at(hours, dt.datetime(2024, 5, 6, 10))  # noqa: DTZ001 - local time
    assert pd.isna(said["a"])
    assert said["b"]
