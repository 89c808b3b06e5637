"""The planning area: its folder, its levels, its residents, and proof of them all."""

from servicecircle.area.config import AreaConfig
from servicecircle.area.planning_area import PlanningArea
from servicecircle.area.read import examine_area, read_area
from servicecircle.area.read_config import read_config

__all__ = [
    "AreaConfig",
    "PlanningArea",
    "examine_area",
    "read_area",
    "read_config",
]
