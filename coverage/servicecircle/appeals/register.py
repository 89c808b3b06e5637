"""What is kept of the register of appeals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

STEPS = ("reported", "responded", "accepted", "dispatched", "resolved")
"""What happens to an appeal, in order."""
WORDS = ("class", "category", "channel", "status", "satisfaction")
FLAGS = ("repeat", "collective")


class Said(IntEnum):
    """What a cell of time says."""

    NOTHING = 0
    """It is empty."""
    UNUSABLE = 1
    """It is not empty, and cannot be used: unreadable, in the future, too early."""
    DAY = 2
    """A day without a time of day."""
    TIME = 3


@dataclass(frozen=True, eq=False)
class AppealsTable:
    """
    The appeals of a planning area, without anything that tells who made them.

    Parameters
    ----------
    frame
        One row an appeal, indexed by ``row`` as in the file. For every step of `STEPS`:
        ``<step>_at`` (datetime64[s], local time, missing where not known),
        ``<step>_has_time`` (bool: known to the minute, not to the day alone) and
        ``<step>_said`` (int8, see `Said`). ``class``, ``category``, ``channel``,
        ``status`` and ``satisfaction`` (categories, missing where not said), ``repeat``
        and ``collective`` (nullable booleans), one ``<level>_id`` for every level
        (missing where not known), ``building_id`` and ``qr_id`` (text or missing).
    problems
        What was found; one finding for every kind of trouble, with the count.
    counts
        Rows by kind of trouble, for the manifest.
    stated
        From the table's columns to the file's; the others were not in the file.
    as_of
        The last day that the register holds.
    finest
        The finest level that appeals are placed in.
    """

    frame: pd.DataFrame
    problems: tuple[Finding, ...]
    counts: Mapping[str, int]
    stated: Mapping[str, str]
    as_of: dt.date
    finest: Level

    def __repr__(self) -> str:
        """Say how many there are, in one line."""
        return f"<AppealsTable: {len(self.frame)} appeals until {self.as_of}>"
