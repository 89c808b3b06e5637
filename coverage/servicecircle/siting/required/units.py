"""Guarantees for every unit of a level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.program.program import Program
    from servicecircle.siting.requirements import Requirements

ROUNDING = 1e-9
"""Share by which a floor is lowered, so that rounding alone never breaks it."""


def add_one_in_each(
    program: Program, problem: SitingProblem, requirements: Requirements
) -> None:
    """Ask for an open site in every unit in which a site could be."""
    for level in requirements.at_least_one_in:
        codes, units = pd.factorize(problem.sites[Level(level).id_column], sort=True)
        inside = codes >= 0
        where = (codes[inside], np.flatnonzero(inside))
        rows = sparse.csr_array(
            (np.ones(inside.sum()), where), shape=(len(units), len(codes))
        )
        program.add_rows(
            "at_least_one_in",
            {"open": rows},
            lower=1,
            words=f"at least one open site in each {level}",
            labels=units,
        )


def units_without_site(
    problem: SitingProblem, requirements: Requirements
) -> dict[str, list[str]]:
    """List the units people live in that no site lies in, by level asked for."""
    found = {}
    for level in requirements.at_least_one_in:
        column = Level(level).id_column
        if column in problem.places:
            there = problem.sites[column].dropna().unique()
            lived_in = problem.places[column].dropna().unique()
            found[str(level)] = sorted(set(lived_in) - set(there))
    return found


def floors(
    problem: SitingProblem, requirements: Requirements
) -> dict[str, pd.Series[float]]:
    """Work out the weight that must be covered in each unit, by level asked for."""
    needed = {}
    for level, share in requirements.cover_each.items():
        unit = problem.places[Level(level).id_column]
        total = problem.places["weight"].astype(float).groupby(unit).sum()
        floor = share * total
        if (problem.weight == np.round(problem.weight)).all():
            whole = np.ceil(floor.to_numpy() * (1 - ROUNDING))
            floor = pd.Series(whole, floor.index)
        needed[str(level)] = floor
    return needed


def add_floors(
    program: Program,
    problem: SitingProblem,
    requirements: Requirements,
    *,
    weight: NDArray[np.float64],
    units: Mapping[str, NDArray[np.object_]],
) -> None:
    """
    Ask for a share of every unit's weight to be covered.

    Parameters
    ----------
    program
        With columns ``covered``, one a row of merged places.
    problem, requirements
        What is asked for.
    weight
        Weight of the merged places.
    units
        By level, the unit that each of the merged places lies in (or missing).
    """
    for level, floor in floors(problem, requirements).items():
        asked = floor[floor > 0]
        code = pd.Index(asked.index).get_indexer(pd.Index(units[level]))
        inside = code >= 0
        where = (code[inside], np.flatnonzero(inside))
        rows = sparse.csr_array(
            (weight[inside], where), shape=(len(asked), len(weight))
        )
        share = requirements.cover_each[Level(level)]
        program.add_rows(
            "cover_each",
            {"covered": rows},
            lower=asked.to_numpy(dtype=np.float64) * (1 - ROUNDING),
            words=f"at least {share:.12g} of the residents of each {level} covered",
            labels=asked.index,
        )
