"""Walks between places drawn along the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from servicecircle.network.walk_network import UNITS_PER_METRE, to_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.among import Spots
    from servicecircle.network.walk_network import WalkNetwork


class WalkLines(NamedTuple):
    """Walks one after another, and how they run."""

    units: NDArray[np.int64]
    """Tenths of a millimetre, both access legs included; -1 where there is no walk."""
    xy: NDArray[np.float64]
    """Their corners from place to place, those of one walk after those of another."""
    walk: NDArray[np.int64]
    """Which walk each corner belongs to."""


def walk_lines(
    network: WalkNetwork,
    spots: Spots,
    xy: NDArray[np.float64],
    pairs: NDArray[np.int64],
    *,
    cutoff_m: float,
) -> WalkLines:
    """
    Draw the shortest walk of each pair of places.

    Parameters
    ----------
    network
        The walking network.
    spots
        Where the places meet it, on edges that are open.
    xy
        Where they are, shape (places, 2).
    pairs
        Rows of two places each, shape (walks, 2).
    cutoff_m
        The longest walk to look for, under 100 km; the limit itself counts.

    Returns
    -------
    WalkLines
        Of walks as long, the one is drawn that is found first, the same each time.
        Where there is no walk, the straight line.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from servicecircle.network.among import spots_on
    >>> from servicecircle.network.lines import network_from_lines
    >>> wkt = ["LINESTRING (0 0, 100 0)", "LINESTRING (100 0, 100 50)"]
    >>> roads = gpd.GeoSeries.from_wkt(wkt, crs=4547)
    >>> network = network_from_lines(gpd.GeoDataFrame(geometry=roads), crs=roads.crs)
    >>> doors = gpd.GeoSeries.from_xy([20, 90], [5, 30]).to_numpy()
    >>> spots = spots_on(network, doors, np.array([0, 1]))
    >>> walks = walk_lines(
    ...     network,
    ...     spots,
    ...     shapely.get_coordinates(doors),
    ...     np.array([[0, 1]]),
    ...     cutoff_m=500,
    ... )
    >>> walks.units.tolist(), shapely.linestrings(walks.xy).wkt
    ([1250000], 'LINESTRING (20 5, 20 0, 100 0, 100 30, 90 30)')
    """
    from servicecircle.network import _walk_kernels  # noqa: PLC0415 - numba loads here

    graph = network.adjacency
    units, counts, stretches = _walk_kernels.walked_edges(
        graph.start,
        graph.arcs,
        graph.ends,
        np.stack(spots, axis=1).astype(np.int64),
        pairs.astype(np.int64),
        int(to_units(np.array(cutoff_m))),
    )
    corners, of_stretch = _corners(network, stretches)
    walk = np.arange(len(pairs))
    along = np.repeat(walk, counts)[of_stretch]
    # From the first place, along the edges, to the second.
    every = np.concatenate([xy[pairs[:, 0]], corners, xy[pairs[:, 1]]])
    whose = np.concatenate([walk, along, walk])
    part = np.repeat([0, 1, 2], [len(walk), len(along), len(walk)])
    order = np.lexsort((part, whose))
    every, whose = every[order], whose[order]
    new = np.ones(len(every), dtype=bool)
    new[1:] = (every[1:] != every[:-1]).any(axis=1) | (whose[1:] != whose[:-1])
    # A line has two ends, even if they lie at one spot.
    alone = np.bincount(whose[new], minlength=len(pairs)) == 1
    new[-1:] |= alone[whose[-1:]]
    new[:-1] |= alone[whose[:-1]] & (whose[1:] != whose[:-1])
    return WalkLines(units, every[new], whose[new])


def _corners(
    network: WalkNetwork, stretches: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give the corners of stretches of edges, and which stretch each belongs to."""
    lines = network.edges.geometry.to_numpy()
    used, edge = np.unique(stretches[:, 0], return_inverse=True)
    xy, of_line = shapely.get_coordinates(lines[used], return_index=True)
    first = np.searchsorted(of_line, np.arange(len(used)))
    last = np.searchsorted(of_line, np.arange(len(used)), side="right") - 1
    # Metres along all drawings, one after another; those of an edge, as it is measured.
    step_m = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    step_m[first] = 0
    at_m = np.cumsum(step_m)
    drawn_m = at_m[last] - at_m[first]
    length_m = network.edges["length_m"].to_numpy()[used]
    stretch = drawn_m / np.where(length_m > 0, length_m, 1.0)
    ends_m = stretches[:, 1:] / UNITS_PER_METRE * stretch[edge][:, None]
    ends_m = np.minimum(ends_m, drawn_m[edge][:, None]) + at_m[first[edge]][:, None]
    low, high = np.sort(ends_m, axis=1).T
    begin = np.clip(np.searchsorted(at_m, low, side="right"), first[edge], None)
    stop = np.clip(np.searchsorted(at_m, high), None, last[edge] + 1)
    begin = np.minimum(begin, last[edge])
    between = np.maximum(stop - begin, 0)
    backwards = ends_m[:, 0] > ends_m[:, 1]
    row = np.repeat(np.arange(len(edge)), between)
    place = np.arange(len(row)) - np.repeat(np.cumsum(between) - between, between)
    corner = np.where(backwards[row], stop[row] - 1 - place, begin[row] + place)
    tips = [_at(xy, at_m, ends_m[:, k], first[edge], last[edge]) for k in (0, 1)]
    every = np.concatenate([tips[0], xy[corner], tips[1]])
    rows = np.arange(len(edge))
    whose = np.concatenate([rows, row, rows])
    part = np.repeat([0, 1, 2], [len(rows), len(row), len(rows)])
    order = np.lexsort((part, whose))
    return every[order], whose[order]


def _at(
    xy: NDArray[np.float64],
    at_m: NDArray[np.float64],
    position_m: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Give the points that lie so far along their own drawing."""
    piece = np.searchsorted(at_m, position_m, side="right") - 1
    piece = np.clip(piece, first, np.maximum(first, last - 1))
    after = np.minimum(piece + 1, last)
    long_m = at_m[after] - at_m[piece]
    share = (position_m - at_m[piece]) / np.where(long_m > 0, long_m, 1.0)
    found: NDArray[np.float64] = xy[piece] + share[:, None] * (xy[after] - xy[piece])
    return found
