"""What weights change: the choice with them beside the choice without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from servicecircle.siting.met import covered
from servicecircle.siting.weights import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.siting.effort import Effort
    from servicecircle.siting.problem import SitingProblem
    from servicecircle.siting.question import Question
    from servicecircle.siting.result import SitingResult
    from servicecircle.siting.weights import Weights


@dataclass(frozen=True, eq=False)
class Weighing:
    """
    Two choices side by side.

    Parameters
    ----------
    table
        A row a new site of either: ``site_id``, ``name``, ``with_weights``,
        ``without_weights``.
    told
        The file, the sites that only one of the choices has, and what each covers,
        in residents and weighted; and the status of the choice without.
    """

    table: pd.DataFrame
    told: dict[str, Any]


def weigh(
    problem: SitingProblem,
    question: Question,
    result: SitingResult,
    weights: Weights,
    *,
    effort: Effort,
) -> Weighing:
    """
    Ask the same question without weights, and compare.

    Parameters
    ----------
    problem
        With weights, as `weighted` gives it.
    question, result
        What was asked of it, and what came of that.
    weights
        The weights.
    effort
        For the choice without them.
    """
    other = question.solve(plain(problem), effort=effort)
    mine, theirs = _open(problem, result), _open(problem, other)
    new = ~problem.existing
    either = (mine | theirs) & new
    table = pd.DataFrame(
        {
            "site_id": problem.sites.index[either],
            "name": problem.sites["name"].to_numpy()[either],
            "with_weights": mine[either],
            "without_weights": theirs[either],
        }
    )
    ids = problem.sites.index
    told = {
        "file": weights.file,
        "sha256": weights.sha256,
        "buildings_unnamed": weights.unnamed,
        "only_with": list(ids[mine & ~theirs & new]),
        "only_without": list(ids[theirs & ~mine & new]),
        "with": _worth(problem, mine),
        "without": _worth(problem, theirs),
        "status_without": other.status.value,
    }
    return Weighing(table, told)


def _open(problem: SitingProblem, result: SitingResult) -> NDArray[np.bool_]:
    open_ = result.sites.index[result.sites["action"] != "close"]
    return np.asarray(problem.sites.index.isin(open_))


def _worth(problem: SitingProblem, open_: NDArray[np.bool_]) -> dict[str, float]:
    reached = covered(problem, open_)
    return {
        "residents_covered": float(plain(problem).weight[reached].sum()),
        "weighted_covered": float(problem.weight[reached].sum()),
    }
