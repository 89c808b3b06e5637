"""Maximal covering of Sao Jose dos Campos at 800 m: every published optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist
from siting_cases import problem_of_table

from servicecircle.siting.models.maximal_covering import maximal_covering
from servicecircle.siting.models.set_covering import set_covering
from servicecircle.siting.result import Status

if TYPE_CHECKING:
    from pathlib import Path

    from servicecircle.siting.problem import SitingProblem


def read_sjc(path: Path) -> SitingProblem:
    """Read points with demands, each of which could be a site."""
    x, y, demand = np.loadtxt(path, skiprows=1).T
    points = np.column_stack([x, y])
    return problem_of_table(cdist(points, points), demand, limit_m=800.0)


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["SJC324", "SJC402"])
def test_every_published_optimum_is_proved(realdata: Path, name: str) -> None:
    """For any number of sites the demand covered is the published one."""
    folder = realdata / "locate" / "sjc"
    optima = pd.read_csv(folder / "optima_r800.csv").query("instance == @name")
    problem = read_sjc(folder / f"{name}.txt")
    for count, wanted in optima[["p", "optimum"]].itertuples(index=False):
        result = maximal_covering(problem, new_sites=count)
        assert result.status is Status.OPTIMAL
        assert result.objective == result.bound == wanted
    fewest = set_covering(problem, share=1.0)
    assert fewest.objective == optima["p"].max()
