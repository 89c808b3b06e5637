"""Lines through nodes become edges: cut wherever lines meet, and only there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.osm.obstacles import parse_layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.network.osm.content import NodePlaces, OsmLine, OsmPolygon
    from servicecircle.network.osm.plazas import PlazaLinks


@dataclass(frozen=True)
class Pieces:
    """Edges cut from lines, in the order of the lines."""

    line: NDArray[np.int64]
    """Position of the line that each edge was cut from."""
    u: NDArray[np.int64]
    v: NDArray[np.int64]
    geometry: NDArray[np.object_]


def shared_nodes(lines: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """
    List the nodes that more than one line passes, sorted.

    >>> shared_nodes([[1, 2, 3, 1], [2, 4], [5, 4]])
    array([2, 4])
    """
    refs, owner = _flat(lines)
    order = np.lexsort((owner, refs))
    refs, owner = refs[order], owner[order]
    elsewhere = (refs[1:] == refs[:-1]) & (owner[1:] != owner[:-1])
    return np.unique(refs[1:][elsewhere])


def split_lines(
    lines: Sequence[Sequence[int]], places: NodePlaces, *, cut_at: NDArray[np.int64]
) -> Pieces:
    """
    Cut lines at every node that two of them share, or that one passes twice.

    Lines that merely cross on the map are left alone: a bridge over a street shares
    no node with it.

    Parameters
    ----------
    lines
        At least one, each of two node ids or more, no node twice running.
    places
        Where the nodes lie.
    cut_at
        Further nodes to cut at.
    """
    refs, owner = _flat(lines)
    last = np.cumsum(np.bincount(owner)) - 1
    first = np.concatenate([[0], last[:-1] + 1])

    _, inverse, uses = np.unique(refs, return_inverse=True, return_counts=True)
    cut = uses[inverse] > 1
    cut |= np.isin(refs, cut_at)
    cut[first] = cut[last] = True

    # Every cut but a line's last starts an edge, which runs to the next cut.
    at = np.flatnonzero(cut)
    starts = np.flatnonzero(~np.isin(at, last))
    start, stop = at[starts], at[starts + 1]
    points = stop - start + 1
    edge = np.repeat(np.arange(len(start)), points)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(points) - points, points)
    geometry = shapely.linestrings(
        places.of(refs[np.repeat(start, points) + step]), indices=edge
    )
    return Pieces(owner[start], refs[start], refs[stop], np.asarray(geometry))


def _flat(
    lines: Sequence[Sequence[int]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put all lines in one row, with the position of the line of every node."""
    sizes = [len(line) for line in lines]
    refs = np.fromiter(chain.from_iterable(lines), np.int64, sum(sizes))
    return refs, np.repeat(np.arange(len(sizes)), sizes)


def edge_table(
    sources: tuple[Sequence[OsmLine], Sequence[OsmLine], Sequence[OsmPolygon]],
    pieces: Pieces,
    links: PlazaLinks,
    places: NodePlaces,
) -> gpd.GeoDataFrame:
    """
    Lay out the edges with what their tags say: ways, rims of squares, walks across.

    Parameters
    ----------
    sources
        The ways, the rims and the squares; `pieces` were cut from the first two.
    pieces, links
        The edges along them and across them.
    places
        Where the nodes lie.
    """
    ways, rims, plazas = sources
    things: list[OsmLine | OsmPolygon] = [*ways, *rims, *plazas]
    tags = [thing.tags for thing in things]
    of_thing = pd.DataFrame(
        {
            "steps": np.array([t.get("highway") == "steps" for t in tags], bool),
            "highway": pd.Series([t.get("highway") for t in tags], dtype="str"),
            "way_id": np.array([thing.id for thing in things], np.int64),
            "bridge": np.array([t.get("bridge", "no") != "no" for t in tags], bool),
            "tunnel": np.array([t.get("tunnel", "no") != "no" for t in tags], bool),
            "layer": np.array([parse_layer(t.get("layer")) for t in tags], np.int64),
            "name": pd.Series([t.get("name") for t in tags], dtype="str"),
            "plaza": np.arange(len(things)) >= len(ways),
        }
    )
    thing = np.concatenate([pieces.line, links.plaza + len(ways) + len(rims)])
    edges = of_thing.iloc[thing].reset_index(drop=True)
    edges.insert(0, "u", np.concatenate([pieces.u, links.u]))
    edges.insert(1, "v", np.concatenate([pieces.v, links.v]))
    ends = np.stack([places.of(links.u), places.of(links.v)], axis=1)
    geometry = np.concatenate([pieces.geometry, shapely.linestrings(ends)])
    return gpd.GeoDataFrame(edges, geometry=geometry, crs=places.crs)


def node_table(edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Lay out the nodes that edges name, in the order in which they are named."""
    ids = edges[["u", "v"]].to_numpy().ravel()
    _, first = np.unique(ids, return_index=True)
    first = np.sort(first)
    ends = [shapely.get_point(edges.geometry.to_numpy(), end) for end in (0, -1)]
    geometry = np.column_stack(ends).ravel()[first]
    index = pd.Index(ids[first], name="node_id")
    return gpd.GeoDataFrame(index=index, geometry=geometry, crs=edges.crs)
