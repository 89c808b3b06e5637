"""Small towns as OpenStreetMap files, drawn in metres, and a plain way to walk them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pyproj
import pytest

from servicecircle.network.osm.pbf import network_from_pbf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from servicecircle.network.osm.walk_rules import WalkRules
    from servicecircle.network.walk_network import WalkNetwork

CRS = "EPSG:32628"
ORIGIN = (450_000, 3_110_000)


def add_tags(parent: ET.Element, text: str) -> None:
    """Write 'a=b c=d' as tags."""
    for pair in text.split():
        key, value = pair.split("=", 1)
        ET.SubElement(parent, "tag", k=key, v=value)


@pytest.fixture
def osm_file(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes a town: places in metres, tags as 'a=b c=d'."""
    to_lonlat = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)

    def write(
        nodes: Mapping[int, tuple[float, float]],
        ways: Mapping[int, tuple[Sequence[int], str]],
        *,
        node_tags: Mapping[int, str] | None = None,
        relations: Mapping[int, tuple[Sequence[tuple[int, str]], str]] | None = None,
    ) -> Path:
        root = ET.Element("osm", version="0.6")
        for ref, (x, y) in nodes.items():
            lon, lat = to_lonlat.transform(ORIGIN[0] + x, ORIGIN[1] + y)
            place = {"lon": f"{lon:.7f}", "lat": f"{lat:.7f}"}
            node = ET.SubElement(root, "node", id=str(ref), version="1", **place)
            add_tags(node, (node_tags or {}).get(ref, ""))
        for number, (refs, text) in ways.items():
            way = ET.SubElement(root, "way", id=str(number), version="1")
            for ref in refs:
                ET.SubElement(way, "nd", ref=str(ref))
            add_tags(way, text)
        for number, (members, text) in (relations or {}).items():
            relation = ET.SubElement(root, "relation", id=str(number), version="1")
            for ref, role in members:
                ET.SubElement(relation, "member", type="way", ref=str(ref), role=role)
            add_tags(relation, f"type=multipolygon {text}")
        path = tmp_path / "town.osm"
        ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
        return path

    return write


@pytest.fixture
def town(osm_file: Callable[..., Path]) -> Callable[..., WalkNetwork]:
    """Give a function that writes a town and reads its network."""

    def read(
        nodes: Mapping[int, tuple[float, float]],
        ways: Mapping[int, tuple[Sequence[int], str]],
        *,
        rules: WalkRules | None = None,
        **more: Any,  # noqa: ANN401 - handed on to osm_file
    ) -> WalkNetwork:
        return network_from_pbf(osm_file(nodes, ways, **more), crs=CRS, rules=rules)

    return read


@pytest.fixture
def walk_m() -> Callable[[WalkNetwork, int, int], float | None]:
    """Give a function that walks between two nodes: metres, or None without a way."""

    def walk(network: WalkNetwork, start: int, end: int) -> float | None:
        graph = nx.MultiGraph()
        graph.add_nodes_from(network.nodes.index)
        edges = network.edges[~network.edges["closed"]]
        graph.add_weighted_edges_from(edges[["u", "v", "length_m"]].to_numpy().tolist())
        if not nx.has_path(graph, start, end):
            return None
        return float(nx.dijkstra_path_length(graph, start, end))

    return walk
