"""Long CSV files: the cells are those that the careful reader gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from servicecircle.inputs import long_text
from servicecircle.inputs.long_text import read_long_csv
from servicecircle.inputs.text import read_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROWS = [
    f'{k},2024-03-{1 + k % 28:02d},"说, {k}\n第二行",{"" if k % 3 else "#N/A"},网格{k}'
    for k in range(3_000)
]
TEXT = "编号,时间,经过,空,网格\n" + "\n".join(ROWS) + "\n"


def some(names: Sequence[str]) -> list[str]:
    """Keep all but the story."""
    return [name for name in names if name != "经过"]


@pytest.fixture(autouse=True)
def _short_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_text, "LONG_BYTES", 1_000)
    monkeypatch.setattr(long_text, "EDGE", 10_000)
    monkeypatch.setattr(long_text, "BLOCK", 50_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_same_cells(tmp_path: Path, encoding: str, mark: str) -> None:
    """In every encoding and with every separator, over quoted line ends."""
    path = tmp_path / "long.csv"
    text = TEXT.replace(",", mark).replace(f"说{mark}", "说,")
    path.write_bytes(text.encode(encoding))
    read = read_long_csv(path, some)
    assert read is not None
    pd.testing.assert_frame_equal(read, read_csv(path)[read.columns])
    assert list(read.columns) == ["编号", "时间", "空", "网格"]


@pytest.mark.parametrize(
    "text",
    [
        "诉求登记表\n" + TEXT,
        TEXT + "注：截至三月\n",
        TEXT[:-1],
        TEXT.replace("\n1500,", "\n1500,extra,"),
        TEXT.replace("空", "网格"),
    ],
    ids=["title", "note", "cut", "ragged", "twice"],
)
def test_what_is_odd_is_left_to_the_careful_reader(tmp_path: Path, text: str) -> None:
    """It reads it, or says what is wrong."""
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8", newline="\n")
    assert read_long_csv(path, some) is None


def test_blank_lines_count_as_rows(tmp_path: Path) -> None:
    """Messages lead to the row that a spreadsheet shows."""
    path = tmp_path / "gap.csv"
    path.write_text(TEXT.replace("\n1500,", "\n\n1500,"), encoding="utf-8")
    read = read_long_csv(path, some)
    assert read is not None
    pd.testing.assert_frame_equal(read, read_csv(path)[read.columns])
    assert read.index[read["编号"] == "1500"].tolist() == [1503]


def test_a_short_file_is_left_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing to gain."""
    monkeypatch.setattr(long_text, "LONG_BYTES", 10**9)
    path = tmp_path / "short.csv"
    path.write_text(TEXT, encoding="utf-8")
    assert read_long_csv(path, some) is None
