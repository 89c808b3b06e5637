"""Figures for reports: PNG or SVG, in Chinese or English, the same bytes each time."""

from servicecircle.maps.figures.circle_street import circle_against_street
from servicecircle.maps.figures.coverage import coverage_by_unit
from servicecircle.maps.figures.fonts import chinese_font
from servicecircle.maps.figures.frontier import frontier_curve
from servicecircle.maps.figures.ground_plan import ground_plan, use_chinese

__all__ = [
    "chinese_font",
    "circle_against_street",
    "coverage_by_unit",
    "frontier_curve",
    "ground_plan",
    "use_chinese",
]
