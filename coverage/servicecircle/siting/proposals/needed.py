"""Which requirements a new site is there for: what would be missed without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.met import broken_requirements
from servicecircle.siting.requirements import Requirements
from servicecircle.siting.sentences import Sentence
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from servicecircle.siting.problem import SitingProblem

    Flags = NDArray[np.bool_]

ROUNDING = 1e-9


def needed_for(
    problem: SitingProblem,
    asked: Requirements,
    open_: Flags,
    *,
    covers: csr_array,
    unit_names: Mapping[str, str],
) -> dict[str, list[Sentence]]:
    """
    Say of every new site what of the requirements would be missed without it.

    Parameters
    ----------
    problem, asked, open_
        What was asked, and which sites are open, shape (sites,).
    covers
        Who covers whom (`SitingProblem.covers`).
    unit_names
        What units are called, by id.

    Returns
    -------
    dict
        Sentences by site id: that it is required by name, that it is the only one in a
        unit that is to have one, that a unit would fall below its floor, that another
        site leans on it. Sites that nothing requires are left out.
    """
    if asked == Requirements():
        return {}
    found = {}
    for site in np.flatnonzero(open_ & ~problem.existing).tolist():
        said = [
            *_by_name(problem, asked, site),
            *_only_one(problem, asked, open_, site, unit_names),
            *_floors(problem, asked, open_, site, covers, unit_names),
            *_leant_on(problem, asked, open_, site),
        ]
        if said:
            found[str(problem.sites.index[site])] = said
    return found


def _by_name(
    problem: SitingProblem, asked: Requirements, site: int
) -> Iterator[Sentence]:
    if problem.sites.index[site] in asked.required:
        yield Sentence("needed_by_name")


def _only_one(
    problem: SitingProblem,
    asked: Requirements,
    open_: Flags,
    site: int,
    unit_names: Mapping[str, str],
) -> Iterator[Sentence]:
    for level in asked.at_least_one_in:
        unit = problem.sites[Level(level).id_column]
        mine = unit.iloc[site]
        if isinstance(mine, str) and int((unit[open_] == mine).sum()) == 1:
            told = {"level": Sentence(str(level)), "unit": unit_names.get(mine, mine)}
            yield Sentence("needed_in_unit", told)


def _floors(  # noqa: PLR0913, PLR0917 - what a floor rests on
    problem: SitingProblem,
    asked: Requirements,
    open_: Flags,
    site: int,
    covers: csr_array,
    unit_names: Mapping[str, str],
) -> Iterator[Sentence]:
    if not asked.cover_each:
        return
    times = np.bincount(
        covers[np.flatnonzero(open_)].indices, minlength=len(problem.places)
    )
    mine = covers[[site]].indices
    rest = times > 0
    rest[mine[times[mine] == 1]] = False
    weight = problem.places["weight"].astype(float)
    for level, share in asked.cover_each.items():
        unit = problem.places[Level(level).id_column]
        total = weight.groupby(unit).sum()
        left = weight.where(rest, 0.0).groupby(unit).sum()
        short = total.index[left < share * total * (1 - ROUNDING)]
        units: list[str] = [unit_names.get(str(u), str(u)) for u in short]
        if units:
            told = {"level": Sentence(str(level)), "units": units}
            yield Sentence("needed_for_floor", {**told, "share": f"{share:.0%}"})


def _leant_on(
    problem: SitingProblem, asked: Requirements, open_: Flags, site: int
) -> Iterator[Sentence]:
    if not asked.lean_on:
        return
    alone = replace(Requirements(), lean_on=asked.lean_on)
    rest = open_.copy()
    rest[site] = False
    if broken_requirements(problem, alone, rest):
        yield Sentence("needed_to_lean_on")
