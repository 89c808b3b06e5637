"""A made-up area as if it were mapped in OpenStreetMap."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from servicecircle.crs import LONLAT
from servicecircle.network.from_area import network_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    import geopandas as gpd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork

DECIMALS = 7
"""Of degrees, as OpenStreetMap has them: about a centimetre."""
HALLS = {"district": "townhall", "street": "townhall", "community": "community_centre"}
"""What stations of a tier are mapped as; the others as post offices."""
HOST = "clinic"
"""What candidate sites are mapped as."""


def write_osm(area: PlanningArea, path: PathLike[str] | str) -> Path:
    """
    Write an area as an OpenStreetMap file: to learn on where no extract is at hand.

    Streets, steps, walls and houses are ways; stations and candidates are nodes that
    stand for public facilities. A locked edge has ``access=no``. What OpenStreetMap
    does not know, residents and units above all, is not in the file.

    Parameters
    ----------
    area
        The area; its network is read too.
    path
        Ends in ``.osm`` or ``.osm.pbf``; a file that is there is replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ConfigError, InputError, NetworkError
        If the area names no network, or it cannot be read.
    """
    import osmium  # noqa: PLC0415 - loads where it is used

    file = Path(path)
    file.unlink(missing_ok=True)
    network = network_of(area)
    writer = osmium.SimpleWriter(str(file))
    try:
        # Readers expect all nodes before the first way.
        nodes, ways = _Nodes(), []
        ways += _streets(network, nodes)
        ways += _lines(network.obstacles, nodes)
        ways += _houses(area.buildings, nodes)
        _facilities(area, nodes)
        for number, (lon, lat, tags) in enumerate(nodes.rows, start=1):
            place = (lon, lat)
            writer.add_node(
                osmium.osm.mutable.Node(id=number, location=place, tags=tags, version=1)
            )
        for number, (refs, tags) in enumerate(ways, start=1):
            writer.add_way(
                osmium.osm.mutable.Way(id=number, nodes=refs, tags=tags, version=1)
            )
    finally:
        writer.close()
    return file


class _Nodes:
    """The nodes of the file, numbered from 1; one for each place where ways join."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, float, dict[str, str]]] = []
        self.at: dict[tuple[float, float], int] = {}

    def joined(self, lon: float, lat: float) -> int:
        """Give the node at a place, which ways share."""
        if (lon, lat) not in self.at:
            self.at[lon, lat] = self.alone(lon, lat)
        return self.at[lon, lat]

    def alone(
        self, lon: float, lat: float, tags: Mapping[str, str] | None = None
    ) -> int:
        """Make a node of its own."""
        self.rows.append((lon, lat, dict(tags or {})))
        return len(self.rows)


Ways = list[tuple[list[int], dict[str, str]]]


def _degrees(shapes: gpd.GeoSeries) -> list[list[tuple[float, float]]]:
    """Give the places along each shape, in degrees."""
    there = np.asarray(shapes.to_crs(LONLAT).array, dtype=object)
    xy, row = shapely.get_coordinates(there, return_index=True)
    parts = np.split(np.round(xy, DECIMALS), np.flatnonzero(np.diff(row)) + 1)
    return [[(float(x), float(y)) for x, y in part] for part in parts]


def _streets(network: WalkNetwork, nodes: _Nodes) -> Ways:
    """Map every edge; edges that share a node of the network share one here."""
    edges = network.edges
    kinds = edges["highway"].tolist()
    names = edges["name"].tolist() if "name" in edges else [None] * len(edges)
    flags = zip(edges["steps"], edges["closed"], strict=True)
    ways: Ways = []
    for line, kind, name, (steps, closed) in zip(
        _degrees(edges.geometry), kinds, names, flags, strict=True
    ):
        first, last = nodes.joined(*line[0]), nodes.joined(*line[-1])
        between = [nodes.alone(*place) for place in line[1:-1]]
        tags = {"highway": "steps" if steps else _text(kind) or "path"}
        tags |= {"access": "no"} if closed else {}
        tags |= {"name": _text(name)} if _text(name) else {}
        ways.append(([first, *between, last], tags))
    return ways


def _lines(obstacles: gpd.GeoDataFrame, nodes: _Nodes) -> Ways:
    """Map walls; they share no node with streets, as they are no way through."""
    walls = obstacles[obstacles["kind"] == "wall"].explode()
    walls = walls.set_geometry(walls.boundary.where(walls.area > 0, walls.geometry))
    return [
        ([nodes.alone(*place) for place in line], {"barrier": "wall"})
        for line in (_degrees(walls.geometry) if len(walls) else [])
    ]


def _houses(buildings: gpd.GeoDataFrame, nodes: _Nodes) -> Ways:
    """Map the outlines of houses, with their storeys."""
    drawn = buildings[buildings.area > 0].explode()
    rings = drawn.geometry.exterior
    ways: Ways = []
    for ring, floors, people in zip(
        _degrees(rings), drawn["floors"], drawn["residents"], strict=True
    ):
        refs = [nodes.alone(*place) for place in ring[:-1]]
        tags = {"building": "residential" if people > 0 else "yes"}
        tags |= {"building:levels": f"{floors:.0f}"} if floors > 0 else {}
        ways.append(([*refs, refs[0]], tags))
    return ways


def _facilities(area: PlanningArea, nodes: _Nodes) -> None:
    """Map stations and candidates as public facilities."""
    tiers = area.stations["tier"].fillna("").tolist()
    kinds = [HALLS.get(tier, "post_office") for tier in tiers]
    both: Sequence[tuple[Any, list[str]]] = (
        (area.stations, kinds),
        (area.candidates, [HOST] * len(area.candidates)),
    )
    for frame, amenities in both:
        if frame.empty:
            continue
        names = frame["name"].tolist()
        for place, name, amenity in zip(
            _degrees(frame.geometry), names, amenities, strict=True
        ):
            tags = {"amenity": amenity}
            tags |= {"name": _text(name)} if _text(name) else {}
            nodes.alone(*place[0], tags)


def _text(value: object) -> str:
    """Give a text, nothing where it is missing."""
    return value if isinstance(value, str) else ""
