"""Exact walking distances between positions on the network."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from servicecircle._validation import check_positive, check_unique, name_some
from servicecircle.network.walk_network import MAX_LENGTH_M, to_metres, to_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

ROWS_PER_TASK = 2048


def nearest_stations(
    network: WalkNetwork, places: pd.DataFrame, stations: pd.DataFrame
) -> pd.DataFrame:
    """
    Find every place's nearest station on foot, however far it is.

    The walk is the place's access leg, the way along the network from exactly there,
    and the station's access leg (DESIGN.md, convention 5).

    Parameters
    ----------
    network
        The walking network; closed edges are not walked.
    places, stations
        Positions on the network as `snap` gives them: indexed by unique id, with
        ``edge_id``, ``position_m`` and ``snap_m``; rows without an edge stay without
        an answer.

    Returns
    -------
    DataFrame, shape (places, 2)
        Indexed like `places`: ``station_id`` (missing where no station is joined) and
        ``walk_m`` in metres (NaN there).

    Raises
    ------
    ValueError
        If a station id repeats, or a position is on a closed edge.

    Notes
    -----
    Of several stations at the same distance, the one whose id sorts first wins.
    Distances are exact to 0.1 mm, the same on any machine.

    Examples
    --------
    >>> from servicecircle.network.lines import network_from_lines
    >>> from servicecircle.network.snapping import snap
    >>> import geopandas as gpd
    >>> road = gpd.GeoDataFrame(
    ...     geometry=gpd.GeoSeries.from_wkt(["LINESTRING (0 0, 1000 0)"]),
    ...     crs="EPSG:4547",
    ... )
    >>> network = network_from_lines(road, crs=road.crs)
    >>> spots = gpd.GeoSeries.from_xy([0, 500, 900], [10, 0, 0], crs=road.crs)
    >>> home, b, a = (spots.iloc[[i]] for i in range(3))
    >>> places = snap(network, home.set_axis(["home"]), limit_m=100)
    >>> halls = pd.concat([b.set_axis(["B"]), a.set_axis(["A"])])
    >>> nearest_stations(network, places, snap(network, halls, limit_m=100))
         station_id  walk_m
    home          B   510.0
    """
    from servicecircle.network import _kernels  # noqa: PLC0415 - numba loads here

    check_unique(stations.index, name="station ids")
    graph = network.adjacency
    by_id = _Positions.of(stations.sort_index(), network)
    here = _Positions.of(places, network)
    scale = max(1, len(by_id.row))
    best = np.full(graph.node_count, _kernels.UNREACHED)
    rank = np.arange(len(by_id.row))
    u, v, whole = graph.ends[by_id.edge].T
    for node, leg in ((u, by_id.along), (v, whole - by_id.along)):
        np.minimum.at(best, node, (by_id.access + leg) * scale + rank)
    _kernels.spread_keys(graph.start, graph.arcs, scale, best)

    group_start, group_station = _group_by_edge(by_id.edge, len(graph.ends))
    keys = _kernels.read_keys(
        graph.ends,
        scale,
        best,
        here.edge,
        here.along,
        group_start,
        group_station,
        by_id.along,
        by_id.access,
    )
    joined = keys < _kernels.UNREACHED
    rows = here.row[joined]
    walk_m = np.full(len(places), np.nan)
    walk_m[rows] = to_metres(keys[joined] // scale + here.access[joined])
    ids = stations.sort_index().index[by_id.row]
    station_id = np.full(len(places), None, dtype=object)
    station_id[rows] = ids.to_numpy(dtype=object)[keys[joined] % scale]
    return pd.DataFrame(
        {"station_id": pd.array(station_id, dtype="str"), "walk_m": walk_m},
        index=places.index,
    )


@dataclass(frozen=True, eq=False)
class DistanceMatrix:
    """
    Walking distances within a cutoff, sparse: absent means farther than the cutoff.

    ``indptr`` and ``station`` are SciPy's compressed rows, one row a place, stations
    in ascending position; ``units`` are tenths of a millimetre. A distance of 0 is
    stored like any other.
    """

    places: pd.Index[str]
    stations: pd.Index[str]
    indptr: NDArray[np.int64]
    station: NDArray[np.int32]
    units: NDArray[np.int32]
    cutoff_m: float

    @property
    def walk_m(self) -> NDArray[np.float64]:
        """The distances in metres, in the order of ``station``."""
        return to_metres(self.units.astype(np.int64))

    def to_frame(self) -> pd.DataFrame:
        """Give one row a pair: ``place_id``, ``station_id``, ``walk_m``."""
        place = np.repeat(np.arange(len(self.places)), np.diff(self.indptr))
        return pd.DataFrame(
            {
                "place_id": self.places[place],
                "station_id": self.stations[self.station],
                "walk_m": self.walk_m,
            }
        )

    def __repr__(self) -> str:
        """Say what the matrix is, in one line."""
        return (
            f"<DistanceMatrix {len(self.places)} places x {len(self.stations)} "
            f"stations, {len(self.units)} pairs within {self.cutoff_m:g} m>"
        )

    def _repr_html_(self) -> str:
        """Show how many walks there are and how long they are in a notebook."""
        from servicecircle.network.as_card import distances_card  # noqa: PLC0415 - above this

        return distances_card(self)


def walking_distances(
    network: WalkNetwork,
    places: pd.DataFrame,
    stations: pd.DataFrame,
    *,
    cutoff_m: float,
    threads: int | None = None,
) -> DistanceMatrix:
    """
    Measure every walk of at most `cutoff_m` from a place to a station.

    Parameters
    ----------
    network, places, stations
        As for `nearest_stations`.
    cutoff_m
        The longest walk to keep in metres, above 0 and under 100 km. The limit itself
        counts.
    threads
        How many threads to use; all of the machine's where not given. The result does
        not depend on it.

    Returns
    -------
    DistanceMatrix
        Rows follow `places`, columns `stations`, each in the order given.

    Raises
    ------
    ValueError
        If the cutoff is not above 0 or not under 100 km, an id repeats, or a position
        is on a closed edge.

    Notes
    -----
    The search starts from the side with fewer positions: walks are as long both ways.
    """
    from servicecircle.network import _kernels  # noqa: PLC0415 - numba loads here

    check_positive(cutoff_m, name="cutoff_m")
    if cutoff_m >= MAX_LENGTH_M:
        msg = f"cutoff_m must be under {MAX_LENGTH_M:g} m. Got {cutoff_m:g}."
        raise ValueError(msg)
    check_unique(places.index, name="place ids")
    check_unique(stations.index, name="station ids")
    graph = network.adjacency
    sides = (_Positions.of(places, network), _Positions.of(stations, network))
    swap = len(sides[0].row) > len(sides[1].row)
    source, target = sides[::-1] if swap else sides
    # Sources that start near each other find the network still in the cache.
    order = np.lexsort((source.row, graph.ends[source.edge, 0]))
    group_start, member = _group_by_edge(target.edge, len(graph.ends))
    cutoff = np.int32(to_units(np.array([cutoff_m]))[0])
    on_edge = (target.row[member], target.along[member], target.access[member])
    group = (group_start.astype(np.uint32), np.stack(on_edge, 1).astype(np.int32))

    def rows(task: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
        legs = (source.along[task], source.access[task])
        result: tuple[NDArray[np.int64], ...] = _kernels.bounded_rows(
            graph.start,
            graph.arcs,
            graph.ends,
            source.edge[task].astype(np.uint32),
            *(leg.astype(np.int32) for leg in legs),
            *group,
            cutoff,
        )
        return result

    tasks = np.array_split(order, range(ROWS_PER_TASK, len(order), ROWS_PER_TASK))
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        parts = list(pool.map(rows, tasks))
    count, found, units = (
        np.concatenate(arrays) for arrays in zip(*parts, strict=True)
    )
    height, width = len(places), len(stations)
    if swap:
        height, width = width, height
    by_source = _in_order(source.row[order], count, found, units, (height, width))
    # A transposition leaves rows and columns in order without comparing anything.
    matrix = by_source.T.tocsr() if swap else by_source.tocsc().tocsr()
    return DistanceMatrix(
        places.index,
        stations.index,
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
        matrix.data,
        cutoff_m,
    )


class _Positions(NamedTuple):
    """The rows of a table that have a place on the network, as whole numbers."""

    row: NDArray[np.int64]
    edge: NDArray[np.int64]
    along: NDArray[np.int64]
    access: NDArray[np.int64]

    @classmethod
    def of(cls, snapped: pd.DataFrame, network: WalkNetwork) -> _Positions:
        row = np.flatnonzero(snapped["edge_id"].notna())
        on_network = snapped.iloc[row]
        closed = ~network.usable()[on_network["edge_id"].to_numpy(np.int64)]
        if closed.any():
            ids = name_some(on_network.index[closed])
            msg = f"places are on closed edges: {ids}. Snap them to this network first."
            raise ValueError(msg)
        return cls(
            row,
            on_network["edge_id"].to_numpy(np.int64),
            to_units(on_network["position_m"].to_numpy(np.float64)),
            to_units(on_network["snap_m"].to_numpy(np.float64)),
        )


def _group_by_edge(
    edge: NDArray[np.int64], edges: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List positions by edge: those of edge e are ``member[start[e]:start[e + 1]]``."""
    start = np.concatenate([[0], np.cumsum(np.bincount(edge, minlength=edges))])
    return start, np.argsort(edge, kind="stable")


def _in_order(
    row: NDArray[np.int64],
    count: NDArray[np.int64],
    column: NDArray[np.int32],
    units: NDArray[np.int32],
    shape: tuple[int, int],
) -> csr_array:
    """Lay rows found in another order where they belong."""
    per_row = np.zeros(shape[0], np.int64)
    per_row[row] = count
    start = np.concatenate([[0], np.cumsum(per_row)])
    found_at = np.concatenate([[0], np.cumsum(count)])[:-1]
    there = np.repeat(start[row] - found_at, count) + np.arange(len(column))
    columns, data = np.empty_like(column), np.empty_like(units)
    columns[there], data[there] = column, units
    return csr_array((data, columns, start), shape=shape)
