"""What a check has to say: severity, rule, table, id, message and remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Hashable

    from shapely.geometry.base import BaseGeometry


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
    where: BaseGeometry | None = field(default=None, compare=False, repr=False)
    """The place to look at, in the working CRS, where there is one."""
    row: Hashable | None = field(default=None, compare=False, repr=False)
    """What the file calls the row, where the finding is about one row of a file."""
    silenced: bool = field(default=False, compare=False, repr=False)
    """Whether the user knows it (`[checks] silence`): counted, and told nowhere."""

    @property
    def blocks(self) -> bool:
        """Whether the run must stop."""
        return self.severity is Severity.ERROR and not self.silenced

    def as_row(self) -> dict[str, str]:
        """Give what is told of the finding, as a row of the table of findings."""
        return {
            "severity": self.severity.value,
            "rule": self.rule,
            "table": self.table,
            "id": self.id,
            "message": self.message,
            "remedy": self.remedy,
        }

    def __str__(self) -> str:
        """Give the finding as one readable line."""
        return f"{self.severity} [{self.rule}] {self.message} {self.remedy}"
