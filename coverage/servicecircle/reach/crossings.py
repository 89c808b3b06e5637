"""Paths that cross what cannot be crossed, by neither bridge nor tunnel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.findings import Finding
from servicecircle.network.access_legs import SURMOUNTABLE
from servicecircle.tables.say import LISTED
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

SHARED_M = 0.01
"""A crossing at a vertex of both is one that was drawn: a level crossing, a gate."""
THROUGH_M = 1.0
"""A path on the shore may cut a corner of the water by less."""
STRUCTURES = ("bridge", "tunnel")


def crossing_findings(network: WalkNetwork) -> list[Finding]:
    """
    Name the usable edges that cross an obstacle on the ground.

    Parameters
    ----------
    network
        Edges with the columns ``bridge`` and ``tunnel``, and ``layer`` if it is known;
        an edge of which neither is said is left out.

    Returns
    -------
    list of Finding
        A warning for each edge over a motorway, a rail or water, a note for each
        through a wall or fence. Where both have a vertex at the crossing, it was drawn
        as one and is right.
    """
    edge, obstacle, ground = _crossings(network)
    kinds = network.obstacles["kind"].to_numpy(dtype=object)[obstacle]
    names = network.edges.get("name")
    soft = np.array([kind in SURMOUNTABLE for kind in kinds], dtype=bool)
    found = []
    for k in np.lexsort((edge, soft))[:LISTED]:
        name = None if names is None else names.iloc[edge[k]]
        street = f" ({name})" if isinstance(name, str) and name else ""
        at = shapely.get_coordinates(ground[k])[0]
        message = (
            f"Edge {edge[k]}{street} crosses a {kinds[k]} at ({at[0]:.0f}, "
            f"{at[1]:.0f}), and neither bridge nor tunnel is stated."
        )
        remedy = (
            "Draw the gate as a vertex of both, or end the path at the wall."
            if soft[k]
            else "State bridge or tunnel, or end the path on its own side."
        )
        weighs = Severity.NOTE if soft[k] else Severity.WARNING
        said = (weighs, "edge-crosses-obstacle", "network", f"edge-{edge[k]}")
        found.append(Finding(*said, message, remedy, where=ground[k]))
    return found


def _crossings(
    network: WalkNetwork,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.object_]]:
    """Find edge, obstacle and the ground they share, for what is not drawn as right."""
    asked = np.flatnonzero(network.usable() & _on_the_ground(network))
    lines = network.edges.geometry.to_numpy()[asked]
    obstacles = network.obstacles.geometry.to_numpy()
    # An obstacle is long, and prepared once when it is the one that asks.
    j, i = shapely.STRtree(lines).query(obstacles, predicate="crosses")
    ground = shapely.intersection(lines[i], obstacles[j])
    areal = shapely.get_dimensions(obstacles[j]) == 2  # noqa: PLR2004 - a surface
    drawn = np.where(
        areal,
        shapely.length(ground) < THROUGH_M,
        _at_vertices(ground, lines[i]) & _at_vertices(ground, obstacles[j]),
    )
    kept = ~drawn.astype(bool)
    return asked[i[kept]], j[kept], ground[kept]


def _on_the_ground(network: WalkNetwork) -> NDArray[np.bool_]:
    """Say which edges are known to be neither on a bridge nor in a tunnel."""
    edges = network.edges
    ground = np.full(len(edges), any(name in edges for name in STRUCTURES))
    for name in STRUCTURES:
        if name in edges:
            stated = edges[name].notna().to_numpy(dtype=bool)
            ground &= stated & ~edges[name].fillna(value=False).to_numpy(dtype=bool)
    if "layer" in edges:
        ground &= edges["layer"].fillna(0).to_numpy() == 0
    return np.asarray(ground)


def _at_vertices(
    points: NDArray[np.object_], lines: NDArray[np.object_]
) -> NDArray[np.bool_]:
    """Say whether all points of each case lie at vertices of its line."""
    if not len(points):
        return np.zeros(0, dtype=bool)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    corners = np.asarray(shapely.multipoints(xy, indices=line), dtype=object)
    parts, case = shapely.get_parts(points, return_index=True)
    away = shapely.distance(parts, corners[case]) > SHARED_M
    return np.asarray(np.bincount(case[away], minlength=len(points)) == 0)
