"""What a report says of a run of the clock: every target, nobody's name."""

from __future__ import annotations

from pathlib import Path

from answering_village import PEOPLE

from servicecircle.reports.finished_run import FinishedRun, finished_run
from servicecircle.reports.word.clock import add_clock
from servicecircle.reports.word.paper import Paper
from servicecircle.reports.workbook import sheets_of

NO_NAMES = FinishedRun(Path(), {"figures": {}})
"""Of services: they are told by their keys."""


def test_every_target_has_its_row(run: Path) -> None:
    """Due, met, missed, share and what cannot be computed, as in response.csv."""
    paper = Paper(title="T", header="", language="zh")
    add_clock(paper, NO_NAMES, finished_run(run))
    rows = [[cell.text for cell in row.cells] for row in paper.document.tables[0].rows]
    assert rows[1][0] == "一类"
    assert rows[1][3:] == ["2", "1", "1", "50.0%", "0"]
    assert rows[2][3:] == ["2", "1", "1", "50.0%", "1"]


def test_every_column_of_the_workbook_is_described(run: Path) -> None:
    """In both languages."""
    for language in ("en", "zh"):
        for sheet in sheets_of([finished_run(run)], language=language):
            told = {column.name: column.title for column in sheet.columns}
            assert [name for name in told if told[name] == name] == [], sheet.name


def test_nobody_is_in_the_workbook(run: Path) -> None:
    """Neither names nor telephones nor what they said."""
    for sheet in sheets_of([finished_run(run)], language="zh"):
        assert sheet.table is not None
        said = sheet.table.to_csv()
        assert not [word for word in PEOPLE if word in said]
