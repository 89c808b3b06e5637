"""
Service areas: polygons of just those places that can walk to a station in time.

A place belongs to its nearest edge, walks to it, and from there along the network. So
the area is drawn from the reachable parts of edges, each with the ground that lies
nearest to it and no farther than what is left of the walk. A hull or a plain buffer
would take in the other bank of a river, or a street that no path joins.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.access_legs import on_small_island
from servicecircle.network.distances import walking_distances

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from servicecircle.reach.measure import Reach, Snapped

STEP_M = 10.0
"""Length of the edge parts that are judged as one."""

GRID_M = 0.001
"""Coordinates are whole millimetres: on such a grid GEOS always finds the union."""

ARC_SEGMENTS = 4
"""Straight pieces in a quarter of a circle."""


def service_areas(
    reach: Reach,
    stations: gpd.GeoDataFrame,
    *,
    width_m: float,
    island_tolerance_m: float = 0.0,
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
    island_tolerance_m
        As for the measurement: how far from a small island the main network may be for
        homes to be moved to it.
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
    Areas of neighbouring stations overlap. Small islands without a station are left
    out of the ground where the main network is near, as their homes belong to that.
    Obstacles between a place and its nearest edge are not cut out: the table of
    buildings decides who is covered, not the drawing.
    """
    offering = {
        s.service: stations.index[
            [s.station_service in o for o in stations["services"]]
        ]
        for s in reach.standards
    }
    # Services of one distance share their drawing: a station's ground is the same.
    ids: dict[tuple[bool, float], set[str]] = {}
    for s in reach.standards:
        ids.setdefault((s.step_free, s.distance_m), set()).update(offering[s.service])
    drawn = {}
    grounds = {
        kind: _Ground(s, width_m, island_tolerance_m)
        for kind, s in reach.snapped.items()
    }
    for i, (key, some) in enumerate(ids.items()):
        step_free, distance_m = key
        drawn[key] = _areas_of(
            grounds[step_free], reach.snapped[step_free], distance_m, sorted(some)
        )
        advance((i + 1) / len(ids))
    parts = [
        drawn[s.step_free, s.distance_m]
        .loc[offering[s.service].sort_values()]
        .reset_index()
        .assign(service=s.service, distance_m=float(s.distance_m))
        for s in reach.standards
    ]
    columns = ["service", "station_id", "distance_m", "length_m", "geometry"]
    areas = pd.concat(parts, ignore_index=True)[columns]
    return gpd.GeoDataFrame(areas, geometry="geometry")


class _Ground:
    """The ground around a network, divided among short parts of its edges."""

    def __init__(
        self, snapped: Snapped, width_m: float, island_tolerance_m: float
    ) -> None:
        network = snapped.network
        edge_id = np.flatnonzero(
            network.usable() & ~_gives_way(snapped, island_tolerance_m)
        )
        length_m = network.edges["length_m"].to_numpy()[edge_id]
        edge_id, length_m = edge_id[length_m > 0], length_m[length_m > 0]
        pieces = np.maximum(1, np.ceil(length_m / STEP_M)).astype(np.int64)
        self.width_m = width_m
        self.part_m = np.repeat(length_m / pieces, pieces)
        first = np.repeat(np.cumsum(pieces) - pieces, pieces)
        middle_m = (np.arange(len(first)) - first + 0.5) * self.part_m
        edge = np.repeat(edge_id, pieces)
        self.positions = pd.DataFrame(
            {"edge_id": edge, "position_m": middle_m, "snap_m": 0.0}
        )
        share = middle_m / np.repeat(length_m, pieces)
        self.point = shapely.line_interpolate_point(
            network.edges.geometry.to_numpy()[edge], share, normalized=True
        )
        self.cell, self.cell_of = _cells(self.point, width_m)
        corners, of_cell = shapely.get_coordinates(self.cell, return_index=True)
        middle = np.empty((len(self.cell), 2))
        middle[self.cell_of] = shapely.get_coordinates(self.point)
        away_m = np.hypot(*(corners - middle[of_cell]).T)
        self.extent_m = np.zeros(len(self.cell))
        np.maximum.at(self.extent_m, of_cell, away_m)

    def around(
        self, part: NDArray[np.int64], left_m: NDArray[np.float64]
    ) -> shapely.Geometry:
        """Give the ground of some parts, as far as what is left of the walk reaches."""
        # A part's own half length is walked too: nobody stands only at its middle.
        radius_m = np.minimum(left_m + self.part_m[part] / 2, self.width_m)
        cell = self.cell_of[part]
        # Whole cells fit together edge to edge, and are put together at once.
        whole = radius_m >= self.extent_m[cell]
        core = shapely.coverage_union_all(self.cell[np.unique(cell[whole])])
        disks = shapely.buffer(
            self.point[part[~whole]], radius_m[~whole], quad_segs=ARC_SEGMENTS
        )
        rim = shapely.intersection(disks, self.cell[cell[~whole]], grid_size=GRID_M)
        return shapely.union_all([core, *rim], grid_size=GRID_M)


def _gives_way(snapped: Snapped, island_tolerance_m: float) -> NDArray[np.bool_]:
    """Say which edges of small islands homes leave for the main network nearby."""
    network = snapped.network
    part = network.islands[network.u]
    lines = network.edges.geometry.to_numpy()
    stations = snapped.stations["edge_id"].dropna().to_numpy(np.int64)
    alone = on_small_island(network) & ~np.isin(part, part[stations])
    edge_id = np.flatnonzero(alone)
    main = shapely.STRtree(lines[(part == 0) & network.usable()])
    near, _ = main.query(
        lines[edge_id], predicate="dwithin", distance=island_tolerance_m
    )
    leaves = np.zeros(len(lines), dtype=bool)
    leaves[edge_id[near]] = True
    return leaves


def _areas_of(
    ground: _Ground, snapped: Snapped, distance_m: float, ids: list[str]
) -> gpd.GeoDataFrame:
    """Draw the areas of some stations at one distance, indexed by station id."""
    reached = walking_distances(
        snapped.network,
        snapped.stations.loc[ids],
        ground.positions,
        cutoff_m=distance_m,
    )
    left_m = distance_m - reached.walk_m
    part = reached.station.astype(np.int64)
    # One thread: geometries remember what they were asked, and must not be asked by
    # several at once.
    shapes = [
        ground.around(part[begin:end], left_m[begin:end])
        for begin, end in pairwise(reached.indptr)
    ]
    station = np.repeat(np.arange(len(ids)), np.diff(reached.indptr))
    return gpd.GeoDataFrame(
        {"length_m": np.bincount(station, ground.part_m[part], len(ids))},
        geometry=_as_multipolygons(shapes),
        index=pd.Index(ids, name="station_id", dtype="str"),
        crs=snapped.network.crs,
    )


def _cells(
    points: NDArray[np.object_], width_m: float
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """
    Give each point the ground that is nearer to it than to any other point.

    Parts of parallel edges can share a point, and then a cell: the second array says
    which cell is whose.
    """
    xy = shapely.get_coordinates(points)
    _, first, cell_of = np.unique(
        xy.round(2), axis=0, return_index=True, return_inverse=True
    )
    cells = shapely.voronoi_polygons(
        shapely.multipoints(xy[first]),
        extend_to=shapely.buffer(shapely.envelope(shapely.multipoints(xy)), width_m),
        ordered=True,
    )
    # Corner by corner, so that neighbours still share theirs.
    rounded = shapely.set_precision(shapely.get_parts(cells), GRID_M, mode="pointwise")
    return np.asarray(rounded), np.asarray(cell_of).ravel()


def _as_multipolygons(shapes: Sequence[shapely.Geometry]) -> NDArray[np.object_]:
    """Make every area a MultiPolygon, so that a layer holds one kind of geometry."""
    polygons = [
        [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        for shape in shapes
    ]
    return np.array([shapely.MultiPolygon(p) for p in polygons], dtype=object)
