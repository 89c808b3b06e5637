"""What a site adds to what the model asks for, whatever else is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question
    from servicecircle.siting.result import SitingResult

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Worth(Protocol):
    """What sites add to others that are open, and what is lost if they close."""

    def added(self, open_: Flags, sites: Ints | None = None) -> Floats:
        """Say what each of the sites, or of all, would add by itself."""

    def added_without(self, open_: Flags, site: int, added: Floats) -> Floats:
        """Say what each would add if an open site closed, given what each adds now."""

    def lost(self, open_: Flags, sites: Ints) -> Floats:
        """Say what is lost if one of the sites, all of them open, closes."""


class ByCover:
    """
    Residents within a limit, up to so many times.

    Parameters
    ----------
    problem
        The problem.
    limit_m
        How far somebody covered may be; the standard where not given.
    times
        How many open sites count: one, or two where backup counts.
    """

    def __init__(
        self, problem: SitingProblem, *, limit_m: float | None = None, times: int = 1
    ) -> None:
        self.limit_m = problem.limit_m if limit_m is None else limit_m
        self.by_place = problem.covered_by(limit_m)
        self.covers = csr_array(self.by_place.T.tocsr())
        self.weight, self.times = problem.weight, times

    def added(self, open_: Flags, sites: Ints | None = None) -> Floats:
        """Add up those whom fewer than enough open sites cover."""
        short = np.where(self._covered(open_) < self.times, self.weight, 0.0)
        rows = self.covers if sites is None else self.covers[sites]
        return np.asarray(rows @ short)

    def added_without(self, open_: Flags, site: int, added: Floats) -> Floats:
        """Add those whom just enough open sites cover, this one among them."""
        mine = self.covers[[site]].indices
        short = mine[self._covered(open_)[mine] == self.times]
        rows = self.by_place[short]
        weight = np.repeat(self.weight[short], np.diff(rows.indptr))
        more = np.bincount(rows.indices, weight, len(added))
        return np.asarray(added + more)

    def lost(self, open_: Flags, sites: Ints) -> Floats:
        """Add up those whom no more than enough open sites cover."""
        short = np.where(self._covered(open_) <= self.times, self.weight, 0.0)
        return np.asarray(self.covers[sites] @ short)

    def _covered(self, open_: Flags) -> Ints:
        near = self.covers[np.flatnonzero(open_)].indices
        return np.bincount(near, minlength=len(self.weight))


class ByWalks:
    """
    Metres by which the mean walk to the nearest open site is shorter.

    Parameters
    ----------
    problem
        The problem.
    beyond_m
        Who is farther counts as walking so far.
    """

    def __init__(self, problem: SitingProblem, *, beyond_m: float) -> None:
        self.walks = csr_array(problem.pairs(beyond_m).T)
        self.weight, self.beyond_m = problem.weight, beyond_m

    def added(self, open_: Flags, sites: Ints | None = None) -> Floats:
        """Add up by how much each is nearer than what is open."""
        nearest, _ = self._two_nearest(open_)
        rows = self.walks if sites is None else self.walks[sites]
        saved = np.maximum(nearest[rows.indices] - rows.data, 0.0)
        return self._mean(rows, saved)

    def added_without(self, open_: Flags, site: int, added: Floats) -> Floats:  # noqa: ARG002
        """Add up by how much each is nearer than what is open besides."""
        rest = open_.copy()
        rest[site] = False
        return self.added(rest)

    def lost(self, open_: Flags, sites: Ints) -> Floats:
        """Add up by how much the next one is farther, of those who go there."""
        nearest, second = self._two_nearest(open_)
        rows = self.walks[sites]
        mine = rows.data <= nearest[rows.indices]
        farther = np.where(mine, (second - nearest)[rows.indices], 0.0)
        return self._mean(rows, farther)

    def _mean(self, rows: csr_array, metres: Floats) -> Floats:
        total = self.weight.sum() or 1.0
        weighed = csr_array((metres, rows.indices, rows.indptr), shape=rows.shape)
        return np.asarray(weighed @ self.weight) / total

    def _two_nearest(self, open_: Flags) -> tuple[Floats, Floats]:
        """Give everybody's walks to the nearest open site and to the next one."""
        rows = self.walks[np.flatnonzero(open_)]
        order = np.lexsort((rows.data, rows.indices))
        place, walk_m = rows.indices[order], rows.data[order]
        first = np.flatnonzero(np.diff(place, prepend=-1))
        nearest = np.full(len(self.weight), self.beyond_m)
        second = nearest.copy()
        nearest[place[first]] = walk_m[first]
        more = first[np.diff(first, append=len(place)) > 1]
        second[place[more]] = walk_m[more + 1]
        return nearest, second


class ByServed:
    """
    Residents whom each site serves, of a choice in which sites can be full.

    Parameters
    ----------
    problem, result
        The problem and the choice, with who is served where.
    """

    def __init__(self, problem: SitingProblem, result: SitingResult) -> None:
        handed = result.proof["handed"]
        self.served = np.bincount(
            handed["site"], handed["weight"], len(problem.sites)
        ).astype(np.float64)

    def added(self, open_: Flags, sites: Ints | None = None) -> Floats:  # noqa: ARG002
        """Say whom the sites serve, whatever else is open."""
        return self.served if sites is None else self.served[sites]

    def added_without(self, open_: Flags, site: int, added: Floats) -> Floats:  # noqa: ARG002
        """Say whom the sites serve, whatever else is open."""
        return added

    def lost(self, open_: Flags, sites: Ints) -> Floats:  # noqa: ARG002 - as above
        """Say whom the sites serve: nobody, where they close."""
        return self.served[sites]


def worth_of(problem: SitingProblem, question: Question, result: SitingResult) -> Worth:
    """
    Say what sites are worth to what was asked.

    ``covering`` and ``fewest``: residents within the standard; ``backup``: counted
    again where two cover them; ``median``: metres off the mean walk; ``center``:
    residents within the longest walk that the choice leaves; where sites can be full:
    residents whom each serves.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> from servicecircle.siting.question import Question
    >>> homes, question = three_homes(), Question("p_median", new_sites=1)
    >>> worth = worth_of(homes, question, question.solve(homes))
    >>> worth.added(homes.existing, np.array([1, 2])).round(1)
    array([ 85.7, 100. ])
    """
    if question.fills:
        return ByServed(problem, result)
    if question.model == "p_center":
        return ByCover(problem, limit_m=result.objective)
    if question.by_walk:
        far_m = question.beyond_m
        return ByWalks(
            problem, beyond_m=problem.walks.cutoff_m if far_m is None else far_m
        )
    return ByCover(problem, times=2 if question.model == "backup_covering" else 1)
