"""Short ways to say an error, a warning and a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LISTED = 1_000
"""How many findings of one kind are listed one by one: enough to work through."""


def error(  # noqa: PLR0913 - what a finding is made of
    rule: str,
    table: str,
    message: str,
    remedy: str,
    *,
    label: str = "",
    where: BaseGeometry | None = None,
) -> Finding:
    """
    Say what blocks the run.

    `label` is the row's id, if it is about one row; `where` is a place to look at, in
    the working CRS.


    >>> print(error("gap", "grids", "12.0 m2 lie in no grid.", "Extend one."))
    error [gap] 12.0 m2 lie in no grid. Extend one.
    """
    return Finding(Severity.ERROR, rule, table, label, message, remedy, where)


def warning(  # noqa: PLR0913 - what a finding is made of
    rule: str,
    table: str,
    message: str,
    remedy: str,
    *,
    label: str = "",
    where: BaseGeometry | None = None,
) -> Finding:
    """Say what the user should look at; the run goes on."""
    return Finding(Severity.WARNING, rule, table, label, message, remedy, where)


def note(  # noqa: PLR0913 - what a finding is made of
    rule: str,
    table: str,
    message: str,
    remedy: str,
    *,
    label: str = "",
    where: BaseGeometry | None = None,
) -> Finding:
    """Say what was done, or taken for granted."""
    return Finding(Severity.NOTE, rule, table, label, message, remedy, where)


def any_blocks(findings: list[Finding]) -> bool:
    """Whether one of the findings blocks the run."""
    return any(finding.blocks for finding in findings)
