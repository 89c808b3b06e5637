"""Rows of one table that were read off different maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from servicecircle.area.datum_doctor.evidence import IN_DISTRICT
from servicecircle.area.datum_doctor.trials import Trial, trials_for
from servicecircle.area.datum_doctor.weigh import GROSS_M, SAME_M, apart_m, beats_shifts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from servicecircle.area.datum_doctor.evidence import Evidence
    from servicecircle.area.datum_doctor.ground import Ground

    Floats = NDArray[np.float64]

LEAST_SHARE = 0.5
"""Of the rows that do not fit the one reading, so many fit the other."""


class Mixture(NamedTuple):
    """Some rows fit one reading of their coordinates, and others another."""

    main: Trial
    other: Trial
    evidence: Evidence
    """What tells them apart."""
    fits_main: int
    """How many rows agree with the evidence as they stand."""
    rows: NDArray[np.int64]
    """Positions in the sample of those that do so in the other reading alone."""
    places: Floats
    """Where the other reading puts them, shape (rows, 2)."""


def find_mixture(
    xy: Floats, main: Trial, evidence: Sequence[Evidence], ground: Ground
) -> Mixture | None:
    """
    Find rows that fit another reading than most of their table.

    Parameters
    ----------
    xy
        The file's own numbers, shape (rows, 2).
    main
        The reading that the table is believed to be in.
    evidence
        What rows say of where they are; the district alone says too little.
    ground
        Where the district lies.

    Returns
    -------
    Mixture or None
        Of several readings, the one that most rows fit, by the first kind of evidence
        that shows one.

    Notes
    -----
    Of the rows that do not fit, at least half must fit the other reading, so many as
    the evidence asks for, and more than fit any other shift of the same length: rows
    whose unit is named wrongly, or that lie beside a border, are no other datum.
    """
    places = ground.positions(xy, main)
    for part in evidence:
        if part.weight is IN_DISTRICT:
            continue
        fits = part.holds(places)
        missed = part.rows[~fits]
        if len(missed) < part.weight.fewest_rows:
            continue
        few = part.only(~fits)
        found = [
            fit
            for trial in trials_for(xy[missed], main.reading, ground)
            if trial.against == "wgs84" and not trial.declared
            if (fit := _fitting(trial, xy[missed], places[missed], few, ground))
            is not None
        ]
        if found:
            trial, where, agrees = max(found, key=lambda one: int(one[2].sum()))
            rows = missed[agrees]
            return Mixture(main, trial, part, int(fits.sum()), rows, where[agrees])
    return None


def _fitting(
    trial: Trial, xy: Floats, now: Floats, few: Evidence, ground: Ground
) -> tuple[Trial, Floats, NDArray[np.bool_]] | None:
    """Hold the rows that do not fit against the evidence, read another way."""
    where = ground.positions(xy, trial)
    apart = apart_m(where, now)
    if apart < SAME_M:
        return None
    agrees = few.holds(where)
    if agrees.sum() < max(few.weight.fewest_rows, LEAST_SHARE * len(agrees)):
        return None
    # From so far off no chance leads a row to its place.
    if apart < GROSS_M and not beats_shifts(agrees, where, now, few):
        return None
    return trial, where, agrees
