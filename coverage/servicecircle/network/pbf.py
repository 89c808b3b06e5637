"""The walking network of an OpenStreetMap file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.crs import check_working_crs, parse_crs
from servicecircle.errors import NetworkError
from servicecircle.network.osm_content import NodePlaces, OsmContent, read_osm
from servicecircle.network.osm_edges import split_lines
from servicecircle.network.osm_obstacles import parse_layer
from servicecircle.network.walk_network import WalkNetwork
from servicecircle.network.walk_rules import default_rules

if TYPE_CHECKING:
    import pyproj

    from servicecircle.network.walk_rules import WalkRules


def network_from_pbf(
    path: Path | str, *, crs: pyproj.CRS | str, rules: WalkRules | None = None
) -> WalkNetwork:
    """
    Read the walking network from an OpenStreetMap file.

    Parameters
    ----------
    path
        A ``.osm.pbf`` or ``.osm`` file, in longitude and latitude as all such files.
    crs
        The working CRS, projected and in metres.
    rules
        The tag table; by default the built-in one.
    """
    path = Path(path)
    crs = parse_crs(crs)
    check_working_crs(crs)
    rules = rules or default_rules()
    content = read_osm(path, rules=rules)
    places = NodePlaces(content.positions, crs)
    lines = [line for line in content.lines if len(line.refs) > 1]
    pieces = split_lines([line.refs for line in lines], places)
    if not len(pieces.u):
        msg = (
            f"{path}: no way in it can be walked. Check that the extract holds "
            "highway=* ways, and the walking rules if you gave your own."
        )
        raise NetworkError(msg)
    edges = gpd.GeoDataFrame(
        {"u": pieces.u, "v": pieces.v}, geometry=pieces.geometry, crs=crs
    )
    tags = pd.DataFrame(
        {
            "steps": [line.tags.get("highway") == "steps" for line in lines],
            "highway": [line.tags.get("highway") for line in lines],
            "way_id": [line.id for line in lines],
            "bridge": [line.tags.get("bridge", "no") != "no" for line in lines],
            "tunnel": [line.tags.get("tunnel", "no") != "no" for line in lines],
            "layer": [parse_layer(line.tags.get("layer")) for line in lines],
            "name": [line.tags.get("name") for line in lines],
            "plaza": False,
        }
    )
    edges = edges.join(tags.iloc[pieces.line].reset_index(drop=True))
    ids = pd.unique(np.column_stack([pieces.u, pieces.v]).ravel())
    nodes = gpd.GeoDataFrame(
        index=pd.Index(ids, name="node_id"),
        geometry=shapely.points(places.of(ids)),
        crs=crs,
    )
    return WalkNetwork.build(
        crs,
        nodes,
        edges,
        obstacles=_obstacles(content, places, crs),
        notes={"source": path.name, "ways_read": dict(content.ways_read)},
    )


def _obstacles(
    content: OsmContent, places: NodePlaces, crs: pyproj.CRS
) -> gpd.GeoDataFrame:
    kinds = [kind for kind, line in content.obstacle_lines if len(line.refs) > 1]
    shapes: list[shapely.Geometry] = [
        places.line(line.refs)
        for _, line in content.obstacle_lines
        if len(line.refs) > 1
    ]
    for kind, polygon in content.obstacle_polygons:
        kinds.extend([kind] * len(polygon.parts))
        shapes.extend(places.polygon(part) for part in polygon.parts)
    return gpd.GeoDataFrame({"kind": kinds}, geometry=shapes, crs=crs)
