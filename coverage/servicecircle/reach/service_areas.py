"""
Service areas: polygons of just those places that can walk to a station in time.

A place belongs to its nearest edge, walks to it, and from there along the network. So
the area is drawn from the reachable parts of edges, each with the ground that lies
nearest to it and no farther than what is left of the walk. A hull or a plain buffer
would take in the other bank of a river, or a street that no path joins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.distances import walking_distances

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.reach.measure import Reach, Snapped
    from servicecircle.standards import ServiceStandard

STEP_M = 10.0
"""Length of the edge parts that are judged as one."""

ARC_SEGMENTS = 4
"""Straight pieces in a quarter of a circle."""


def service_areas(
    reach: Reach,
    stations: gpd.GeoDataFrame,
    *,
    width_m: float,
    advance: Callable[[float], None] = lambda _: None,
) -> gpd.GeoDataFrame:
    """
    Draw the service area of every station for every service it offers.

    Parameters
    ----------
    reach
        What was measured, with the stations' positions on the network.
    stations
        The stations, with ``services``.
    width_m
        How far from an edge a place may lie: the snapping limit of the measurement.
    advance
        Called with the share of the work done, from 0 to 1.

    Returns
    -------
    GeoDataFrame
        One row per service and station, in the order of the standards and then by
        station id: ``service``, ``station_id``, ``distance_m`` (the standard),
        ``length_m`` (of the reachable edges) and the polygon; an empty one where the
        station is not on the network.

    Notes
    -----
    Edges are judged in parts of at most 10 m, so the border is true to about 5 m.
    Areas of neighbouring stations overlap. Obstacles between a place and its nearest
    edge are not cut out: the table of buildings decides who is covered, not the
    drawing.
    """
    parts = []
    grounds = {kind: _Ground(s.network, width_m) for kind, s in reach.snapped.items()}
    for i, standard in enumerate(reach.standards):
        snapped = reach.snapped[standard.step_free]
        offers = [standard.station_service in s for s in stations["services"]]
        ids = stations.index[offers].sort_values()
        ground = grounds[standard.step_free]
        parts.append(_areas_of(ground, snapped, standard, ids))
        advance((i + 1) / len(reach.standards))
    return gpd.GeoDataFrame(
        pd.concat(parts, ignore_index=True), crs=stations.crs, geometry="geometry"
    )


class _Ground:
    """The ground around a network, divided among short parts of its edges."""

    def __init__(self, network: WalkNetwork, width_m: float) -> None:
        edge_id = np.flatnonzero(network.usable())
        length_m = network.edges["length_m"].to_numpy()[edge_id]
        edge_id, length_m = edge_id[length_m > 0], length_m[length_m > 0]
        pieces = np.maximum(1, np.ceil(length_m / STEP_M)).astype(np.int64)
        part_m = np.repeat(length_m / pieces, pieces)
        first = np.repeat(np.cumsum(pieces) - pieces, pieces)
        middle_m = (np.arange(len(part_m)) - first + 0.5) * part_m
        edge = np.repeat(edge_id, pieces)
        lines = network.edges.geometry.to_numpy()[edge]
        share = middle_m / np.repeat(length_m, pieces)
        at = shapely.line_interpolate_point(lines, share, normalized=True)
        self.width_m = width_m
        self.part_m = part_m
        self.positions = pd.DataFrame(
            {"edge_id": edge, "position_m": middle_m, "snap_m": 0.0}
        )
        self.point = at
        self.cell = _cells(at, width_m)
        self.full = _disks(at, np.full(len(at), width_m), self.cell)

    def around(
        self, part: NDArray[np.int64], left_m: NDArray[np.float64]
    ) -> NDArray[np.object_]:
        """Give the ground of some parts, as far as what is left of the walk reaches."""
        ground = self.full[part]
        short = left_m < self.width_m
        some = part[short]
        # A part's own half length is walked too: nobody stands only at its middle.
        radius_m = left_m[short] + self.part_m[some] / 2
        ground[short] = _disks(self.point[some], radius_m, self.cell[some])
        return ground


def _areas_of(
    ground: _Ground, snapped: Snapped, standard: ServiceStandard, ids: pd.Index[str]
) -> gpd.GeoDataFrame:
    """Draw the areas of one service's stations."""
    reached = walking_distances(
        snapped.network,
        snapped.stations.loc[ids],
        ground.positions,
        cutoff_m=standard.distance_m,
    )
    around = ground.around(
        reached.station.astype(np.int64), standard.distance_m - reached.walk_m
    )
    shapes = [
        shapely.union_all(around[begin:end])
        for begin, end in zip(reached.indptr[:-1], reached.indptr[1:], strict=True)
    ]
    station = np.repeat(np.arange(len(ids)), np.diff(reached.indptr))
    length_m = np.bincount(station, ground.part_m[reached.station], len(ids))
    return gpd.GeoDataFrame(
        {
            "service": standard.service,
            "station_id": ids.astype("str"),
            "distance_m": float(standard.distance_m),
            "length_m": length_m,
        },
        geometry=_as_multipolygons(shapes),
    )


def _cells(points: NDArray[np.object_], width_m: float) -> NDArray[np.object_]:
    """Give each point the ground that is nearer to it than to any other point."""
    xy = shapely.get_coordinates(points)
    _, first, which = np.unique(
        xy.round(2), axis=0, return_index=True, return_inverse=True
    )
    cells = shapely.voronoi_polygons(
        shapely.multipoints(xy[first]),
        extend_to=shapely.buffer(shapely.envelope(shapely.multipoints(xy)), width_m),
        ordered=True,
    )
    return np.asarray(shapely.get_parts(cells)[which.ravel()])


def _disks(
    points: NDArray[np.object_],
    radius_m: NDArray[np.float64],
    cells: NDArray[np.object_],
) -> NDArray[np.object_]:
    """Cut disks around points to their cells."""
    disks = shapely.buffer(points, radius_m, quad_segs=ARC_SEGMENTS)
    return np.asarray(shapely.intersection(disks, cells))


def _as_multipolygons(shapes: Sequence[shapely.Geometry]) -> NDArray[np.object_]:
    """Make every area a MultiPolygon, so that a layer holds one kind of geometry."""
    polygons = [
        [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        for shape in shapes
    ]
    return np.array([shapely.MultiPolygon(p) for p in polygons], dtype=object)
