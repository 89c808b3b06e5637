"""Walking networks from OSMnx graphs and back: exact inverses of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely

from servicecircle.crs import check_working_crs, label, parse_crs
from servicecircle.network.graph.checks import check_graph
from servicecircle.network.graph.columns import attributes, frame
from servicecircle.network.graph.memory import is_remembered, recall, remember
from servicecircle.network.graph.own_form import OWN_FORM, read_own, write_own
from servicecircle.network.graph.pairs import directed_edges, pair_directions
from servicecircle.network.reproject import reproject
from servicecircle.network.walk_network import WalkNetwork

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from servicecircle.network.graph.pairs import DirectedEdge
    from servicecircle.network.osm.walk_rules import WalkRules


def network_from_graph(
    graph: nx.MultiDiGraph[int],
    *,
    crs: object,
    rules: WalkRules | None = None,
) -> WalkNetwork:
    """
    Make a walking network of an OSMnx graph.

    The two directed edges of a street become one edge that walkers use both ways. So
    does an edge without a partner: one-way rules bind vehicles (DESIGN.md, pedestrian
    truth). What differs between the directions is remembered, and `network_to_graph`
    gives the graph back: nodes, keys, every attribute of every edge in both
    directions, drawn lines, graph attributes.

    Parameters
    ----------
    graph : MultiDiGraph
        As OSMnx makes and loads it: integer nodes with ``x`` and ``y``, integer keys,
        ``graph["crs"]``; ``geometry`` (LineString) where an edge is not straight.
    crs
        The working CRS (EPSG code, WKT, PROJ string or pyproj.CRS), in metres.
    rules : WalkRules, optional
        The tag table that says which edges a walker may use, for a graph that was
        downloaded with all its ways. An edge of several ways (lists of values) stays
        only if every combination of its values may be walked. Barriers at nodes
        become openings, and closed ones cut the streets that meet there.

    Returns
    -------
    WalkNetwork
        Edges in an order that depends on the graph's content alone, all attributes as
        columns. ``steps`` is true where ``highway`` is, or lists, steps. ``length_m``
        is measured on the projected line; the attribute ``length`` wins where it is
        more than 2 % off it (``notes["edges_with_stated_length"]`` counts them).

    Raises
    ------
    NetworkError
        If the graph is undirected or has no keys, no edges, no CRS, nodes without
        coordinates, or lengths that are not metres.
    CrsError
        If `crs` is unknown or not in metres.

    Notes
    -----
    An attribute of None or NaN counts as absent, as in OSMnx. Heights (Z) of drawn
    lines are dropped.

    Examples
    --------
    >>> graph = nx.MultiDiGraph(crs="EPSG:32650")
    >>> graph.add_node(1, x=0.0, y=0.0)
    >>> graph.add_node(2, x=300.0, y=400.0)
    >>> _ = graph.add_edge(1, 2, osmid=7, highway="steps", reversed=False)
    >>> _ = graph.add_edge(2, 1, osmid=7, highway="steps", reversed=True)
    >>> network = network_from_graph(graph, crs="EPSG:32650")
    >>> network.edges[["u", "v", "length_m", "steps"]]
             u  v  length_m  steps
    edge_id
    0        1  2     500.0   True
    >>> back = network_to_graph(network, crs="EPSG:32650")
    >>> nx.utils.graphs_equal(graph, back)
    True
    """
    check_graph(graph)
    working = parse_crs(crs)
    check_working_crs(working)
    source = parse_crs(graph.graph["crs"])
    directed = directed_edges(graph)
    pairs = pair_directions(directed)
    notes: dict[str, object] = {"source": "graph", "edges_directed": len(directed)}
    if rules is not None:
        from servicecircle.network.graph.rules import keep_walkable  # noqa: PLC0415 - loads where it is used

        pairs, notes["edges_left_out"] = keep_walkable(directed, pairs, rules=rules)
    notes["edges_one_way"] = sum(back is None for _, back in pairs)

    there = [directed[i] for i, _ in pairs]
    drawn, lines = _lines(graph, there)
    edges = gpd.GeoDataFrame(
        {"u": [edge.u for edge in there], "v": [edge.v for edge in there]},
        geometry=reproject(lines, source=source, target=working),
        crs=working,
    )
    points = shapely.points([(n["x"], n["y"]) for _, n in graph.nodes(data=True)])
    nodes = gpd.GeoDataFrame(
        frame([_without_position(data) for _, data in graph.nodes(data=True)]),
        geometry=reproject(points, source=source, target=working),
        crs=working,
    ).set_index(pd.Index(list(graph), dtype="int64", name="node_id"))
    if rules is not None:
        lost = np.setdiff1d([(e.u, e.v) for e in directed], edges[["u", "v"]])
        nodes = nodes.drop(index=lost.tolist())
    form, openings = graph.graph.get(OWN_FORM), None
    if form is not None:
        nodes, edges = read_own(nodes, edges, there, form=form)
    else:
        edges, stated = remember(edges, directed, pairs, drawn=drawn)
        notes["edges_with_stated_length"] = stated
        notes["graph"] = dict(graph.graph)
        if rules is not None:
            from servicecircle.network.graph.gates import cut_at_gates  # noqa: PLC0415 - loads where it is used

            nodes, edges, openings = cut_at_gates(nodes, edges, rules=rules)
    return WalkNetwork.build(working, nodes, edges, openings=openings, notes=notes)


def network_to_graph(
    network: WalkNetwork, *, crs: object = "EPSG:4326"
) -> nx.MultiDiGraph[int]:
    """
    Make an OSMnx graph of a walking network: the inverse of `network_from_graph`.

    A network that came from a graph gives that graph again. Any other becomes a graph
    of two directed edges per street, each with ``osmid``, ``length`` (metres),
    ``oneway`` (False), ``reversed``, ``geometry``, ``steps``, ``closed`` and the
    network's further columns; OSMnx plots, routes and saves it, and
    `network_from_graph` makes the same nodes and edges of it.

    Parameters
    ----------
    network : WalkNetwork
    crs
        The graph's CRS. Degrees are rounded to seven decimals, as OSM stores them:
        within a centimetre for any data, and exactly the original for OSM data.

    Returns
    -------
    MultiDiGraph
        Closed edges (locked gates) are in it, with ``closed=True``: leave them out
        before routing. Openings and obstacles have no place in a graph.

    Raises
    ------
    CrsError
        If `crs` is unknown.

    Notes
    -----
    Where an edge has neither ``osmid`` nor ``way_id``, its ``osmid`` is the negative
    of its position from 1, as editors number what OSM does not know yet.

    Examples
    --------
    >>> from servicecircle.network.lines import network_from_lines
    >>> alley = shapely.LineString([(0, 0), (30, 40)])
    >>> lines = gpd.GeoDataFrame(geometry=[alley], crs="EPSG:32650")
    >>> network = network_from_lines(lines, crs="EPSG:32650")
    >>> graph = network_to_graph(network, crs="EPSG:32650")
    >>> [(*ends, length) for *ends, length in graph.edges(data="length")]
    [(0, 1, 50.0), (1, 0, 50.0)]
    """
    target = parse_crs(crs)
    points = reproject(
        network.nodes.geometry.to_numpy(), source=network.crs, target=target
    )
    lines = reproject(
        network.edges.geometry.to_numpy(), source=network.crs, target=target
    )
    if is_remembered(network):
        about = dict(network.notes["graph"])  # type: ignore[call-overload]
        node_rows = attributes(network.nodes, network.nodes.columns.drop("geometry"))
        edges = recall(network.edges, lines)
    else:
        about = {}
        node_rows, edges, about[OWN_FORM] = write_own(network, lines)
    if "crs" not in about or parse_crs(about["crs"]) != target:
        about["crs"] = label(target) if target.to_authority() else target
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(**about)
    ids = network.nodes.index.tolist()
    for node, row, point in zip(ids, node_rows, points, strict=True):
        graph.add_node(node, x=point.x, y=point.y, **row)
    for edge in edges:
        graph.add_edge(edge.u, edge.v, key=edge.key, **edge.data)
    return graph


def _without_position(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give a node's attributes without those that the point holds."""
    return {name: data[name] for name in data if name not in {"x", "y", "geometry"}}


def _lines(
    graph: nx.MultiDiGraph[int], edges: Sequence[DirectedEdge]
) -> tuple[list[str], NDArray[np.object_]]:
    """Draw every edge from u to v, and say how the graph itself draws it."""
    node = graph.nodes
    ends = np.array(
        [[[node[end]["x"], node[end]["y"]] for end in (e.u, e.v)] for e in edges],
        dtype=float,
    ).reshape(-1, 2, 2)
    given = [edge.data.get("geometry") for edge in edges]
    absent = np.array([line is None for line in given])
    lines = np.array(given, dtype=object)
    lines[absent] = shapely.linestrings(ends[absent])
    lines = shapely.force_2d(lines)
    tips = shapely.get_point(lines, np.array([[0], [-1]]))
    u, v = shapely.points(ends[:, 0]), shapely.points(ends[:, 1])
    as_is = shapely.distance(tips[0], u) + shapely.distance(tips[1], v)
    flipped = shapely.distance(tips[0], v) + shapely.distance(tips[1], u)
    backwards = flipped < as_is
    lines[backwards] = shapely.reverse(lines[backwards])
    drawn = np.select([absent, backwards], ["no", "backwards"], "yes")
    return drawn.tolist(), lines
