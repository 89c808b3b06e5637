"""Sites that another site is at least as good as for every unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def stand_ins(unit: Ints, site: Ints, walked: Floats, count: Floats) -> Ints:
    """
    Find for every site one that can stand in for it wherever it is chosen.

    Parameters
    ----------
    unit, site
        Positions of the pairs that could be housed, shape (pairs,).
    walked
        What each pair costs; all 0 where only the number of posts matters.
    count
        What each site counts as a post, shape (sites,).

    Returns
    -------
    Position of the site that stands in, shape (sites,); a site that stands in for
    others, or that nothing is as good as, has its own. Of equal sites, the first.

    Examples
    --------
    Site 0 serves unit 0, site 1 serves both units and no farther, site 2 is as site 1:

    >>> unit, site = np.array([0, 0, 1, 0, 1]), np.array([0, 1, 1, 2, 2])
    >>> stand_ins(unit, site, np.array([5.0, 4.0, 9.0, 4.0, 9.0]), np.ones(3))
    array([1, 1, 1])
    """
    sites = len(count)
    table = np.full((int(unit.max(initial=-1)) + 1, sites), np.inf)
    table[unit, site] = walked
    order = np.lexsort((unit, site))
    ends = np.searchsorted(site[order], np.arange(sites + 1))
    every = np.arange(sites)
    best = every.copy()
    for i in every:
        mine = unit[order[ends[i] : ends[i + 1]]]
        if not len(mine):
            continue
        rows = table[mine]
        as_good = (rows <= rows[:, [i]]).all(axis=0) & (count <= count[i])
        others = np.flatnonzero(as_good)
        if len(others) > 1:
            # The best of those as good is as good as every site between.
            reach = np.isfinite(table[:, others]).sum(axis=0)
            total = np.where(np.isfinite(table[:, others]), table[:, others], 0.0).sum(
                axis=0
            )
            best[i] = others[np.lexsort((others, total, -reach, count[others]))[0]]
    # Follow each stand-in to one that stands for itself; equal ones meet at the first.
    for _ in range(sites):
        further = best[best]
        if (further == best).all():
            break
        best = further
    return best
