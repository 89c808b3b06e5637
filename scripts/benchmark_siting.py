r"""
Measure siting against spopt, in one run, as ratios; and siting alone on a district.

    python scripts/benchmark_siting.py
    python scripts/benchmark_siting.py --area district/area --every-building

spopt (`pip install spopt`) writes dense models in PuLP and has CBC solve them. Both are
given the same walks; seconds are CPU seconds, of CBC too, from walks to choice.
"""

from __future__ import annotations

import argparse
import resource
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle.area.read import read_area
from servicecircle.network.distances import DistanceMatrix
from servicecircle.network.from_area import network_of
from servicecircle.network.walk_network import to_units
from servicecircle.siting.effort import Effort
from servicecircle.siting.from_area import siting_problem
from servicecircle.siting.frontier import frontier
from servicecircle.siting.models.maximal_covering import maximal_covering
from servicecircle.siting.models.p_center import p_center
from servicecircle.siting.models.p_median import p_median
from servicecircle.siting.models.set_covering import set_covering
from servicecircle.siting.problem import SitingProblem

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 7
LIMIT_M = 500.0
LATTICE_M = 100.0
"""A unit of spopt's lattice, so that its walks are told apart in whole 0.1 mm."""
LATTICE_LIMIT = 7.0
PLACES, SITES, COUNT = 20_000, 500, 30


class Case(NamedTuple):
    """Walks of all places to all sites, and what places weigh."""

    name: str
    walk_m: np.ndarray
    weight: np.ndarray
    limit_m: float
    new_sites: int


def main() -> None:
    """Run what is asked and print seconds, objectives and ratios."""
    options = read_options()
    compile_loops()
    if options.area:
        on_district(options.area, every_building=options.every_building)
        return
    for sites in (5, 10):
        case = spopt_example(sites)
        for model in ("MCLP", "LSCP", "PMedian", "PCenter"):
            compare(case, model)
    compare(large_case(), "MCLP")


def read_options() -> argparse.Namespace:
    """Read the command line."""
    about, example, how = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=f"{about} {how}",
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--area", type=Path, help="an area: siting alone, no spopt")
    parser.add_argument("--every-building", action="store_true")
    return parser.parse_args()


def compile_loops() -> None:
    """Have numba compile, once, on a small problem."""
    random = np.random.default_rng(SEED)
    walk = random.uniform(0, 1000, (300, 40))
    problem = as_problem(walk, np.ones(300), LIMIT_M, cutoff_m=LIMIT_M)
    maximal_covering(problem, new_sites=3)


def spopt_example(sites: int) -> Case:
    """Build what spopt's notebooks and tests show: people along a lattice."""
    import spaghetti  # noqa: PLC0415 - loads here
    from spopt.locate.util import (  # noqa: PLC0415
        simulated_geo_points,
    )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lattice = spaghetti.regular_lattice((0, 0, 10, 10), 9, exterior=True)
        network = spaghetti.Network(in_data=lattice)
        streets = spaghetti.element_as_gdf(network, arcs=True)
        ground = streets.buffer(0.2).union_all()
        for name, count, seed in (("clients", 100, 5), ("facilities", sites, 6)):
            points = simulated_geo_points(
                gpd.GeoDataFrame(geometry=[ground]), needed=count, seed=seed
            )
            network.snapobservations(points, name, attribute=True)
        patterns = network.pointpatterns
        walk = network.allneighbordistances(
            sourcepattern=patterns["clients"], destpattern=patterns["facilities"]
        )
    weight = np.random.default_rng(SEED).integers(1, 12, len(walk)).astype(float)
    # Lengths are whole tenths of a millimetre, for both.
    metres = np.asarray(np.round(walk * LATTICE_M, 4))
    return Case(f"lattice 100 x {sites}", metres, weight, LATTICE_LIMIT * LATTICE_M, 4)


def large_case() -> Case:
    """Make people in 120 neighbourhoods and sites among them, 7 km square."""
    random = np.random.default_rng(SEED)
    middle = random.uniform(0, 7000, (120, 2))
    size = random.uniform(150, 700, 120)
    lives = random.integers(0, 120, PLACES)
    homes = middle[lives] + random.normal(size=(PLACES, 2)) * size[lives, None]
    sites = homes[random.choice(PLACES, SITES, replace=False)]
    apart = homes[:, None, :] - sites[None, :, :]
    walk = np.asarray(np.round(np.hypot(apart[..., 0], apart[..., 1]), 4))
    weight = np.round(random.lognormal(2.7, 0.9, PLACES)) + 1
    return Case(f"made up {PLACES:,} x {SITES}", walk, weight, LIMIT_M, COUNT)


def compare(case: Case, model: str) -> None:
    """Solve one model both ways and print a line."""
    ours, seconds = measured(lambda: solve_here(case, model))
    theirs, their_seconds = measured(lambda: solve_by_spopt(case, model))
    same = "same" if np.isclose(ours, theirs, rtol=1e-6) else "DIFFERENT"
    print(
        f"{case.name:20} {model:8} objective {ours:14,.1f} / {theirs:14,.1f} {same}"
        f"  seconds {seconds:8.3f} / {their_seconds:8.3f}"
        f"  spopt takes {their_seconds / seconds:7.1f} x",
        flush=True,
    )


def measured(work: Callable[[], Any]) -> tuple[Any, float]:
    """Do some work and give what came of it and its CPU seconds, of children too."""
    before = _cpu_seconds()
    found = work()
    return found, _cpu_seconds() - before


def solve_here(case: Case, model: str) -> float:
    """Solve by this package, from the walks that the model looks at."""
    longest = float(case.walk_m.max())
    limit = everybody_m(case) if model == "LSCP" else case.limit_m
    cutoff = longest if model in {"PMedian", "PCenter"} else limit
    problem = as_problem(case.walk_m, case.weight, limit, cutoff_m=cutoff)
    result = {
        "MCLP": lambda: maximal_covering(problem, new_sites=case.new_sites),
        "LSCP": lambda: set_covering(problem),
        "PMedian": lambda: p_median(problem, new_sites=case.new_sites),
        "PCenter": lambda: p_center(problem, new_sites=case.new_sites),
    }[model]()
    if result.status.value != "optimal":
        print(f"{case.name} {model}: not proved, {result!r}")
    return result.objective


def solve_by_spopt(case: Case, model: str) -> float:
    """Solve by spopt with CBC, its default."""
    import pulp  # noqa: PLC0415 - loads here
    from spopt import locate  # noqa: PLC0415

    made = {
        "MCLP": lambda: locate.MCLP.from_cost_matrix(
            case.walk_m, case.weight, case.limit_m, case.new_sites
        ),
        "LSCP": lambda: locate.LSCP.from_cost_matrix(case.walk_m, everybody_m(case)),
        "PMedian": lambda: locate.PMedian.from_cost_matrix(
            case.walk_m, case.weight, case.new_sites
        ),
        "PCenter": lambda: locate.PCenter.from_cost_matrix(case.walk_m, case.new_sites),
    }[model]()
    solved = made.solve(pulp.PULP_CBC_CMD(msg=False), results=False)
    return float(solved.problem.objective.value())


def everybody_m(case: Case) -> float:
    """Give a limit within which everybody can be covered, as LSCP asks."""
    return float(case.walk_m.min(axis=1).max()) + LATTICE_M


def as_problem(
    walk_m: np.ndarray, weight: np.ndarray, limit_m: float, *, cutoff_m: float
) -> SitingProblem:
    """Turn a table of walks into a problem, with the walks up to a cutoff."""
    places = pd.Index([f"h{n:05}" for n in range(len(walk_m))])
    sites = pd.Index([f"s{n:05}" for n in range(walk_m.shape[1])])
    frame = pd.DataFrame(
        {
            "name": sites,
            "host_type": pd.array([None] * len(sites), dtype="str"),
            "tier": pd.array([None] * len(sites), dtype="str"),
            "existing": False,
            "cost": 1.0,
            "capacity": np.nan,
        },
        index=sites,
    )
    near = walk_m <= cutoff_m
    start = np.concatenate([[0], np.cumsum(near.sum(axis=1))]).astype(np.int64)
    column = np.nonzero(near)[1]
    matrix = DistanceMatrix(
        places,
        sites,
        start,
        column.astype(np.int32),
        to_units(walk_m[near]).astype(np.int32),
        cutoff_m,
    )
    return SitingProblem(
        pd.DataFrame({"weight": weight}, index=places), frame, matrix, limit_m
    )


def on_district(folder: Path, *, every_building: bool) -> None:
    """Solve for 10, 30 and 100 sites, then the frontier, and print all gaps."""
    area = read_area(folder)
    problem = siting_problem(
        area, network_of(area), every_building=every_building
    ).problem
    print(problem)
    for count in (10, 30, 100):
        effort = Effort(seconds=60)
        result, seconds = measured(
            partial(maximal_covering, problem, new_sites=count, effort=effort)
        )
        print(f"{count:4} sites: {result!r} {seconds:.1f} s, {_peak()}", flush=True)
    points, seconds = measured(
        lambda: frontier(problem, most_sites=100, effort=Effort(seconds=120))
    )
    proved = int((points["gap"] == 0).sum())
    print(
        f"frontier: {len(points)} points, {proved} proved, largest gap "
        f"{points['gap'].max():.4%}, {seconds:.1f} s, {_peak()}"
    )


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> str:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{kilobytes / 1024:,.0f} MB at most"


if __name__ == "__main__":
    main()
