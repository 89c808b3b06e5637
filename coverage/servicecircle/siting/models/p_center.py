"""p-center: the longest walk anybody has, as short as can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from servicecircle._validation import name_some
from servicecircle.errors import SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.center_search import CenterSearch
from servicecircle.siting.models.outcome import nearest_open, outcome, reopened
from servicecircle.siting.program.solve import solve
from servicecircle.siting.required.check import check_requirements
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NOTHING_ASKED = Requirements()
HALF = 0.5


def p_center(
    problem: SitingProblem,
    *,
    new_sites: int,
    unreachable: Literal["refuse", "leave_out"] = "refuse",
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Open a number of sites so that the longest walk to the nearest one is shortest.

    Parameters
    ----------
    problem
        Places, sites and the walks between them, with a cutoff long enough for
        everybody. Places without weight do not count; the limit plays no part but in
        requirements on coverage.
    new_sites
        How many sites may be opened.
    unreachable
        Places that no site reaches within the cutoff are an error (``refuse``), or do
        not count (``leave_out``); ``notes["left_out"]`` says how many.
    requirements
        What a choice must respect.
    effort
        How long to search, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` is the longest walk in metres. ``serves`` gives the nearest open
        site, however far within the cutoff; of several as near, the one whose id sorts
        first.

    Raises
    ------
    SitingError
        If a place is out of reach, or the requirements make no sense or cannot all be
        met within the cutoff.

    Notes
    -----
    .. math:: \min r, \quad \sum_{i: d_{ij} \le r} x_i \ge 1 \;\forall j, \quad
              \sum_{i \text{ new}} x_i \le p, \quad x \in \{0, 1\}

    The answer is one of the walks there are. The first choice opens a site near whoever
    walks longest, again and again. Then lengths are searched by halves, first with
    broken sites, which is quick and rules out most, then with whole ones: a length at
    which no choice covers everybody is a bound. Only homes that some answer left too
    far are asked for (`CenterSearch`).

    Source: Minieka, E. (1970), "The m-center problem", *SIAM Review* 12(1); Elloumi,
    S., Labbe, M. and Pochet, Y. (2004), "A new formulation and resolution method for
    the p-center problem", *INFORMS J. on Computing* 16(1); few homes at a time: Chen,
    D. and Chen, R. (2009), "New relaxation-based algorithms for the optimal solution of
    the continuous and discrete p-center problems", *Computers & Operations Research*
    36(5); Contardo, C., Iori, M. and Kramer, R. (2019), "A scalable exact algorithm for
    the vertex p-center problem", *Computers & Operations Research* 103.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> p_center(three_homes(), new_sites=1).objective
    450.0
    >>> p_center(three_homes(), new_sites=2).objective
    350.0
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=new_sites)
    counts = _who_counts(problem, unreachable)
    search = CenterSearch(problem, requirements, new_sites, counts, clock)
    begin = search.first_choice() if search.possible else None
    if begin is None:
        # Says which requirements are in conflict, where nothing meets them all.
        whole = search.whole()
        first = solve(whole, replace(clock.effort, seconds=clock.left))
        search.stopped = first.stopped
        begin = search.farther(reopened(whole, problem, first.values["open"] > HALF))
    search.run(begin)
    bound = min(search.lengths[search.low], search.objective)
    return outcome(
        "p_center",
        problem,
        requirements,
        search.open,
        sense="min",
        step=0.0,
        objective=_metres(search.objective),
        bound=_metres(bound),
        clock=clock,
        stopped=search.stopped,
        serves=nearest_open(problem, search.open, limit_m=problem.walks.cutoff_m),
        notes={
            "asked": search.asked,
            "lengths": len(search.lengths),
            "homes": len(search.few),
            "left_out": int((problem.weight > 0).sum() - counts.sum()),
            "units_without_site": units_without_site(problem, requirements),
        },
        proof={"kind": "too_far"} | search.proof(),
    )


def _who_counts(problem: SitingProblem, unreachable: str) -> Flags:
    if unreachable not in {"refuse", "leave_out"}:
        msg = f"unreachable is 'refuse' or 'leave_out'. Got {unreachable!r}."
        raise SitingError(msg)
    starts = problem.pairs(problem.walks.cutoff_m).indptr
    alone = (np.diff(starts) == 0) & (problem.weight > 0)
    if alone.any() and unreachable == "refuse":
        msg = (
            f"No site reaches {int(alone.sum())} places within "
            f"{problem.walks.cutoff_m:g} m: {name_some(problem.places.index[alone])}. "
            "Measure longer walks, or leave them out."
        )
        raise SitingError(msg)
    counts: Flags = (problem.weight > 0) & ~alone
    return counts


def _metres(length: float) -> float:
    """Give a walk of 0 m, stored as the least number above 0, as 0."""
    return 0.0 if length <= np.finfo(np.float64).tiny else float(length)
