"""What part of the district's appeals is to be expected of each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.risk.rates import fit_rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.risk.warning.zones import Zones

    Floats = NDArray[np.float64]

EVENLY = 0.1
"""Part of what is expected at first that does not go by residents: appeals come from
where nobody lives too."""


class Leaning:
    """
    How units' shares lean on residents, and shares of one matter on those of all.

    Parameters
    ----------
    at_first
        Shares that are expected before anything is counted, shape (finest,).
    shapes
        Of all matters together and of each: the larger, the more a share leans.
    """

    def __init__(self, at_first: Floats, shapes: Floats) -> None:
        """Keep both."""
        self.at_first = at_first
        self.shapes = shapes

    def shares(self, counts: Floats) -> Floats:
        """
        Give the posterior mean of every unit's share of every matter.

        Parameters
        ----------
        counts
            Appeals of the baseline, shape (matters, finest); the first row is all.

        Examples
        --------
        >>> lean = Leaning(np.array([0.5, 0.5]), np.array([2.0]))
        >>> lean.shares(np.array([[9.0, 1.0]])).round(3).tolist()
        [[0.786, 0.214]]
        """
        shares = np.empty(counts.shape)
        shares[0] = _lean(counts[0], self.at_first, self.shapes[0])
        for matter in range(1, len(counts)):
            shares[matter] = _lean(counts[matter], shares[0], self.shapes[matter])
        return shares


def fit_leaning(counts: Floats, residents: Floats) -> Leaning:
    """
    Fit how much shares lean, by the likelihood of the counts.

    Parameters
    ----------
    counts
        Appeals of the baseline, shape (matters, finest); the first row is all.
    residents
        Of each unit, shape (finest,).
    """
    even = np.full(len(residents), 1 / len(residents))
    total = residents.sum()
    lived = residents / total if total > 0 else even
    at_first = (1 - EVENLY) * lived + EVENLY * even
    shapes = np.ones(len(counts))
    shapes[0] = fit_rates(counts[0], at_first * counts[0].sum()).prior_shape
    shares = _lean(counts[0], at_first, shapes[0])
    for matter in range(1, len(counts)):
        own = counts[matter]
        if own.sum() > 0:
            shapes[matter] = fit_rates(own, shares * own.sum()).prior_shape
    return Leaning(at_first, shapes)


def by_cell(of_units: Floats, zones: Zones) -> Floats:
    """Add up numbers of finest units by cell, shape (matters, cells)."""
    cells = np.zeros((len(of_units), zones.cells))
    for column in zones.cells_of.T:
        for matter, row in enumerate(of_units):
            cells[matter] += np.bincount(column, row, minlength=zones.cells)
    cells[:, -1] = 0.0
    return cells


def _lean(counts: Floats, mean: Floats, shape: float) -> Floats:
    """Mix counts with what is expected: a Gamma posterior, its sum made 1 again."""
    expected = mean * max(counts.sum(), 1.0)
    rate = (shape + counts) / (shape + expected)
    share = mean * rate
    return np.asarray(share / share.sum())
