"""Small towns in which units need a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.siting.models.example import problem_of

if TYPE_CHECKING:
    from servicecircle.siting.problem import SitingProblem

FAR = np.inf


def with_units(problem: SitingProblem, units: list[str | None]) -> SitingProblem:
    """Say which red sub-grid each home lies in."""
    return problem.replace(places=problem.places.assign(red_sub_grid_id=units))


def town() -> SitingProblem:
    """Three units of one home each; b serves R1 and R2, a station serves R1 alone."""
    walk_m = np.array(
        [[100.0, 300.0, FAR, FAR], [FAR, 200.0, 50.0, FAR], [FAR, FAR, FAR, 450.0]]
    )
    made = problem_of(walk_m, [10, 20, 40], limit_m=400, cutoff_m=500, stations=1)
    return with_units(made, ["R1", "R2", "R3"])


def random_town(seed: int, *, room: bool) -> SitingProblem:
    """Draw five homes in three units and four sites, two of them stations."""
    chance = np.random.default_rng(seed)
    walk_m = chance.integers(1, 9, (5, 4)) * 100.0
    walk_m[chance.random((5, 4)) < 0.3] = FAR
    weight = chance.integers(1, 5, 5).astype(float).tolist()
    made = problem_of(walk_m, weight, limit_m=600, cutoff_m=800, stations=2)
    if room:
        capacity = chance.integers(3, 12, 4).astype(float)
        made = made.replace(sites=made.sites.assign(capacity=capacity))
    return with_units(made, ["R1", "R1", "R2", "R2", "R3"])
