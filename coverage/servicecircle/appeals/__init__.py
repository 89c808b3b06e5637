"""The register of appeals: read without people, placed in units, times proved."""

from servicecircle.appeals.read import read_appeals
from servicecircle.appeals.register import AppealsTable, Said

__all__ = ["AppealsTable", "Said", "read_appeals"]
