"""Gates and barriers that a graph's nodes tell of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.errors import NetworkError
from servicecircle.network.graph.memory import OF_ONE_GRAPH
from servicecircle.network.osm.openings import cut_at_closed
from servicecircle.network.osm.walk_rules import gate_closed
from servicecircle.network.stack import stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyproj
    from numpy.typing import NDArray

    from servicecircle.network.osm.content import NodePlaces
    from servicecircle.network.osm.walk_rules import WalkRules

GATE_TAGS = ("barrier", "access", "foot", "locked")


@dataclass(frozen=True)
class _Places:
    """Where a graph's nodes lie, as `cut_at_closed` asks for it."""

    nodes: gpd.GeoDataFrame
    crs: pyproj.CRS

    def of(self, refs: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
        """Coordinates of nodes, shape (nodes, 2)."""
        at = self.nodes.index.get_indexer(np.asarray(refs))
        return shapely.get_coordinates(self.nodes.geometry.to_numpy()[at])


def cut_at_gates(
    nodes: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, *, rules: WalkRules
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """
    Remember the gates of a graph, and cut the streets at those that are closed.

    The same is done as for an OSM file: see `cut_at_closed`. Once a street is cut, the
    edges are no longer those of the graph, and what was remembered of it is dropped.

    Returns
    -------
    nodes, edges, openings

    Raises
    ------
    NetworkError
        If a gate is closed and node ids below 0 leave no room for its copies.
    """
    gates = _gates(nodes, rules)
    shut = gates["closed"].any()
    if shut and (nodes.index < 0).any():
        taken = nodes.index[nodes.index < 0]
        msg = (
            "Ids below 0 are kept for copies of nodes at closed gates, and the graph "
            f"uses them: {name_some(taken)}. Relabel its nodes."
        )
        raise NetworkError(msg)
    count = len(edges)
    places = cast("NodePlaces", _Places(nodes, edges.crs))
    # A street that was closed already stays so beside the gates.
    closed, before = edges["closed"].to_numpy(), edges
    edges, openings = cut_at_closed(edges, gates, places)
    if not shut:
        return nodes, before, openings
    is_joint = np.arange(len(edges)) >= count
    edges["length_m"] = edges["length_m"].where(~is_joint, 0.0)
    edges["closed"] = np.concatenate([closed, np.ones(is_joint.sum(), dtype=bool)])
    edges = edges.drop(columns=[name for name in OF_ONE_GRAPH if name in edges])
    joints = edges[is_joint]
    copies = gpd.GeoDataFrame(
        geometry=shapely.points(places.of(joints["u"].to_numpy())),
        index=pd.Index(joints["v"], name=nodes.index.name),
        crs=nodes.crs,
    )
    return stack([nodes, copies]), edges, openings


def _gates(nodes: gpd.GeoDataFrame, rules: WalkRules) -> pd.DataFrame:
    """List the nodes with barriers: ``kind``, ``closed`` and ``node_id``."""
    known = [tag for tag in GATE_TAGS if tag in nodes]
    found = nodes[:0]
    if "barrier" in known:
        barrier = nodes["barrier"]
        found = nodes[barrier.notna() & ~barrier.isin(rules.barriers.ignored)]
    tags = [
        {tag: value for tag, value in row.items() if isinstance(value, str)}
        for row in found[known].to_dict("records")
    ]
    return pd.DataFrame(
        {
            "kind": pd.Series([row["barrier"] for row in tags], dtype="str"),
            "closed": np.array([gate_closed(row, rules) for row in tags], dtype=bool),
            "node_id": found.index.to_numpy(),
        },
        index=pd.RangeIndex(len(found), name="opening_id"),
    )
