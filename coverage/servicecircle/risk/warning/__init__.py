"""Early warning: zones with far more appeals than usual, and how sure that is."""

from servicecircle.risk.warning.alarm_table import alarm_table, running_alarms
from servicecircle.risk.warning.watch import Watch, watch

__all__ = ["Watch", "alarm_table", "running_alarms", "watch"]
