"""Whether requirements make sense for a problem, before anything is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle._validation import check_positive, name_some, suggest
from servicecircle.errors import SitingError
from servicecircle.siting.required.floors import check_floors
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.requirements import Requirements


def check_requirements(
    problem: SitingProblem, requirements: Requirements, *, new_sites: int | None
) -> None:
    """
    Refuse what no choice could be asked.

    Parameters
    ----------
    problem
        The problem.
    requirements
        What is asked for.
    new_sites
        How many sites may be opened, where the model limits that.

    Raises
    ------
    SitingError
        If ids, tiers or levels are unknown, a number is negative or none, more sites
        are asked for than there are candidates, no place has any weight, the limit
        reaches nothing at all, or a floor is above what all sites together cover.
    """
    _check_reach(problem)
    if new_sites is not None:
        _check_count(new_sites, name="new_sites")
        candidates = int((~problem.existing).sum())
        if new_sites > candidates:
            msg = (
                f"new_sites is {new_sites}, and there are {candidates} candidates. "
                "Ask for fewer, or add candidates."
            )
            raise SitingError(msg)
    if requirements.most_open is not None:
        _check_count(requirements.most_open, name="most_open")
    if requirements.existing not in {"keep", "may_close"}:
        msg = f"existing is 'keep' or 'may_close'. Got {requirements.existing!r}."
        raise SitingError(msg)
    for name in ("may_close", "required", "forbidden"):
        _check_known(getattr(requirements, name), problem.sites.index, name=name)
    _check_closing(problem, requirements)
    _check_numbers(requirements)
    _check_levels(problem, requirements)
    _check_tiers(problem, requirements)
    check_floors(problem, requirements)


def _check_reach(problem: SitingProblem) -> None:
    if not problem.weight.any():
        msg = "No place has any weight. Give the places residents."
        raise SitingError(msg)
    if not problem.weight[problem.sites_near() > 0].any():
        msg = (
            f"No site reaches anybody within {problem.limit_m:g} m. "
            "Check the limit, and whether sites and places lie in the same area."
        )
        raise SitingError(msg)


def _check_count(value: int, *, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        msg = f"{name} must be a whole number of 0 or more. Got {value!r}."
        raise SitingError(msg)


def _check_known(ids: Iterable[str], known: pd.Index, *, name: str) -> None:
    unknown = [i for i in ids if i not in known]
    if unknown:
        msg = f"{name} names unknown sites: {name_some(unknown)}. "
        raise SitingError(msg + _hint(unknown[0], known))


def _hint(word: str, known: Iterable[str]) -> str:
    said = suggest(str(word), [str(k) for k in known])
    return said if said.startswith("Did") else "Sites go by their id."


def _check_closing(problem: SitingProblem, requirements: Requirements) -> None:
    new = [i for i in requirements.may_close if not problem.sites["existing"][i]]
    if new:
        msg = f"may_close names sites that are no stations: {name_some(new)}."
        raise SitingError(msg)
    closing = requirements.existing == "may_close" or requirements.may_close
    if requirements.move_within_m is not None and not closing:
        msg = "move_within_m is given, and no station may close. Name those that may."
        raise SitingError(msg)


def _check_numbers(requirements: Requirements) -> None:
    budget = requirements.budget
    if budget is not None and not (np.isfinite(budget) and budget >= 0):
        msg = f"budget must be a number of 0 or more. Got {budget!r}."
        raise SitingError(msg)
    lengths = {
        "move_within_m": requirements.move_within_m,
        "apart_m": requirements.apart_m,
        **{f"lean_on[{k!r}]": v[1] for k, v in requirements.lean_on.items()},
    }
    for name, value in lengths.items():
        if value is None:
            continue
        try:
            check_positive(value, name=name)
        except ValueError as error:
            raise SitingError(str(error)) from error
    for level, share in requirements.cover_each.items():
        if not 0 <= share <= 1:
            msg = f"cover_each[{str(level)!r}] must be from 0 to 1. Got {share!r}."
            raise SitingError(msg)


def _check_levels(problem: SitingProblem, requirements: Requirements) -> None:
    asked = (
        ("at_least_one_in", requirements.at_least_one_in, problem.sites, "sites"),
        ("cover_each", requirements.cover_each, problem.places, "places"),
    )
    for name, levels, frame, table in asked:
        for level in levels:
            if level not in list(Level):
                msg = f"{name}: {level!r} is no level. "
                raise SitingError(msg + suggest(str(level), [v.value for v in Level]))
            column = Level(level).id_column
            if column not in frame.columns or frame[column].isna().all():
                msg = f"{name} asks for {level}, and {table} lack {column!r}."
                raise SitingError(msg)


def _check_tiers(problem: SitingProblem, requirements: Requirements) -> None:
    known = problem.sites["tier"].dropna().unique()
    for tier, (other, _) in requirements.lean_on.items():
        for word in (tier, other):
            if word not in known:
                msg = f"lean_on: no site is of tier {word!r}. "
                raise SitingError(msg + suggest(word, [str(k) for k in known]))
