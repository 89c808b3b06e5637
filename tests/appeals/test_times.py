"""Cells of time: every usual spelling, and what is never guessed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicecircle.appeals import Said
from servicecircle.appeals.times import NO_OFFSET, read_times


def read(*cells: str | None) -> tuple[list[str], list[int]]:
    """Give what cells are read as, to the second."""
    times = read_times(pd.Series(cells, dtype="str"))
    return times.moment.astype(str).tolist(), times.said.tolist()


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-01 09:05:07",
        "2024/3/1 9:05:07",
        "2024.3.1 9:5:7",
        "2024年3月1日 9时5分7秒",
        "2024年3月1日9点5分7秒",
        "2024-03-01T09:05:07",
        "2024-03-01 09:05:07.250",
        "20240301090507",
        "２０２４－０３－０１　０９：０５：０７",
        "2024/3/1 上午 9:05:07",
        "2024-03-01 9:05:07 am",
        " 2024-03-01 09:05:07 ",
    ],
)
def test_one_moment_in_every_spelling(cell: str) -> None:
    """As systems, spreadsheets and people write it."""
    assert read(cell) == (["2024-03-01T09:05:07"], [Said.TIME])


@pytest.mark.parametrize(
    "cell",
    [
        "2024-02-30 10:00",
        "2023-02-29 10:00",
        "2024-03-01 24:01",
        "2024-03-01 25:00",
        "2024-03-01 9:60",
        "2024-03-01 13:00 上午",
        "1/3/2024 9:05",
        "24-03-01 09:05",
        "45352.5",
        "昨天",
        "2024-03",
        "2024-13-01",
        "2024-03-01 09:05+99:00",
    ],
)
def test_what_is_doubtful_is_no_time(cell: str) -> None:
    """No day is made up, no order of day and month assumed."""
    assert read(cell) == (["NaT"], [Said.UNUSABLE])


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        ("2024-03-01 12:30 AM", 0),
        ("2024-03-01 12:30 PM", 12),
        ("2024-03-01 下午 3:30", 15),
        ("2024-03-01 下午 15:30", 15),
    ],
)
def test_halves_of_the_day(cell: str, hour: int) -> None:
    """Twelve in the morning is midnight, twelve in the afternoon noon."""
    assert read(cell)[0] == [f"2024-03-01T{hour:02d}:30:00"]


def test_a_leap_day_is_there() -> None:
    """2024 has one."""
    assert read("2024-02-29 10:00")[0] == ["2024-02-29T10:00:00"]


def test_24_is_the_end_of_the_day() -> None:
    """On New Year's Eve it is next year's."""
    times = read_times(pd.Series(["2023-12-31 24:00", "2023-12-31 23:59"], dtype="str"))
    assert times.moment[0] == np.datetime64("2024-01-01T00:00:00")
    assert times.said.tolist() == [Said.TIME, Said.TIME]
    assert times.day_end.tolist() == [True, False]


def test_days_are_not_times() -> None:
    """Nor an empty cell."""
    said = [Said.DAY, Said.DAY, Said.NOTHING, Said.NOTHING]
    assert read("2024-03-01", "20240301", None, " ")[1] == said


def test_midnights_of_a_column_are_days() -> None:
    """An export of days shows 00:00:00; a single midnight among times is one."""
    assert set(read("2024-03-01 00:00:00", "2024-03-02 00:00:00")[1]) == {Said.DAY}
    once = ["2024-03-01 00:00:00", *[f"2024-03-01 10:{m:02d}:00" for m in range(60)]]
    assert set(read(*once)[1]) == {Said.TIME}
    many = [*["2024-03-01 00:00:00"] * 9, *once]
    assert read(*many)[1].count(Said.DAY) == 10


def test_times_of_a_file_that_holds_them_as_such() -> None:
    """With their zone as an offset."""
    cells = pd.Series(pd.to_datetime(["2024-03-01 09:05", None]))
    assert read_times(cells).said.tolist() == [Said.TIME, Said.NOTHING]
    zoned = read_times(cells.dt.tz_localize("Asia/Shanghai"))
    assert zoned.moment[0] == np.datetime64("2024-03-01T09:05:00")
    assert zoned.offset.tolist() == [480, NO_OFFSET]
