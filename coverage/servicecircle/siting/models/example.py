"""A problem small enough to solve in the head, for the examples of the models."""

from __future__ import annotations

import numpy as np
import pandas as pd

from servicecircle.network.distances import DistanceMatrix
from servicecircle.network.walk_network import to_units
from servicecircle.siting.problem import SitingProblem

UNKNOWN_M = np.inf


def three_homes() -> SitingProblem:
    """
    Make three homes, a station *a* and two candidates *b* and *c*.

    ===== ====== ===== ===== =====
    home  weight to a  to b  to c
    ===== ====== ===== ===== =====
    h1    10     100 m 300 m --
    h2    20     --    200 m 450 m
    h3    40     --    --    350 m
    ===== ====== ===== ===== =====

    The limit is 400 m, the cutoff 500 m.
    """
    walk_m = np.array(
        [[100.0, 300.0, np.inf], [np.inf, 200.0, 450.0], [np.inf, np.inf, 350.0]]
    )
    return problem_of(walk_m, [10.0, 20.0, 40.0], limit_m=400, cutoff_m=500, stations=1)


def problem_of(
    walk_m: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    weight: list[float],
    *,
    limit_m: float,
    cutoff_m: float,
    stations: int = 0,
) -> SitingProblem:
    """
    Make a problem of a table of walks, one row a home, one column a site.

    Homes are h1, h2, ..., sites a, b, ...; the first `stations` of these are there
    already. Opening a site costs 1, and it can serve anybody.
    """
    homes = pd.Index([f"h{n + 1}" for n in range(len(weight))])
    sites = pd.Index([chr(ord("a") + n) for n in range(walk_m.shape[1])])
    frame = pd.DataFrame(
        {
            "name": sites,
            "host_type": pd.array([None] * len(sites), dtype="str"),
            "tier": pd.array([None] * len(sites), dtype="str"),
            "existing": np.arange(len(sites)) < stations,
            "cost": 1.0,
            "capacity": np.nan,
        },
        index=sites,
    )
    places = pd.DataFrame({"weight": weight}, index=homes)
    walks = _sparse(walk_m, homes, sites, cutoff_m)
    return SitingProblem(places, frame, walks, limit_m)


def _sparse(
    walk_m: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    rows: pd.Index[str],
    columns: pd.Index[str],
    cutoff_m: float,
) -> DistanceMatrix:
    known = walk_m <= cutoff_m
    start = np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype(np.int64)
    column = np.nonzero(known)[1].astype(np.int32)
    units = to_units(walk_m[known]).astype(np.int32)
    return DistanceMatrix(rows, columns, start, column, units, cutoff_m)
