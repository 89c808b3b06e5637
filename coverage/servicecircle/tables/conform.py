"""A file's frame to a table's frame, with every problem found at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import pandas as pd

from servicecircle._validation import SHOWN, name_some
from servicecircle.tables.alike import check_alike
from servicecircle.tables.cells import Problem, absent, blank, convert, is_text
from servicecircle.tables.codes import EXACT_DIGITS, digits_doubtful
from servicecircle.tables.heading_units import to_own_unit
from servicecircle.tables.match_columns import match_columns
from servicecircle.tables.no_end import without_end
from servicecircle.tables.row_of_totals import RULE, rows_of_totals
from servicecircle.tables.say import LISTED, error, note
from servicecircle.tables.tidy import tidy
from servicecircle.tables.together import is_one_mistake, place_of_all, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from servicecircle.findings import Finding
    from servicecircle.tables.schema import Column, Table

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
    totals = rows_of_totals(frame, table, matched)
    out: dict[str, pd.Series] = {}
    ids = pd.Series([""] * len(frame), index=frame.index, dtype="str")
    for column in table.columns:
        if column.is_geometry:
            continue
        if column.name not in matched:
            out[column.name] = absent(column, frame.index)
            continue
        cells = frame[matched[column.name]]
        plain, changed = tidy(cells)
        findings += _tidied(cells, plain, changed, table.name, source)
        plain, emptied = without_end(plain, column)
        findings += _no_end(cells, emptied, table.name, source)
        values, problems = convert(plain, column)
        values, noted = to_own_unit(
            values, cells, column, source=source, table=table.name
        )
        findings += noted
        out[column.name] = values
        if column.dtype == "key":
            ids = values.fillna("")
        for broken in problems:
            problem = broken._replace(rows=broken.rows & ~totals)
            if problem.rows.any():
                findings += _row_findings(cells, problem, ids, table.name, source)
        findings += _doubtful(cells, values, column, table.name, source)
        if column.dtype == "key":
            findings += _repeated(values, frame, table.name, source)
            column_of = f"{source}, column {cells.name!r}"
            findings += check_alike(values, table=table.name, source=column_of)
    done = pd.DataFrame(out, index=frame.index)
    if table.key is not None and totals.any():
        done[table.key] = done[table.key].mask(totals)
        sums = set(frame.index[totals])
        findings = [found for found in findings if found.row not in sums]
        findings += _totals(frame[totals], table.name, source)
    if isinstance(frame, gpd.GeoDataFrame):
        geometry = gpd.GeoSeries(frame.geometry.array, index=frame.index)
        done = gpd.GeoDataFrame(done, geometry=geometry, crs=frame.crs)
    return Conformed(done, findings, matched)


def usable_rows(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """
    Put aside the rows of a conformed frame that no check can use.

    Parameters
    ----------
    frame
        As `conform` gives it.
    table
        The table it conforms to.

    Returns
    -------
    DataFrame
        Rows with a value in every column that must have one; of rows that share an
        id, the first. A column that the file does not have leaves no row.

    Examples
    --------
    >>> from servicecircle.tables.schema import table
    >>> raw = pd.DataFrame({"楼栋编码": ["A1", "A1", None]}, index=[2, 3, 4])
    >>> done = conform(raw, table("buildings"), source="buildings.csv")
    >>> usable_rows(done.frame, table("buildings")).index.tolist()
    [2]
    """
    needed = [c.name for c in table.columns if c.required and not c.is_geometry]
    there = frame[needed].notna().all(axis=1)
    if table.key is not None:
        there &= ~frame[table.key].duplicated() | frame[table.key].isna()
    return frame[there]


def locate(findings: list[Finding], shapes: gpd.GeoSeries) -> list[Finding]:
    """
    Give findings about rows of a file the place of their row.

    Parameters
    ----------
    findings
        What `conform` found; others pass as they are.
    shapes
        The rows' geometry in the working CRS, indexed by row.
    """
    asked = {row for f in findings if f.where is None for row in rows_of(f.row)}
    if not asked:
        return findings
    usable = shapes[shapes.index.isin(asked) & ~(shapes.isna() | shapes.is_empty)]
    place = dict(zip(usable.index, usable.array, strict=True))
    located = []
    for found in findings:
        rows = [place.get(row) for row in rows_of(found.row)]
        where = rows[0] if len(rows) == 1 else place_of_all(rows)
        is_placed = found.where is not None or where is None
        located.append(found if is_placed else replace(found, where=where))
    return located


def _is_geometry(frame: pd.DataFrame, column: object) -> bool:
    return isinstance(frame, gpd.GeoDataFrame) and column == frame.geometry.name


def _row_findings(
    cells: pd.Series, problem: Problem, ids: pd.Series, table: str, source: str
) -> list[Finding]:
    """Say what is wrong row by row, or once, and count what goes beyond the list."""
    bad = cells[problem.rows]
    noun = cells.index.name or "row"
    if is_one_mistake(problem.rule, problem.rows):
        return [_one_mistake(bad, problem, table, f"{source}, column {cells.name!r}")]
    empty = blank(bad)
    labels = ids[problem.rows]
    findings: list[Finding] = []
    for row, value, none, label in zip(bad.index, bad, empty, labels, strict=True):
        if len(findings) == LISTED:
            break
        shown = "an empty cell" if none else repr(_plain(value))
        where = f"{source} {noun} {row}, column {cells.name!r}"
        message = f"{where}: {shown} {problem.says}."
        found = error(problem.rule, table, message, problem.remedy, label=str(label))
        findings.append(replace(found, row=row))
    if len(bad) > LISTED:
        message = (
            f"{source}, column {cells.name!r}: {len(bad) - LISTED} more {noun}s break "
            "the same rule."
        )
        findings.append(error(problem.rule, table, message, problem.remedy))
    return findings


def _one_mistake(bad: pd.Series, problem: Problem, table: str, where: str) -> Finding:
    """Say once what is wrong in many rows of a column, with the first few cells."""
    noun = bad.index.name or "row"
    shown = ", ".join(
        f"{noun} {row} (empty)" if none else f"{noun} {row} ({_plain(value)!r})"
        for row, value, none in zip(
            bad.index[:SHOWN], bad[:SHOWN], blank(bad[:SHOWN]), strict=True
        )
    )
    rest = len(bad) - SHOWN
    if rest > 0:
        shown = f"{shown} and {rest:,} more"
    message = f"{where}: each of {len(bad):,} cells {problem.says}: {shown}."
    found = error(problem.rule, table, message, problem.remedy)
    return replace(found, row=tuple(bad.index))


def _tidied(
    cells: pd.Series,
    plain: pd.Series,
    changed: NDArray[np.bool_],
    table: str,
    source: str,
) -> list[Finding]:
    """Note how many cells held odd characters, and how the first is read."""
    if not changed.any():
        return []
    row, before, after = (
        values[changed][0] for values in (cells.index, cells.array, plain.array)
    )
    message = (
        f"{source}, column {cells.name!r}: {changed.sum()} cells hold full-width or "
        f"invisible characters; {cells.index.name or 'row'} {row}, {before!r}, is read "
        f"as {after!r}."
    )
    remedy = "Write plain letters and digits where other tables do."
    return [note("text-tidied", table, message, remedy)]


def _no_end(
    cells: pd.Series, emptied: NDArray[np.bool_], table: str, source: str
) -> list[Finding]:
    """Note how many cells say in words that there is no last day."""
    if not emptied.any():
        return []
    row, word = cells.index[emptied][0], cells[emptied].iloc[0]
    message = (
        f"{source}, column {cells.name!r}: {emptied.sum()} cells say that there is no "
        f"last day; {cells.index.name or 'row'} {row} says {word!r}."
    )
    remedy = "Leave a cell empty where there is no last day."
    return [note("no-last-day", table, message, remedy)]


def _doubtful(
    cells: pd.Series, codes: pd.Series, column: Column, table: str, source: str
) -> list[Finding]:
    """Count the codes that end as a spreadsheet leaves them, and show the first few."""
    if column.dtype not in {"key", "id"}:
        return []
    rows = digits_doubtful(codes.where(is_text(cells)))
    if not rows.any():
        return []
    message = (
        f"{source}, column {cells.name!r}: {rows.sum():,} of {len(codes):,} codes have "
        f"only zeros after their {EXACT_DIGITS}th digit: {name_some(codes[rows])}."
    )
    remedy = "If the column ever was one of numbers, compare them with their source."
    return [note("id-doubtful", table, message, remedy)]


def _totals(rows: pd.DataFrame, table: str, source: str) -> list[Finding]:
    """Say of each row that sums up the others that it is none of them."""
    noun = rows.index.name or "row"
    remedy = "Delete the row."
    return [
        replace(
            error(RULE, table, f"{source} {noun} {row} is a row of totals.", remedy),
            row=row,
        )
        for row in rows.index[:LISTED]
    ]


def _repeated(
    values: pd.Series, frame: pd.DataFrame, table: str, source: str
) -> list[Finding]:
    """Name every id that more than one row claims, and say whether they are copies."""
    noun = values.index.name or "row"
    twice = values[values.notna() & values.duplicated(keep=False)]
    if twice.empty:
        return []
    copies = _whole_copies(frame.loc[twice.index], twice)
    findings = []
    groups = list(twice.groupby(twice).groups.items())
    for label, rows in groups[:LISTED]:
        lines = [str(row) for row in rows]
        where = " and ".join(lines) if len(lines) <= SHOWN_ROWS else name_some(rows)
        message = f"{source} {noun}s {where} share the {values.name} {label!r}"
        if copies[str(label)]:
            message += ", and are copies of each other."
            remedy = "Delete all but one."
        else:
            message += "."
            remedy = "Give each its own code."
        found = error("unique-id", table, message, remedy, label=str(label))
        findings.append(replace(found, row=rows[0]))
    if len(groups) > LISTED:
        message = f"{source}: {len(groups) - LISTED} more ids are shared by {noun}s."
        findings.append(error("unique-id", table, message, "Give each its own code."))
    return findings


def _whole_copies(rows: pd.DataFrame, labels: pd.Series) -> dict[str, bool]:
    """Say of every repeated id whether its rows are the same in every column."""
    plain = pd.DataFrame(rows)
    if isinstance(rows, gpd.GeoDataFrame):
        plain = plain.drop(columns=rows.geometry.name)
        plain = plain.assign(**{rows.geometry.name: rows.geometry.to_wkb(hex=True)})
    first = plain.groupby(labels).transform("first")
    same = (plain == first) | (plain.isna() & first.isna())
    every = same.all(axis=1).groupby(labels).all()
    return {str(label): bool(copies) for label, copies in every.items()}


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else value
