"""What to call rows of a table, so that every one of many can be found."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

NAMED = 60
"""So many rows are named by their ids, and so many runs of rows by their ends."""
KEYS = ("unit_id", "station_id", "site_id", "building_id")
"""Columns that name the rows of a table, or the building that they belong to."""


class RowNames(NamedTuple):
    """Ids and places in the file of the rows of a sample."""

    noun: str
    """What the file calls a row: row, or feature."""
    places: NDArray[np.int64]
    ids: NDArray[np.object_]
    """Empty text where a row has none."""

    def some(self, rows: NDArray[np.int64]) -> str:
        """
        Name some rows: by id where they are few, else by runs of rows.

        >>> names = RowNames("row", np.arange(2, 102), np.array(["A", "B"] * 50))
        >>> names.some(np.array([0, 5]))
        "'A' (row 2), 'B' (row 7)"
        >>> names.some(np.arange(10, 80))
        'rows 12 to 81'
        """
        places, ids = self.places[rows], self.ids[rows]
        if len(rows) <= NAMED:
            return ", ".join(
                f"{label!r} ({self.noun} {place})" if label else f"{self.noun} {place}"
                for label, place in zip(ids.tolist(), places.tolist(), strict=True)
            )
        ends = [-1, *np.flatnonzero(np.diff(rows) > 1).tolist(), len(rows) - 1]
        runs = [(int(places[a + 1]), int(places[b])) for a, b in pairwise(ends)]
        shown = [f"{a}" if a == b else f"{a} to {b}" for a, b in runs[:NAMED]]
        more = f" and {len(runs) - NAMED:,} more runs" if len(runs) > NAMED else ""
        return f"{self.noun}s {', '.join(shown)}{more}"


def names_of(frame: pd.DataFrame) -> RowNames:
    """Name the rows of a conformed table, indexed by row."""
    key = next((name for name in KEYS if name in frame), None)
    ids = np.full(len(frame), "", dtype=object)
    if key is not None:
        ids = frame[key].fillna("").to_numpy(dtype=object)
    noun = str(frame.index.name or "row")
    return RowNames(noun, frame.index.to_numpy(dtype=np.int64), ids)
