"""Walks among a handful of places: every pair of them, within a cutoff."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from servicecircle.network.access_legs import AccessLegs
from servicecircle.network.walk_network import to_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

FARTHER = -1
"""What stands for a walk longer than the cutoff."""


class Spots(NamedTuple):
    """Where places meet the network; lengths in tenths of a millimetre."""

    edge: NDArray[np.int64]
    """Edge ids, -1 where a place has none."""
    along: NDArray[np.int64]
    access: NDArray[np.int64]

    def at(self, rows: NDArray[np.int64]) -> Spots:
        """Keep some of the places."""
        return Spots(self.edge[rows], self.along[rows], self.access[rows])


def spots_on(
    network: WalkNetwork, shapes: NDArray[np.object_], edge: NDArray[np.int64]
) -> Spots:
    """
    Say where places meet the edges that they lead to.

    Parameters
    ----------
    network
        The walking network.
    shapes
        Points in its CRS.
    edge
        The edge id of each, -1 where it leads to none.
    """
    along, access = np.zeros(len(shapes), np.int64), np.zeros(len(shapes), np.int64)
    place = np.flatnonzero(edge >= 0)
    legs = AccessLegs.nearest(network, shapes, place, edge[place])
    along[legs.place], access[legs.place] = to_units(legs.position_m), legs.units
    return Spots(edge.astype(np.int64), along, access)


def walks_among(
    network: WalkNetwork, spots: Spots, *, cutoff_m: float
) -> NDArray[np.int64]:
    """
    Measure the walks between all pairs of a few places.

    Parameters
    ----------
    network
        The walking network.
    spots
        The places, on edges that are open.
    cutoff_m
        The longest walk to look for, under 100 km; the limit itself counts.

    Returns
    -------
    ndarray of int, shape (places, places)
        Tenths of a millimetre, both access legs included; `FARTHER` beyond the cutoff,
        and to and from places without an edge. A place is 0 from itself.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from servicecircle.network.lines import network_from_lines
    >>> road = gpd.GeoSeries.from_wkt(["LINESTRING (0 0, 1000 0)"], crs=4547)
    >>> network = network_from_lines(gpd.GeoDataFrame(geometry=road), crs=road.crs)
    >>> doors = gpd.GeoSeries.from_xy([0, 60, 900], [10, 5, 0]).to_numpy()
    >>> spots = spots_on(network, doors, np.array([0, 0, 0]))
    >>> walks_among(network, spots, cutoff_m=500).tolist()
    [[0, 750000, -1], [750000, 0, -1], [-1, -1, 0]]
    """
    from servicecircle.network import _kernels  # noqa: PLC0415 - numba loads here

    graph = network.adjacency
    row = np.flatnonzero(spots.edge >= 0)
    edge = spots.edge[row]
    group_start = np.zeros(len(graph.ends) + 1, np.uint32)
    np.cumsum(np.bincount(edge, minlength=len(graph.ends)), out=group_start[1:])
    source = (spots.along[row].astype(np.int32), spots.access[row].astype(np.int32))
    member = row[np.argsort(edge, kind="stable")]
    on_edge = (member, spots.along[member], spots.access[member])
    count, found, units = _kernels.bounded_rows(
        graph.start,
        graph.arcs,
        graph.ends,
        edge.astype(np.uint32),
        *source,
        group_start,
        np.stack(on_edge, 1).astype(np.int32),
        np.int32(to_units(np.array(cutoff_m))),
    )
    walks = np.full((len(spots.edge), len(spots.edge)), FARTHER, np.int64)
    walks[np.repeat(row, count), found] = units
    np.fill_diagonal(walks, 0)
    return walks
