"""The method of early warning as rows of the table of the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from servicecircle.area.warning_config import WarningSection
    from servicecircle.risk.warning.watch import Watch


def settings_table(watch: Watch, config: WarningSection) -> pd.DataFrame:
    """
    List everything that the alarms depend on.

    Returns
    -------
    DataFrame
        ``level`` (*all*), ``setting``, ``value`` and ``meaning``.
    """
    last = watch.events.date(watch.events.days - 1)
    values = {
        "false_alarms_per_month": (
            config.false_alarms_per_month,
            "Alarms in the whole area in 30 days that chance alone may bring.",
        ),
        "threshold": (
            f"{watch.threshold:.6g}",
            "Excess (log likelihood ratio) from which on it is an alarm.",
        ),
        "threshold_whole_area": (
            f"{watch.whole.threshold:.6g}",
            "Standard deviations from which on the whole area is one; inf: short past.",
        ),
        "watched_days": (watch.watched_days, "Days watched; 0: too short a register."),
        "last_day": (last, "Last day watched: that of the latest appeal."),
        "baseline_days": (config.baseline_days, "Days that say what is usual."),
        "most_units": (config.most_units, "Units in the largest zone around a unit."),
        "replicates": (config.replicates, "Shuffled registers."),
    }
    rows = [("all", f"warning_{k}", str(v), told) for k, (v, told) in values.items()]
    return pd.DataFrame(rows, columns=["level", "setting", "value", "meaning"])
