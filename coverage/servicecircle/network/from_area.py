"""The walking network that a planning area's configuration asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from servicecircle.area.hemisphere import other_hemisphere
from servicecircle.crs import label, transformer
from servicecircle.errors import NetworkError
from servicecircle.inputs.database import DatabaseUrl, is_database, locate
from servicecircle.inputs.problem import UnusableInputError
from servicecircle.network.as_declared import read_layer, refuse_unfit, undo_datum
from servicecircle.network.elsewhere import refuse_elsewhere
from servicecircle.network.merge import merge_networks
from servicecircle.network.obstacle_kinds import (
    UNKNOWN,
    obstacle_kinds,
    unknown_kinds,
)
from servicecircle.network.osm.walk_rules import default_rules, read_walk_rules
from servicecircle.network.prove_datum import prove_obstacles, prove_streets
from servicecircle.network.unproved import with_unproved

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx
    import pyproj

    from servicecircle.area.config import NetworkFile
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.osm.walk_rules import WalkRules
    from servicecircle.network.walk_network import WalkNetwork

UNSAID = "obstacle"
"""The kind of obstacles of which no file says more."""

OSM_SUFFIXES = (".pbf", ".osm", ".osm.gz", ".osm.bz2")


def network_of(area: PlanningArea) -> WalkNetwork:
    """
    Read, merge and complete the walking network of a planning area.

    The sources are read in the order of the configuration and merged, later ones laid
    on top of earlier ones; the layers of obstacles are added.

    Raises
    ------
    NetworkError
        If no source is configured, or the network does not touch the district.
    InputError
        If a file or layer cannot be read, streets or obstacles run through buildings
        and in another datum do not, or obstacles are nowhere near the district.
    """
    settings = area.config.network
    if not settings.sources:
        msg = (
            "area.toml names no walking network. Add [[network.sources]] with "
            "file = 'network.osm.pbf', an OSMnx graphml, or a layer of lines."
        )
        raise NetworkError(msg)
    rules = default_rules()
    if settings.walk_rules is not None:
        rules = read_walk_rules(area.folder / settings.walk_rules)
    parts = [_read(area.folder, file, area.crs, rules) for file in settings.sources]
    unproved = [
        prove_streets(part, file, area)
        for part, file in zip(parts, settings.sources, strict=True)
        # OpenStreetMap says itself where it is.
        if is_database(file.file) or not file.file.lower().endswith(OSM_SUFFIXES)
    ]
    network = merge_networks(parts, join_m=settings.join_m)
    network, more = _with_obstacles(network, area)
    network = with_unproved(network, [*unproved, *more])
    _check_touches(network, area)
    return network


def _read(
    folder: Path, source: NetworkFile, crs: pyproj.CRS, rules: WalkRules
) -> WalkNetwork:
    """Read one source, by what kind of file it is."""
    path = locate(folder, source.file)
    name = path.name.lower()
    if isinstance(path, DatabaseUrl):
        from servicecircle.network.lines import network_from_lines  # noqa: PLC0415

        lines = read_layer(folder, source, crs=crs, meaning="streets")
        return _named(network_from_lines(lines, crs=crs), path)
    if name.endswith(OSM_SUFFIXES):
        from servicecircle.network.osm.pbf import network_from_pbf  # noqa: PLC0415

        refuse_unfit(source, shiftable=False)
        return network_from_pbf(path, crs=crs, rules=rules)
    if name.endswith(".graphml"):
        from servicecircle.network.graph.interchange import network_from_graph  # noqa: PLC0415

        refuse_unfit(source, shiftable=True)
        graph = undo_datum(_graph(path), source)
        return _named(network_from_graph(graph, crs=crs, rules=rules), path)
    from servicecircle.network.lines import network_from_lines  # noqa: PLC0415

    lines = read_layer(folder, source, crs=crs, meaning="streets")
    return _named(network_from_lines(lines, crs=crs), path)


def _named(network: WalkNetwork, path: Path | DatabaseUrl) -> WalkNetwork:
    """Note which file a network came from."""
    return network.replace(notes={**network.notes, "source": path.name})


def _graph(path: Path) -> nx.MultiDiGraph[int]:
    """Load an OSMnx graph from a GraphML file."""
    import osmnx  # noqa: PLC0415 - loads where it is used

    if not path.is_file():
        raise _missing(path)
    try:
        graph: nx.MultiDiGraph[int] = osmnx.load_graphml(path)
    except (SyntaxError, KeyError, ValueError, TypeError) as error:
        msg = f"{path.name} is not a graph saved by OSMnx ({error})."
        remedy = "Save it anew with osmnx.save_graphml."
        raise UnusableInputError(msg, remedy, rule="file-unreadable") from error
    return graph


def _missing(path: Path) -> UnusableInputError:
    msg = f"There is no file {path.name} in {path.parent}."
    return UnusableInputError(msg, "Check the name in area.toml.", rule="file-missing")


def _with_obstacles(
    network: WalkNetwork, area: PlanningArea
) -> tuple[WalkNetwork, list[str | None]]:
    """Add the obstacles that the configuration names; say what is not proved."""
    unproved = []
    unknown: list[str] = []
    layers = [network.obstacles]
    for source in area.config.network.obstacles:
        table = read_layer(area.folder, source, crs=area.crs, meaning="obstacles")
        refuse_elsewhere(table, source, area)
        table = table.to_crs(area.crs)
        geometry = shapely.force_2d(table.geometry.to_numpy())
        layer = gpd.GeoDataFrame(geometry=geometry, crs=area.crs, index=table.index)
        said = table.get("kind", source.layer or UNSAID)
        layer = layer.assign(kind=said).fillna({"kind": UNSAID})
        layers.append(layer[~layer.is_empty & layer.geometry.notna()])
        unknown += unknown_kinds(layers[-1]["kind"])
        layers[-1]["kind"] = obstacle_kinds(layers[-1]["kind"])
        unproved.append(prove_obstacles(layers[-1], source, area))
    if len(layers) == 1:
        return network, []
    filled = [layer for layer in layers if len(layer)]
    obstacles = gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), crs=area.crs)
    notes = {**network.notes, UNKNOWN: sorted(set(unknown))} if unknown else None
    return network.replace(obstacles=obstacles, notes=notes or network.notes), unproved


def _check_touches(network: WalkNetwork, area: PlanningArea) -> None:
    """Refuse a network that has nothing in the district."""
    district = area.levels[area.widest].union_all()
    tree = shapely.STRtree(network.edges.geometry.to_numpy())
    if len(tree.query(district, predicate="intersects")):
        return
    here, there = (
        ", ".join(f"{x:.0f}" for x in bounds)
        for bounds in (district.bounds, network.edges.total_bounds)
    )
    msg = (
        f"The walking network does not touch the district: it lies at ({there}), the "
        f"district at ({here}) in {label(area.crs)}. Check that [[network.sources]] is "
        "an extract of this place and that its CRS is right."
        f"{_hemisphere(area, network)}"
    )
    raise NetworkError(msg)


def _hemisphere(area: PlanningArea, network: WalkNetwork) -> str:
    """Say so where the two would meet if one were read in the other hemisphere."""
    other = other_hemisphere(area.crs)
    if other is None:
        return ""
    turn = transformer(other, area.crs)
    here = area.levels[area.widest].total_bounds
    there = network.edges.total_bounds
    for moved, fixed in ((here, there), (there, here)):
        placed = shapely.box(*turn.transform_bounds(*moved))
        if placed.intersects(shapely.box(*fixed)):
            return (
                f" They lie apart as {label(area.crs)} and {label(other)} do, the zone "
                "of the two hemispheres: one of the two is said to be in the wrong one."
            )
    return ""
