"""Cutting edges at given positions, so that every length stays exactly what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.stack import stack
from servicecircle.network.walk_network import to_metres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork


def places_on_edges(
    network: WalkNetwork, edge: NDArray[np.int64], points: NDArray[np.object_]
) -> pd.DataFrame:
    """
    Find the nearest place to each point on an edge that is given for it.

    Returns
    -------
    DataFrame, shape (points, 4)
        ``edge_id``; ``units``, the walk from the edge's u in tenths of a millimetre;
        ``along``, the same as a share of the drawn line; and ``geometry``.
    """
    lines = network.edges.geometry.to_numpy()[edge]
    drawn_m = shapely.length(lines)
    along_m = shapely.line_locate_point(lines, points)
    share = np.divide(along_m, drawn_m, out=np.zeros(len(lines)), where=drawn_m > 0)
    units = np.rint(share * network.length_units[edge]).astype(np.int64)
    return pd.DataFrame(
        {
            "edge_id": edge,
            "units": units,
            "along": share,
            "geometry": shapely.line_interpolate_point(lines, along_m),
        }
    )


def cut_edges(
    network: WalkNetwork, places: pd.DataFrame, *, first_node_id: int
) -> tuple[WalkNetwork, NDArray[np.int64]]:
    """
    Cut edges at places, and say which node each place became.

    A place less than a tenth of a millimetre's walk from an end is that end; places
    that close to each other are one. The pieces of an edge follow each other in its
    stead, and their lengths add up to its own, also where that is a stated one.

    Parameters
    ----------
    network : WalkNetwork
    places : DataFrame
        As `places_on_edges` gives them.
    first_node_id
        The id of the first new node; the others follow by edge and position.

    Returns
    -------
    network, node_id
        The network, and an array of shape (places,).
    """
    edge, units = places["edge_id"].to_numpy(), places["units"].to_numpy()
    length = network.length_units[edge]
    u, v = (network.edges[end].to_numpy()[edge] for end in ("u", "v"))
    inside = (units > 0) & (units < length)
    cuts = places[inside].drop_duplicates(["edge_id", "units"])
    cuts = cuts.sort_values(["edge_id", "units"], ignore_index=True)
    cuts["node_id"] = first_node_id + np.arange(len(cuts))
    found = places.merge(cuts, on=["edge_id", "units"], how="left", validate="m:1")
    new = found["node_id"].fillna(-1).to_numpy(dtype=np.int64)
    node_id = np.select([units <= 0, units >= length], [u, v], new)
    if cuts.empty:
        return network, node_id
    points = gpd.GeoDataFrame(
        geometry=cuts["geometry"].to_numpy(),
        index=pd.Index(cuts["node_id"], name="node_id"),
        crs=network.crs,
    )
    cut_network = network.replace(
        nodes=stack([network.nodes, points]),
        edges=_pieces(network, cuts),
        openings=renumbered_openings(network, np.bincount(cuts["edge_id"])),
    )
    return cut_network, node_id


def renumbered_openings(
    network: WalkNetwork, cuts: NDArray[np.int64], *, offset: int = 0
) -> gpd.GeoDataFrame:
    """Give openings the new ids of their edges after `cuts` cuts on each edge."""
    openings = network.openings
    if openings.empty:
        return openings
    before = np.zeros(len(network.edges) + 1, dtype=np.int64)
    before[1 : len(cuts) + 1] = cuts
    shift = np.cumsum(before)[: len(network.edges)] + offset
    ids = openings["edge_ids"].map(lambda ids: tuple(int(i + shift[i]) for i in ids))
    return openings.assign(edge_ids=ids)


def _pieces(network: WalkNetwork, cuts: pd.DataFrame) -> gpd.GeoDataFrame:
    """Put in place of every cut edge its pieces, from u to v."""
    edges = network.edges
    cut_edge, units, share, node = (
        cuts[name].to_numpy() for name in ("edge_id", "units", "along", "node_id")
    )
    count = np.bincount(cut_edge, minlength=len(edges)) + 1
    of_edge = np.repeat(np.arange(len(edges)), count)
    pieces = edges.iloc[of_edge].reset_index(drop=True).rename_axis("edge_id")
    first = np.cumsum(count) - count
    before = first[cut_edge] + cuts.groupby("edge_id").cumcount().to_numpy()
    after = before + 1

    ends = pieces[["u", "v"]].to_numpy(copy=True)
    ends[after, 0] = ends[before, 1] = node
    span = np.column_stack([np.zeros_like(of_edge), network.length_units[of_edge]])
    span[after, 0] = span[before, 1] = units
    drawn = np.column_stack([np.zeros(len(pieces)), np.ones(len(pieces))])
    drawn[after, 0] = drawn[before, 1] = share
    lines = pieces.geometry.to_numpy().copy()
    tips = shapely.get_coordinates(shapely.get_point(lines, np.array([[0], [-1]])))
    tips = tips.reshape(2, -1, 2)
    tips[0, after] = tips[1, before] = shapely.get_coordinates(cuts["geometry"])
    for i in np.union1d(before, after):
        lines[i] = _part_of(lines[i], drawn[i], tips[:, i])
    return pieces.assign(
        u=ends[:, 0],
        v=ends[:, 1],
        length_m=to_metres(span[:, 1] - span[:, 0]),
        geometry=gpd.GeoSeries(lines, crs=network.crs),
    )


def _part_of(
    line: shapely.LineString, share: NDArray[np.float64], tips: NDArray[np.float64]
) -> shapely.LineString:
    """Draw the part of a line between two shares of it, with its ends as given."""
    points = shapely.get_coordinates(line)
    along = np.hypot(*np.diff(points, axis=0).T).cumsum()
    along = np.concatenate([[0.0], along / along[-1]])
    inner = points[(along > share[0]) & (along < share[1])]
    return shapely.LineString([tips[0], *inner, tips[1]])
