"""Walled ground with buildings on it, and where ways pass through its wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import STRtree

from servicecircle.network.access_legs import SURMOUNTABLE

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from servicecircle.network.walk_network import WalkNetwork

GAP_M = 12.0
"""Two ends of a wall this near to one another leave a gap for a gate."""
DRAWN_M = 0.01
"""Ends this near are one."""
STOPS_M = 6.0
"""A path that ends so soon behind a wall stops at it: a locked gate, or none."""
STRUCTURES = ("bridge", "tunnel")


def wall_crossings(
    network: WalkNetwork, inside: NDArray[np.object_]
) -> tuple[NDArray[np.object_], NDArray[np.int64], NDArray[np.bool_]]:
    """
    Find where usable ways pass through the walls of compounds.

    Parameters
    ----------
    network
        Its obstacles that are walls, fences or hedges enclose compounds, gaps of up to
        12 m between two ends of walls counting as closed.
    inside
        A point in each building: ground without any is no compound.

    Returns
    -------
    points
        Where the ways pass, sorted by x and y.
    edge
        The edge that passes.
    gap
        Whether it passes through a gap; else it runs through the wall as drawn.

    Notes
    -----
    Bridges and tunnels pass over and under, and a path that ends within 6 m of the
    wall does not pass.
    """
    kinds = network.obstacles["kind"].isin(SURMOUNTABLE).to_numpy()
    walls = _lines(network.obstacles.geometry.to_numpy()[kinds])
    gaps = _gaps(walls)
    parts = np.concatenate([walls, gaps])
    is_gap = np.repeat([False, True], [len(walls), len(gaps)])
    around = _borders(parts, inside)
    edge = np.flatnonzero(network.usable() & ~_above_or_below(network))
    lines = network.edges.geometry.to_numpy()[edge]
    part, line = STRtree(lines).query(parts, predicate="intersects")
    # A way along the wall shares a stretch with it and passes nowhere.
    met = shapely.intersection(lines[line], parts[part])
    point, pair = shapely.get_parts(met, return_index=True)
    passes = shapely.get_type_id(point) == shapely.GeometryType.POINT
    point, pair = point[passes], pair[passes]
    on = shapely.dwithin(around, point, DRAWN_M)
    on &= ~_stops(network, point, edge[line[pair]])
    point, pair = point[on], pair[on]
    order = np.lexsort((edge[line[pair]], shapely.get_y(point), shapely.get_x(point)))
    point, pair = point[order], pair[order]
    return point, edge[line[pair]], is_gap[part[pair]]


def _stops(
    network: WalkNetwork, point: NDArray[np.object_], edge: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say which edges end soon after they meet the wall, and lead nowhere."""
    usable = network.usable()
    joined = np.concatenate([network.u[usable], network.v[usable]])
    degree = np.bincount(joined, minlength=len(network.nodes))
    lines = network.edges.geometry.to_numpy()[edge]
    stops = np.zeros(len(point), dtype=bool)
    for node, last in ((network.u, 0), (network.v, -1)):
        left_m = shapely.distance(point, shapely.get_point(lines, last))
        stops |= (degree[node[edge]] == 1) & (left_m <= STOPS_M)
    return stops


def _lines(walls: NDArray[np.object_]) -> NDArray[np.object_]:
    """Draw every wall as single lines, as long as they can be without a fork."""
    areal = shapely.get_dimensions(walls) == 2  # noqa: PLR2004 - a surface
    drawn = np.where(areal, shapely.boundary(walls), walls)
    merged = shapely.line_merge(shapely.union_all(drawn))
    lines = shapely.get_parts(merged)
    return np.asarray(lines[shapely.length(lines) > 0], dtype=object)


def _gaps(walls: NDArray[np.object_]) -> NDArray[np.object_]:
    """Join every loose end of a wall to the nearest other one, if it is near."""
    ends = shapely.get_point(
        np.concatenate([walls, walls]), np.repeat([0, -1], len(walls))
    )
    tree = STRtree(ends)
    one, other = tree.query(ends, predicate="dwithin", distance=GAP_M)
    apart_m = shapely.distance(ends[one], ends[other])
    # Ends that meet others are no loose ends.
    loose = np.bincount(one[apart_m <= DRAWN_M], minlength=len(ends)) == 1
    kept = loose[one] & loose[other] & (one != other)
    one, other, apart_m = one[kept], other[kept], apart_m[kept]
    order = np.lexsort((other, apart_m, one))
    _, first = np.unique(one[order], return_index=True)
    pairs = np.sort(np.stack([one, other], axis=1)[order[first]], axis=1)
    pairs = np.unique(pairs, axis=0)
    xy = shapely.get_coordinates(ends)
    return np.asarray(shapely.linestrings(xy[pairs]), dtype=object)


def _borders(parts: NDArray[np.object_], inside: NDArray[np.object_]) -> BaseGeometry:
    """Draw the borders of the grounds that walls and gaps enclose."""
    noded = shapely.get_parts(shapely.node(shapely.union_all(parts)))
    ground = shapely.get_parts(shapely.polygonize(noded))
    face, _ = STRtree(inside).query(ground, predicate="contains")
    rings = shapely.boundary(ground[np.unique(face)])
    around = shapely.union_all(rings)
    shapely.prepare(around)
    return around


def _above_or_below(network: WalkNetwork) -> NDArray[np.bool_]:
    """Say which edges are bridges or tunnels."""
    away = np.zeros(len(network.edges), dtype=bool)
    for name in STRUCTURES:
        if name in network.edges:
            stated = network.edges[name]
            away |= stated.fillna(value=False).to_numpy(dtype=bool)
    return away
