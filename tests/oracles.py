"""Slow, plain answers to hold the fast ones against."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    import pandas as pd

    from servicecircle.network.walk_network import WalkNetwork


def split_graph(network: WalkNetwork, **tables: pd.DataFrame) -> nx.Graph:
    """
    Cut every snapped place into the network and hang it on its access leg.

    Places are the nodes ``(table, id)``; weights are metres in plain floats.
    """
    cuts: dict[int, list[tuple[float, tuple[str, object]]]] = defaultdict(list)
    graph = nx.Graph()
    for table, snapped in tables.items():
        for id_, row in snapped.dropna(subset=["edge_id"]).iterrows():
            cuts[int(row["edge_id"])].append((row["position_m"], (table, id_)))
            foot = ("foot", (table, id_))
            graph.add_edge((table, id_), foot, weight=row["snap_m"])
    for edge_id, edge in network.edges.iterrows():
        if edge["closed"]:
            continue
        chain = [(0.0, ("node", edge["u"]))]
        chain += [(at, ("foot", place)) for at, place in sorted(cuts[edge_id], key=str)]
        chain = sorted(chain, key=lambda cut: cut[0])
        chain += [(edge["length_m"], ("node", edge["v"]))]
        for (at, a), (to, b) in pairwise(chain):
            shorter = min(
                to - at, graph.get_edge_data(a, b, {"weight": to - at})["weight"]
            )
            graph.add_edge(a, b, weight=shorter)
    return graph


def distances_from(
    graph: nx.Graph, source: tuple[str, object], table: str
) -> dict[object, float]:
    """Measure from one place to every place of a table, by plain Dijkstra."""
    found = nx.single_source_dijkstra_path_length(graph, source, weight="weight")
    return {node[1]: d for node, d in found.items() if node[0] == table}
