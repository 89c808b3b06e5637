"""Which column of a file is which column of the table: by mapping, then by alias."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from servicecircle._validation import name_some, suggest
from servicecircle.tables.cut_names import match_cut_names
from servicecircle.tables.datum_words import COORDINATES, without_datum
from servicecircle.tables.heading_units import in_unit, without_remark
from servicecircle.tables.say import error, warning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicecircle.findings import Finding
    from servicecircle.tables.schema import Column, Table


# Units that need no conversion, and the marks of forms to be filled in; of 万人 or km2
# see `heading_units`.
_UNIT = (
    "人|口|户|层|个|栋|座|处|米|平方米|平米|度|m|m2|sqm|sq m|persons?|people|"
    "households|floors|storeys|met(?:er|re)s?|square met(?:er|re)s|deg(?:rees?)?|°|"
    "必填项?|选填项?|非必填|required|optional"
)
_IN_BRACKETS = re.compile(
    rf"(?:\s*[(\[【〔]\s*(?:{_UNIT})\s*[)\]】〕]|\s*/\s*(?:{_UNIT}))\s*$"
)
_DROPPED = re.compile(r"[*\s_.\-()\[\]【】〔〕\u200b-\u200f\u2060\ufeff]")


def fold(word: str) -> str:
    """
    Bring a column name to the form in which names are compared.

    Width, case, blanks, a unit in brackets or after a stroke that needs no conversion,
    and the marks of what must be filled in do not matter.

    >>> fold(" Grid Code") == fold("grid_code") == fold("ＧＲＩＤＣＯＤＥ")
    True
    >>> fold("建筑面积（㎡）"), fold("residents [persons]"), fold("人口（万人）")
    ('建筑面积', 'residents', '人口万人')
    >>> fold("*名称"), fold("服务类型＊"), fold("名称（必填）*")
    ('名称', '服务类型', '名称')
    """
    plain = unicodedata.normalize("NFKC", word).casefold()
    return _DROPPED.sub("", _IN_BRACKETS.sub("", plain.strip(" *")))


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
        A name that a shapefile cut after ten bytes counts where it can only be one.
    findings
        Errors: a mapping that leads nowhere, two columns for one meaning (a question
        to the user, never a guess), a required column that is not there. A warning for
        a column that would be known but for what its name says in brackets.

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
    wanted = [c for c in table.columns if not c.is_geometry and c.name not in columns]
    unknown = [c for c in free if not any(_options(column, [c]) for column in wanted)]
    cut = match_cut_names(unknown, table)
    for column in wanted:
        options = _options(column, free) or [
            name for name, meaning in cut.items() if meaning == column.name
        ]
        if len(options) > 1:
            findings.append(_two_for_one(column, options, table, source))
        elif options:
            matched[column.name] = options[0]
        elif column.required:
            findings.append(_missing(column, found, table, source))
        else:
            findings += _but_for_remarks(column, free, table, source)
    return matched, findings


def _options(column: Column, free: Sequence[str]) -> list[str]:
    """Return the file's columns that could be this one; fallbacks only at need."""
    for words in ((column.name, *column.aliases), column.fallbacks):
        folded = {fold(word) for word in words}
        options = [c for c in free if not folded.isdisjoint(_plain(c, column))]
        if options:
            return options
    return []


def _plain(name: str, column: Column) -> set[str]:
    """
    Fold a name, as it is and without the unit that it states.

    That of a coordinate loses the datum that it tells.
    """
    folded = fold(name)
    if column.name in COORDINATES:
        return {without_datum(folded)}
    stated = in_unit(name, column)
    return {folded, fold(stated.heading)} if stated else {folded}


def _but_for_remarks(
    column: Column, free: Sequence[str], table: Table, source: str
) -> list[Finding]:
    """Ask about columns whose name would be known but for what is in brackets."""
    remarked = {c: bare for c in free if (bare := without_remark(c)) and bare != c}
    known = {fold(word) for word in (column.name, *column.aliases)}
    asked = [c for c, bare in remarked.items() if fold(bare) in known]
    if not asked:
        return []
    return [
        warning(
            "column-doubtful",
            table.name,
            f"{source}: {name_some(asked)} would be {column.name} but for what stands "
            "in brackets, and is not read.",
            f"If it is, say so in area.toml: columns = {{ {column.name} = "
            f'"{asked[0]}" }}.',
        )
    ]


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
        f"There are: {name_some(found) or 'none'}.",
        f"Correct the name in area.toml. {suggest(file_column, found)}"
        if found
        else "Take it out of area.toml, or name another file.",
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
