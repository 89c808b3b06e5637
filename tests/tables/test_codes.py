"""Codes that a spreadsheet spoiled, and characters that only look right."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecircle.tables import Conformed, conform, table
from servicecircle.tables.codes import digits_doubtful, digits_lost, zeros_lost
from servicecircle.tables.tidy import tidy

LONG = st.integers(10**18, 10**19 - 1)


def stations(*codes: object) -> Conformed:
    """Conform stations with these codes, in rows 2, 3, ..."""
    cells = pd.Series(codes, dtype=object)
    frame = pd.DataFrame({"code": cells, "services": "a", "x": 1.0, "y": 1.0})
    frame.index = pd.RangeIndex(2, 2 + len(frame), name="row")
    return conform(frame, table("stations"), source="s.csv")


def said(done: Conformed, rule: str) -> list[str]:
    """Give the messages of one rule."""
    return [f.message for f in done.findings if f.rule == rule]


@pytest.mark.parametrize(
    ("codes", "rule", "cell"),
    [
        (["4403040010010100000", "a"], "id-not-exact", "row 2, column 'code': '4403"),
        (["4.4031E+18", "a"], "id-not-exact", "row 2, column 'code': '4.4031E+18'"),
        (["0012", "0345", "14"], "id-zeros-lost", "row 4, column 'code': '14'"),
        (["0012", "0345", 14], "id-zeros-lost", "row 4, column 'code': 14"),
        (["A1", "'440304"], "id-apostrophe", "row 3, column 'code': \"'440304\""),
    ],
)
def test_spoiled_codes_name_their_cell(
    codes: list[object], rule: str, cell: str
) -> None:
    """Each is refused by a rule of its own, and the row keeps no id."""
    done = stations(*codes)
    (message,) = said(done, rule)
    assert cell in message
    assert done.frame["station_id"].isna().sum() == 1


@pytest.mark.parametrize(
    "codes",
    [
        ["440304001000", "440304002000"],  # fewer digits than a spreadsheet keeps
        ["4403040010000000000"],  # a street's code filled up with zeros
        ["4403040010010100", "4403040010010101", "4403040010010102"],  # by chance
        ["01", "02", "100"],  # grown beyond two digits
        ["0012", "12A"],
        ["001", "00002", "14"],  # no one length that zeros fill up to
        [4403040010010100000],  # a whole number that a file holds as such is exact
    ],
)
def test_codes_that_only_look_spoiled_are_kept(codes: list[object]) -> None:
    """No code is refused for zeros that are its own."""
    done = stations(*codes)
    assert done.findings == []
    assert done.frame["station_id"].tolist() == [str(code) for code in codes]


@given(st.lists(LONG, min_size=1, max_size=6))
def test_what_a_spreadsheet_makes_of_long_codes_is_found(numbers: list[int]) -> None:
    """Every code of 19 digits that ends in zeros after its 15th is found."""
    kept = [number // 10**4 for number in numbers]
    codes = pd.Series([f"{digits}0000" for digits in kept])
    padded = [str(digits).rstrip("0") for digits in kept]
    found = digits_lost(codes).tolist()
    assert found == [len(digits) > 12 for digits in padded]


@pytest.mark.parametrize(("lost", "among", "told"), [(1, 3370, 0), (9, 3370, 9)])
def test_four_zeros_count_only_where_they_are_no_chance(
    lost: int, among: int, told: int
) -> None:
    """A column that runs on to number 10,000 has one such code of its own."""
    zeros = [f"440311006{k:06}0000" for k in range(1, lost + 1)]
    codes = [f"4403110060030{k:06}" for k in range(1, among + 1) if k % 10_000]
    assert digits_lost(pd.Series(codes + zeros)).sum() == told


def test_one_code_in_many_rows_is_one_code() -> None:
    """A building's entrances repeat its code, which makes it no likelier lost."""
    codes = [f"4403110060030{k:06}" for k in range(9_000, 10_001)]
    assert not digits_lost(pd.Series(codes + 5 * codes[-1:])).any()


@given(st.lists(st.integers(1, 9999), min_size=1, unique=True))
def test_lost_zeros_are_found_exactly(numbers: list[int]) -> None:
    """Where one code kept its zeros, every shorter one that lost its own is found."""
    codes = pd.Series(["0000", *(str(n) for n in numbers)])
    assert zeros_lost(codes).tolist() == [False, *(n < 1000 for n in numbers)]


@pytest.mark.parametrize("code", ["４４03", "\ufeff4403", "44\u200b03", " 4403　"])
def test_odd_characters_are_made_plain_with_a_note(code: str) -> None:
    """Full-width digits, blanks and invisible characters do not make another code."""
    done = stations(code)
    assert done.frame["station_id"].tolist() == ["4403"]
    notes = said(done, "text-tidied")
    assert len(notes) == 1
    assert "row 2" in notes[0]
    assert not any(f.blocks for f in done.findings)


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    """Whatever is left is plain, and the caller's cells are untouched."""
    cells = pd.Series([text], dtype=object)
    once, _ = tidy(cells)
    again, changed = tidy(once)
    assert not changed.any()
    assert again is once
    assert cells[0] == text


def test_mixed_columns_keep_every_code() -> None:
    """Whole numbers and text side by side, as sheets have them."""
    done = stations(4403, "S7", "007")
    assert done.frame["station_id"].tolist() == ["4403", "S7", "007"]


def test_one_lost_code_among_many_is_told() -> None:
    """It may be right, so it blocks nothing, and the first few are shown."""
    codes = [f"440311006001{k:07}" for k in range(1, 300)]
    codes[150] = "4403110060010010000"
    (found,) = stations(*codes).findings
    assert (found.rule, found.blocks) == ("id-doubtful", False)
    assert "1 of 299 codes have only zeros after their 15th digit" in found.message
    assert "'4403110060010010000'" in found.message
    assert stations(*codes).frame["station_id"].notna().all()


def test_codes_filled_up_with_zeros_are_not_doubted() -> None:
    """A street's code as long as a building's, and codes that end in few zeros."""
    filled = ["4403040010000000000", "440304001001000", "44030400100101000"]
    assert not digits_doubtful(pd.Series([*filled, None])).any()
