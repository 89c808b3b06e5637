"""Bringing a file's columns and cells to a table's."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.tables import Conformed, conform, table


def stations(**columns: object) -> Conformed:
    """Conform a few stations, in rows 2, 3, ... as a spreadsheet counts."""
    frame = pd.DataFrame(columns)
    frame.index = pd.RangeIndex(2, 2 + len(frame), name="row")
    return conform(frame, table("stations"), source="s.csv")


def said(done: Conformed, rule: str) -> list[str]:
    """Give the messages and remedies of one rule."""
    return [f"{f.message} {f.remedy}" for f in done.findings if f.rule == rule]


@pytest.mark.parametrize(
    "header", ["站点编码", "ZDBM", "zdbm", "Station Code", "station_id", "编码", "ID"]
)
def test_recognises_the_code(header: str) -> None:
    """Chinese, pinyin initials and English, in any case and spacing."""
    done = stations(**{header: ["S1"]})
    assert done.frame["station_id"].tolist() == ["S1"]
    assert done.matched == {"station_id": header}


def test_a_common_word_gives_way_to_a_plain_one() -> None:
    """`id` counts as the code only where nothing says `station code`."""
    done = stations(id=["7"], station_code=["S1"])
    assert done.frame["station_id"].tolist() == ["S1"]
    assert done.findings == []


def test_two_columns_for_one_meaning_are_a_question() -> None:
    """The user is asked, with the line to write; nothing is guessed."""
    done = stations(code=["S1"], lng=[1.0], 经度=[2.0])
    assert said(done, "column-ambiguous") == [
        (
            "s.csv has 2 columns that could be x: 'lng', '经度'. "
            'Say which one in area.toml: columns = { x = "lng" }.'
        )
    ]
    assert done.frame["x"].isna().all()


def test_a_mapping_answers_the_question() -> None:
    """An explicit column goes before every alias."""
    frame = pd.DataFrame({"code": ["S1"], "lng": [1.0], "经度": [2.0]})
    mapping = {"x": "经度"}
    done = conform(frame, table("stations"), columns=mapping, source="s.csv")
    assert done.findings == []
    assert done.frame["x"].tolist() == [2.0]


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"x": "lgn"}, "no column 'lgn', which .* names for x.* mean 'lng'"),
        ({"longitud": "lng"}, "columns maps 'longitud', .* no such column"),
    ],
)
def test_a_mapping_that_leads_nowhere(mapping: dict[str, str], says: str) -> None:
    """Both sides of a mapping are checked."""
    frame = pd.DataFrame({"code": ["S1"], "lng": [1.0]})
    done = conform(frame, table("stations"), columns=mapping, source="s.csv")
    message = " ".join(f"{f.message} {f.remedy}" for f in done.findings)
    assert re.search(says, message)


def test_a_missing_column_lists_what_is_there() -> None:
    """The remedy names every word that would be recognised."""
    (message,) = said(stations(foo=["a"], bar=["b"]), "column-missing")
    assert "no column for station_id. There are: 'foo', 'bar'." in message
    assert "站点编码" in message


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("4.40304E+18", "'4.40304E+18'"),
        ("1.0", "'1.0'"),
        (4.403040010010100e18, "4.4030400100101e+18"),
        (7.0, "7.0"),
        (2.5, "2.5"),
    ],
)
def test_a_code_that_was_a_number_is_refused(cell: object, shown: str) -> None:
    """A code of 19 digits that went through a float has lost some."""
    done = stations(code=pd.Series([cell], dtype=object))
    (message,) = said(done, "id-not-exact")
    assert f"s.csv row 2, column 'code': {shown} is a number" in message
    assert done.frame["station_id"].isna().all()


@pytest.mark.parametrize("code", ["1E5", "2.10", "44030600960102T0117", "007"])
def test_codes_that_look_odd_are_kept(code: str) -> None:
    """Ids are opaque: letters, points and leading zeros are theirs."""
    done = stations(code=[f" {code} "])
    assert done.findings == []
    assert done.frame["station_id"].tolist() == [code]


@given(st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=5, unique=True))
def test_whole_numbers_become_their_exact_text(numbers: list[int]) -> None:
    """No digit of an integer id is lost."""
    done = stations(code=numbers)
    assert done.frame["station_id"].tolist() == [str(n) for n in numbers]


def test_repeated_and_empty_codes_name_their_rows() -> None:
    """Both rows of a repeated code are named."""
    done = stations(code=["S7", None, "S8", "S7 "])
    assert said(done, "unique-id")[0].startswith("s.csv rows 2 and 5 share the code")
    assert said(done, "id-empty")[0].startswith("s.csv row 3, column 'code': an empty")


def test_numbers_name_row_value_and_remedy() -> None:
    """Text and negative numbers are found in one reading."""
    done = stations(code=["a", "b", "c", "d"], capacity=["5", "many", "-1", None])
    assert said(done, "not-a-number") == [
        (
            "s.csv row 3, column 'capacity': 'many' is not a number. "
            "Enter digits, or leave it empty."
        )
    ]
    assert "'-1' is below 0" in said(done, "number-too-low")[0]
    assert done.frame["capacity"].iloc[0] == 5
    assert pd.isna(done.frame["capacity"].iloc[3])


@pytest.mark.parametrize("text", ["nan", "inf", "1,5", "1 234"])
def test_words_for_no_number_are_no_numbers(text: str) -> None:
    """Only an empty cell is missing."""
    assert len(said(stations(code=["a"], capacity=[text]), "not-a-number")) == 1


@pytest.mark.parametrize(
    "cell",
    ["2026-01-05", "2026/1/5", "2026年1月5日", "20260105", dt.date(2026, 1, 5)],
)
def test_reads_dates(cell: object) -> None:
    """Year first, in the spellings that tables have."""
    done = stations(code=["a"], open_from=[cell])
    assert done.findings == []
    assert done.frame["open_from"].tolist() == [pd.Timestamp(2026, 1, 5)]


@pytest.mark.parametrize("cell", ["05/01/2026", "2026-13-01", "soon"])
def test_refuses_doubtful_dates(cell: str) -> None:
    """A date that could be read two ways is not read."""
    assert len(said(stations(code=["a"], open_from=[cell]), "bad-date")) == 1


def test_splits_services() -> None:
    """At every separator in use, sorted and once each."""
    cells = ["b;a", "a、b", "a，b|a", "a / b", None]
    done = stations(code=list("vwxyz"), services=cells)
    assert done.frame["services"].tolist() == [("a", "b")] * 4 + [()]


def test_long_lists_of_faults_are_counted() -> None:
    """A thousand rows are listed, the others counted."""
    capacity = ["x"] * 1050 + ["1"] * 1200
    done = stations(code=[f"S{k}" for k in range(2250)], capacity=capacity)
    messages = said(done, "not-a-number")
    assert len(messages) == 1001
    assert "50 more rows break the same rule" in messages[-1]


@pytest.mark.parametrize(("lost", "told"), [(4, 4), (5, 1), (90, 1)])
def test_codes_of_a_spoiled_column_are_one_mistake(lost: int, told: int) -> None:
    """Five and more are told once, with their number, the first few and every row."""
    codes = [f"4.40304E+{k}" for k in range(lost)] + [f"S{k}" for k in range(100)]
    found = [f for f in stations(code=codes).findings if f.rule == "id-not-exact"]
    assert len(found) == told
    if told == 1:
        assert f"each of {lost} cells is a number with" in found[0].message
        assert "row 2 ('4.40304E+0'), row 3 ('4.40304E+1')" in found[0].message
        assert found[0].row == tuple(range(2, 2 + lost))


def test_a_column_that_is_no_number_is_one_mistake() -> None:
    """Half of its cells and more are told once: it is another column."""
    done = stations(code=list("abcdefgh"), capacity=["x"] * 5 + [1] * 3)
    (message,) = said(done, "not-a-number")
    assert "each of 5 cells is not a number: row 2 ('x'), " in message


def test_the_callers_frame_is_untouched() -> None:
    """Conforming makes a new frame."""
    frame = pd.DataFrame({"code": [" a "], "capacity": ["x"]})
    before = frame.copy()
    conform(frame, table("stations"), source="s.csv")
    pd.testing.assert_frame_equal(frame, before)
