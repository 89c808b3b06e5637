"""Which site could be the post of which unit, and what its residents would walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.posts.question import PostQuestion
    from servicecircle.siting.problem import SitingProblem

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

ROUNDING = 1e-9
"""Sums of residents may be off by this share."""


class UnitPairs(NamedTuple):
    """Units with residents, and the sites that could be their posts."""

    units: pd.Index[str]
    weight: Floats
    """Residents of each unit, shape (units,)."""
    member: csr_array
    """Shape (units, places): the residents a place brings to its unit."""
    unit: Ints
    """Positions of the pairs' units, ascending, shape (pairs,)."""
    site: Ints
    """Positions of the pairs' sites, shape (pairs,)."""
    person_m: Floats
    """What the unit's residents walk to the site in all, shape (pairs,)."""


def unit_pairs(problem: SitingProblem, question: PostQuestion) -> UnitPairs:
    """
    List the pairs of a unit and a site that are near enough to each other.

    Parameters
    ----------
    problem
        Its places name the unit they lie in; places in no unit are left out.
    question
        What is near enough, and which sites may be posts.

    Notes
    -----
    A resident farther than the walks' cutoff counts as walking just so far, which
    matters only where fewer than all residents must be near.
    """
    place_unit = problem.places[question.level.id_column]
    units = pd.Index(sorted(place_unit.dropna().unique()), dtype="str")
    row = units.get_indexer(place_unit)
    inside = np.flatnonzero(row >= 0)
    shape = (len(units), len(problem.places))
    weight = problem.weight
    member = csr_array((weight[inside], (row[inside], inside)), shape=shape)
    total = np.asarray(member.sum(axis=1), dtype=np.float64).ravel()
    near = (member @ problem.covers(question.within_m).T.tocsr()).tocoo()
    enough = near.data >= question.share * total[near.row] * (1 - ROUNDING)
    enough &= total[near.row] > 0
    unit = near.row[enough].astype(np.int64)
    site = near.col[enough].astype(np.int64)
    allowed = _allowed(problem, question, units, unit, site)
    unit, site = unit[allowed], site[allowed]
    order = np.lexsort((site, unit))
    unit, site = unit[order], site[order]
    return UnitPairs(
        units, total, member, unit, site, _person_m(problem, member, unit, site)
    )


def _allowed(
    problem: SitingProblem,
    question: PostQuestion,
    units: pd.Index[str],
    unit: Ints,
    site: Ints,
) -> NDArray[np.bool_]:
    allowed = np.ones(len(unit), dtype=bool)
    if question.stations_only:
        allowed &= problem.existing[site]
    if question.same is not None:
        column = question.same.id_column
        parents = problem.places.drop_duplicates(question.level.id_column)
        parent = parents.set_index(question.level.id_column)[column].reindex(units)
        of_site = problem.sites[column].to_numpy(dtype=object)[site]
        allowed &= parent.to_numpy(dtype=object)[unit] == of_site
    return allowed


def _person_m(
    problem: SitingProblem, member: csr_array, unit: Ints, site: Ints
) -> Floats:
    cutoff_m = problem.walks.cutoff_m
    walks = problem.pairs(cutoff_m)
    # What the cutoff exceeds each walk by: absent walks then count as the cutoff.
    saved = csr_array(
        (cutoff_m - walks.data, walks.indices, walks.indptr), shape=walks.shape
    )
    total = np.asarray(member.sum(axis=1), dtype=np.float64).ravel()
    if not len(unit):
        return np.empty(0)
    spared = np.asarray((member @ saved).tocsr()[unit, site]).ravel()
    walked: Floats = np.maximum(cutoff_m * total[unit] - spared, 0.0)
    return walked
