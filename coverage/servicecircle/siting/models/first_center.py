"""A first choice of sites that leaves nobody with a long walk, without a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

TRIED = 5
"""So many sites nearest to whoever walks longest are tried before giving up."""


def farthest_first(
    pairs: csr_array,
    open_: Flags,
    *,
    may_open: Flags,
    new_sites: int,
    keeps: Callable[[Flags], bool],
) -> Flags:
    """
    Open the site nearest to whoever walks longest, again and again.

    Parameters
    ----------
    pairs
        Walks in metres of the places that count, shape (places, sites).
    open_
        Sites that are open to begin with, shape (sites,).
    may_open
        Sites that may be opened.
    new_sites
        How many of them at most.
    keeps
        Whether a choice keeps to all that is required.

    Returns
    -------
    ndarray
        Which sites are open; of several walks as long, the place that comes first is
        looked at first, and of several sites as near, the one that does.

    Notes
    -----
    It ends where nothing near whoever walks longest may be opened.

    Source: Gonzalez, T. F. (1985), "Clustering to minimize the maximum intercluster
    distance", *Theoretical Computer Science* 38.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> pairs = three_homes().pairs(500)
    >>> begin = np.array([True, False, False])
    >>> farthest_first(
    ...     pairs, begin, may_open=~begin, new_sites=1, keeps=lambda _: True
    ... )  # of h2 and h3, whom a does not reach, h2 comes first
    array([ True,  True, False])
    """
    chosen: Flags = open_.copy()
    by_site = pairs.T.tocsr()
    walk_m = np.full(pairs.shape[0], np.inf)
    for site in np.flatnonzero(chosen).tolist():
        _walk(by_site, site, walk_m)
    for _ in range(new_sites):
        found = _next(pairs, chosen, walk_m, may_open=may_open, keeps=keeps)
        if found is None:
            break
        chosen[found] = True
        _walk(by_site, found, walk_m)
    return chosen


def _next(
    pairs: csr_array,
    chosen: Flags,
    walk_m: Floats,
    *,
    may_open: Flags,
    keeps: Callable[[Flags], bool],
) -> int | None:
    """Give the nearest site to whoever walks longest that may be opened."""
    if not len(walk_m):
        return None
    place = int(walk_m.argmax())
    there = slice(pairs.indptr[place], pairs.indptr[place + 1])
    site, metres = pairs.indices[there], pairs.data[there]
    better = may_open[site] & ~chosen[site] & (metres < walk_m[place])
    near = np.lexsort((site[better], metres[better]))
    for tried in site[better][near[:TRIED]]:
        more = chosen.copy()
        more[tried] = True
        if keeps(more):
            return int(tried)
    return None


def _walk(by_site: csr_array, site: int, walk_m: Floats) -> None:
    """Let people walk to one more site."""
    there = slice(by_site.indptr[site], by_site.indptr[site + 1])
    place = by_site.indices[there]
    walk_m[place] = np.minimum(walk_m[place], by_site.data[there])
