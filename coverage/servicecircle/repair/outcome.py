"""What a repair did: the tables after it, one line per change, what was set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from servicecircle.repair.draft import SourceTable

LOG_COLUMNS = ("table", "id", "what", "before", "after", "area_change_m2")
"""Columns of `repairs.csv`; ``what`` is the repair's name."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """
    What one repair did.

    Parameters
    ----------
    tables
        The tables that it changed, repaired.
    log
        One row per change, with `LOG_COLUMNS`; ``id`` is * where it is all rows.
    places
        The ground of each change in the working CRS, shape (changes,); missing where
        nothing is to be seen.
    set_aside
        Rows that were taken out, by table, as their file holds them.
    """

    tables: tuple[SourceTable, ...] = ()
    log: pd.DataFrame = field(default_factory=lambda: log_of([]))
    places: NDArray[np.object_] = field(
        default_factory=lambda: np.array([], dtype=object)
    )
    set_aside: dict[str, SourceTable] = field(default_factory=dict)


def log_of(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """
    Make a log of changes.

    >>> log_of([("grids", "g1", "fill-gaps", "in no grid", "g1", 2.5)]).shape
    (1, 6)
    """
    frame = pd.DataFrame(list(rows), columns=list(LOG_COLUMNS))
    texts = dict.fromkeys(LOG_COLUMNS[:-1], "str")
    return frame.astype({**texts, "area_change_m2": "float64"})


def take_out(
    source: SourceTable,
    rows: NDArray[np.bool_],
    *,
    what: str,
    labels: Iterable[str],
    reasons: Iterable[str],
) -> Outcome:
    """Set some rows of a table aside, with a line for each that says why."""
    if not rows.any():
        return Outcome()
    lines = [
        (source.name, label, what, reason, "set aside", 0.0)
        for label, reason in zip(labels, reasons, strict=True)
    ]
    return Outcome(
        (source.keep(~rows),),
        log_of(lines),
        source.shapes[rows],
        {source.name: source.keep(rows)},
    )


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Put the outcomes of one repair on different tables together."""
    every = [outcome for outcome in outcomes if len(outcome.log)]
    if not every:
        return Outcome()
    set_aside = {
        name: rows for outcome in every for name, rows in outcome.set_aside.items()
    }
    return Outcome(
        tuple(source for outcome in every for source in outcome.tables),
        pd.concat([outcome.log for outcome in every], ignore_index=True),
        np.concatenate([outcome.places for outcome in every]),
        set_aside,
    )
