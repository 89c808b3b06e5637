"""Writing findings."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from servicecircle.errors import OutputError
from servicecircle.tables import write_findings_csv
from servicecircle.tables.say import error, note, warning

if TYPE_CHECKING:
    from pathlib import Path

FOUND = [
    note("n", "grids", "a note.", "Nothing."),
    error("e", "stations", "编码 “S1”, again.", "Fix it.", label="S1"),
    warning("w", "grids", "a warning.", "Look."),
    error("e", "buildings", "first.", "Fix it."),
]


def test_what_blocks_comes_first(tmp_path: Path) -> None:
    """Sorted by weight and table, with a BOM for spreadsheets."""
    path = tmp_path / "run" / "findings.csv"
    write_findings_csv([*FOUND, FOUND[0]], path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfseverity,rule,table,id,message")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    order = [(row["severity"], row["table"]) for row in rows]
    assert order == [
        ("error", "buildings"),
        ("error", "stations"),
        ("warning", "grids"),
        ("note", "grids"),
    ]
    assert rows[1]["message"] == "编码 “S1”, again."


def test_same_findings_same_bytes(tmp_path: Path) -> None:
    """The order in which they were found does not matter."""
    write_findings_csv(FOUND, tmp_path / "a.csv")
    write_findings_csv(FOUND[::-1], tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """The error says where and what to do."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"cannot be written.*another place"):
        write_findings_csv(FOUND, tmp_path / "file" / "findings.csv")
