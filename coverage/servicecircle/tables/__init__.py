"""Every input and output table, stated once, and how files come to conform to it."""

from servicecircle.tables.conform import Conformed, conform, locate, usable_rows
from servicecircle.tables.findings_csv import (
    findings_frame,
    sort_findings,
    write_findings_csv,
)
from servicecircle.tables.geometry import check_geometry
from servicecircle.tables.rules import (
    Rule,
    check_silenceable,
    rules,
    silence,
    silenced_by_rule,
)
from servicecircle.tables.schema import Column, Table, table, tables, units_table

__all__ = [
    "Column",
    "Conformed",
    "Rule",
    "Table",
    "check_geometry",
    "check_silenceable",
    "conform",
    "findings_frame",
    "locate",
    "rules",
    "silence",
    "silenced_by_rule",
    "sort_findings",
    "table",
    "tables",
    "units_table",
    "usable_rows",
    "write_findings_csv",
]
