"""From open sites to what a planner reads: actions, and who serves whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from servicecircle.network.walk_network import to_metres
from servicecircle.siting.program.judge import judge
from servicecircle.siting.required.stations import movable
from servicecircle.siting.result import SitingResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.effort import Clock
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program, Sense
    from servicecircle.siting.program.solve import ProgramAnswer
    from servicecircle.siting.requirements import Requirements

    Flags = NDArray[np.bool_]

ROUNDING = 1e-9
LEAST = float(np.finfo(np.float64).tiny)


def is_whole(values: NDArray[np.float64]) -> bool:
    """Whether all numbers are whole."""
    return bool((values == np.round(values)).all())


def nearest_open(
    problem: SitingProblem, open_: Flags, *, limit_m: float | None = None
) -> pd.DataFrame:
    """
    Find every place's nearest open site within a limit.

    Parameters
    ----------
    problem
        The problem.
    open_
        Which sites are open, shape (sites,).
    limit_m
        The problem's own limit where not given.

    Returns
    -------
    DataFrame, shape (places, 2)
        Indexed by place id: ``site_id`` and ``walk_m``, both missing where no open site
        is near enough. Of several as near, the one whose id sorts first.
    """
    walks = problem.walks
    count = len(problem.places)
    pair = np.flatnonzero(open_[walks.station] & problem.near(limit_m))
    place = np.searchsorted(walks.indptr, pair, side="right") - 1
    metres = to_metres(walks.units[pair].astype(np.int64))
    station = walks.station[pair]
    order = np.lexsort((station, metres, place))
    row, first = np.unique(place[order], return_index=True)
    nearest = order[first]
    site = np.full(count, None, dtype=object)
    site[row] = problem.sites.index.to_numpy(dtype=object)[station[nearest]]
    walk = np.full(count, np.nan)
    walk[row] = metres[nearest]
    return pd.DataFrame(
        {"site_id": pd.array(site, dtype="str"), "walk_m": walk},
        index=problem.places.index,
    )


def actions(
    problem: SitingProblem, requirements: Requirements, open_: Flags
) -> pd.DataFrame:
    """
    Say what becomes of every site that is open, or was and is closed.

    A station is kept or closed. A new site is opened; where it takes the place of a
    station that closes (`Requirements.move_within_m`), the action is ``move`` and
    ``replaces`` names the station. The walks of all moves together are the shortest.
    """
    ids = problem.sites.index
    there = problem.existing
    action = np.full(len(ids), None, dtype=object)
    action[open_ & there], action[~open_ & there] = "keep", "close"
    action[open_ & ~there] = "open"
    replaces = np.full(len(ids), None, dtype=object)
    if requirements.move_within_m is not None:
        station, site = _moves(problem, requirements, open_)
        action[site] = "move"
        replaces[site] = ids.to_numpy(dtype=object)[station]
    said = open_ | there
    return pd.DataFrame(
        {
            "action": pd.array(action[said], dtype="str"),
            "replaces": pd.array(replaces[said], dtype="str"),
        },
        index=ids[said],
    )


def reopened(program: Program, problem: SitingProblem, open_: Flags) -> Flags:
    """
    Keep stations that a choice closes though nothing asks for it.

    Where an open site more costs nothing, a solver may close a station for no reason.
    Those that may be open besides, by the rows on sites alone, stay open; in the order
    of their ids.
    """
    sites = program.columns["open"].where
    given = program.arrays
    entries = np.diff(given.matrix.indptr)
    about = given.matrix[:, sites]
    alone = np.flatnonzero(np.diff(about.indptr) == entries)
    rows = about[alone].tocsc()
    lower, upper = given.row_lower[alone] - ROUNDING, given.row_upper[alone] + ROUNDING
    kept = open_.copy()
    total = rows @ kept.astype(np.float64)
    for site in np.flatnonzero(problem.existing & ~open_):
        more = total + rows[:, [site]].toarray()[:, 0]
        if ((more >= lower) & (more <= upper)).all():
            kept[site], total = True, more
    return kept


def told(
    program: Program, answer: ProgramAnswer
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the notes and the proof of a program's answer."""
    notes = {
        "columns": program.column_count,
        "rows": program.row_count,
        "nodes": answer.nodes,
        "root_bound": answer.root_bound,
    }
    proof = {"kind": "program", "program": program, "multipliers": answer.multipliers}
    return notes, proof


def _moves(
    problem: SitingProblem, requirements: Requirements, open_: Flags
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    within_m = requirements.move_within_m or 0.0
    station, site = movable(problem, requirements, within_m)
    fits = ~open_[station] & open_[site]
    station, site = station[fits], site[fits]
    if not len(station):
        return station, site
    walk = problem.pairs_between(within_m, asked_by="move_within_m")[station, site]
    left, row = np.unique(station, return_inverse=True)
    right, column = np.unique(site, return_inverse=True)
    cost = sparse.csr_array((np.asarray(walk), (row, column)))
    chosen_row, chosen_column = min_weight_full_bipartite_matching(cost)
    return left[chosen_row], right[chosen_column]


def outcome(  # noqa: PLR0913 - what a result is made of
    model: str,
    problem: SitingProblem,
    requirements: Requirements,
    open_: Flags,
    *,
    sense: Sense,
    step: float,
    objective: float,
    bound: float,
    clock: Clock,
    stopped: bool,
    serves: pd.DataFrame,
    notes: Mapping[str, Any],
    proof: Mapping[str, Any],
) -> SitingResult:
    """Put a result together; the status follows from objective and bound alone."""
    status, bound = judge(
        objective,
        bound,
        sense=sense,
        step=step,
        gap=clock.effort.gap,
        stopped=stopped or clock.stopped,
    )
    return SitingResult(
        model,
        sense,
        status,
        objective,
        bound,
        actions(problem, requirements, open_),
        serves,
        clock.spent,
        notes,
        proof,
    )
