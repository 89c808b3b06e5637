"""How units of two editions are related, and what became of each unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

HALF = 0.5
"""More than this of a unit is its body: no two others can hold as much."""


class Relation(StrEnum):
    """What the ground that an old and a new unit have in common means."""

    SAME = "same"
    """All of the one and all of the other, but for what digitising explains."""
    CONTINUES = "continues"
    """More than half of both: the unit goes on with a moved border."""
    PART = "part"
    """The new unit was cut out of the old one."""
    MERGED = "merged"
    """The old unit went into the new one as a whole."""
    MOVED = "moved"
    """Ground that changed hands."""
    LOST = "lost"
    """Old ground that is in no new unit."""
    GAINED = "gained"
    """New ground that was in no old unit."""


class Change(StrEnum):
    """What became of an old unit, or where a new unit comes from."""

    UNCHANGED = "unchanged"
    RENAMED = "renamed"
    """Same ground and code, another name."""
    RECODED = "recoded"
    """Same ground, another code."""
    CHANGED_PARENT = "changed_parent"
    """Same ground and code, another unit above."""
    BOUNDARY_MOVED = "boundary_moved"
    SPLIT = "split"
    """Other units were cut out of it; of a new unit: it came of such a cut."""
    MERGED = "merged"
    """It went into one unit with others; of a new unit: it swallowed others."""
    REDRAWN = "redrawn"
    """Split and merged at once."""
    NEW = "new"
    """Put together from parts of several, or of ground that was in no unit."""
    DISSOLVED = "dissolved"
    """Shared out among several, or its ground is in no unit any more."""


@dataclass(frozen=True)
class Tolerances:
    """
    What digitising explains, and how much of a unit is taken for all of it.

    Parameters
    ----------
    sliver_m
        Common ground that is nowhere wider, in metres, comes of drawing one border
        twice.
    minor_share
        Common ground below this share of both units, on which no building stands,
        changes nothing.
    whole_share
        From this share of its ground on a unit lies in another as a whole.

    Raises
    ------
    ValueError
        If a tolerance is out of its range.

    Examples
    --------
    >>> Tolerances().sliver_m
    5.0
    >>> Tolerances(whole_share=0.4)
    Traceback (most recent call last):
    ValueError: whole_share must be above 0.5 and at most 1. Got 0.4.
    """

    sliver_m: float = 5.0
    minor_share: float = 0.01
    whole_share: float = 0.8

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        if not (np.isfinite(self.sliver_m) and self.sliver_m >= 0):
            msg = f"sliver_m must be a finite number from 0 on. Got {self.sliver_m!r}."
            raise ValueError(msg)
        if not 0 <= self.minor_share < HALF:
            msg = f"minor_share must be from 0 to below 0.5. Got {self.minor_share!r}."
            raise ValueError(msg)
        if not HALF < self.whole_share <= 1:
            msg = (
                f"whole_share must be above 0.5 and at most 1. Got {self.whole_share}."
            )
            raise ValueError(msg)
