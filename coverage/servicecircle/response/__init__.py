"""The clock of appeals, who gets there in time, and the other circles."""

from servicecircle.response.circle_tables import circle_reach, circle_table
from servicecircle.response.circles import Circle, read_circle
from servicecircle.response.clock import Judged, State, Why, judge, moment_of
from servicecircle.response.dispatch import Dispatch, measure_dispatch
from servicecircle.response.dispatch_tables import dispatch_table
from servicecircle.response.escalations import escalations
from servicecircle.response.orders import orders_table
from servicecircle.response.overdue import overdue
from servicecircle.response.resolution import resolution_table
from servicecircle.response.tallies import not_computable, tally_periods, tally_units
from servicecircle.response.working_days import WorkingDays, from_file, official

__all__ = [
    "Circle",
    "Dispatch",
    "Judged",
    "State",
    "Why",
    "WorkingDays",
    "circle_reach",
    "circle_table",
    "dispatch_table",
    "escalations",
    "from_file",
    "judge",
    "measure_dispatch",
    "moment_of",
    "not_computable",
    "official",
    "orders_table",
    "overdue",
    "read_circle",
    "resolution_table",
    "tally_periods",
    "tally_units",
]
