"""Words in cells: days, no last day, rows of totals, coordinates as text."""

from __future__ import annotations

import pandas as pd
import pytest

from servicecircle.tables import Conformed, conform, table, usable_rows


def stations(**columns: list[object]) -> Conformed:
    """Conform stations S1, S2, ... with these columns."""
    (count,) = {len(cells) for cells in columns.values()}
    codes = [f"S{number}" for number in range(1, count + 1)]
    frame = pd.DataFrame({"code": codes, "services": "a"} | columns, dtype=object)
    frame.index = pd.RangeIndex(2, 2 + count, name="row")
    return conform(frame, table("stations"), source="s.csv")


@pytest.mark.parametrize(
    "cell",
    [
        "2021年3月4日",
        "２０２１－０３－０４",
        "２０２１年３月４日",
        "20210304",
        "2021 3 4",
    ],
)
def test_days_are_read_in_the_usual_spellings(cell: str) -> None:
    """Each is the fourth of March."""
    done = stations(open_from=[cell])
    assert done.frame["open_from"].tolist() == [pd.Timestamp(2021, 3, 4)]
    assert not any(found.blocks for found in done.findings)


@pytest.mark.parametrize(
    ("cell", "says", "remedy"),
    [
        ("2021年3月", "names a month and no day", "Add the day"),
        ("2021-11", "names a month and no day", "Add the day"),
        ("202111", "names a month and no day", "Add the day"),
        ("21/3/4", "has no year of four digits in front", "year-month-day"),
        ("4/3/2021", "has no year of four digits in front", "year-month-day"),
        ("44259", "as a spreadsheet counts days", "format of a date"),
        ("soon", "is not a date", "year-month-day"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(
    cell: str, says: str, remedy: str
) -> None:
    """One error each, and no guess."""
    done = stations(open_from=[cell])
    (found,) = done.findings
    assert found.rule == "bad-date"
    assert says in found.message
    assert remedy in found.remedy
    assert done.frame["open_from"].isna().all()


@pytest.mark.parametrize("word", ["/", "-", "—", "无", "长期", "永久", "至今", "－"])
def test_no_last_day_in_words_is_an_empty_cell(word: str) -> None:
    """It is read as empty, and a note counts the cells."""
    done = stations(open_to=[word, "2026-01-31", word])
    (found,) = done.findings
    assert found.rule == "no-last-day"
    assert "2 cells" in found.message
    assert done.frame["open_to"].isna().tolist() == [True, False, True]


def test_a_first_day_is_not_told_in_such_words() -> None:
    """Only the last day may be without end."""
    (found,) = stations(open_from=["长期"]).findings
    assert found.rule == "bad-date"


@pytest.mark.parametrize("word", ["合计", "总计", "小 计", "Total", "合计："])
def test_a_row_of_totals_is_told_as_such(word: str) -> None:
    """One error names the row, whatever else is wrong in it, and it is put aside."""
    done = stations(code=["S1", word], open_from=["2021-03-04", "x"])
    (found,) = done.findings
    assert (found.rule, found.row) == ("row-of-totals", 3)
    assert "Delete" in found.remedy
    assert usable_rows(done.frame, table("stations")).index.tolist() == [2]


def test_a_total_in_the_name_counts_where_there_is_no_code() -> None:
    """A station may be called anything if it has a code."""
    done = stations(code=["S1", None], name=["Total", "合计"])
    assert [(f.rule, f.row) for f in done.findings] == [("row-of-totals", 3)]


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("113°53′17.07″", "decimal degrees"),
        ("113度53分17秒", "decimal degrees"),
        ("113,8881", "a point"),
        ("488,507.909", "a point"),
        ("east", "Enter digits"),
    ],
)
def test_coordinates_as_text_are_refused_with_their_remedy(
    cell: str, remedy: str
) -> None:
    """The remedy is for what stands there."""
    (found,) = stations(x=[cell]).findings
    assert found.rule == "not-a-number"
    assert remedy in found.remedy
