"""p-median on the OR-Library: the published optimum, proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import shortest_path
from siting_cases import problem_of_table

from servicecircle.siting.effort import Effort
from servicecircle.siting.models.p_median import p_median
from servicecircle.siting.result import Status

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.siting.problem import SitingProblem


def read_pmed(path: Path) -> tuple[SitingProblem, int]:
    """
    Read a graph whose every node is a home and a site, and how many may open.

    Of an edge that is given twice, the last length counts, as the library says.
    """
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    (nodes, _, count), *edges = [[int(word) for word in line] for line in lines]
    length = {(min(a, b) - 1, max(a, b) - 1): c for a, b, c in edges}
    ends = np.array(list(length)).T
    graph = coo_array((list(length.values()), (ends[0], ends[1])), shape=(nodes, nodes))
    walk = shortest_path(graph.tocsr(), directed=False)
    return problem_of_table(walk, np.ones(nodes), limit_m=walk.max()), count


def optimum(folder: Path, name: str) -> int:
    """Look the published optimum up."""
    for line in (folder / "optima.txt").read_text().splitlines():
        if line.split()[:1] == [name]:
            return int(line.split()[1])
    msg = f"no optimum of {name}"
    raise AssertionError(msg)


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["pmed1", "pmed3", "pmed5"])
def test_the_published_optimum_is_proved(realdata: Path, name: str) -> None:
    """The mean walk found is the published one, and nothing is better."""
    folder = realdata / "locate" / "pmed"
    problem, count = read_pmed(folder / f"{name}.txt")
    result = p_median(problem, new_sites=count, effort=Effort(seconds=30))
    assert result.status is Status.OPTIMAL
    assert result.objective == result.bound == optimum(folder, name)
