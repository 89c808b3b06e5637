"""A first choice of sites that covers enough, without a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.cover import _kernels
from servicecircle.siting.cover.coverage import Coverage
from servicecircle.siting.cover.interchange import interchange
from servicecircle.siting.required.stations import must_stay

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from servicecircle.siting.models.merged import Merged
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.requirements import Requirements

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

ROUNDING = 1e-9
FIRST = 64
"""How many sites are added at first; twice as many each time that was too few."""


def first_cover(  # noqa: PLR0913 - what a choice depends on
    problem: SitingProblem,
    merged: Merged,
    requirements: Requirements,
    *,
    least: float | None = None,
    new_sites: int | None = None,
    stop: Callable[[], bool],
) -> Flags:
    """
    Add the site that covers most of what is not covered yet, until that is enough.

    Parameters
    ----------
    problem
        For its sites.
    merged
        Who is covered by whom.
    requirements
        Of which those that open or close a site by itself are kept to.
    least
        The weight to cover; all there is where not given.
    new_sites
        How many sites may be new. If more are needed, sites are swapped; what can then
        not be covered is left out.
    stop
        Asked now and then whether to end.

    Returns
    -------
    ndarray
        Which sites are open, stations that are not needed and may close among them. It
        is for the caller to see whether that meets what is asked.

    Notes
    -----
    New sites without which as much is covered as is asked for are closed again, the
    last one first.

    Source: Chvatal, V. (1979), "A greedy heuristic for the set-covering problem",
    *Mathematics of Operations Research* 4(3).
    """
    coverage = Coverage.of(merged.covers.T.tocsr(), merged.weight)
    ids = problem.sites.index
    never = ids.isin(requirements.forbidden)
    held = must_stay(problem, requirements) | ids.isin(requirements.required)
    open_: Flags = (held | problem.existing) & ~never
    candidates = np.flatnonzero(~open_ & ~never)
    settled = coverage.covered(np.flatnonzero(open_))
    part = coverage.part(candidates, ~settled)
    enough = float(part.weight.sum())
    if least is not None:
        enough = min(enough, least - float(coverage.weight[settled].sum()))
    most = part.sites
    if new_sites is not None:
        most = max(0, min(most, new_sites - int((open_ & ~problem.existing).sum())))
    if enough <= 0 or not most:
        return open_
    enough *= 1.0 - ROUNDING
    chosen = _added(part, enough, most)
    if part.value(chosen) < enough:
        chosen = interchange(part, chosen, stop=stop)
    open_[candidates[needed(part, enough, chosen)]] = True
    return open_


def _added(part: Coverage, enough: float, most: int) -> Ints:
    """Add sites until enough is covered, or there may be no more."""
    count = min(FIRST, most)
    while True:
        chosen, value = _kernels.greedy(*part.arrays, part.weight, count)
        if count == most or value[-1] >= enough:
            wanted = int(np.searchsorted(value, enough)) + 1
            return np.asarray(chosen[:wanted], dtype=np.int64)
        count = min(2 * count, most)


def needed(part: Coverage, enough: float, chosen: Ints) -> Ints:
    """Leave sites out without which enough is covered too, the last one first."""
    start, row, _, _ = part.arrays
    times = np.bincount(part.matrix[chosen].indices, minlength=part.rows)
    spare = float(part.weight[times > 0].sum()) - enough
    needed = []
    for site in chosen[::-1]:
        rows = row[start[site] : start[site + 1]]
        alone = float(part.weight[rows[times[rows] == 1]].sum())
        if alone <= max(spare, 0.0):
            spare -= alone
            times[rows] -= 1
        else:
            needed.append(site)
    return np.array(needed, dtype=np.int64)
