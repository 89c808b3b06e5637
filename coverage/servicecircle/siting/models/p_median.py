"""p-median: the shortest walk on average."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse

from servicecircle.errors import SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.models.most_covered import Most, cover_most
from servicecircle.siting.models.outcome import is_whole, nearest_open, outcome
from servicecircle.siting.models.radius_rows import nearest_caps, radius_rows
from servicecircle.siting.required.check import check_requirements
from servicecircle.siting.required.stations import must_stay
from servicecircle.siting.required.units import units_without_site
from servicecircle.siting.requirements import Requirements

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.result import SitingResult

NOTHING_ASKED = Requirements()
FIRST_RANK = 3.0
"""Walks are told apart at first up to this rank, times the sites per open one."""
EXTRA_RANK = 5


def p_median(  # noqa: PLR0913 - what a mean walk depends on
    problem: SitingProblem,
    *,
    new_sites: int,
    beyond: Literal["penalty", "refuse"] = "penalty",
    beyond_m: float | None = None,
    requirements: Requirements = NOTHING_ASKED,
    effort: Effort | None = None,
) -> SitingResult:
    r"""
    Open a number of sites so that walks to the nearest open one are shortest in all.

    Parameters
    ----------
    problem
        Places, sites and the walks between them; the limit plays no part but in
        requirements on coverage.
    new_sites
        How many sites may be opened.
    beyond
        What becomes of places farther than `beyond_m` from any open site: each counts
        as walking exactly so far (``penalty``), or there must be none (``refuse``).
    beyond_m
        The walks' cutoff where not given, and at most that.
    requirements
        What a choice must respect.
    effort
        How long to search, what is good enough, and a way to stop.

    Returns
    -------
    SitingResult
        ``objective`` is weight times metres, added up; ``notes["mean_walk_m"]`` is that
        by weight. ``serves`` gives the nearest open site within `beyond_m`; of several
        as near, the one whose id sorts first.

    Raises
    ------
    SitingError
        If the requirements make no sense or cannot all be met, or the problem is too
        large.

    Notes
    -----
    .. math:: \min \sum_j w_j \min(b, \min_{i: x_i = 1} d_{ij}), \quad
              \sum_{i \text{ new}} x_i \le p

    It is solved as maximal covering with one row for every place and step of its
    distance (`radius_rows`). Walks to far sites hardly matter, so each place's walk is
    cut off at the site of some rank at first. That only makes the sum smaller, so what
    is proved of it holds for the true one; where the best choice leaves somebody beyond
    the cut, the cut is moved out and the search goes on.

    Source: Hakimi, S. L. (1964), "Optimum locations of switching centers", *Operations
    Research* 12(3); ReVelle, C. and Swain, R. (1970), "Central facilities location",
    *Geographical Analysis* 2(1).

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> result = p_median(three_homes(), new_sites=1)
    >>> result.objective  # 10 x 100 m, 20 x 450 m, 40 x 350 m
    24000.0
    """
    clock = Clock(effort or Effort())
    check_requirements(problem, requirements, new_sites=new_sites)
    cutoff_m = problem.walks.cutoff_m
    far_m = cutoff_m if beyond_m is None else beyond_m
    if not 0 < far_m <= cutoff_m or beyond not in {"penalty", "refuse"}:
        msg = (
            f"beyond_m must be above 0 and at most the walks' cutoff of {cutoff_m:g} m,"
            f" and beyond 'penalty' or 'refuse'. Got {beyond_m!r} and {beyond!r}."
        )
        raise SitingError(msg)
    search = _Search(problem, far_m, refuse=beyond == "refuse")
    search.run(requirements, new_sites, clock)
    best = search.most
    serves = nearest_open(problem, search.open, limit_m=far_m)
    every = float(problem.weight.sum())
    beyond_weight = float(problem.weight[serves["site_id"].isna()].sum())
    return outcome(
        "p_median",
        problem,
        requirements,
        search.open,
        sense="min",
        step=search.step,
        objective=search.objective,
        bound=search.bound,
        clock=clock,
        stopped=best.stopped,
        serves=serves,
        notes={
            **best.notes,
            "mean_walk_m": search.objective / every,
            "beyond_m": far_m,
            "weight_beyond": beyond_weight,
            "cuts": search.cuts,
            "units_without_site": units_without_site(problem, requirements),
        },
        proof={**best.proof, "all_at_cap": search.all_at_cap, "cap_m": search.cap_m},
    )


class _Search:
    """The search, one cut after the other."""

    def __init__(self, problem: SitingProblem, far_m: float, *, refuse: bool) -> None:
        self.problem, self.far_m, self.refuse = problem, far_m, refuse
        self.objective, self.bound = np.inf, -np.inf
        self.open: NDArray[np.bool_] = problem.existing
        self.cuts = 0
        # Whole weights on whole metres add up to whole numbers.
        known = np.append(problem.walks.walk_m, far_m)
        whole = is_whole(known) and is_whole(problem.weight)
        self.step = 1.0 if whole else 0.0

    def run(self, requirements: Requirements, new_sites: int, clock: Clock) -> None:
        problem = self.problem
        stay = must_stay(problem, requirements)
        per_open = len(problem.sites) / max(1, new_sites + int(stay.sum()))
        places = len(problem.places)
        rank = np.full(places, int(np.ceil(FIRST_RANK * per_open)) + EXTRA_RANK)
        reached = problem.pairs(self.far_m) if self.refuse else None
        # Nobody walks farther than to the nearest station that stays.
        nearest = nearest_open(problem, stay, limit_m=self.far_m)["walk_m"]
        most_m = nearest.fillna(self.far_m).to_numpy(dtype=np.float64)
        while True:
            self.cuts += 1
            cap_m = np.minimum(nearest_caps(problem, rank), most_m)
            most = cover_most(
                problem,
                radius_rows(problem, cap_m),
                requirements,
                new_sites=new_sites,
                clock=clock,
                reached=None if reached is None else _flags(reached),
            )
            cut = self._take(most, cap_m)
            if not cut.any() or clock.over() or most.stopped:
                return
            rank[cut] *= 2

    def _take(self, most: Most, cap_m: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Keep what is best; say whose walk was cut off."""
        problem = self.problem
        walk = nearest_open(problem, most.open, limit_m=self.far_m)["walk_m"]
        true_m = walk.fillna(self.far_m).to_numpy(dtype=np.float64)
        objective = float(problem.weight @ true_m)
        if objective < self.objective:
            self.objective, self.open = objective, most.open
        all_at_cap = float(problem.weight @ cap_m)
        if all_at_cap - most.bound > self.bound:
            self.bound, self.most = all_at_cap - most.bound, most
            self.all_at_cap, self.cap_m = all_at_cap, cap_m
        cut: NDArray[np.bool_] = (true_m > cap_m) & (problem.weight > 0)
        return cut


def _flags(pairs: sparse.csr_array) -> sparse.csr_array:
    ones = np.ones(pairs.nnz)
    return sparse.csr_array((ones, pairs.indices, pairs.indptr), shape=pairs.shape)
