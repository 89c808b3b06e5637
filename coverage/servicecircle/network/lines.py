"""Walking networks from any line layer: surveyed alleys, a street centre-line file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.crs import check_working_crs, parse_crs
from servicecircle.errors import NetworkError
from servicecircle.network.line_columns import read_line_columns
from servicecircle.network.loose_ends import crossings_without_node, loose_ends
from servicecircle.network.reproject import reproject
from servicecircle.network.vertices import cluster_points
from servicecircle.network.walk_network import WalkNetwork

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNDERSHOOT_M = 1.0
"""An end that stops this near another line was probably meant to touch it."""

REPLACED = ("edge_id", "u", "v", "length_m")
"""Columns of an earlier network that are made anew."""


def network_from_lines(
    lines: gpd.GeoDataFrame, *, crs: object, join_m: float = 0.01
) -> WalkNetwork:
    """
    Make a walking network of a line layer.

    Ways join where they share a vertex, within `join_m`, and nowhere else: two lines
    that merely cross may be a bridge and the street below (DESIGN.md, pedestrian
    truth). Lines are split at the vertices they share, with each other or with
    themselves.

    Parameters
    ----------
    lines : GeoDataFrame
        LineStrings and MultiLineStrings in any CRS. Used where there: ``steps``,
        ``closed`` (yes or no), ``highway`` (steps are steps), ``bridge``, ``tunnel``,
        ``layer``. All other columns are kept, but for those of an earlier network
        (``edge_id``, ``u``, ``v``, ``length_m``), which are made anew.
    crs
        The working CRS (EPSG code, WKT, PROJ string or pyproj.CRS), in metres.
    join_m
        Vertices at most this far apart are one, in metres; chains of them too.

    Returns
    -------
    WalkNetwork
        Edges in the order of rows and along each line. Nodes are numbered in order of
        first appearance; ``line_end`` says that a line of the layer ends there.
        Notes count ``undershoots`` (dead ends within 1 m of another edge) and
        ``crossings_without_node``: not joined, perhaps forgotten.

    Raises
    ------
    NetworkError
        If the layer is empty or has no CRS, or rows have no geometry, another
        geometry than lines, or coordinates that are not finite.
    CrsError
        If `crs` is unknown or not in metres.

    Examples
    --------
    A side street joins in the middle of the first line, where both have a vertex:

    >>> main = shapely.LineString([(0, 0), (100, 0), (300, 0)])
    >>> side = shapely.LineString([(100, 0), (100, 50)])
    >>> layer = gpd.GeoDataFrame({"name": ["Main", "Side"]}, geometry=[main, side])
    >>> network = network_from_lines(layer.set_crs("EPSG:32650"), crs="EPSG:32650")
    >>> network.edges[["u", "v", "name", "length_m"]]
             u  v  name  length_m
    edge_id
    0        0  1  Main     100.0
    1        1  2  Main     200.0
    2        1  3  Side      50.0
    """
    _check_lines(lines)
    if not (np.isfinite(join_m) and join_m >= 0):
        msg = f"join_m must be 0 m or more. Got {join_m!r}."
        raise ValueError(msg)
    working = parse_crs(crs)
    check_working_crs(working)
    geometry = shapely.force_2d(lines.geometry.to_numpy())
    parts, row = shapely.get_parts(geometry, return_index=True)
    parts = reproject(parts, source=lines.crs, target=working)
    points, part = shapely.get_coordinates(parts, return_index=True)
    _check_finite(lines, points, row[part])

    place, position = cluster_points(points, within_m=join_m)
    place, part = _without_repeats(place, part)
    if not len(place):
        msg = f"No line is longer than join_m ({join_m} m). Check the CRS and its unit."
        raise NetworkError(msg)
    pieces, ends, part_of_piece = _split(place, part, position)
    attributes = read_line_columns(lines).drop(columns=lines.geometry.name)
    attributes = attributes.drop(columns=[c for c in REPLACED if c in attributes])
    edges = gpd.GeoDataFrame(
        pd.DataFrame({"u": place[ends[:, 0]], "v": place[ends[:, 1]]}).join(
            attributes.iloc[row[part_of_piece]].reset_index(drop=True)
        ),
        geometry=pieces,
        crs=working,
    )
    used = np.unique(edges[["u", "v"]].to_numpy())
    number = np.full(len(position), -1)
    number[used] = np.arange(len(used))
    edges = edges.assign(u=number[edges["u"]], v=number[edges["v"]])
    tips = np.concatenate([_starts(part), _stops(part)])
    nodes = gpd.GeoDataFrame(
        {"line_end": np.isin(used, place[tips])},
        geometry=shapely.points(position[used]),
        index=pd.RangeIndex(len(used), name="node_id"),
        crs=working,
    )
    network = WalkNetwork.build(working, nodes, edges)
    return network.replace(
        notes={
            "source": "lines",
            "rows": len(lines),
            "lines_without_length": len(parts) - len(np.unique(part)),
            "undershoots": len(loose_ends(network, within_m=UNDERSHOOT_M)),
            "crossings_without_node": len(crossings_without_node(network)),
        }
    )


def _without_repeats(
    place: NDArray[np.int64], part: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Drop vertices that repeat the one before, and lines that are nothing else."""
    new = np.ones(len(place), dtype=bool)
    new[1:] = (place[1:] != place[:-1]) | (part[1:] != part[:-1])
    place, part = place[new], part[new]
    long_enough = np.bincount(part, minlength=1)[part] > 1
    return place[long_enough], part[long_enough]


def _starts(part: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each line's first vertex stands."""
    return np.flatnonzero(np.diff(part, prepend=-1) != 0)


def _stops(part: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each line's last vertex stands."""
    return np.flatnonzero(np.diff(part, append=-1) != 0)


def _split(
    place: NDArray[np.int64], part: NDArray[np.int64], position: NDArray[np.float64]
) -> tuple[NDArray[np.object_], NDArray[np.int64], NDArray[np.int64]]:
    """
    Cut every line where it shares a vertex.

    Returns
    -------
    pieces : array of LineString, shape (pieces,)
    ends : array of int, shape (pieces, 2)
        Where the vertices of a piece begin and end in `place`.
    part : array of int, shape (pieces,)
    """
    is_node = np.bincount(place, minlength=1)[place] > 1
    is_node[_starts(part)] = True
    is_node[_stops(part)] = True
    stands = np.flatnonzero(is_node)
    same = part[stands[:-1]] == part[stands[1:]]
    ends = np.column_stack([stands[:-1][same], stands[1:][same]])
    count = ends[:, 1] - ends[:, 0] + 1
    piece = np.repeat(np.arange(len(ends)), count)
    begin = np.cumsum(count) - count
    vertex = np.arange(count.sum()) - begin[piece] + ends[piece, 0]
    pieces = shapely.linestrings(position[place[vertex]], indices=piece)
    return np.asarray(pieces), ends, part[ends[:, 0]]


def _check_lines(lines: gpd.GeoDataFrame) -> None:
    """Refuse a layer that is empty, lost its CRS or holds something else than lines."""
    if not len(lines):
        msg = "The line layer is empty. Check the file's name and layer."
        raise NetworkError(msg)
    if lines.crs is None:
        msg = (
            "The line layer does not say its CRS. Write it into the file, or set it "
            "with lines.set_crs(...)."
        )
        raise NetworkError(msg)
    kinds = lines.geometry.geom_type
    wrong = ~kinds.isin(["LineString", "MultiLineString"]) | lines.geometry.is_empty
    if wrong.any():
        found = kinds[wrong].fillna("no geometry").unique()
        msg = (
            "A line layer must hold lines. Rows "
            f"{name_some(lines.index[wrong])} hold: {name_some(sorted(found))}, or "
            "nothing. Leave them out, or choose another layer."
        )
        raise NetworkError(msg)


def _check_finite(
    lines: gpd.GeoDataFrame, points: NDArray[np.float64], row: NDArray[np.int64]
) -> None:
    """Refuse coordinates that are not numbers, before or after projecting."""
    wrong = np.unique(row[~np.isfinite(points).all(axis=1)])
    if len(wrong):
        msg = (
            "Coordinates must be finite in the working CRS. Wrong at rows "
            f"{name_some(lines.index[wrong])}. Repair them, or check the layer's CRS."
        )
        raise NetworkError(msg)
