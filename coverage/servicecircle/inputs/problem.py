"""An input that cannot be used, as an error that is easily made a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicecircle.errors import InputError
from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from pathlib import Path


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


def unreadable(path: Path, *, why: str = "") -> UnusableInputError:
    """
    Say that a file is damaged, or is not what its name says.

    >>> from pathlib import Path
    >>> print(unreadable(Path("a.gpkg")).message)
    a.gpkg cannot be read as .gpkg.
    """
    msg = f"{path.name} cannot be read as {path.suffix}{': ' if why else ''}{why}."
    remedy = "Check that the file is complete, or save it again as GeoPackage (.gpkg)."
    return UnusableInputError(msg, remedy, rule="file-unreadable")


def incomplete(path: Path, why: str) -> UnusableInputError:
    """
    Say that the end of a file, or a part of it, is missing.

    >>> from pathlib import Path
    >>> print(incomplete(Path("a.csv"), "its last row is cut short").message)
    a.csv is not complete: its last row is cut short.
    """
    msg = f"{path.name} is not complete: {why}."
    remedy = "Copy or export it again."
    return UnusableInputError(msg, remedy, rule="file-incomplete")
