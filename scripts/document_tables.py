"""Write the dictionary of tables and columns from `tables/columns.csv`."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

from servicecircle.tables import tables
from servicecircle.tables.schema import level_aliases

if TYPE_CHECKING:
    from servicecircle.tables import Column, Table

HEAD = """\
# Tables and columns

Made from `servicecircle/tables/columns.csv`, the one place where the program itself
looks them up: how files are read, checked and written, and this page, follow from it.

A heading is known by its name or by one of the words below each table, in any case,
with or without blanks, underscores and units in brackets. Where yours is another one,
say so in `area.toml`: `columns = { residents = "实有人口_2024" }`.

| type | what it is |
|---|---|
| key | opaque text that names the row: unique, never parsed, never a number |
| id | the key of a row of another table |
| text, list | words; several of them separated by `;` `,` `、` `|` or blanks |
| number | a number; blank is *missing*, never 0 |
| flag | yes or no: `yes`, `no`, `true`, `false`, `1`, `0`, `是`, `否` |
| date, time | a day; a day with hour and minute in local time |
| point, polygon, shape, drawing | geometry: a shape is a point or a polygon, a drawing a line or a polygon |
"""  # noqa: E501 - a row of a table is one line
RUNS = """\
## Columns of what runs write

Tables of run folders share their columns, and what a column is called in
`report.xlsx` and `report.docx` is said once (`reports/columns.csv`). A share is from 0
to 1; a blank is *missing*. Which file has which columns is told on the page of its
command: [siting](siting.md#what-is-written), [risk](risk.md#what-is-written),
[the clock](response.md#what-is-written), [QR points](qr.md), [crosswalk](crosswalk.md).

| column | kind | unit | what it is | 含义 |
|---|---|---|---|---|
"""
TITLES = {
    "What you bring": (
        "units stations buildings entrances candidates streets obstacles background "
        "appeals resources orders control_points counts qr_officers qr_register"
    ),
    "What checks and runs write": "findings reach coverage",
    "Editions of units": "crosswalk changes carried",
    "QR points": (
        "qr_points qr_changes qr_sheets qr_rounds qr_stops qr_register_merged "
        "qr_plates qr_coverage qr_due"
    ),
}


def tables_document() -> str:
    """
    Describe every table as Markdown, columns in order.

    >>> document = tables_document()
    >>> all(f"### `{name}`" in document for name in tables())
    True
    """
    parts = [HEAD]
    left = dict(tables())
    for title, names in TITLES.items():
        parts += [f"## {title}\n", *(_table(left.pop(name)) for name in names.split())]
        if title == "What you bring":
            parts.append(_levels())
    if left:
        parts += ["## Other tables\n", *map(_table, left.values())]
    return "\n".join([*parts, RUNS + "\n".join(_run_columns()) + "\n"])


def _run_columns() -> list[str]:
    """List what reports call the columns of all runs; ``orders:value`` is of one."""
    file = files("servicecircle.reports") / "columns.csv"
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [
        f"| `{row['column']}` | {row['kind']} | {row['unit']} "
        f"| {_cell(row['english'])} | {_cell(row['chinese'])} |"
        for row in rows
    ]


def _table(table: Table) -> str:
    head = "| column | type | unit | needed | meaning |\n|---|---|---|---|---|"
    rows = "\n".join(map(_row, table.columns))
    return f"### `{table.name}`\n\n{head}\n{rows}\n{_known_words(table)}"


def _row(column: Column) -> str:
    needed = "yes" if column.required else ""
    unit = column.unit.replace("m2", "m²")
    return (
        f"| `{column.name}` | {column.dtype} | {unit} | {needed} "
        f"| {_cell(column.meaning)} |"
    )


def _known_words(table: Table) -> str:
    """List the headings that are known, folded away."""
    lines = [
        f"    - `{c.name}`: "
        + ", ".join(f"`{word}`" for word in (*c.aliases, *c.fallbacks))
        for c in table.columns
        if c.aliases
    ]
    if not lines:
        return ""
    return '\n??? note "Headings that are known"\n\n' + "\n".join(lines) + "\n"


def _levels() -> str:
    head = (
        "### Words for the levels\n\nColumns that name a unit of a level are known by "
        "these words, in `units` and wherever rows name a unit.\n\n"
        "| level | its codes | its names |\n|---|---|---|"
    )
    rows = [
        f"| {level.value} {level.chinese} | {_words(ids)} | {_words(names)} |"
        for level, (ids, names) in level_aliases().items()
    ]
    return "\n".join([head, *rows]) + "\n"


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(tables_document())
