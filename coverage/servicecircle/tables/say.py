"""Short ways to say an error, a warning and a note."""

from __future__ import annotations

from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity


def error(
    rule: str, table: str, message: str, remedy: str, *, label: str = ""
) -> Finding:
    """
    Say what blocks the run; `label` is the row's id, if it is about one row.

    >>> print(error("gap", "grids", "12.0 m2 lie in no grid.", "Extend one."))
    error [gap] 12.0 m2 lie in no grid. Extend one.
    """
    return Finding(Severity.ERROR, rule, table, label, message, remedy)


def warning(
    rule: str, table: str, message: str, remedy: str, *, label: str = ""
) -> Finding:
    """Say what the user should look at; the run goes on."""
    return Finding(Severity.WARNING, rule, table, label, message, remedy)


def note(
    rule: str, table: str, message: str, remedy: str, *, label: str = ""
) -> Finding:
    """Say what was done, or taken for granted."""
    return Finding(Severity.NOTE, rule, table, label, message, remedy)


def any_blocks(findings: list[Finding]) -> bool:
    """Whether one of the findings blocks the run."""
    return any(finding.blocks for finding in findings)
