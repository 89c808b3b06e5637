"""A file's frame to a table's frame, with every problem found at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.tables.cells import Problem, absent, blank, convert
from servicecircle.tables.match_columns import match_columns
from servicecircle.tables.say import error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.findings import Finding
    from servicecircle.tables.schema import Table

LISTED = 100
"""How many rows that break one rule are listed one by one."""
SHOWN_ROWS = 3
"""How many rows that share one id are all named."""


class Conformed(NamedTuple):
    """What `conform` gives back."""

    frame: pd.DataFrame
    """The table's columns in order, indexed by row as in the file."""
    findings: list[Finding]
    matched: dict[str, str]
    """From the table's columns to the file's; the others were not in the file."""


def conform(
    frame: pd.DataFrame,
    table: Table,
    *,
    columns: Mapping[str, str] | None = None,
    source: str,
) -> Conformed:
    """
    Rename and convert a file's columns to those of a table.

    Parameters
    ----------
    frame
        What a file holds. Its index numbers the rows as the user sees them (see
        `servicecircle.inputs.read_table`) and its index name says what a row is called.
    table
        The table to conform to.
    columns
        The user's own mapping, from the table's column to the file's.
    source
        What to call the file in messages.

    Returns
    -------
    Conformed
        The frame with exactly the table's columns (and the geometry, if it has one),
        missing where the file says nothing; the findings; and which column was which.
        Ids are text without blanks around them. Values that break a rule are missing.

    Notes
    -----
    The caller's frame is not changed. Nothing is raised for bad data: whoever reads
    several tables wants every finding of all of them.

    Examples
    --------
    >>> from servicecircle.tables.schema import table
    >>> raw = pd.DataFrame(
    ...     {"楼栋编码": [" A1", "A1", None], "层数": ["6", "six", "-1"]},
    ...     index=[2, 3, 4],
    ... )
    >>> done = conform(raw, table("buildings"), source="buildings.csv")
    >>> for finding in done.findings:
    ...     print(finding.message)
    buildings.csv row 4, column '楼栋编码': an empty cell is no id.
    buildings.csv rows 2 and 3 share the 楼栋编码 'A1'.
    buildings.csv row 3, column '层数': 'six' is not a number.
    buildings.csv row 4, column '层数': '-1' is below 0.
    """
    found = [str(c) for c in frame.columns if not _is_geometry(frame, c)]
    matched, findings = match_columns(
        found, table, columns=columns or {}, source=source
    )
    out: dict[str, pd.Series] = {}
    ids = pd.Series([""] * len(frame), index=frame.index, dtype="str")
    for column in table.columns:
        if column.is_geometry:
            continue
        if column.name not in matched:
            out[column.name] = absent(column, frame.index)
            continue
        cells = frame[matched[column.name]]
        values, problems = convert(cells, column)
        out[column.name] = values
        if column.dtype == "key":
            ids = values.fillna("")
        for problem in problems:
            findings += _row_findings(cells, problem, ids, table.name, source)
        if column.dtype == "key":
            findings += _repeated(values, table.name, source)
    done = pd.DataFrame(out, index=frame.index)
    if isinstance(frame, gpd.GeoDataFrame):
        geometry = gpd.GeoSeries(frame.geometry.array, index=frame.index)
        done = gpd.GeoDataFrame(done, geometry=geometry, crs=frame.crs)
    return Conformed(done, findings, matched)


def _is_geometry(frame: pd.DataFrame, column: object) -> bool:
    return isinstance(frame, gpd.GeoDataFrame) and column == frame.geometry.name


def _row_findings(
    cells: pd.Series, problem: Problem, ids: pd.Series, table: str, source: str
) -> list[Finding]:
    """Say what is wrong row by row, and count what goes beyond the list."""
    bad = cells[problem.rows]
    noun = cells.index.name or "row"
    empty = blank(bad)
    labels = ids[problem.rows]
    findings: list[Finding] = []
    for row, value, none, label in zip(bad.index, bad, empty, labels, strict=True):
        if len(findings) == LISTED:
            break
        shown = "an empty cell" if none else repr(_plain(value))
        where = f"{source} {noun} {row}, column {cells.name!r}"
        message = f"{where}: {shown} {problem.says}."
        findings.append(
            error(problem.rule, table, message, problem.remedy, label=str(label))
        )
    if len(bad) > LISTED:
        message = (
            f"{source}, column {cells.name!r}: {len(bad) - LISTED} more {noun}s break "
            "the same rule."
        )
        findings.append(error(problem.rule, table, message, problem.remedy))
    return findings


def _repeated(values: pd.Series, table: str, source: str) -> list[Finding]:
    """Name every id that more than one row claims, and the rows."""
    noun = values.index.name or "row"
    twice = values[values.notna() & values.duplicated(keep=False)]
    findings = []
    for label, rows in list(twice.groupby(twice).groups.items())[:LISTED]:
        lines = [str(row) for row in rows]
        where = " and ".join(lines) if len(lines) <= SHOWN_ROWS else name_some(rows)
        message = f"{source} {noun}s {where} share the {values.name} {label!r}."
        remedy = "Give each its own code."
        findings.append(error("unique-id", table, message, remedy, label=str(label)))
    return findings


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else value
