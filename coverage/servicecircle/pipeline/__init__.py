"""The whole flow, from a folder to a run folder."""

from servicecircle.pipeline.check import check_area
from servicecircle.pipeline.measured import Measured, measure_area
from servicecircle.pipeline.plan import plan

__all__ = ["Measured", "check_area", "measure_area", "plan"]
