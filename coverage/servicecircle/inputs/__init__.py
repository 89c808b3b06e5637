"""Files to frames, with a remedy for every way in which that can go wrong."""

from servicecircle.inputs.coordinates import points_from_columns
from servicecircle.inputs.database import DatabaseUrl, is_database, locate
from servicecircle.inputs.files import SUFFIXES, check_unit, read_table
from servicecircle.inputs.long_text import read_long_csv
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.inputs.shapefile import files_of

__all__ = [
    "SUFFIXES",
    "DatabaseUrl",
    "UnusableInputError",
    "check_unit",
    "files_of",
    "is_database",
    "locate",
    "points_from_columns",
    "read_long_csv",
    "read_table",
]
