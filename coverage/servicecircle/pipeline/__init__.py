"""The whole flow, from a folder to a run folder."""

from servicecircle.pipeline.check import check_area
from servicecircle.pipeline.check_folder import check_check_folder, write_check_folder
from servicecircle.pipeline.measured import Measured, measure_area
from servicecircle.pipeline.plan import plan

__all__ = [
    "Measured",
    "check_area",
    "check_check_folder",
    "measure_area",
    "plan",
    "write_check_folder",
]
