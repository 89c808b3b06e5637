"""Who is within reach: per building, per unit, on the map."""

from servicecircle.reach.coverage_table import coverage_table
from servicecircle.reach.equity import equity_table, gini, worst_units
from servicecircle.reach.honesty import honesty_table
from servicecircle.reach.measure import Reach, measure_reach
from servicecircle.reach.service_areas import service_areas

__all__ = [
    "Reach",
    "coverage_table",
    "equity_table",
    "gini",
    "honesty_table",
    "measure_reach",
    "service_areas",
    "worst_units",
]
