"""Reporting effort told apart from burden, by the channels of appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.risk.shares import fit_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SOME = 0.005
"""A channel with a smaller share than this of all appeals says nothing of effort."""


def reporting_effort(scanned: Floats, of: Floats, *, most: float) -> Floats:
    """
    Say how much more of its burden a unit reports than the district does.

    Where codes hang at every door, people scan: appeals come in that elsewhere are
    never made. Scans beyond what the unit's other channels would lead one to expect
    are taken for effort, not for burden.

    Parameters
    ----------
    scanned
        Appeals of each unit that came through the channels of effort, shape (units,).
    of
        All its appeals.
    most
        The factor is between one over this and this.

    Returns
    -------
    array of float, shape (units,)
        1 for a unit that reports as the district does, 1.5 for one whose reports are
        half as many again. Dividing a rate by it gives the rate at the district's
        effort.

    Notes
    -----
    A unit's share of scans leans on the district's as far as its few appeals demand
    (`fit_shares`). With shares p here and q in the district, the other channels being
    the same, there are (1 - q) / (1 - p) times as many reports.

    Examples
    --------
    >>> scans, all_ = np.array([20.0, 20.0, 270.0]), np.array([100.0, 100.0, 500.0])
    >>> reporting_effort(scans, all_, most=2).round(2).tolist()
    [0.71, 0.71, 1.21]
    >>> reporting_effort(np.zeros(2), np.ones(2), most=2).tolist()
    [1.0, 1.0]
    """
    if scanned.sum() <= SOME * of.sum():
        return np.ones(len(of))
    district = float(scanned.sum() / of.sum())
    share = fit_shares(scanned, of).mean
    return np.clip((1 - district) / (1 - share), 1 / most, most)
