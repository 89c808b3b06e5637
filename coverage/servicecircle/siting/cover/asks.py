"""Rows that a covering problem has besides the number of sites."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Compressed = tuple[NDArray[np.int64], NDArray[np.int32], Floats]


@dataclass(frozen=True, eq=False)
class Asks:
    """
    Limits on sites, and guarantees for what is covered.

    Parameters
    ----------
    limits
        Shape (limits, sites): what each site adds to each limit.
    lower, upper
        Between these the limits lie.
    guarantees
        Shape (guarantees, rows): what each row adds to each guarantee, not negative.
    least
        What the guarantees ask for.
    """

    limits: sparse.csr_array
    lower: Floats
    upper: Floats
    guarantees: sparse.csr_array
    least: Floats

    @classmethod
    def none(cls, sites: int, rows: int) -> Asks:
        """Ask for nothing."""
        nothing = np.empty(0)
        no_limit, no_floor = sparse.csr_array((0, sites)), sparse.csr_array((0, rows))
        return cls(no_limit, nothing, nothing, no_floor, nothing)

    def scaled(self, unit: float) -> tuple[Asks, Floats, Floats]:
        """
        Bring all rows to one scale; give what each of them was multiplied by.

        Parameters
        ----------
        unit
            The largest factor of a limit after that; of a guarantee it is 1.
        """
        of_limits = unit / _largest(self.limits)
        of_guarantees = 1.0 / _largest(self.guarantees)
        scaled = Asks(
            sparse.csr_array(sparse.diags_array(of_limits) @ self.limits),
            self.lower * of_limits,
            self.upper * of_limits,
            sparse.csr_array(sparse.diags_array(of_guarantees) @ self.guarantees),
            self.least * of_guarantees,
        )
        return scaled, of_limits, of_guarantees

    @cached_property
    def total(self) -> Floats:
        """What each guarantee would be if all were covered."""
        return np.asarray(self.guarantees.sum(axis=1), dtype=np.float64)

    @cached_property
    def by_limit(self) -> Compressed:
        """The limits for compiled loops, by limit."""
        return _compressed(self.limits)

    @cached_property
    def by_site(self) -> Compressed:
        """The limits for compiled loops, by site."""
        return _compressed(sparse.csr_array(self.limits.T.tocsr()))

    @cached_property
    def by_guarantee(self) -> Compressed:
        """The guarantees for compiled loops."""
        return _compressed(self.guarantees)

    def cost(self, toll: Floats, lift: Floats) -> float:
        """Work out what tolls on limits and prices of guarantees add to a bound."""
        end = np.where(toll > 0, self.upper, self.lower)
        tolls = float(toll @ np.where(toll == 0, 0.0, end))
        return tolls + float(lift @ (self.total - self.least))

    def missing(
        self, held: Floats, reached: Floats, toll: Floats, lift: Floats, *, value: float
    ) -> float:
        """
        Work out by how much limits and guarantees are broken, at their prices.

        Prices that have not been found yet are 0, so a share of what is asked for that
        is missing costs that share of `value` at least.
        """
        over = np.maximum(np.maximum(held - self.upper, self.lower - held), 0.0)
        end = np.where(held > self.upper, self.upper, self.lower)
        short = np.maximum(self.least - self.guarantees @ reached, 0.0)
        broken = np.maximum(np.abs(toll) * over, value * _share(over, end))
        unpriced = value * _share(short, self.least)
        lacking = np.where(lift > 0, lift * short, unpriced)
        return float(broken.sum() + lacking.sum())


def _share(part: Floats, whole: Floats) -> Floats:
    """Give each part as a share of the whole; all of it where that is nothing."""
    there = (part > 0) & (whole != 0)
    share = np.divide(part, np.abs(whole), out=np.zeros(len(part)), where=there)
    return np.where((part > 0) & (whole == 0), 1.0, share)


def _largest(matrix: sparse.csr_array) -> Floats:
    if not matrix.shape[0]:
        return np.empty(0)
    largest = np.asarray(abs(matrix).max(axis=1).toarray(), dtype=np.float64).ravel()
    return np.where(largest > 0, largest, 1.0)


def _compressed(matrix: sparse.csr_array) -> Compressed:
    return (
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float64),
    )
