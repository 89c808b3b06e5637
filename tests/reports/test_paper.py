"""Tables on paper: how they break over pages."""

from __future__ import annotations

import pytest

from servicecircle.reports.word.paper import Column, Paper


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        (3, [0, 1, 2]),
        (12, list(range(12))),
        (20, [0, 1, 2, 3, 17, 18, 19]),
    ],
)
def test_no_page_begins_or_ends_with_a_lonely_row(rows: int, joined: list[int]) -> None:
    """Short tables stay whole; of long ones four rows stay together at either end."""
    paper = Paper(title="T", header="", language="en")
    paper.table("Units", [Column("name")], [[str(number)] for number in range(rows)])
    lines = [row.cells[0].paragraphs[0] for row in paper.document.tables[0].rows]
    kept = [at for at, line in enumerate(lines) if line.paragraph_format.keep_with_next]
    assert kept == joined
