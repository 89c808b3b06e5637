"""Doors that the walking network draws: paths that end at a house, or lead into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import STRtree

    from servicecircle.network.walk_network import WalkNetwork

TOUCH_M = 0.5
"""A path that ends so near to an outline ends at it."""
DRAWN_M = 0.05
"""A vertex so near to an outline was drawn on it."""
LEADS_IN = frozenset({"footway", "path", "steps", "corridor"})
"""Kinds of way that lead into houses; streets lead under them."""


@dataclass(frozen=True, eq=False)
class PathDoors:
    """Places on outlines, in arrays side by side, sorted by building and place."""

    building: NDArray[np.int64]
    edge: NDArray[np.int64]
    xy: NDArray[np.float64]


def path_ends(
    network: WalkNetwork, tree: STRtree, asked: NDArray[np.int64], *, passage_m: float
) -> PathDoors:
    """
    Find where dead ends of paths meet outlines from outside.

    Parameters
    ----------
    network
        A dead end is a node that one usable edge leads to.
    tree
        Of all footprints.
    asked
        Positions of the buildings that look for doors.
    passage_m
        An end that is this near to two houses is the door of neither: it may stand at
        the wall between them.

    Returns
    -------
    PathDoors
        The point of the outline nearest to each end.
    """
    usable = np.flatnonzero(network.usable())
    ends = np.concatenate([network.u[usable], network.v[usable]])
    lines = network.edges.geometry.to_numpy()
    dead = np.bincount(ends, minlength=len(network.nodes))[ends] == 1
    last = np.repeat([0, -1], len(usable))[dead]
    edge = np.concatenate([usable, usable])[dead]
    point = shapely.get_point(lines[edge], last)
    end, near = tree.query(point, predicate="dwithin", distance=passage_m)
    alone = np.bincount(end, minlength=len(point))[end] == 1
    end, house = end[alone], near[alone]
    kept = np.isin(house, asked)
    end, house = end[kept], house[kept]
    shapes = tree.geometries[house]
    outline = shapely.boundary(shapes)
    outside = shapely.length(shapely.intersection(lines[edge[end]], shapes)) <= TOUCH_M
    kept = outside & (shapely.distance(outline, point[end]) <= TOUCH_M)
    end, house, outline = end[kept], house[kept], outline[kept]
    door = shapely.get_point(shapely.shortest_line(outline, point[end]), 0)
    return _sorted(house, edge[end], shapely.get_coordinates(door))


def paths_in(
    network: WalkNetwork, tree: STRtree, asked: NDArray[np.int64]
) -> PathDoors:
    """
    Find where footpaths have a vertex on an outline.

    Networks that do not tell kinds of way have none. Lines across squares are no paths.
    """
    edges = network.edges
    none = np.zeros(0, dtype=np.int64)
    nothing = PathDoors(none, none, np.zeros((0, 2)))
    if "highway" not in edges:
        return nothing
    inward = edges["highway"].isin(LEADS_IN).to_numpy() & network.usable()
    if "plaza" in edges:
        inward &= ~edges["plaza"].fillna(value=False).to_numpy(dtype=bool)
    edge = np.flatnonzero(inward)
    xy, of = shapely.get_coordinates(edges.geometry.to_numpy()[edge], return_index=True)
    if not len(xy):
        return nothing
    point = np.asarray(shapely.points(xy), object)
    vertex, house = tree.query(point, predicate="dwithin", distance=DRAWN_M)
    kept = np.isin(house, asked)
    vertex, house = vertex[kept], house[kept]
    outline = shapely.boundary(tree.geometries[house])
    kept = shapely.distance(outline, point[vertex]) <= DRAWN_M
    vertex, house = vertex[kept], house[kept]
    return _sorted(house, edge[of[vertex]], xy[vertex])


def _sorted(
    building: NDArray[np.int64], edge: NDArray[np.int64], xy: NDArray[np.float64]
) -> PathDoors:
    """Put doors in order, each place of a building once."""
    order = np.lexsort((edge, xy[:, 1], xy[:, 0], building))
    building, edge, xy = building[order], edge[order], xy[order]
    same = (building[1:] == building[:-1]) & (
        np.abs(xy[1:] - xy[:-1]).max(axis=1, initial=0) <= DRAWN_M
    )
    first = np.concatenate([np.ones(min(len(order), 1), dtype=bool), ~same])
    return PathDoors(building[first], edge[first], xy[first])
