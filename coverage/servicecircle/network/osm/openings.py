"""Gates and barriers on walked ways, and how a closed one cuts the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.osm.walk_rules import gate_closed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.network.osm.content import NodePlaces, OsmContent
    from servicecircle.network.osm.walk_rules import WalkRules


def list_openings(
    content: OsmContent, on_network: NDArray[np.int64], rules: WalkRules
) -> pd.DataFrame:
    """
    List the barriers that stand on walked ways.

    Parameters
    ----------
    content
        The file's barrier nodes, and barrier ways that are gates.
    on_network
        Ids of all nodes of walked ways.
    rules
        The tag table.

    Returns
    -------
    DataFrame
        Indexed by ``opening_id``: ``kind``, ``closed`` and ``node_id``, the nodes in
        file order, then those of gates drawn as lines. A node's own tags come first.
    """
    found = dict(content.barriers)
    for line in content.gate_lines:
        for ref in line.refs:
            found.setdefault(ref, line.tags)
    met = set(on_network.tolist())
    ignored = rules.barriers.ignored
    kept = {
        ref: tags
        for ref, tags in found.items()
        if ref in met and tags["barrier"] not in ignored
    }
    return pd.DataFrame(
        {
            "kind": pd.Series([tags["barrier"] for tags in kept.values()], dtype="str"),
            "closed": np.array([gate_closed(t, rules) for t in kept.values()], bool),
            "node_id": np.fromiter(kept, np.int64, len(kept)),
        },
        index=pd.RangeIndex(len(kept), name="opening_id"),
    )


def cut_at_closed(
    edges: gpd.GeoDataFrame, gates: pd.DataFrame, places: NodePlaces
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """
    Part the edges that meet at closed gates, and remember how to join them again.

    A closed gate keeps its id at the first edge end that meets it. Every further end
    gets a node of its own, -1, -2, ... in the order of the edges, joined to the first
    by an edge of no length with ``closed`` true. To open the gate is to clear that.

    Parameters
    ----------
    edges
        With ``u`` and ``v``.
    gates
        As `list_openings` gives them.
    places
        Where the nodes lie.

    Returns
    -------
    edges : GeoDataFrame
        With ``closed``; the closed joints come last and carry the tags of the edge
        whose end was moved.
    openings : GeoDataFrame
        The gates with ``edge_ids``, their joints, and their place. A gate at the end
        of a single edge has none: there is nothing behind it to reach.
    """
    ends = np.array(edges[["u", "v"]]).ravel()
    shut = gates.loc[gates["closed"], "node_id"].to_numpy()
    meets = np.flatnonzero(np.isin(ends, shut))
    _, first = np.unique(ends[meets], return_index=True)
    moved = np.delete(meets, first)
    gate = ends[moved]
    ends[moved] = -np.arange(1, len(moved) + 1)

    spot = places.of(gate)
    joints = edges.iloc[moved // 2].assign(u=gate, v=ends[moved], closed=True)
    joints = joints.set_geometry(shapely.linestrings(np.stack([spot, spot], axis=1)))
    cut = edges.assign(u=ends[0::2], v=ends[1::2], closed=False)
    joint_ids = pd.Series(np.arange(len(moved)) + len(edges)).groupby(gate).agg(tuple)
    remembered = gates.assign(
        edge_ids=[joint_ids.get(node, ()) for node in gates["node_id"]]
    )
    openings = gpd.GeoDataFrame(
        remembered,
        geometry=shapely.points(places.of(gates["node_id"].to_numpy())),
        crs=places.crs,
    )
    joints = joints.set_crs(edges.crs)
    return pd.concat([cut, joints], ignore_index=True), openings
