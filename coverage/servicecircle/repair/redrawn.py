"""`drop-redrawn`: of footprints drawn twice under two codes, keep the first code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.checks.footprints import same_footprints
from servicecircle.repair.outcome import Outcome, log_of, take_out, together

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.repair.draft import Draft, SourceTable

NAME = "drop-redrawn"


def drop_redrawn(draft: Draft, _width_m: float | None) -> Outcome:
    """
    Set aside buildings that share over 90 % of their ground with one that sorts first.

    Entrances of what is set aside are given the code that is kept. Rows that share one
    code are not looked at: they are another question.
    """
    buildings = draft.tables["buildings"]
    ids = buildings.ids()
    kept_id = _kept_ids(ids, buildings.shapes)
    if not kept_id:
        return Outcome()
    rows = ids.isin(list(kept_id)).to_numpy(dtype=bool)
    labels = ids[rows].tolist()
    reasons = [f"stands where {kept_id[label]} stands" for label in labels]
    dropped = take_out(buildings, rows, what=NAME, labels=labels, reasons=reasons)
    if "entrances" not in draft.tables:
        return dropped
    return together([dropped, _moved_entrances(draft.tables["entrances"], kept_id)])


def _kept_ids(ids: pd.Series, shapes: NDArray[np.object_]) -> dict[str, str]:
    """Say of each id to be dropped which one stays instead."""
    usable = ids.notna() & ~ids.duplicated(keep=False)
    rows = np.flatnonzero(usable.to_numpy(dtype=bool) & ~shapely.is_missing(shapes))
    rows = rows[np.argsort(ids.to_numpy(dtype=object)[rows], kind="stable")]
    labels = ids.to_numpy(dtype=object)[rows]
    first, second = same_footprints(shapes[rows])
    kept_id: dict[str, str] = {}
    for i, j in zip(labels[first], labels[second], strict=True):
        # Pairs come sorted: whether the first one stays is known by now.
        if i not in kept_id:
            kept_id.setdefault(j, i)
    return kept_id


def _moved_entrances(entrances: SourceTable, kept_id: dict[str, str]) -> Outcome:
    frame, matched = entrances.conformed
    if "building_id" not in matched:
        return Outcome()
    named = frame["building_id"]
    moved = named.isin(list(kept_id))
    rows = moved.to_numpy(dtype=bool)
    if not rows.any():
        return Outcome()
    column = matched["building_id"]
    new = named[moved].map(kept_id)
    cells = entrances.raw[column].astype(object).mask(moved, new)
    pairs = zip(named[moved], new, strict=True)
    return Outcome(
        (entrances.with_cells(column, cells),),
        log_of([("entrances", a, NAME, f"of {a}", f"of {b}", 0.0) for a, b in pairs]),
        entrances.shapes[rows],
    )
