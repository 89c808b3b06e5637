"""An input that cannot be used, as an error that is easily made a finding."""

from __future__ import annotations

from servicecircle.errors import InputError
from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity


class UnusableInputError(InputError):
    """A file, layer or CRS cannot be used: the rule, what was found, the remedy."""

    def __init__(self, message: str, remedy: str, *, rule: str) -> None:
        self.rule = rule
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message} {remedy}")

    def finding(self, table: str) -> Finding:
        """Give the error as a finding that blocks."""
        return Finding(Severity.ERROR, self.rule, table, "", self.message, self.remedy)
