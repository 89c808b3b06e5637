"""A walking network, and distances on it, as a notebook shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.cards import Bar, Paint, bars, card, count, small_map
from servicecircle.crs import label

if TYPE_CHECKING:
    from servicecircle.network.distances import DistanceMatrix
    from servicecircle.network.walk_network import WalkNetwork

STREET = "#8f979c"
STEPS = "#7b3294"
APART = "#1f9ed1"
CLOSED = "#d62728"
OBSTACLE = "#8c5a2b"
CLASSES = 5
"""Of walks by length."""


def network_card(network: WalkNetwork) -> str:
    """Write a card of a network: lengths, islands, what is closed, a map."""
    edges = network.edges
    km = edges["length_m"].to_numpy() / 1000
    usable = network.usable()
    steps = edges["steps"].to_numpy(dtype=bool) & usable
    island = network.islands[network.u]
    apart = usable & (island > 0)
    facts = {
        "coordinates": label(network.crs),
        "nodes": count(len(network.nodes)),
        "edges": count(len(edges)),
        "length": f"{km[usable].sum():,.1f} km",
        "of it steps": f"{km[steps].sum():,.2f} km",
        "closed": f"{count((~usable).sum())} edges, {km[~usable].sum():,.2f} km",
        "islands": f"{count(len(np.unique(island[apart])))}, {km[apart].sum():,.2f} km",
        "gates and barriers": count(len(network.openings)),
        "obstacles": count(len(network.obstacles)),
    }
    lines = np.asarray(edges.geometry.array, dtype=object)
    across = np.asarray(network.obstacles.geometry.array, dtype=object)
    picture = small_map(
        [
            Paint("nobody crosses", across, OBSTACLE),
            Paint("walked", lines[usable & ~steps & ~apart], STREET),
            Paint("joined to nothing", lines[apart], APART, 2),
            Paint("steps", lines[steps], STEPS, 2),
            Paint("closed", lines[~usable], CLOSED, 3),
        ],
        label="The walking network",
    )
    return card("Walking network", facts, picture=picture)


def distances_card(matrix: DistanceMatrix) -> str:
    """Write a card of distances: how many walks, and how long they are."""
    with_any = int((np.diff(matrix.indptr) > 0).sum())
    pairs = len(matrix.units)
    facts = {
        "places": count(len(matrix.places)),
        "with a station in reach": count(with_any),
        "stations": count(len(matrix.stations)),
        "walks": count(pairs),
        "no farther than": f"{matrix.cutoff_m:,g} m",
        "stations per place": f"{pairs / max(len(matrix.places), 1):.1f}",
    }
    ends = np.linspace(0.0, matrix.cutoff_m, CLASSES + 1)
    # The limit itself counts, so each class ends with its end.
    where = np.clip(np.searchsorted(ends, matrix.walk_m, side="left"), 1, CLASSES)
    amounts = np.bincount(where, minlength=CLASSES + 1)[1:]
    rows = [
        Bar(f"to {end:,.0f} m", float(amount), count(amount))
        for end, amount in zip(ends[1:], amounts, strict=True)
    ]
    return card("Walking distances", facts, more=[bars(rows)])
