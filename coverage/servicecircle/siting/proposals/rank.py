"""The order in which proposals help most, and what each adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Ranked(NamedTuple):
    """
    Proposals in their order.

    ``site`` are positions in the problem, ``gained`` what each adds to those before it
    (a station that closes takes away), ``covered`` what is covered with it; ``places``
    are the places that each adds.
    """

    site: Ints
    gained: Floats
    covered: Floats
    places: list[Ints]
    before: float
    """What the stations that are there today cover."""


def rank_sites(problem: SitingProblem, open_: Flags) -> Ranked:
    """
    Put new sites in the order of what they add, then stations that close.

    Parameters
    ----------
    problem
        The problem.
    open_
        Which sites are open, shape (sites,).

    Notes
    -----
    The first is the one that adds most to what stations cover today, the second the one
    that adds most to that, and so on; of several that add as much, the one whose id
    sorts first. Stations that close follow, the one that takes away least first. The
    last figure is what the choice covers.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> ranked = rank_sites(three_homes(), np.array([True, True, True]))
    >>> ranked.site, ranked.gained, ranked.covered
    (array([2, 1]), array([40., 20.]), array([50., 70.]))
    """
    covers, weight = csr_array(problem.covers()), problem.weight
    there = problem.existing
    times = np.asarray(covers[np.flatnonzero(there)].sum(axis=0)).astype(np.int64)
    before = float(weight[times > 0].sum())
    left = np.flatnonzero(open_ & ~there).tolist()
    closing = np.flatnonzero(there & ~open_).tolist()
    order: list[int] = []
    places: list[Ints] = []
    while left:
        gain = covers[left] @ np.where(times > 0, 0.0, weight)
        site = left.pop(int(np.argmax(gain)))
        mine = covers[[site]].indices
        places.append(mine[times[mine] == 0].astype(np.int64))
        times[mine] += 1
        order.append(site)
    gained = [float(weight[new].sum()) for new in places]
    while closing:
        loss = covers[closing] @ np.where(times == 1, weight, 0.0)
        nearest = int(np.argmin(loss))
        site = closing.pop(nearest)
        mine = covers[[site]].indices
        times[mine] -= 1
        order.append(site)
        places.append(mine[times[mine] == 0].astype(np.int64))
        gained.append(-float(loss[nearest]))
    added = np.array(gained, dtype=np.float64)
    covered = before + np.cumsum(added)
    return Ranked(np.array(order, dtype=np.int64), added, covered, places, before)
