"""What must be pressed now: appeals that are late and still open, and those running."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.response.clock import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from servicecircle.appeals import AppealsTable
    from servicecircle.response.clock import Judged
    from servicecircle.vocabulary import Level

COLUMNS = ("appeal_id", "class", "category", "step", "limit", "state", "began", "due")
STAMP = "%Y-%m-%d %H:%M:%S"
DAY_S = 86_400


def escalations(
    appeals: AppealsTable,
    judged: Iterable[Judged],
    levels: Sequence[Level],
    *,
    now: np.datetime64,
) -> pd.DataFrame:
    """
    List appeals that have not come to a step, the longest late first.

    Parameters
    ----------
    appeals, judged
        The register and what is judged of it.
    levels
        Whose units are named.
    now
        The moment of judging.

    Returns
    -------
    DataFrame
        One row an appeal and target: ``appeal_id``, ``class``, ``category``, ``step``,
        ``limit``, ``state`` (late, running), ``began`` and ``due`` (until midnight
        before ``due`` where days count), ``days_late`` (negative while it runs),
        ``escalate_to`` and the unit of each level.
    """
    parts = []
    ids = [level.id_column for level in levels]
    for one in judged:
        waits = np.flatnonzero(one.is_open & (one.state != State.NOT_COMPUTABLE))
        rows = appeals.frame.iloc[one.row[waits]]
        due = one.due[waits]
        late = (now - due).astype("m8[s]").astype(np.int64) / DAY_S
        part = rows[["appeal_id", "class", "category", *ids]].astype("str")
        part["step"], part["limit"] = one.target.step, one.target.limit
        is_late = one.state[waits] == State.MISSED
        part["state"] = np.where(is_late, "late", "running")
        part["began"] = rows[f"{one.since}_at"].dt.strftime(STAMP)
        part["due"] = pd.Series(due, index=part.index).dt.strftime(STAMP)
        part["days_late"] = late.round(2)
        part["escalate_to"] = one.target.escalate_to
        parts.append(part)
    columns = [*COLUMNS, "days_late", "escalate_to", *ids]
    if not parts:
        return pd.DataFrame(columns=columns)
    every = pd.concat(parts, ignore_index=True)[columns]
    order = every.sort_values(
        ["days_late", "appeal_id", "step"], ascending=[False, True, True], kind="stable"
    )
    return order.reset_index(drop=True)
