"""Sheets as offices keep them: titles, merged headings, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.inputs.headings import count_notes, find_headings

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

PLAIN = [("编码", "经度", "纬度"), ("S1", 113.9, 22.7), ("S2", 113.8, 22.6)]


def sheet(path: Path, rows: list[tuple[object, ...]], *merges: str) -> pd.DataFrame:
    """Write a sheet and read it back."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    book.create_sheet("Sheet2")
    book.save(path / "s.xlsx")
    return read_table(path / "s.xlsx")


def test_titles_above_and_notes_below_are_left_out(tmp_path: Path) -> None:
    """And messages still count rows as the sheet does."""
    rows = [
        ("站点一览表",),
        ("填报单位：某办", None, "日期：2024"),
        *PLAIN,
        (),
        ("备注：截至2023年",),
        ("制表人：某某",),
    ]
    read = sheet(tmp_path, rows, "A1:C1", "A7:C7")
    assert read.columns.tolist() == ["编码", "经度", "纬度"]
    assert read.index.tolist() == [4, 5]


def test_two_rows_of_merged_headings(tmp_path: Path) -> None:
    """The lower heading is the name; where it stands twice, the upper goes first."""
    rows = [
        ("编码", "位置", None, "户籍\n人口", "常住", None),
        (None, "经度", "纬度", None, "人数", "户数"),
        ("S1", 1, 2, 3, 4, 5),
    ]
    read = sheet(tmp_path, rows, "A1:A2", "B1:C1", "D1:D2", "E1:F1")
    assert read.columns.tolist() == [
        "编码",
        "经度",
        "纬度",
        "户籍 人口",
        "人数",
        "户数",
    ]
    assert read.index.tolist() == [3]


def test_three_rows_of_headings(tmp_path: Path) -> None:
    """As statistics offices have them."""
    rows = [
        ("单位", "人口", None, None, None),
        (None, "户籍", None, "常住", None),
        (None, "男", "女", "男", "女"),
        ("甲", 1, 2, 3, 4),
    ]
    read = sheet(tmp_path, rows, "A1:A3", "B1:E1", "B2:C2", "D2:E2")
    names = ["单位", "人口 户籍 男", "人口 户籍 女", "人口 常住 男", "人口 常住 女"]
    assert read.columns.tolist() == names
    assert len(read) == 1


def test_a_heading_merged_across_data_is_no_group(tmp_path: Path) -> None:
    """A row with cells outside the merge is data, so two columns have one name."""
    rows = [("编码", "地址", None), ("S1", "a", "b")]
    with pytest.raises(UnusableInputError, match="more than one column called '地址'"):
        sheet(tmp_path, rows, "B1:C1")


def test_cells_merged_over_rows_count_in_each(tmp_path: Path) -> None:
    """One street beside all its communities."""
    rows = [("街道", "社区", "n"), ("甲", "A", 1), (None, "B", 2), ("乙", "C", 3)]
    read = sheet(tmp_path, rows, "A2:A3")
    assert read["街道"].tolist() == ["甲", "甲", "乙"]


def test_empty_columns_and_rows_go_unnoticed(tmp_path: Path) -> None:
    """A column that only has a name stays, one that only has data gets a number."""
    rows = [("a", None, "b", None, "c"), (None,), ("x", None, None, 7, 1)]
    read = sheet(tmp_path, rows)
    assert read.columns.tolist() == ["a", "b", "column 4", "c"]
    assert read.index.tolist() == [3]


def test_a_formula_without_a_value_is_refused_by_cell(tmp_path: Path) -> None:
    """Written by a program, and never opened in a spreadsheet."""
    with pytest.raises(UnusableInputError, match="without a value in 'B3'") as caught:
        sheet(tmp_path, [("a", "b"), ("x", 1), ("y", "=B2+1")])
    assert caught.value.rule == "formula-not-computed"


def test_errors_of_formulas_are_empty_cells(tmp_path: Path) -> None:
    """#N/A is no code and no number."""
    read = sheet(tmp_path, [("a", "b"), ("#N/A", 1), ("y", "#DIV/0!")])
    assert read["a"].isna().tolist() == [True, False]
    assert read["b"].isna().tolist() == [False, True]


def test_a_sheet_that_lies_about_its_size(tmp_path: Path) -> None:
    """Some programs write a dimension of one cell; every row is read all the same."""
    path = tmp_path / "s.xlsx"
    sheet(tmp_path, PLAIN)
    from zipfile import ZipFile  # noqa: PLC0415 - spoils one part

    with ZipFile(path) as book:
        members = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert b'ref="A1:C3"' in members[name]
    members[name] = members[name].replace(b'ref="A1:C3"', b'ref="A1"')
    with ZipFile(path, "w") as book:
        for member, content in members.items():
            book.writestr(member, content)
    assert read_table(path).shape == (2, 3)


def test_a_lone_first_cell_is_a_heading_where_the_table_is_narrow() -> None:
    """Nothing is a title in a table of two columns."""
    assert find_headings([("a", None), ("x", "y")]).data == 1
    assert find_headings([("a",), ("x",)]).names == ["a"]


@pytest.mark.parametrize(
    ("last", "notes"),
    [
        (("注：x", None, None), 1),
        (("合计", 3, None), 0),
        (("S9", None, None), 0),  # a row that lacks its values is an error to be told
    ],
)
def test_what_is_a_note(last: tuple[object, ...], notes: int) -> None:
    """A lone cell is one only where it says so, or stands apart."""
    assert count_notes([*PLAIN, last], columns=3) == notes
