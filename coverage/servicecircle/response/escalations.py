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
    ids = [level.id_column for level in levels]
    columns = [*COLUMNS, "days_late", "escalate_to", *ids]
    held, frame = list(judged), appeals.frame
    if not held:
        return pd.DataFrame(columns=columns)
    # In order first, words afterwards: they are slow to sort and to move.
    waits = pd.concat(
        [_waiting(one, frame, now, target=at) for at, one in enumerate(held)]
    )
    by_id, _ = pd.factorize(frame["appeal_id"], sort=True, use_na_sentinel=False)
    steps = np.array([one.target.step for one in held])[waits["target"]]
    later = -waits["days_late"].to_numpy()
    order = np.lexsort((steps, by_id[waits["row"]], later))
    waits = waits.iloc[order].reset_index(drop=True)
    row, target = waits["row"].to_numpy(), waits["target"].to_numpy()
    stated = pd.DataFrame(
        {
            "step": [one.target.step for one in held],
            "limit": [one.target.limit for one in held],
            "escalate_to": [one.target.escalate_to for one in held],
        },
        dtype="str",
    )
    words = frame[["appeal_id", "class", "category", *ids]].take(row)
    told = words.astype("str").reset_index(drop=True)
    told = told.join(stated.take(target).reset_index(drop=True))
    told["state"] = np.where(waits["late"], "late", "running")
    for name in ("began", "due"):
        told[name] = waits[name].dt.strftime(STAMP)
    told["days_late"] = waits["days_late"]
    return told[columns]


def _waiting(
    one: Judged, frame: pd.DataFrame, now: np.datetime64, *, target: int
) -> pd.DataFrame:
    """List the appeals that have not come to a target's step, and since when."""
    at = np.flatnonzero(one.is_open & (one.state != State.NOT_COMPUTABLE))
    row, due = one.row[at], one.due[at]
    late = (now - due).astype("m8[s]").astype(np.int64) / DAY_S
    return pd.DataFrame(
        {
            "row": row,
            "target": target,
            "began": frame[f"{one.since}_at"].to_numpy()[row],
            "due": due,
            "days_late": late.round(2),
            "late": one.state[at] == State.MISSED,
        }
    )
