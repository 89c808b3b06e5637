"""What a check has to say: severity, rule, table, id, message and remedy."""

from __future__ import annotations

from dataclasses import dataclass

from servicecircle.vocabulary import Severity


@dataclass(frozen=True, order=True)
class Finding:
    """
    One thing that a check found.

    Examples
    --------
    >>> finding = Finding(
    ...     Severity.ERROR, "unique-id", "stations", "S7",
    ...     "stations.xlsx rows 4 and 9 share the code 'S7'.", "Give each its own code."
    ... )
    >>> print(finding)
    error [unique-id] stations.xlsx rows 4 and 9 share the code 'S7'. Give each its own
    code.
    >>> finding.blocks
    True
    """

    severity: Severity
    rule: str
    """The rule's stable name, in words joined by hyphens."""
    table: str
    id: str
    """The row's id, or empty where the finding is about the whole table."""
    message: str
    remedy: str

    @property
    def blocks(self) -> bool:
        """Whether the run must stop."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        """Give the finding as one readable line."""
        return f"{self.severity} [{self.rule}] {self.message} {self.remedy}"
