"""The score: a weighted sum of scaled indicators, every contribution kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.area.risk_config import MOST_SCORE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def contributions(parts: Floats, weights: Floats) -> Floats:
    """
    Say how many points each indicator gives each unit; they add up to its score.

    Parameters
    ----------
    parts
        Scaled indicators, shape (indicators, units) or (indicators, draws, units);
        NaN where one cannot be told.
    weights
        Of each indicator, shape (indicators,).

    Returns
    -------
    array, as `parts`
        Points out of 100. An indicator that cannot be told gives NaN, and the others
        take its weight.

    Examples
    --------
    >>> parts = np.array([[1.0, 0.5], [0.0, np.nan]])
    >>> contributions(parts, np.array([3.0, 1.0])).tolist()
    [[75.0, 50.0], [0.0, nan]]
    """
    shape = (len(weights),) + (1,) * (parts.ndim - 1)
    weighed = weights.reshape(shape)
    told = np.where(np.isnan(parts), 0.0, weighed).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(MOST_SCORE * parts * weighed / told)


def score(points: Floats) -> Floats:
    """
    Add the contributions up; NaN where no indicator can be told.

    >>> score(np.array([[75.0, np.nan], [np.nan, np.nan]])).tolist()
    [75.0, nan]
    """
    total = np.nansum(points, axis=0)
    return np.where(np.isnan(points).all(axis=0), np.nan, total)
