"""Which of two readings the evidence is for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.area.datum_doctor.evidence import Evidence, Weight

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

GROSS_M = 20_000.0
"""Readings farther apart than a district is wide: no chance leads the one into it."""
FAR_M = 100_000.0
"""What lies so far off the district, all of it, does so by a wrong reading alone."""
GROSS_SHARE, GROSS_RATIO = 0.5, 0.1
SAME_M = 30.0
"""Readings nearer than this are not told apart, and need not be."""
BEARINGS_DEG = range(45, 360, 45)


class Standing(StrEnum):
    """How another reading stands beside the declared one."""

    BETTER = "better"
    WORSE = "worse"
    AS_GOOD = "as good"


class Placed(NamedTuple):
    """Where a reading puts the rows, and which of them agree with each evidence."""

    places: Floats
    """Positions in the working CRS, shape (rows, 2); not finite where there is none."""
    agrees: tuple[Flags, ...]
    """For each kind of evidence, the rows that it speaks of."""

    @property
    def shares(self) -> tuple[float, ...]:
        """Of the rows that agree, for each kind of evidence."""
        return tuple(_share(flags) for flags in self.agrees)


def place_by(places: Floats, evidence: Sequence[Evidence]) -> Placed:
    """Hold places against the evidence."""
    return Placed(places, tuple(part.holds(places) for part in evidence))


def compare(
    other: Placed, declared: Placed | None, evidence: Sequence[Evidence]
) -> Standing:
    """
    Compare where two readings put the same rows.

    Parameters
    ----------
    other, declared
        The two readings; None where nothing is declared.
    evidence
        What the rows say of where they are.

    Returns
    -------
    Standing
        The other reading is better, or worse, where one kind of evidence says so
        clearly and no kind says the contrary.

    Notes
    -----
    Rows that agree with both readings, or with neither, say nothing; of those that
    agree with one alone a great majority must be for the better one (McNemar's test,
    with limits far beyond the usual ones). And the better one must beat every other
    shift of the same length, by one kind of evidence or another: a reading that is
    right is right for its direction, while a layer that is cut askew, or reaches beyond
    the district, gains by many. Where all rows lie more than 100 km off, and another
    reading puts all of them within 20 km, their number does not matter.
    """
    if declared is not None and _only_one_near(other, declared, evidence):
        return Standing.BETTER
    gross = declared is None or apart_m(other.places, declared.places) > GROSS_M
    votes = set()
    for kind, part in enumerate(evidence):
        if declared is None or gross:
            before = 0.0 if declared is None else declared.shares[kind]
            votes.add(_gross(other.shares[kind], before))
        else:
            votes.add(_fine(other.agrees[kind], declared.agrees[kind], part.weight))
    votes.discard(Standing.AS_GOOD)
    if len(votes) != 1:
        return Standing.AS_GOOD
    standing = votes.pop()
    if standing is Standing.BETTER and declared is not None and not gross:
        others = turned(other.places, declared.places)
        if not all(_beats(other, places, evidence) for places in others):
            return Standing.AS_GOOD
    return standing


def _only_one_near(
    other: Placed, declared: Placed, evidence: Sequence[Evidence]
) -> bool:
    """Whether one reading puts every row far off the ground and another none."""
    where = np.array([part.bounds for part in evidence])
    low, high = where[:, :2].min(axis=0), where[:, 2:].max(axis=0)

    def off_m(placed: Placed) -> Floats:
        beyond = np.maximum(low - placed.places, placed.places - high).clip(0)
        off = np.hypot(*beyond.T)
        return np.where(np.isfinite(off), off, np.inf)

    nearest, farthest = off_m(declared).min(), off_m(other).max()
    return bool(nearest > FAR_M and farthest < GROSS_M)


def apart_m(one: Floats, other: Floats) -> float:
    """Say how far apart two readings put the middle row; infinite if one fails."""
    off = np.hypot(*(one - other).T)
    off = np.where(np.isfinite(off), off, np.inf)
    return float(np.median(off))


def _fine(other: Flags, declared: Flags, weight: Weight) -> Standing:
    """Compare two readings that are less than a district apart."""
    if _clearly(declared, other, weight):
        return Standing.WORSE
    return Standing.BETTER if _clearly(other, declared, weight) else Standing.AS_GOOD


def beats_shifts(agrees: Flags, there: Floats, here: Floats, part: Evidence) -> bool:
    """
    Whether a reading fits better than every mere shift of the same length.

    Parameters
    ----------
    agrees
        The rows that agree with the evidence as it puts them.
    there, here
        Where it puts them, and where they are without it, shape (rows, 2).
    part
        The evidence.
    """
    other = Placed(there, (agrees,))
    return all(_beats(other, places, [part]) for places in turned(there, here))


def _beats(other: Placed, places: Floats, evidence: Sequence[Evidence]) -> bool:
    """Whether a reading is better than a mere shift by some kind of evidence."""
    for agrees, part in zip(other.agrees, evidence, strict=True):
        shifted = part.holds(places)
        only_other = int((agrees & ~shifted).sum())
        only_shifted = int((shifted & ~agrees).sum())
        more = only_other - only_shifted
        if more >= part.weight.fewest_rows / 2 and only_other >= 2 * only_shifted:
            return True
    return False


def _gross(other: float, declared: float) -> Standing:
    if other >= GROSS_SHARE and declared <= GROSS_RATIO * other:
        return Standing.BETTER
    if declared >= GROSS_SHARE and other <= GROSS_RATIO * declared:
        return Standing.WORSE
    return Standing.AS_GOOD


def _clearly(one: Flags, other: Flags, weight: Weight) -> bool:
    only_one, only_other = int((one & ~other).sum()), int((other & ~one).sum())
    return (
        only_one - only_other >= weight.fewest_rows
        and only_one >= weight.odds * only_other
        and _share(one) >= weight.least_share
    )


def _share(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else 0.0


def turned(other: Floats, declared: Floats) -> list[Floats]:
    """
    Shift places as far as another reading does, in seven other directions.

    Parameters
    ----------
    other, declared
        Where the other reading puts the rows, and where they are, shape (rows, 2).
    """
    step = np.median(other - declared, axis=0)
    shifted = []
    for bearing in BEARINGS_DEG:
        cosine, sine = np.cos(np.radians(bearing)), np.sin(np.radians(bearing))
        turn = np.array([[cosine, -sine], [sine, cosine]])
        shifted.append(declared + turn @ step)
    return shifted
