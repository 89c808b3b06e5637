"""The whole flow, from a folder to a run folder."""

from servicecircle.pipeline.measured import Measured, measure_area
from servicecircle.pipeline.plan import plan

__all__ = ["Measured", "measure_area", "plan"]
