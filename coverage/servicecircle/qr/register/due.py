"""What is to be done about plates, and what of it this week."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np
import pandas as pd

from servicecircle.area.qr_config import UpkeepSection, Weekday
from servicecircle.qr.register.words import HANGS, LIVE, Plate

if TYPE_CHECKING:
    from collections.abc import Sequence

ACTIVE = "active"
DAYS = 7
WHICH = ("kind", "door", "side")
"""Columns that say which door it is, where the points have them."""
POST, INSPECT, TAKE_DOWN = "post", "inspect", "take down"
TASKS = {
    Plate.NEVER.value: POST,
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
    upkeep: UpkeepSection | None = None,
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
        The day that is asked about.
    units
        Columns of unit ids to tell.
    upkeep
        When what is due; see `[qr.upkeep]`.

    Returns
    -------
    DataFrame
        By day due, then code: ``code``, ``task`` (``post`` where none ever hung,
        ``post again``, ``replace``, ``look`` where files contradict each other,
        ``inspect`` where it was last seen whole too long ago, this week or before,
        ``take down`` where the point is gone), ``since``, ``due_on`` (both missing
        where none ever hung and no day is set for that), ``overdue``, ``this_week``
        (due by its last day, the overdue and what has no day included),
        ``building_id``, which door it is (`WHICH`), and the unit ids.
    """
    rules = upkeep or UpkeepSection()
    last = _end_of_week(on, rules.week_ends)
    which = [c for c in WHICH if c in points]
    told = points.set_index("code")[["state", "building_id", *which, *units]]
    told = told.join(plates)
    active = told["state"] == ACTIVE
    task = told["plate"].map(TASKS).astype("object").where(active)
    hangs = told["plate"].isin([*HANGS, Plate.UNCLEAR.value])
    task = task.mask(~active & hangs, TAKE_DOWN)
    due_on = told["since"] + pd.Timedelta(days=rules.mend_days)
    if rules.inspect_days:
        seen = told["since"] + pd.Timedelta(days=rules.inspect_days)
        old = active & told["plate"].isin(LIVE) & (seen <= last)
        task, due_on = task.mask(old, INSPECT), due_on.mask(old, seen)
    if rules.post_by is not None:
        due_on = due_on.mask(task == POST, pd.Timestamp(rules.post_by))
    told = told.assign(task=task, due_on=due_on)[task.notna()]
    told["overdue"] = np.asarray(told["due_on"] < on, dtype=bool)
    # What never hung and has no day is due now.
    told["this_week"] = np.asarray(
        (told["due_on"] <= last) | told["due_on"].isna(), dtype=bool
    )
    told = told.rename_axis("code").reset_index().sort_values(["due_on", "code"])
    first = ["code", "task", "since", "due_on", "overdue", "this_week"]
    told["task"] = told["task"].astype("str")
    return told[[*first, "building_id", *which, *units]].reset_index(drop=True)


def _end_of_week(on: pd.Timestamp, ends: Weekday) -> pd.Timestamp:
    """
    Give the last day of the week that a day lies in.

    >>> _end_of_week(pd.Timestamp("2026-03-12"), "friday").day_name()
    'Friday'
    """
    day = get_args(Weekday).index(ends)
    return on + pd.Timedelta(days=(day - on.weekday()) % DAYS)
