"""Both coordinates in one cell are told apart, or asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from servicecircle.area.draft.look import look_at
from servicecircle.area.draft.readings import coordinate_columns
from servicecircle.inputs import UnusableInputError, read_table

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read(folder: Path, header: str, *cells: str) -> pd.DataFrame:
    """Read a CSV whose second column holds these cells."""
    rows = [f"S{k};{cell}" for k, cell in enumerate(cells)]
    text = "\n".join([f"code;{header}", *rows]).replace(",", "，")
    path = folder / "s.csv"
    path.write_text(text.replace(";", ","), encoding="utf-8")
    return read_table(path)


@pytest.mark.parametrize(
    "cell",
    [
        *("113.93,22.75", "113.93 22.75", "(113.93, 22.75)", "［113.93、22.75］"),
        *("POINT (113.93 22.75)", "point(113.93,22.75)", "22.75,113.93"),
    ],
)
def test_a_pair_is_told_apart(tmp_path: Path, cell: str) -> None:
    """However it is written, and in either order where degrees tell it."""
    table = read(tmp_path, "位置", cell, "")
    assert table[["X", "Y"]].iloc[0].tolist() == ["113.93", "22.75"]
    assert table[["X", "Y"]].iloc[1].isna().all()


def test_metres_keep_their_order(tmp_path: Path) -> None:
    """Which of them is east is for the evidence of their places to say."""
    table = read(tmp_path, "坐标", "2510000 490000")
    assert table[["X", "Y"]].iloc[0].tolist() == ["2510000", "490000"]


@pytest.mark.parametrize("cells", [("3,4", "1,2"), ("12,345",), ("1.5,2.5,3.5",)])
def test_other_numbers_are_no_pairs(tmp_path: Path, cells: tuple[str, ...]) -> None:
    """Thousands, ranges, lists."""
    assert read(tmp_path, "value", *cells).columns.tolist() == ["code", "value"]


def test_a_cell_that_is_no_pair_stays(tmp_path: Path) -> None:
    """So that it is named as what it is."""
    table = read(tmp_path, "坐标", "113.93,22.75", "113.94,22.76", "门口")
    assert table["X"].tolist() == ["113.93", "113.94", "门口"]


def test_a_file_with_x_and_y_is_let_alone(tmp_path: Path) -> None:
    """They say more than a pair."""
    path = tmp_path / "s.csv"
    path.write_text("code,经度,纬度,loc\nS1,113.9,22.7,113.9 22.7\n", encoding="utf-8")
    assert "loc" in read_table(path)


def test_two_pairs_are_a_question(tmp_path: Path) -> None:
    """Unless their names tell different datums."""
    path = tmp_path / "s.csv"
    path.write_text("code,here,there\nS1,1.5 2.5,1.6 2.6\n", encoding="utf-8")
    with pytest.raises(UnusableInputError, match="2 columns hold pairs") as problem:
        read_table(path)
    assert problem.value.rule == "column-ambiguous"
    text = "code,高德坐标,WGS84坐标\nS1,113.93 22.75,113.925 22.753\n"
    path.write_text(text, encoding="utf-8")
    (look,), _ = look_at(path)
    assert coordinate_columns(look) == ("X wgs84", "Y wgs84")
