"""Which column of a file is which column of the table: by mapping, then by alias."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from servicecircle._validation import name_some, suggest
from servicecircle.tables.say import error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicecircle.findings import Finding
    from servicecircle.tables.schema import Column, Table


def fold(word: str) -> str:
    """
    Bring a column name to the form in which names are compared.

    >>> fold(" Grid Code") == fold("grid_code") == fold("GRIDCODE")
    True
    """
    plain = unicodedata.normalize("NFKC", word).casefold()
    return re.sub(r"[\s_.\-]", "", plain)


def match_columns(
    found: Sequence[str],
    table: Table,
    *,
    columns: Mapping[str, str],
    source: str,
) -> tuple[dict[str, str], list[Finding]]:
    """
    Match the columns of a file with the columns of a table.

    Parameters
    ----------
    found
        The file's column names.
    table
        What is looked for.
    columns
        The user's own mapping, from the table's column to the file's; it goes first.
    source
        What to call the file in messages.

    Returns
    -------
    matched
        From the table's column to the file's; columns that are not there are left out.
    findings
        Errors: a mapping that leads nowhere, two columns for one meaning (a question
        to the user, never a guess), a required column that is not there.

    Examples
    --------
    >>> from servicecircle.tables.schema import table
    >>> matched, findings = match_columns(
    ...     ["经度", "lat", "站点编码"], table("stations"), columns={}, source="s.csv"
    ... )
    >>> matched
    {'station_id': '站点编码', 'x': '经度', 'y': 'lat'}
    """
    matched: dict[str, str] = {}
    findings: list[Finding] = []
    for name, file_column in columns.items():
        if name not in table.names:
            findings.append(_unknown_meaning(name, table, source))
        elif file_column not in found:
            findings.append(_leads_nowhere(name, file_column, found, table, source))
        else:
            matched[name] = file_column
    free = [c for c in found if c not in matched.values()]
    for column in table.columns:
        if column.is_geometry or column.name in columns:
            continue
        options = _options(column, free)
        if len(options) > 1:
            findings.append(_two_for_one(column, options, table, source))
        elif options:
            matched[column.name] = options[0]
        elif column.required:
            findings.append(_missing(column, found, table, source))
    return matched, findings


def _options(column: Column, free: Sequence[str]) -> list[str]:
    """Return the file's columns that could be this one; fallbacks only at need."""
    for words in ((column.name, *column.aliases), column.fallbacks):
        folded = {fold(word) for word in words}
        options = [c for c in free if fold(c) in folded]
        if options:
            return options
    return []


def _unknown_meaning(name: str, table: Table, source: str) -> Finding:
    return error(
        "column-unknown",
        table.name,
        f"{source}: columns maps {name!r}, and the table {table.name} has no such "
        "column.",
        suggest(name, table.names),
    )


def _leads_nowhere(
    name: str, file_column: str, found: Sequence[str], table: Table, source: str
) -> Finding:
    return error(
        "column-missing",
        table.name,
        f"{source} has no column {file_column!r}, which area.toml names for {name}. "
        f"There are: {name_some(found)}.",
        f"Correct the name in area.toml. {suggest(file_column, found)}",
    )


def _two_for_one(
    column: Column, options: Sequence[str], table: Table, source: str
) -> Finding:
    return error(
        "column-ambiguous",
        table.name,
        f"{source} has {len(options)} columns that could be {column.name}: "
        f"{name_some(options)}.",
        f'Say which one in area.toml: columns = {{ {column.name} = "{options[0]}" }}.',
    )


def _missing(
    column: Column, found: Sequence[str], table: Table, source: str
) -> Finding:
    known = ", ".join(dict.fromkeys((column.name, *column.aliases, *column.fallbacks)))
    return error(
        "column-missing",
        table.name,
        f"{source} has no column for {column.name}. There are: {name_some(found)}.",
        f"Name it in area.toml, columns = {{ {column.name} = "
        f'"..." }}, or call it one of: {known}.',
    )
