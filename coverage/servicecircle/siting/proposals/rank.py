"""The order in which proposals help most, and what each adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from servicecircle.siting.proposals.worth import ByCover

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.proposals.worth import Worth

    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Ranked(NamedTuple):
    """
    Proposals in their order.

    ``site`` are positions in the problem, ``gained`` what each adds to those before it
    (a station that closes takes away), ``covered`` what is covered with it; ``places``
    are the places that each adds; ``worth`` is what each adds to what they are ranked
    by.
    """

    site: Ints
    gained: Floats
    covered: Floats
    places: list[Ints]
    before: float
    """What the stations that are there today cover."""
    worth: Floats


def rank_sites(
    problem: SitingProblem,
    open_: Flags,
    worth: Worth | None = None,
    *,
    covers: csr_array | None = None,
) -> Ranked:
    """
    Put new sites in the order of what they add, then stations that close.

    Parameters
    ----------
    problem
        The problem.
    open_
        Which sites are open, shape (sites,).
    worth
        By what they are ranked; by whom they cover where not given.
    covers
        Who covers whom (`SitingProblem.covers`), where that is at hand.

    Notes
    -----
    The first is the one that adds most to what stations are worth today, the second the
    one that adds most to that, and so on; of several that add as much, the one whose id
    sorts first. Stations that close follow, the one that takes away least first. The
    last figure is what the choice covers.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> ranked = rank_sites(three_homes(), np.array([True, True, True]))
    >>> ranked.site, ranked.gained, ranked.covered
    (array([2, 1]), array([40., 20.]), array([50., 70.]))
    """
    worth = ByCover(problem) if worth is None else worth
    covers = csr_array(problem.covers()) if covers is None else covers
    weight = problem.weight
    now = problem.existing.copy()
    times = np.asarray(covers[np.flatnonzero(now)].sum(axis=0)).astype(np.int64)
    before = float(weight[times > 0].sum())
    order: list[int] = []
    places: list[Ints] = []
    gained: list[float] = []
    added: list[float] = []
    for opens in (True, False):
        left = np.flatnonzero(open_ & ~now if opens else now & ~open_)
        while len(left):
            each = worth.added(now, left) if opens else -worth.lost(now, left)
            best = int(np.argmax(each))
            site, left = int(left[best]), np.delete(left, best)
            now[site] = opens
            mine = covers[[site]].indices
            times[mine] += 1 if opens else -1
            changed = mine[times[mine] == int(opens)].astype(np.int64)
            order.append(site)
            places.append(changed)
            gained.append(float(weight[changed].sum()) * (1 if opens else -1))
            added.append(float(each[best]))
    # Nought is added so that nothing lost is 0 and not -0.
    new = np.array(gained, dtype=np.float64) + 0.0
    return Ranked(
        np.array(order, dtype=np.int64),
        new,
        before + np.cumsum(new),
        places,
        before,
        np.array(added, dtype=np.float64) + 0.0,
    )
