"""Files to frames, with a remedy for every way in which that can go wrong."""

from servicecircle.inputs.coordinates import points_from_columns
from servicecircle.inputs.files import SUFFIXES, check_unit, read_table
from servicecircle.inputs.problem import UnusableInputError

__all__ = [
    "SUFFIXES",
    "UnusableInputError",
    "check_unit",
    "points_from_columns",
    "read_table",
]
