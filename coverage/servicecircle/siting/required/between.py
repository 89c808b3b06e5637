"""How far sites are from one another: apart, or near enough to lean on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program
    from servicecircle.siting.requirements import Requirements


def too_near(problem: SitingProblem, apart_m: float) -> sparse.csr_array:
    """
    Say which two sites may not both be open, shape (sites, sites), symmetric.

    Two stations that are there already are never told to be apart.
    """
    near = problem.pairs_between(apart_m, asked_by="apart_m").tocoo()
    there = problem.existing
    clash = (near.data < apart_m) & (near.row != near.col)
    clash &= ~(there[near.row] & there[near.col])
    row, column = near.row[clash], near.col[clash]
    both = (np.concatenate([row, column]), np.concatenate([column, row]))
    flags = np.ones(len(both[0]), np.int8)
    matrix = sparse.csr_array((flags, both), shape=near.shape)
    matrix.sum_duplicates()
    return matrix


def add_apart(
    program: Program, problem: SitingProblem, requirements: Requirements
) -> None:
    r"""
    Open at most one of sites that are all too near to one another.

    .. math:: \sum_{i \in Q} x_i \le 1 \text{ for cliques } Q

    that hold every pair too near between them: far tighter than pair by pair. Cliques
    are grown greedily, each from a pair that is in none yet.
    """
    if requirements.apart_m is None:
        return
    every = list(_cliques(too_near(problem, requirements.apart_m)))
    size = [len(q) for q in every]
    row = np.repeat(np.arange(len(every)), size)
    column = np.array([i for q in every for i in q], dtype=np.int64)
    shape = (len(every), len(problem.sites))
    ids = problem.sites.index
    program.add_rows(
        "apart_m",
        {"open": sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)},
        upper=1,
        words=f"new sites at least {requirements.apart_m:g} m apart",
        labels=[" / ".join(str(ids[i]) for i in q[:4]) for q in every],
    )


def add_leaning(
    program: Program, problem: SitingProblem, requirements: Requirements
) -> None:
    r"""
    Open a site of a tier only near an open one of the tier it leans on.

    .. math:: x_i \le \sum_{k \ne i} x_k \text{ over sites } k \text{ of the other tier
              within the walk}
    """
    tiers = problem.sites["tier"]
    count = len(tiers)
    for tier, (other, within_m) in requirements.lean_on.items():
        near = problem.pairs_between(within_m, asked_by="lean_on").tocoo()
        host = (tiers == other).fillna(value=False).to_numpy(dtype=bool)
        guest = (tiers == tier).fillna(value=False).to_numpy(dtype=bool)
        fits = guest[near.row] & host[near.col] & (near.row != near.col)
        where = (near.row[fits], near.col[fits])
        flags = np.ones(int(fits.sum()))
        hosts = sparse.csr_array((flags, where), shape=(count, count))
        which = np.flatnonzero(guest)
        own = sparse.eye_array(count, format="csr")
        program.add_rows(
            "lean_on",
            {"open": (own - hosts)[which]},
            upper=0,
            words=f"{tier} within {within_m:g} m of an open {other}",
            labels=problem.sites.index[which],
        )


def _cliques(clash: sparse.csr_array) -> Iterator[NDArray[np.int64]]:
    """Give cliques that hold every pair between them, in a fixed order."""
    start, other = clash.indptr, clash.indices
    near = [set(other[start[i] : start[i + 1]].tolist()) for i in range(len(start) - 1)]
    done: set[tuple[int, int]] = set()
    for i, neighbours in enumerate(near):
        for k in sorted(n for n in neighbours if n > i):
            if (i, k) in done:
                continue
            clique = [i, k]
            common = neighbours & near[k]
            while common:
                new = min(common)
                clique.append(new)
                common &= near[new]
            ordered = sorted(clique)
            done.update((a, b) for n, a in enumerate(ordered) for b in ordered[n + 1 :])
            yield np.array(ordered)
