"""Stations that are there: they stay, may close, or may move; and sites by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program
    from servicecircle.siting.requirements import Requirements

    Flags = NDArray[np.bool_]


def may_close(problem: SitingProblem, requirements: Requirements) -> Flags:
    """Say which sites are stations that may close, shape (sites,)."""
    if requirements.existing == "may_close":
        return problem.existing
    return problem.sites.index.isin(requirements.may_close)


def must_stay(problem: SitingProblem, requirements: Requirements) -> Flags:
    """Say which sites are stations that stay, shape (sites,)."""
    return problem.existing & ~may_close(problem, requirements)


def add_existing(
    program: Program, problem: SitingProblem, requirements: Requirements
) -> None:
    """Open every station that stays."""
    _add_single(
        program,
        problem,
        must_stay(problem, requirements),
        name="existing",
        open_=True,
        words="stations that are there stay",
    )


def add_named(
    program: Program, problem: SitingProblem, requirements: Requirements
) -> None:
    """Open what is required, and leave shut what is forbidden."""
    ids = problem.sites.index
    asked = (
        ("required", requirements.required, True, "must be open"),
        ("forbidden", requirements.forbidden, False, "must not be open"),
    )
    for name, named, open_, words in asked:
        flags = ids.isin(named)
        _add_single(program, problem, flags, name=name, open_=open_, words=words)


def add_moves(
    program: Program, problem: SitingProblem, requirements: Requirements
) -> None:
    r"""
    Let stations close only where a new site takes their place.

    .. math:: x_i + \sum_k m_{ik} \ge 1 \; (i \text{ may close}), \quad
              \sum_i m_{ik} \le x_k, \quad 0 \le m \le 1

    for new sites *k* within the walk. With *x* whole this is a bipartite matching,
    whose vertices are whole as well.
    """
    within_m = requirements.move_within_m
    if within_m is None:
        return
    station, site = movable(problem, requirements, within_m)
    closing = np.flatnonzero(may_close(problem, requirements))
    pairs, count = len(station), len(problem.sites)
    program.add_columns("moves", np.zeros(pairs))
    rank = np.searchsorted(closing, station)
    numbers = np.arange(pairs)
    leaves = sparse.csr_array(
        (np.ones(pairs), (rank, numbers)), shape=(len(closing), pairs)
    )
    stays = sparse.eye_array(count, format="csr")[closing]
    program.add_rows(
        "move_within_m",
        {"open": stays, "moves": leaves},
        lower=1,
        words=f"a station closes only if a new site within {within_m:g} m opens for it",
        labels=problem.sites.index[closing],
    )
    arrives = sparse.csr_array((np.ones(pairs), (site, numbers)), shape=(count, pairs))
    used = np.unique(site)
    opened = -sparse.eye_array(count, format="csr")[used]
    program.add_rows("moves", {"open": opened, "moves": arrives[used]}, upper=0)


def movable(
    problem: SitingProblem, requirements: Requirements, within_m: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the pairs of a station that may close and a new site it may move to."""
    near = problem.pairs_between(within_m, asked_by="move_within_m").tocoo()
    fits = may_close(problem, requirements)[near.row] & ~problem.existing[near.col]
    return near.row[fits].astype(np.int64), near.col[fits].astype(np.int64)


def _add_single(  # noqa: PLR0913 - what a row is made of
    program: Program,
    problem: SitingProblem,
    flags: Flags,
    *,
    name: str,
    open_: bool,
    words: str,
) -> None:
    which = np.flatnonzero(flags)
    rows = sparse.eye_array(len(problem.sites), format="csr")[which]
    program.add_rows(
        name,
        {"open": rows},
        lower=1 if open_ else 0,
        upper=1 if open_ else 0,
        words=words,
        labels=problem.sites.index[which],
    )
