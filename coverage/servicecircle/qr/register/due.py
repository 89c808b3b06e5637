"""What is to be done about plates, and what of it this week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.qr.register.words import LIVE, Plate

if TYPE_CHECKING:
    from collections.abc import Sequence

ACTIVE = "active"
DAYS = 7
SUNDAY = 6
TASKS = {
    Plate.NEVER.value: "post",
    Plate.REMOVED.value: "post again",
    Plate.DAMAGED.value: "replace",
    Plate.UNCLEAR.value: "look",
}


def due(
    points: pd.DataFrame,
    plates: pd.DataFrame,
    *,
    on: pd.Timestamp,
    units: Sequence[str],
    within_days: int = DAYS,
) -> pd.DataFrame:
    """
    List every plate that needs a hand.

    Parameters
    ----------
    points
        QR points with ``code``, ``state``, ``building_id`` and the columns `units`.
    plates
        As `merge` gives them.
    on
        The day that is asked about; its week ends on Sunday.
    units
        Columns of unit ids to tell.
    within_days
        So many days after it was told a damage is to be mended.

    Returns
    -------
    DataFrame
        By day due, then code: ``code``, ``task`` (``post`` where none ever hung,
        ``post again``, ``replace``, ``look`` where files contradict each other,
        ``take down`` where the point is gone), ``since``, ``due_on`` (both missing
        where none ever hung), ``overdue`` and ``this_week`` (due by its Sunday, the
        overdue included), ``building_id`` and the unit ids.
    """
    told = points.set_index("code")[["state", "building_id", *units]].join(plates)
    active = told["state"] == ACTIVE
    hangs = told["plate"].isin([*LIVE, Plate.DAMAGED.value, Plate.UNCLEAR.value])
    task = told["plate"].map(TASKS).where(active)
    told["task"] = task.mask(~active & hangs, "take down")
    told = told[told["task"].notna()]
    told = told.assign(due_on=told["since"] + pd.Timedelta(days=within_days))
    sunday = on + pd.Timedelta(days=SUNDAY - on.weekday())
    told["overdue"] = np.asarray(told["due_on"] < on, dtype=bool)
    told["this_week"] = np.asarray(told["due_on"] <= sunday, dtype=bool)
    told = told.rename_axis("code").reset_index().sort_values(["due_on", "code"])
    first = ["code", "task", "since", "due_on", "overdue", "this_week", "building_id"]
    return told[[*first, *units]].reset_index(drop=True)
