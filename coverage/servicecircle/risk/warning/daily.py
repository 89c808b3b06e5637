"""Appeals as a watch sees them: one row each, by day, unit and matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

ALL = ""
"""Stands for all matters together."""
MOST_MATTERS = 30
"""So many matters are watched on their own, the most frequent; all count in all."""


class Events(NamedTuple):
    """Appeals with a known day and unit, in the order of days."""

    day: Integers
    """From the first day, 0."""
    unit: Integers
    """Position among the finest units."""
    matter: Integers
    """From 1; 0 where it is not said."""
    words: tuple[str, ...]
    """Of the matters: `words[0]` is all of them."""
    first: np.datetime64
    days: int
    """How many days are watched or looked back on, up to the last."""

    def date(self, day: int) -> np.datetime64:
        """Give the date of a day."""
        return self.first + np.timedelta64(int(day), "D")


def daily_events(
    appeals: pd.DataFrame, units: pd.Index, *, last: np.datetime64
) -> Events:
    """
    Take from the register what is watched.

    Parameters
    ----------
    appeals
        ``unit_id``, ``reported_at`` and, where there, ``category``; the index does not
        matter.
    units
        Ids of the finest level.
    last
        The last day that is looked at, at the latest; that of the latest appeal is.

    Returns
    -------
    Events
        Appeals without a time, later than `last`, or of no known unit are left out.
    """
    day = appeals["reported_at"].to_numpy().astype("M8[D]")
    codes, there = pd.factorize(appeals["unit_id"])
    unit = np.append(units.get_indexer(pd.Index(there)), -1)[codes]
    words: list[str] = [ALL]
    matter = np.zeros(len(appeals), dtype=np.int64)
    if "category" in appeals:
        counted = appeals["category"].value_counts()
        many = counted[counted > 0].sort_index().nlargest(MOST_MATTERS)
        named = pd.Index(sorted(str(word) for word in many.index))
        said, there = pd.factorize(appeals["category"])
        position = named.get_indexer(pd.Index(there).astype("str"))
        matter = (np.append(position, -1)[said] + 1).astype(np.int64)
        words += list(named)
    known = (unit >= 0) & (day <= last)
    day, unit, matter = day[known], unit[known], matter[known]
    first = day.min() if len(day) else last
    last = day.max() if len(day) else last
    order = np.lexsort((matter, unit, day))
    since = (day - first).astype(np.int64)[order]
    return Events(
        since,
        unit[order].astype(np.int64),
        matter[order].astype(np.int64),
        tuple(words),
        first,
        int((last - first).astype(np.int64)) + 1,
    )
