"""How far the parts of published sums can range."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NOTHING = 1e-9
"""A sum of the published ones is found to this."""
LESS_THAN_ONE = 0.25
"""No sum of whole persons is another by this."""


class Exchanges(NamedTuple):
    """
    Ways to give residents to other signatures so that no published sum changes.

    Two persons of two signatures take two others', whose sums are the same together.
    What can be reached so is possible, which is mostly all that has to be proved, in a
    hundredth of the time of an integer program.
    """

    moves: Floats
    """Shape (moves, signatures)."""
    up: Floats
    """How often each can be made from the truth on, before a signature is empty."""
    down: Floats
    """How often the other way round."""

    @classmethod
    def of(cls, sums: Floats, truth: Floats) -> Exchanges:
        """
        Find the exchanges of a block.

        Parameters
        ----------
        sums
            Shape (sums, signatures).
        truth
            The residents of each signature.

        Examples
        --------
        >>> sums = np.array([[1.0, 1, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1]])
        >>> Exchanges.of(sums, np.array([3.0, 9, 9, 4])).moves
        array([[ 1., -1., -1.,  1.]])
        """
        first, second = np.triu_indices(sums.shape[1])
        both = sums[:, first] + sums[:, second]
        alike = np.unique(both, axis=1, return_inverse=True)[1].ravel()
        order = np.argsort(alike, kind="stable")
        one, other = order[:-1], order[1:]
        same = alike[one] == alike[other]
        unit = np.eye(sums.shape[1])
        moves = unit[first] + unit[second]
        moves = moves[one[same]] - moves[other[same]]
        with np.errstate(divide="ignore", invalid="ignore"):
            up = np.where(moves < 0, truth / -moves, np.inf).min(axis=1, initial=np.inf)
            down = np.where(moves > 0, truth / moves, np.inf).min(
                axis=1, initial=np.inf
            )
        return cls(moves, np.floor(up), np.floor(down))

    def room(self, least: Floats, most: Floats, truth: Floats) -> float:
        """Give how far a part can range at least, by one exchange at either end."""
        rise, fall = self.moves @ most, self.moves @ least
        gained = np.maximum(rise * self.up, -rise * self.down).max(initial=0.0)
        lost = np.maximum(-fall * self.up, fall * self.down).max(initial=0.0)
        return float(gained + lost + (most - least) @ truth)


class Knows(NamedTuple):
    """What is known of the residents by signature."""

    sums: Floats
    """Shape (sums, signatures): 1 where a sum counts a signature's residents."""
    totals: Floats
    """What the sums come to."""
    whole: bool
    """Whether residents are known to be whole persons."""

    def room(self, least: Floats, most: Floats) -> float:
        """
        Give how far a part can range without changing any sum.

        Parameters
        ----------
        least, most
            The part at its least and at its most, as weights of the signatures.

        Returns
        -------
        float
            From the smallest to the largest value; 0 where an end was not found, as
            where the sums do not set one: what is not proved is not told.

        Examples
        --------
        >>> sums = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]])
        >>> first = np.array([1.0, 0.0, 0.0])
        >>> Knows(sums, np.array([9.0, 4.0]), whole=True).room(first, first)
        4.0
        """
        if least is most or np.array_equal(least, most):
            found = np.linalg.lstsq(self.sums.T, most, rcond=None)[0]
            if np.abs(found @ self.sums - most).max() < NOTHING:
                return 0.0
        room = -self._end(-most) - self._end(least)
        return 0.0 if np.isnan(room) else room

    def _end(self, weights: Floats) -> float:
        """Minimise a weighted sum of the residents of all signatures."""
        # What was added up as floating-point numbers is known to a hair only.
        slack = 1e-6 * np.maximum(1.0, np.abs(self.totals))
        if self.whole:
            slack = np.minimum(slack, LESS_THAN_ONE)
        found = milp(
            weights,
            constraints=LinearConstraint(
                self.sums, self.totals - slack, self.totals + slack
            ),
            bounds=Bounds(0.0, np.inf),
            integrality=np.full(len(weights), int(self.whole)),
        )
        return float(found.fun) if found.status == 0 else np.nan
