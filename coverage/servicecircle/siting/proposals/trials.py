"""How a proposal stands when the figures it rests on are somewhat different."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from servicecircle.errors import SitingError
from servicecircle.siting.effort import Clock, Effort
from servicecircle.siting.question import Question
from servicecircle.siting.several_services import SERVICE
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from servicecircle.siting.problem import SitingProblem

    Flags = NDArray[np.bool_]

RADII = (0.9, 1.1)
"""450 and 550 m where the standard is 500 m."""
SPREAD = 0.2
"""By how much of itself a unit's number of residents may be off, either way."""
FIRST_SEED = 20_240_501


class Trials(NamedTuple):
    """
    What came of the trials.

    ``table`` has one row a trial: ``trial``, ``covered`` by the proposal, ``best``
    found anew, ``bound`` on it, ``lost_share``, by how much of the best the proposal is
    behind, and ``same_sites``, how many of its sites the new choice has too.
    ``chosen`` says for each new site, by id, in which share of the trials it was chosen
    again.
    """

    table: pd.DataFrame
    chosen: pd.Series[float]


def run_trials(  # noqa: PLR0913 - what trials depend on
    problem: SitingProblem,
    question: Question,
    open_: Flags,
    *,
    seeds: int,
    effort: Effort,
    advance: Callable[[float], None] = lambda _share: None,
) -> Trials:
    """
    Choose anew with a shorter and a longer walk, and with other residents.

    Parameters
    ----------
    problem
        The problem, with walks known for a tenth more than the limit; with less, the
        longer walk is left out.
    question
        What was asked; the trials ask for the most residents with as many new sites.
    open_
        Which sites are open, shape (sites,).
    seeds
        How many times residents are drawn: in each unit of the finest level up to a
        fifth more or fewer, all its places alike, the same draws each time.
    effort
        For all trials together; its gap is good enough for each of them.
    advance
        Told the share of the trials that are done.

    Notes
    -----
    Trials that end before anything is found, or in which the requirements cannot be
    met, are left out.
    """
    clock = Clock(effort)
    new = open_ & ~problem.existing
    asked = Question(
        "maximal_covering",
        new_sites=int(new.sum()),
        requirements=question.requirements,
    )
    count = len(RADII) + seeds
    rows, again = [], np.zeros(len(open_))
    for number, (name, trial) in enumerate(_trials(problem, seeds)):
        seconds = clock.left / (count - number)
        if clock.over():
            break
        try:
            result = asked.solve(trial, effort=replace(effort, seconds=seconds))
        except SitingError:
            continue
        chosen = _opened(result.sites, trial)
        covered = asked.objective(trial, open_)
        best = max(result.objective, covered)
        rows.append(
            {
                "trial": name,
                "covered": covered,
                "best": best,
                "bound": result.bound,
                "lost_share": (best - covered) / best if best else 0.0,
                "same_sites": int((chosen & new).sum()),
            }
        )
        again += chosen
        advance((number + 1) / count)
    columns = ["trial", "covered", "best", "bound", "lost_share", "same_sites"]
    share = again / len(rows) if rows else np.full(len(open_), np.nan)
    ids = problem.sites.index
    return Trials(
        pd.DataFrame(rows, columns=columns), pd.Series(share[new], index=ids[new])
    )


def _trials(problem: SitingProblem, seeds: int) -> Iterator[tuple[str, SitingProblem]]:
    """Give each trial a name and its problem."""
    for factor in RADII:
        limit_m = problem.limit_m * factor
        if limit_m <= problem.walks.cutoff_m:
            name = f"{limit_m:g} m"
            if SERVICE in problem.places:
                name = f"{factor:.0%} of each standard"
            yield name, problem.replace(limit_m=limit_m)
    unit = _finest_unit(problem)
    for seed in range(seeds):
        draws = np.random.default_rng(FIRST_SEED + seed)
        factors = draws.uniform(1 - SPREAD, 1 + SPREAD, int(unit.max(initial=0)) + 1)
        weight = np.round(problem.weight * factors[unit])
        places = problem.places.assign(weight=weight)
        name = f"residents +-{SPREAD:.0%}, draw {seed + 1}"
        yield name, problem.replace(places=places)


def _finest_unit(problem: SitingProblem) -> NDArray[np.int64]:
    """Give each place its unit as a number; its own where there are no units."""
    for level in reversed(Level):
        if level.id_column in problem.places:
            code, _ = pd.factorize(problem.places[level.id_column], sort=True)
            return np.where(code < 0, code.max(initial=0) + 1, code).astype(np.int64)
    return np.arange(len(problem.places))


def _opened(sites: pd.DataFrame, problem: SitingProblem) -> Flags:
    opened = sites.index[sites["action"].isin(["open", "move"])]
    return np.asarray(problem.sites.index.isin(opened))
