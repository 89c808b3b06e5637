"""Whether a choice of sites meets what was required: looked up, not solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from servicecircle._validation import name_some
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.requirements import Requirements

    Flags = NDArray[np.bool_]

ROUNDING = 1e-9
"""Share by which sums may be off."""


class Breach(NamedTuple):
    """A requirement that is not met, by the name of its field, and how."""

    name: str
    words: str


def broken_requirements(
    problem: SitingProblem,
    requirements: Requirements,
    open_: Flags,
    *,
    new_sites: int | None = None,
) -> list[Breach]:
    """
    Name every requirement that a choice of sites does not meet.

    Parameters
    ----------
    problem
        The problem, with walks between sites where they are asked for.
    requirements
        What is required.
    open_
        Which sites are open, shape (sites,).
    new_sites
        The most sites that may be new, where that is limited.

    Examples
    --------
    >>> from servicecircle.siting.models.example import three_homes
    >>> from servicecircle.siting.requirements import Requirements
    >>> broken_requirements(
    ...     three_homes(), Requirements(budget=1), np.array([True, True, True])
    ... )
    [Breach(name='budget', words='new sites cost 2 of 1')]
    """
    broken = list(_by_name(problem, requirements, open_))
    broken += _by_number(problem, requirements, open_, new_sites)
    broken += _by_unit(problem, requirements, open_)
    broken += _by_walk(problem, requirements, open_)
    return broken


def _by_name(
    problem: SitingProblem, asked: Requirements, open_: Flags
) -> Iterator[Breach]:
    ids = problem.sites.index
    closing = ids.isin(asked.may_close) | (asked.existing == "may_close")
    closed = problem.existing & ~open_
    for name, wrong in (
        ("existing", closed & ~closing),
        ("required", ids.isin(asked.required) & ~open_),
        ("forbidden", ids.isin(asked.forbidden) & open_),
    ):
        if wrong.any():
            state = "open" if name == "forbidden" else "not open"
            yield Breach(name, f"{name_some(ids[wrong])} {state}")
    if asked.move_within_m is not None and closed.any():
        stays = _unmoved(problem, asked.move_within_m, open_)
        if len(stays):
            words = f"{name_some(ids[stays])} closed without a new site nearby"
            yield Breach("move_within_m", words)


def _unmoved(
    problem: SitingProblem, within_m: float, open_: Flags
) -> NDArray[np.int64]:
    """List the closed stations to which no new site of their own can be given."""
    closed = np.flatnonzero(problem.existing & ~open_)
    new = np.flatnonzero(~problem.existing & open_)
    near = csr_array(problem.pairs_between(within_m, asked_by="move_within_m"))
    pairs = csr_array(near[closed][:, new])
    partner = maximum_bipartite_matching(pairs, perm_type="column")
    return closed[partner < 0]


def _by_number(
    problem: SitingProblem, asked: Requirements, open_: Flags, new_sites: int | None
) -> Iterator[Breach]:
    new = open_ & ~problem.existing
    if new_sites is not None and new.sum() > new_sites:
        yield Breach("new_sites", f"{new.sum()} sites are new of {new_sites}")
    if asked.most_open is not None and open_.sum() > asked.most_open:
        yield Breach("most_open", f"{open_.sum()} sites are open of {asked.most_open}")
    cost = float(problem.sites["cost"].to_numpy(dtype=np.float64)[new].sum())
    if asked.budget is not None and cost > asked.budget * (1 + ROUNDING):
        yield Breach("budget", f"new sites cost {cost:,.12g} of {asked.budget:,.12g}")


def _by_unit(
    problem: SitingProblem, asked: Requirements, open_: Flags
) -> Iterator[Breach]:
    for level in asked.at_least_one_in:
        unit = problem.sites[Level(level).id_column]
        without = sorted(set(unit.dropna()) - set(unit[open_].dropna()))
        if without:
            words = f"no open site in {level} {name_some(without)}"
            yield Breach("at_least_one_in", words)
    if not asked.cover_each:
        return
    reached = covered(problem, open_)
    for level, share in asked.cover_each.items():
        unit = problem.places[Level(level).id_column]
        weight = problem.places["weight"].astype(float)
        total = weight.groupby(unit).sum()
        there = weight.where(reached, 0.0).groupby(unit).sum()
        short = there.index[there < share * total * (1 - ROUNDING)]
        if len(short):
            words = f"less than {share:.12g} covered in {level} {name_some(short)}"
            yield Breach("cover_each", words)


def _by_walk(
    problem: SitingProblem, asked: Requirements, open_: Flags
) -> Iterator[Breach]:
    ids, there = problem.sites.index, problem.existing
    if asked.apart_m is not None:
        near = problem.pairs_between(asked.apart_m, asked_by="apart_m").tocoo()
        row, column = near.row, near.col
        clash = open_[row] & open_[column] & (row < column)
        clash &= ~(there[row] & there[column]) & (near.data < asked.apart_m)
        if clash.any():
            first = int(np.flatnonzero(clash)[0])
            pair = name_some([ids[row[first]], ids[column[first]]])
            words = f"{int(clash.sum())} pairs too near, the first is {pair}"
            yield Breach("apart_m", words)
    tiers = problem.sites["tier"]
    for tier, (other, within_m) in asked.lean_on.items():
        near = problem.pairs_between(within_m, asked_by="lean_on").tocoo()
        host = (tiers == other).fillna(value=False).to_numpy(dtype=bool) & open_
        guest = (tiers == tier).fillna(value=False).to_numpy(dtype=bool) & open_
        leans = np.zeros(len(ids), dtype=bool)
        fits = host[near.col] & (near.row != near.col)
        leans[near.row[fits]] = True
        alone = guest & ~leans
        if alone.any():
            words = f"{name_some(ids[alone])} without an open {other} nearby"
            yield Breach("lean_on", words)


def covered(problem: SitingProblem, open_: Flags) -> Flags:
    """Say which places an open site covers, shape (places,)."""
    walks = problem.walks
    hits = np.concatenate([[0], np.cumsum(problem.near() & open_[walks.station])])
    found: Flags = np.diff(hits[walks.indptr]) > 0
    return found
