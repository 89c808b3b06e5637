"""Which tables become sheets, and what they are called."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle.reports.column_words import (
    Column,
    column,
    in_language,
    value_words,
)
from servicecircle.reports.in_chinese import in_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from servicecircle.reports.findings_words import Language
    from servicecircle.reports.finished_run import FinishedRun

MOST_ROWS = 50_000
"""Longer tables make a workbook that nobody can open; they stay in the run folder."""
LONGEST_NAME = 31
"""Of a sheet, in characters."""
FINDINGS = "findings"
SAID = ("message", "remedy")
_MEASURED = "reach"
"""A run of `reach` is one of `plan` without maps."""


class Sheet(NamedTuple):
    """
    One table as it becomes a sheet.

    Parameters
    ----------
    name
        At most 31 characters, unique in the workbook.
    file
        The run's folder and the table's file in it.
    columns
        What its columns are called.
    table
        The cells, in the order of `columns`; None where the table is too long.
    rows
        How many rows the table has.
    """

    name: str
    file: str
    columns: tuple[Column, ...]
    table: pd.DataFrame | None
    rows: int


def sheets_of(runs: Sequence[FinishedRun], *, language: Language) -> list[Sheet]:
    """
    Make sheets of all tables of finished runs, in the order of `tables.csv`.

    Parameters
    ----------
    runs
        At most one of each command.
    language
        Of names, headings, and of words in cells.

    Raises
    ------
    InputError
        If a table cannot be read.
    """
    found: list[Sheet] = []
    for run in runs:
        for table, title in _titles(run, language=language):
            name = _free(title, {sheet.name.lower() for sheet in found})
            found.append(_sheet(run, table, name, language=language))
    return found


def made_sheet(name: str, table: pd.DataFrame, *, of: str, language: Language) -> Sheet:
    """
    Make a sheet of a table at hand.

    Parameters
    ----------
    name
        The sheet's.
    table
        Its columns are looked up under the name `of`.
    of
        The table's name, without ``.csv``.
    language
        Of headings and words.
    """
    names = in_language([*table.columns], language=language)
    columns = tuple(column(n, of, language=language) for n in names)
    cells = {
        told.name: _worded(table[told.name], told, language=language)
        for told in columns
    }
    if len(table) > MOST_ROWS:
        return Sheet(name, f"{of}.csv", columns, None, len(table))
    frame = pd.DataFrame(cells, columns=[told.name for told in columns])
    return Sheet(name, f"{of}.csv", columns, frame, len(table))


def _free(title: str, taken: set[str]) -> str:
    """Shorten a title to a name that no other sheet has."""
    name, number = title[:LONGEST_NAME], 1
    while name.lower() in taken:
        number += 1
        name = f"{title[: LONGEST_NAME - 1 - len(str(number))]} {number}"
    return name


def _sheet(run: FinishedRun, table: str, name: str, *, language: Language) -> Sheet:
    rows = run.table(table)
    if table == FINDINGS and language == "zh" and "message_zh" not in rows:
        said = {c: rows[c].map(in_chinese, na_action="ignore") for c in SAID}
        rows = rows.assign(**said)
    made = made_sheet(name, rows, of=table, language=language)
    return made._replace(file=f"{run.command}: {table}.csv")


def _worded(cells: pd.Series, told: Column, *, language: Language) -> pd.Series:
    """Put words for values where there are any."""
    if told.kind != "word":
        return cells
    words = value_words(told.name, language=language)
    return cells.map(lambda value: words.get(value, value), na_action="ignore")


def _titles(run: FinishedRun, *, language: Language) -> Iterator[tuple[str, str]]:
    """Give the run's tables in order with their titles; unknown ones come last."""
    command = "plan" if run.command == _MEASURED else run.command
    there = set(run.tables)
    for row in _rows():
        if row["command"] == command and row["table"] in there:
            there.discard(row["table"])
            yield row["table"], row["chinese" if language == "zh" else "english"]
    for table in sorted(there):
        yield table, table


@cache
def _rows() -> list[dict[str, str]]:
    text = files("servicecircle.reports.workbook").joinpath("tables.csv")
    return list(csv.DictReader(text.read_text("utf-8").splitlines()))
