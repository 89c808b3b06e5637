"""Workbooks: numbers are numbers, codes are text, no cell is a formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecircle.reports.finished_run import FinishedRun, read_table
from servicecircle.reports.workbook import sheets, sheets_of, write_workbook
from servicecircle.reports.workbook.sheets import made_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet


def opened(table: pd.DataFrame, *, of: str = "coverage", **more: str) -> Worksheet:
    """Write a table as a sheet and open it."""
    language = "zh" if more.pop("language", "en") == "zh" else "en"
    sheet = made_sheet("Table", table, of=of, language=language)
    notice = more.pop("notice", "")
    content = write_workbook([sheet], [], title="T", notice=notice, language=language)
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book["Table"]


def test_codes_stay_text() -> None:
    """Leading zeros and nineteen digits, which a float would round."""
    codes = ["0044", "4403110060031304001", "1e5"]
    sheet = opened(pd.DataFrame({"unit_id": codes}))
    cells = [sheet.cell(n, 1) for n in (2, 3, 4)]
    assert [cell.value for cell in cells] == codes
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "{="])
def test_no_text_is_a_formula(sign: str) -> None:
    """A name that begins like a formula is a name."""
    said = f"{sign}HYPERLINK(1)"
    cell = opened(pd.DataFrame({"unit_name": [said]})).cell(2, 1)
    assert (cell.value, cell.data_type) == (said, "s")
    assert cell.quotePrefix


def test_shares_are_percentages_and_missing_is_empty() -> None:
    """Missing is missing: no zero, no text."""
    sheet = opened(pd.DataFrame({"share_of_residents": [0.25, None]}))
    assert (sheet.cell(2, 1).value, sheet.cell(2, 1).number_format) == (0.25, "0.0%")
    assert sheet.cell(3, 1).value is None


def test_an_address_is_no_link() -> None:
    """What looks like one was not checked by anybody."""
    sheet = opened(pd.DataFrame({"unit_name": ["https://example.org/x"]}))
    assert sheet.cell(2, 1).hyperlink is None


def test_one_language_at_a_time() -> None:
    """The column of the other one is left out, words are translated."""
    table = pd.DataFrame({"tier": ["red"], "reason": ["many"], "reason_zh": ["很多"]})
    sheet = opened(table, of="risk", language="zh")
    assert [[c.value for c in row] for row in sheet] == [
        ["分级", "理由"],
        ["红", "很多"],
    ]


def test_an_ampersand_in_the_notice_is_no_instruction() -> None:
    """Headers of printed sheets have a language of their own."""
    sheet = opened(pd.DataFrame({"rank": [1]}), notice="A && B & C")
    assert sheet.oddHeader.left.text == "A && B & C".replace("&", "&&")


def test_an_empty_table_is_a_sheet() -> None:
    """With its headings."""
    sheet = opened(pd.DataFrame({"rank": pd.Series(dtype="int64")}))
    assert [cell.value for cell in sheet[1]] == ["Rank"]


def test_a_table_too_long_is_told_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contents say where it is."""
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    (tmp_path / "coverage.csv").write_text("residents\n1\n2\n3\n")
    made = sheets_of([FinishedRun(tmp_path, {"command": "plan"})], language="en")
    content = write_workbook(made, [], title="T", notice="", language="en")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert "Coverage" not in book.sheetnames
    said = [cell.value for row in book["Contents"] for cell in row]
    assert "too long for a sheet: see the run folder" in said


def test_names_of_sheets_are_short_and_unique(tmp_path: Path) -> None:
    """At most 31 characters, also those of tables that nobody named."""
    for name in ("a" * 40, "a" * 41, "coverage"):
        (tmp_path / f"{name}.csv").write_text("residents\n1\n")
    made = sheets_of([FinishedRun(tmp_path, {"command": "plan"})], language="zh")
    names = [sheet.name for sheet in made]
    assert len({name.lower() for name in names}) == 3
    assert max(map(len, names)) <= 31


@settings(max_examples=10)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5))
def test_any_text_comes_back(names: list[str]) -> None:
    """As the CSV has it, whatever a name is made of."""
    kept = [name for name in names if name.isprintable()]
    sheet = opened(pd.DataFrame({"unit_name": pd.Series(kept, dtype="str")}))
    assert [sheet.cell(n + 2, 1).value for n in range(len(kept))] == kept


def test_only_an_empty_cell_is_missing(tmp_path: Path) -> None:
    """A unit may be called NA, and a code nan."""
    path = tmp_path / "coverage.csv"
    path.write_text("unit_id,unit_name,residents\nnan,NA,\n,None,2\n")
    table = read_table(path)
    assert table["unit_name"].tolist() == ["NA", "None"]
    assert table["unit_id"].isna().tolist() == [False, True]
    assert table["residents"].isna().tolist() == [True, False]
