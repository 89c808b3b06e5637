"""Several networks in one: surveyed alleys laid on top of OpenStreetMap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.crs import label
from servicecircle.errors import NetworkError
from servicecircle.network.cut_edges import (
    cut_edges,
    places_on_edges,
    renumbered_openings,
)
from servicecircle.network.graph.memory import OF_ONE_GRAPH
from servicecircle.network.loose_ends import degree
from servicecircle.network.stack import stack
from servicecircle.network.walk_network import to_metres, to_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

CONNECTOR = "connector"
"""``highway`` of the short edges that bridge the gap at a join."""

SAME_PLACE_UNITS = 1
"""Ends at most a tenth of a millimetre from a node are that node."""


def merge_networks(networks: Sequence[WalkNetwork], *, join_m: float) -> WalkNetwork:
    """
    Lay networks on top of each other, and join the later ones where they end.

    Earlier sources come first. Every dead end of a later network, and every end of a
    line of a later line layer, that lies within `join_m` of a usable edge of an
    earlier one is joined to it there: the edge is cut at the nearest place, and a
    connector of the true length bridges the gap where it is more than 0.1 mm. Nothing
    else is joined: networks that merely cross may be a bridge and a street. An end at
    a closed edge stays as it is, for it is a locked gate.

    Parameters
    ----------
    networks : sequence of WalkNetwork
        One at least, all in the same working CRS.
    join_m
        In metres, 0 or more; the limit itself counts.

    Returns
    -------
    WalkNetwork
        Edges of the earlier networks, then of the later, then the connectors of the
        later (``highway="connector"``). ``source`` names each edge's network by its
        ``notes["source"]``, or by its position from 0. Where node ids clash, the later
        network's are numbered anew, above all others. Openings and obstacles are those
        of all networks. ``notes`` holds ``sources`` (the networks' own notes) and the
        counts ``ends_joined``, ``connectors`` and ``edges_added_by_cutting``.

    Raises
    ------
    NetworkError
        If there is no network, or the CRSs differ.
    ValueError
        If `join_m` is negative or not finite.

    Notes
    -----
    Of several edges at the same distance (to 0.1 mm) the one with the lowest id is
    taken. The metres of all networks and of the connectors add up to those of the
    result, and no distance inside an earlier network grows.

    Examples
    --------
    >>> from servicecircle.network.lines import network_from_lines
    >>> def survey(text):
    ...     layer = gpd.GeoSeries.from_wkt([text], crs="EPSG:32650")
    ...     return network_from_lines(layer.to_frame("geometry"), crs="EPSG:32650")
    >>> street = survey("LINESTRING (0 0, 100 0)")
    >>> alley = survey("LINESTRING (30 2, 30 50)")
    >>> merged = merge_networks([street, alley], join_m=5)
    >>> merged.edges[["u", "v", "length_m", "highway"]]
             u  v  length_m    highway
    edge_id
    0        0  4      30.0        NaN
    1        4  1      70.0        NaN
    2        2  3      48.0        NaN
    3        2  4       2.0  connector
    """
    if not (np.isfinite(join_m) and join_m >= 0):
        msg = f"join_m must be 0 m or more. Got {join_m!r}."
        raise ValueError(msg)
    if not networks:
        msg = "There is no network to merge. Name one in [[network.sources]]."
        raise NetworkError(msg)
    found = {label(network.crs) for network in networks}
    if any(network.crs != networks[0].crs for network in networks):
        msg = (
            f"Networks must share one working CRS. Found: {', '.join(sorted(found))}. "
            "Read every source with the area's crs."
        )
        raise NetworkError(msg)
    counts = {"ends_joined": 0, "connectors": 0, "edges_added_by_cutting": 0}
    merged, *later = _labelled(networks)
    for network in later:
        merged, added = _lay_on(merged, network, join_m=join_m)
        counts = {name: counts[name] + added[name] for name in counts}
    sources = [dict(network.notes) for network in networks]
    return merged.replace(notes={"source": "merged", "sources": sources, **counts})


def _labelled(networks: Sequence[WalkNetwork]) -> list[WalkNetwork]:
    """Write every edge's source, and forget what only held for one graph."""
    names = [str(n.notes.get("source", i)) for i, n in enumerate(networks)]
    result = []
    for i, network in enumerate(networks):
        edges = network.edges
        if "graph" in network.notes:
            edges = edges.drop(columns=[c for c in OF_ONE_GRAPH if c in edges])
        if "sources" not in network.notes:
            alone = names.count(names[i]) == 1
            edges = edges.assign(source=names[i] if alone else f"{names[i]} {i}")
        result.append(network.replace(edges=edges))
    return result


def _lay_on(
    earlier: WalkNetwork, later: WalkNetwork, *, join_m: float
) -> tuple[WalkNetwork, dict[str, int]]:
    """Lay one network on another."""
    later = _apart(later, earlier)
    free = 1 + max(earlier.nodes.index.max(), later.nodes.index.max())
    at, edge = _joins(earlier, later, join_m=join_m)
    ends = later.nodes.geometry.to_numpy()[at]
    places = places_on_edges(earlier, edge, ends)
    cut, node_id = cut_edges(earlier, places, first_node_id=free)

    targets = cut.nodes.geometry.to_numpy()[cut.nodes.index.get_indexer(node_id)]
    gap_units = to_units(shapely.distance(ends, targets))
    bridged = gap_units > SAME_PLACE_UNITS
    end_id = later.nodes.index.to_numpy()[at]
    same = dict(zip(end_id[~bridged].tolist(), node_id[~bridged].tolist(), strict=True))
    later = _renamed(later, same)
    drawn = np.column_stack([ends[bridged], targets[bridged]]).ravel()
    coordinates = shapely.get_coordinates(drawn).reshape(-1, 2, 2)
    connectors = gpd.GeoDataFrame(
        {
            "u": end_id[bridged],
            "v": node_id[bridged],
            "length_m": to_metres(gap_units[bridged]),
            "steps": False,
            "closed": False,
            "highway": pd.Series(CONNECTOR, range(bridged.sum()), dtype="str"),
            "source": pd.Series(
                later.edges["source"].iloc[-1], range(bridged.sum()), dtype="str"
            ),
        },
        geometry=np.asarray(shapely.linestrings(coordinates)),
        crs=cut.crs,
    )
    edges = stack([cut.edges, later.edges, *([connectors] if bridged.any() else [])])
    merged = cut.replace(
        nodes=stack([cut.nodes, later.nodes.drop(index=list(set(same.values())))]),
        edges=edges.reset_index(drop=True).rename_axis("edge_id"),
        openings=_below(cut.openings, _moved_openings(later, len(cut.edges))),
        obstacles=_below(cut.obstacles, later.obstacles),
    )
    return merged, {
        "ends_joined": len(at),
        "connectors": int(bridged.sum()),
        "edges_added_by_cutting": len(cut.edges) - len(earlier.edges),
    }


def _joins(
    earlier: WalkNetwork, later: WalkNetwork, *, join_m: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find which node positions of `later` join which edges of `earlier`."""
    is_end = degree(later) == 1
    if "line_end" in later.nodes:
        is_end |= later.nodes["line_end"].to_numpy(dtype=bool)
    shut = later.edges["closed"].to_numpy(dtype=bool)
    is_end[later.u[shut]] = False
    is_end[later.v[shut]] = False
    at = np.flatnonzero(is_end)
    points = later.nodes.geometry.to_numpy()[at]
    usable = np.flatnonzero(earlier.usable())
    lines = earlier.edges.geometry.to_numpy()[usable]
    # Asked a little wider than the limit, which then decides in whole units.
    end, line = shapely.STRtree(lines).query(
        points, predicate="dwithin", distance=join_m + to_metres(np.array([1]))[0]
    )
    gap = to_units(shapely.distance(points[end], lines[line]))
    near = gap <= to_units(np.array([join_m]))[0]
    end, line, gap = end[near], line[near], gap[near]
    order = np.lexsort([usable[line], gap, end])
    _, first = np.unique(end[order], return_index=True)
    chosen = order[first]
    return at[end[chosen]], usable[line[chosen]]


def _apart(later: WalkNetwork, earlier: WalkNetwork) -> WalkNetwork:
    """Give nodes whose ids the earlier network uses new ones above all others."""
    ids = later.nodes.index
    clash = ids[ids.isin(earlier.nodes.index)].tolist()
    free = 1 + max(ids.max(), earlier.nodes.index.max())
    new = dict(zip(clash, range(free, free + len(clash)), strict=True))
    return _renamed(later, new)


def _renamed(network: WalkNetwork, new: dict[int, int]) -> WalkNetwork:
    """Rename nodes; where two get the same name, they are one."""
    if not new:
        return network
    edges, openings = network.edges, network.openings
    edges = edges.assign(u=_new_ids(edges["u"], new), v=_new_ids(edges["v"], new))
    if len(openings):
        openings = openings.assign(node_id=_new_ids(openings["node_id"], new))
    nodes = network.nodes.rename(index=new)
    nodes = nodes[~nodes.index.duplicated()]
    return network.replace(nodes=nodes, edges=edges, openings=openings)


def _new_ids(ids: pd.Series, new: dict[int, int]) -> pd.Series:
    """Replace some ids and leave the others."""
    return ids.map(new).astype("Int64").fillna(ids).astype("int64")


def _moved_openings(network: WalkNetwork, offset: int) -> gpd.GeoDataFrame:
    """Give openings the ids that their edges have below `offset` others."""
    return renumbered_openings(network, np.zeros(0, dtype=np.int64), offset=offset)


def _below(upper: gpd.GeoDataFrame, lower: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put two tables together, numbered anew; an empty one adds nothing."""
    if lower.empty:
        return upper
    if upper.empty:
        return lower
    return stack([upper, lower]).reset_index(drop=True).rename_axis(upper.index.name)
