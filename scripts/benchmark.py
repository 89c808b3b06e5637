r"""
Measure the distance kernel against NetworkX and SciPy, in one run, as ratios.

    python scripts/benchmark.py
    python scripts/benchmark.py --pbf city.osm.pbf --crs EPSG:32628
    python scripts/benchmark.py --qr my-district

Every method finds the walks of at most 500 m between all buildings, on one thread; the
slow ones do so for a sample of the buildings. The pairs they find are compared.
"""

from __future__ import annotations

import argparse
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import benchmark_qr
import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from servicecircle import (
    WalkNetwork,
    nearest_stations,
    network_from_pbf,
    snap,
    walking_distances,
)
from servicecircle.crs import parse_crs
from servicecircle.inputs.osm_places import buildings_from_pbf

if TYPE_CHECKING:
    from collections.abc import Callable

CUTOFF_M = 500.0
SEED = 7


def main() -> None:
    """Run every method on the same sample and print seconds and ratios."""
    options = read_options()
    if options.qr:
        benchmark_qr.measure(options.qr)
        return
    network, homes = city_of(options)
    print(f"{network!r}, {len(homes)} buildings, walks of at most {CUTOFF_M:g} m")
    start = time.perf_counter()
    places = snap(network, homes, limit_m=100).dropna(subset=["edge_id"])
    print(f"snapping: {time.perf_counter() - start:.2f} s")
    sample = places.sample(min(options.sample, len(places)), random_state=SEED)
    stations = places.sample(200, random_state=SEED)
    nearest_stations(network, places, stations)  # numba compiles, once
    walking_distances(network, sample, sample, cutoff_m=CUTOFF_M, threads=1)

    nearest_s = median_seconds(lambda: nearest_stations(network, places, stations))
    print(f"200 stations to all buildings: {nearest_s * 1000:.1f} ms")
    seconds, pairs = {}, {}
    for threads in (1, 2):
        name = f"servicecircle, {threads} thread{'s' if threads > 1 else ''}"
        matrix = measure(network, places, threads=threads)
        pairs[name] = len(matrix)
        seconds[name] = median_seconds(
            partial(measure, network, places, threads=threads)
        )
    expected = measure(network, sample, places, threads=1)
    graph = split_graph(network, places)
    for name, method in (("NetworkX", by_networkx), ("SciPy", by_scipy)):
        start = time.perf_counter()
        found = method(graph, sample, places)
        share = len(sample) / len(places)
        seconds[name] = (time.perf_counter() - start) / share
        pairs[name] = round(found / share)
        print(f"{name} finds {found} pairs of the sample, the kernel {len(expected)}")
    base = seconds["servicecircle, 1 thread"]
    for name, value in seconds.items():
        print(f"{name:26} {value:9.2f} s {value / base:8.2f} x {pairs[name]:>10} pairs")


def read_options() -> argparse.Namespace:
    """Read the command line."""
    about, example, how = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=f"{about} {how}",
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pbf", type=Path, help="an OSM extract (default: a lattice)")
    parser.add_argument("--crs", default="EPSG:4547", help="working CRS of the extract")
    parser.add_argument("--qr", type=Path, help="measure an area's QR points instead")
    parser.add_argument("--sample", type=int, default=500, help="for the slow methods")
    return parser.parse_args()


def city_of(options: argparse.Namespace) -> tuple[WalkNetwork, gpd.GeoSeries]:
    """Read a city from an extract, or make a bent lattice of 60,000 crossings."""
    crs = parse_crs(options.crs)
    if options.pbf:
        network = network_from_pbf(options.pbf, crs=crs)
        return network, buildings_from_pbf(options.pbf, crs=crs).geometry
    rng = np.random.default_rng(SEED)
    side, step_m = 245, 51.0
    xy = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1) * step_m
    xy = xy.reshape(-1, 2) + rng.normal(0, step_m / 6, (side * side, 2))
    node = np.arange(side * side).reshape(side, side)
    u = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    v = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    kept = rng.random(len(u)) < 0.67  # noqa: PLR2004 - about 80,000 streets
    u, v = u[kept], v[kept]
    nodes = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*xy.T), crs=crs)
    lines = shapely.linestrings(np.stack([xy[u], xy[v]], axis=1))
    edges = gpd.GeoDataFrame({"u": u, "v": v}, geometry=lines, crs=crs)
    homes = rng.uniform(0, side * step_m, (60_000, 2))
    return WalkNetwork.build(crs, nodes, edges), gpd.GeoSeries(
        gpd.points_from_xy(*homes.T), crs=crs
    )


def measure(
    network: WalkNetwork,
    sources: pd.DataFrame,
    targets: pd.DataFrame | None = None,
    *,
    threads: int,
) -> np.ndarray:
    """Measure by this package's kernel."""
    targets = sources if targets is None else targets
    matrix = walking_distances(
        network, sources, targets, cutoff_m=CUTOFF_M, threads=threads
    )
    return matrix.units


def split_graph(network: WalkNetwork, places: pd.DataFrame) -> csr_array:
    """Cut the network at every place: nodes first, then feet, then doors."""
    n, m = len(network.nodes), len(places)
    edge = places["edge_id"].to_numpy(np.int64)
    at = places["position_m"].to_numpy()
    usable = np.flatnonzero(network.usable())
    length_m = network.edges["length_m"].to_numpy()
    stop = pd.DataFrame(
        {
            "edge": np.concatenate([usable, edge, usable]),
            "at": np.concatenate([np.zeros(len(usable)), at, length_m[usable]]),
            "turn": np.repeat([0, 1, 2], [len(usable), m, len(usable)]),
            "node": np.concatenate(
                [network.u[usable], n + np.arange(m), network.v[usable]]
            ),
        }
    ).sort_values(["edge", "at", "turn"], kind="stable")
    same = stop["edge"].to_numpy()[1:] == stop["edge"].to_numpy()[:-1]
    tail = np.concatenate([stop["node"].to_numpy()[:-1][same], n + np.arange(m)])
    head = np.concatenate([stop["node"].to_numpy()[1:][same], n + m + np.arange(m)])
    along = np.diff(stop["at"].to_numpy())[same]
    metres = np.concatenate([along, places["snap_m"].to_numpy()])
    # SciPy adds up parallel streets, so only the shortest of them is given to it.
    arcs = pd.DataFrame({"tail": tail, "head": head, "metres": metres + 1e-9})
    arcs[["tail", "head"]] = np.sort(arcs[["tail", "head"]], axis=1)
    arcs = arcs.sort_values("metres").drop_duplicates(["tail", "head"])
    size = n + 2 * m
    return csr_array((arcs["metres"], (arcs["tail"], arcs["head"])), (size, size))


def by_networkx(graph: csr_array, sample: pd.DataFrame, places: pd.DataFrame) -> int:
    """Count the pairs that NetworkX finds."""
    streets = nx.from_scipy_sparse_array(graph)
    first_door = graph.shape[0] - len(places)
    found = 0
    for source in first_door + places.index.get_indexer(sample.index):
        reached = nx.single_source_dijkstra_path_length(
            streets, int(source), cutoff=CUTOFF_M + 1e-6, weight="weight"
        )
        found += sum(node >= first_door for node in reached)
    return found


def by_scipy(graph: csr_array, sample: pd.DataFrame, places: pd.DataFrame) -> int:
    """Count the pairs that SciPy finds, some sources at a time."""
    first_door = graph.shape[0] - len(places)
    sources = first_door + places.index.get_indexer(sample.index)
    found = 0
    for some in np.array_split(sources, max(1, len(sources) // 50)):
        reached = dijkstra(graph, directed=False, indices=some, limit=CUTOFF_M + 1e-6)
        found += int(np.isfinite(reached[:, first_door:]).sum())
    return found


def median_seconds(work: Callable[[], object], *, times: int = 5) -> float:
    """Time some work several times and give the median."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
