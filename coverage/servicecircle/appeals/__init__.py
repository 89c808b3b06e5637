"""The register of appeals: read without people, placed in units, times proved."""

from servicecircle.appeals.by_code import placed_by_codes
from servicecircle.appeals.read import read_appeals
from servicecircle.appeals.register import AppealsTable, Said

__all__ = ["AppealsTable", "Said", "placed_by_codes", "read_appeals"]
