"""What is wrong with a register, counted by kind; no cell of it is ever quoted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

TABLE = "appeals"
SHOWN = 5
"""How many rows a message names."""


@dataclass
class Troubles:
    """Collects findings while a register is read: rows are named, cells are not."""

    source: str
    """What to call the file."""
    index: pd.Index | None
    """The file's rows, as a spreadsheet counts."""
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def rows(
        self,
        rule: str,
        wrong: NDArray[np.bool_],
        says: str,
        remedy: str,
        *,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """
        Count rows that break a rule; nothing is said where there are none.

        `says` goes on after the count: "12 cells **are no time**".
        """
        number = int(wrong.sum())
        if not number or self.index is None:
            return
        self.counts[rule] = self.counts.get(rule, 0) + number
        noun = self.index.name or "row"
        shown = ", ".join(str(k) for k in self.index[np.flatnonzero(wrong)[:SHOWN]])
        shown += ", ..." if number > SHOWN else ""
        message = f"{self.source}: {number:,} {says} ({noun}s {shown})."
        self.say(rule, message, remedy, severity=severity)

    def add(self, others: Troubles) -> None:
        """Take over what another collected."""
        self.findings += others.findings
        for rule, number in others.counts.items():
            self.counts[rule] = self.counts.get(rule, 0) + number

    def say(
        self,
        rule: str,
        message: str,
        remedy: str,
        *,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Say what is about no row in particular."""
        self.findings.append(Finding(severity, rule, TABLE, "", message, remedy))
