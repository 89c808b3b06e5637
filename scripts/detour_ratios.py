r"""
Compare how much longer than the straight line walks are, in cities and made-up ones.

    python scripts/detour_ratios.py "Las Palmas=las-palmas" \
        "Futian=futian_walk.graphml" "seed 1=district-1" \
        --table docs/detours.csv --figure docs/detours.png

A walk leads from the middle of one building to the middle of another, 200 to 1000 m
away; where there is no table of buildings, and for comparison where there is one, from
a random point of the streets to another. All places are as likely as each other.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array

from servicecircle import (
    network_from_graph,
    network_of,
    read_area,
    snap,
    walking_distances,
)
from servicecircle.crs import parse_crs, suggest_crs

if TYPE_CHECKING:
    from servicecircle import WalkNetwork

NEAREST_M, FARTHEST_M = 200.0, 1000.0
ORIGINS, TARGETS = 800, 30
"""Origins drawn, and places drawn for each of them."""
GIVE_UP_M = 8_000.0
"""A walk longer than this counts as none."""
LEG_M, ISLAND_M = 100.0, 50.0
"""Access legs as in a planning area that says nothing else."""
POINTS = 20_000
"""Random points on the streets."""
PERCENTILES = (10, 25, 50, 75, 90, 95, 99)
SEED = 7


def detour_ratios(network: WalkNetwork, places: gpd.GeoSeries) -> pd.DataFrame:
    """
    Measure walks between random pairs of places.

    Parameters
    ----------
    network
        The walking network.
    places : GeoSeries of Point
        In the network's CRS.

    Returns
    -------
    DataFrame, one row a pair
        ``straight_m``, ``walk_m`` (access legs included; NaN where there is no walk of
        at most 8 km) and ``ratio``. Pairs with a place that has no street within 100 m
        are left out.
    """
    start, end = draw_pairs(places)
    drawn, rows = np.unique([start, end], return_inverse=True)
    spots = snap(
        network, places.iloc[drawn], limit_m=LEG_M, island_tolerance_m=ISLAND_M
    )
    has_street = spots["edge_id"].notna().to_numpy()
    fine = has_street[rows].all(axis=0)
    start, end = start[fine], end[fine]
    sources, targets = np.unique(start), np.unique(end)
    walks = walking_distances(
        network,
        spots.loc[places.index[sources]],
        spots.loc[places.index[targets]],
        cutoff_m=GIVE_UP_M,
    )
    found = walks.walk_m
    at = csr_array(
        (np.arange(1, len(found) + 1), walks.station, walks.indptr),
        shape=(len(sources), len(targets)),
    )[np.searchsorted(sources, start), np.searchsorted(targets, end)]
    walk_m = np.append(np.nan, found)[np.asarray(at).ravel()]
    xy = shapely.get_coordinates(places.to_numpy())
    straight_m = np.hypot(*(xy[start] - xy[end]).T)
    return pd.DataFrame(
        {"straight_m": straight_m, "walk_m": walk_m, "ratio": walk_m / straight_m}
    )


def draw_pairs(places: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray]:
    """Draw origins, and for each of them places 200 to 1000 m away, by position."""
    chance = np.random.default_rng(SEED)
    points = places.to_numpy()
    xy = shapely.get_coordinates(points)
    tree = shapely.STRtree(points)
    pairs = []
    for one in chance.choice(len(points), ORIGINS, replace=False).tolist():
        near = np.sort(tree.query(shapely.buffer(points[one], FARTHEST_M)))
        metres = np.hypot(*(xy[near] - xy[one]).T)
        near = near[(metres >= NEAREST_M) & (metres <= FARTHEST_M)]
        some = chance.choice(near, min(TARGETS, len(near)), replace=False)
        pairs += [(one, other) for other in some.tolist()]
    start, end = np.array(pairs).T
    return start, end


def summary(ratios: pd.DataFrame) -> dict[str, float]:
    """Give the percentiles of the ratio, and the share of pairs without a walk."""
    ratio = ratios["ratio"].to_numpy()
    return {
        "pairs": len(ratio),
        **{f"p{p}": float(np.nanpercentile(ratio, p)) for p in PERCENTILES},
        "share_unreached": float(np.isnan(ratio).mean()),
    }


def points_on(network: WalkNetwork) -> gpd.GeoSeries:
    """Draw random points on the usable streets, each metre as likely as another."""
    chance = np.random.default_rng(SEED)
    edges = network.edges[network.usable()]
    length = edges["length_m"].to_numpy()
    chosen = chance.choice(len(edges), POINTS, p=length / length.sum())
    lines = edges.geometry.to_numpy()[chosen]
    at = shapely.line_interpolate_point(lines, chance.random(POINTS), normalized=True)
    return gpd.GeoSeries(at, index=[f"P{k}" for k in range(POINTS)], crs=network.crs)


def read_place(text: str) -> dict[str, pd.DataFrame]:
    """Measure a planning area's folder, or an OSMnx graph, between its places."""
    path = Path(text)
    if path.is_dir():
        area = read_area(path)
        network = network_of(area)
        homes = area.buildings.geometry.representative_point()
        return {
            "buildings": detour_ratios(network, homes),
            "points": detour_ratios(network, points_on(network)),
        }
    import osmnx as ox  # noqa: PLC0415 - loads where it is used

    graph = ox.load_graphml(path)
    nodes = pd.DataFrame.from_dict(dict(graph.nodes(data=True)), orient="index")
    crs = parse_crs(suggest_crs(nodes["x"].mean(), nodes["y"].mean()))
    network = network_from_graph(graph, crs=crs)
    return {"points": detour_ratios(network, points_on(network))}


def draw(measured: dict[tuple[str, str], pd.DataFrame], path: Path) -> None:
    """Draw the shares of walks up to every ratio, one panel a kind of place."""
    import matplotlib as mpl  # noqa: PLC0415 - loads where it is used
    from matplotlib.figure import Figure  # noqa: PLC0415

    mpl.rcParams["font.size"] = 9
    figure = Figure(figsize=(9, 4), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    names = dict.fromkeys(name for name, _ in measured)
    colour = {name: f"C{number}" for number, name in enumerate(names)}
    titles = {"buildings": "between buildings", "points": "between points of streets"}
    for panel, (between, title) in zip(panels, titles.items(), strict=True):
        for (name, kind), ratios in measured.items():
            if kind == between:
                ratio = np.sort(ratios["ratio"].dropna().to_numpy())
                share = np.arange(1, len(ratio) + 1) / len(ratio)
                made_up = name.startswith("seed")
                panel.plot(
                    ratio,
                    share,
                    label=f"{name} (synthetic)" if made_up else name,
                    color=colour[name],
                    linewidth=1 if made_up else 2,
                    linestyle="--" if made_up else "-",
                )
        panel.set(xlim=(1, 3), ylim=(0, 1), title=title, xlabel="walk / straight line")
        panel.grid(alpha=0.3)
        panel.legend(loc="lower right", frameon=False)
    panels[0].set_ylabel("share of walks (200 to 1000 m apart)")
    figure.savefig(path, dpi=110, metadata={"Software": None})


def main() -> None:
    """Measure what the command line names, and write the table and the picture."""
    about, example, how = (__doc__ or "").strip().split("\n\n")
    parser = argparse.ArgumentParser(
        description=f"{about} {how}",
        epilog=f"Example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("places", nargs="+", help="NAME=FOLDER of an area, or NAME=FILE.graphml")
    add("--table", type=Path, help="where to write the percentiles (CSV)")
    add("--figure", type=Path, help="where to draw the distributions (PNG)")
    options = parser.parse_args()
    measured = {}
    for place in options.places:
        name, _, path = place.partition("=")
        for between, ratios in read_place(path).items():
            measured[name, between] = ratios
    table = pd.DataFrame(
        [
            {"place": name, "between": between, **summary(ratios)}
            for (name, between), ratios in measured.items()
        ]
    ).round(3)
    print(table.to_string(index=False))
    if options.table:
        table.to_csv(options.table, index=False)
    if options.figure:
        draw(measured, options.figure)


if __name__ == "__main__":
    main()
