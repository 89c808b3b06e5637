"""The walking network: nodes, edges, remembered openings and obstacles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from servicecircle._validation import check_unique, name_some
from servicecircle.crs import check_working_crs, label
from servicecircle.errors import NetworkError
from servicecircle.network.adjacency import Adjacency, build_adjacency
from servicecircle.network.segments import Segments, Stops, build_segments, build_stops

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyproj
    from numpy.typing import NDArray

EDGE_COLUMNS = ("u", "v", "length_m", "steps", "closed", "geometry")
UNITS_PER_METRE = 10_000
"""Lengths are whole tenths of a millimetre, so that sums and ties are exact."""
MAX_LENGTH_M = 100_000.0
"""Longest edge and longest bounded search: sums then fit into 32 bits."""


def _empty_openings() -> gpd.GeoDataFrame:
    columns = ["kind", "closed", "node_id", "edge_ids", "geometry"]
    return gpd.GeoDataFrame(columns=columns, geometry="geometry")


def _empty_obstacles() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns=["kind", "geometry"], geometry="geometry")


@dataclass(frozen=True, eq=False, repr=False)
class WalkNetwork:
    """
    A walking network in the working CRS. Walkers go both ways on every edge.

    Parameters
    ----------
    crs
        The working CRS, projected and in metres.
    nodes
        GeoDataFrame indexed by ``node_id`` (int), geometry Point. Further columns are
        kept as they are.
    edges
        GeoDataFrame indexed by ``edge_id`` (0, 1, 2, ...), with ``u`` and ``v`` (node
        ids), ``length_m`` (metres, a whole number of tenths of a millimetre),
        ``steps`` (bool), ``closed`` (bool: remembered, but nobody walks there; a
        locked gate) and geometry LineString from u to v. Further columns are kept.
    openings
        Gates and barriers remembered as such: ``kind`` (the OSM value), ``closed``
        (bool), ``node_id`` and geometry Point; ``edge_ids`` lists the closed edges
        that would open. Issue of siting, harmless for distances.
    obstacles
        What a walker cannot cross, as ``kind`` and line or polygon geometry:
        motorways, rails, rivers, walls. An access leg keeps to its own side of them.
    notes
        How the network was made: source names, counts of ways read and left out.

    Raises
    ------
    NetworkError
        If ids repeat, an edge names an unknown node, or a length is negative.

    Notes
    -----
    Lengths and positions are rounded to 0.1 mm once, on entry. Every distance is then
    a sum of whole numbers: the same on any number of threads and in any order, and a
    walk of exactly 500 m is exactly 500 m (DESIGN.md, conventions 4 and 9).
    """

    crs: pyproj.CRS
    nodes: gpd.GeoDataFrame
    edges: gpd.GeoDataFrame
    openings: gpd.GeoDataFrame = field(default_factory=_empty_openings)
    obstacles: gpd.GeoDataFrame = field(default_factory=_empty_obstacles)
    notes: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prove the invariants that everything later stands on."""
        check_working_crs(self.crs)
        missing = [c for c in EDGE_COLUMNS if c not in self.edges.columns]
        if missing:
            msg = f"edges lack the columns {name_some(missing)}."
            raise NetworkError(msg)
        check_unique(self.nodes.index, name="node ids")
        if not self.edges.index.equals(pd.RangeIndex(len(self.edges))):
            msg = "edge ids must be 0, 1, 2, ... in the order of the rows."
            raise NetworkError(msg)
        for end, position in (("u", self.u), ("v", self.v)):
            if (position < 0).any():
                unknown = self.edges.loc[position < 0, end].unique()
                msg = f"edges name nodes that are not there: {name_some(unknown)}."
                raise NetworkError(msg)
        length_m = self.edges["length_m"].to_numpy()
        wrong = ~((length_m >= 0) & (length_m < MAX_LENGTH_M))
        if wrong.any():
            ids = self.edges.index[wrong]
            msg = f"lengths must be from 0 to 100 km. Wrong at edges {name_some(ids)}."
            raise NetworkError(msg)

    @classmethod
    def build(  # noqa: PLR0913 - the parts of a network
        cls,
        crs: pyproj.CRS,
        nodes: gpd.GeoDataFrame,
        edges: gpd.GeoDataFrame,
        *,
        openings: gpd.GeoDataFrame | None = None,
        obstacles: gpd.GeoDataFrame | None = None,
        notes: Mapping[str, object] | None = None,
    ) -> WalkNetwork:
        """
        Make a network from parts, with defaults for what a source does not know.

        ``length_m`` is measured from the geometry where absent, ``steps`` and
        ``closed`` are false where absent, and edge ids are given by position.
        """
        edges = edges.reset_index(drop=True).rename_axis("edge_id")
        if "length_m" not in edges:
            edges["length_m"] = shapely.length(edges.geometry.to_numpy())
        edges["length_m"] = to_metres(to_units(edges["length_m"].to_numpy()))
        for flag in ("steps", "closed"):
            edges[flag] = edges[flag].astype(bool) if flag in edges else False
        extra: dict[str, Any] = {}
        if openings is not None:
            extra["openings"] = openings
        if obstacles is not None:
            extra["obstacles"] = obstacles
        return cls(crs, nodes, edges, notes=dict(notes or {}), **extra)

    def replace(self, **changes: Any) -> WalkNetwork:  # noqa: ANN401 - dataclass fields
        """Return a network with some parts changed and every invariant proved anew."""
        return replace(self, **changes)

    @cached_property
    def u(self) -> NDArray[np.int64]:
        """Position of every edge's first node, shape (edges,)."""
        return np.asarray(self.nodes.index.get_indexer(self.edges["u"]), np.int64)

    @cached_property
    def v(self) -> NDArray[np.int64]:
        """Position of every edge's second node, shape (edges,)."""
        return np.asarray(self.nodes.index.get_indexer(self.edges["v"]), np.int64)

    @cached_property
    def length_units(self) -> NDArray[np.int64]:
        """Length of every edge in tenths of a millimetre, shape (edges,)."""
        return to_units(self.edges["length_m"].to_numpy())

    def usable(self) -> NDArray[np.bool_]:
        """Which edges can be walked, shape (edges,)."""
        return np.asarray(~self.edges["closed"].to_numpy(dtype=bool))

    @cached_property
    def step_free(self) -> WalkNetwork:
        """The same network with every flight of steps closed: the wheelchair's."""
        edges = self.edges.assign(closed=self.edges["closed"] | self.edges["steps"])
        return self.replace(edges=edges)

    @cached_property
    def adjacency(self) -> Adjacency:
        """The usable edges arranged by node, for the kernels."""
        return build_adjacency(self)

    @cached_property
    def segments(self) -> Segments:
        """The straight pieces of the usable edges, for snapping."""
        return build_segments(self)

    @cached_property
    def stops(self) -> Stops:
        """Points every few metres along the usable edges, for snapping on one side."""
        return build_stops(self)

    @cached_property
    def obstacle_tree(self) -> STRtree:
        """The obstacles, indexed for asking what an access leg crosses."""
        shapes = self.obstacles.geometry.to_numpy()
        shapely.prepare(shapes)
        return STRtree(shapes)

    @cached_property
    def islands(self) -> NDArray[np.int64]:
        """
        Label of the part of the network each node belongs to, shape (nodes,).

        Part 0 is the main one: the part with the most metres of usable edge. Of two
        parts as long, the one whose first node comes first in the table comes first.
        """
        usable = self.usable()
        u, v = self.u[usable], self.v[usable]
        n = len(self.nodes)
        ones = np.ones(len(u), dtype=np.int8)
        _, raw = connected_components(coo_array((ones, (u, v)), (n, n)), directed=False)
        length = np.bincount(raw[u], weights=self.length_units[usable])
        length = np.pad(length, (0, raw.max(initial=-1) + 1 - len(length)))
        # SciPy's labels follow the first node, so a stable sort keeps ties in order.
        order = np.argsort(-length, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        return np.asarray(rank[raw], np.int64)

    def __repr__(self) -> str:
        """Say what the network is, in one line."""
        km = self.edges["length_m"].sum() / 1000
        return (
            f"<WalkNetwork {len(self.nodes)} nodes, {len(self.edges)} edges, "
            f"{km:.1f} km, {label(self.crs)}>"
        )

    def _repr_html_(self) -> str:
        """Show lengths, islands and a small map in a notebook."""
        from servicecircle.network.as_card import network_card  # noqa: PLC0415 - above this

        return network_card(self)


def to_units(metres: NDArray[np.float64]) -> NDArray[np.int64]:
    """
    Round metres to whole tenths of a millimetre.

    >>> to_units(np.array([0.1 + 0.2, 500.0]))
    array([   3000, 5000000])
    """
    return np.rint(np.asarray(metres) * UNITS_PER_METRE).astype(np.int64)


def to_metres(units: NDArray[np.int64]) -> NDArray[np.float64]:
    """
    Turn tenths of a millimetre into metres.

    >>> to_metres(np.array([5000000]))
    array([500.])
    """
    return np.asarray(units) / UNITS_PER_METRE
