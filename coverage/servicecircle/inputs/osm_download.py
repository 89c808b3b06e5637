"""A planning area from OpenStreetMap's servers, by the name of a place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.crs import LONLAT, check_scale, check_working_crs, label, parse_crs
from servicecircle.crs import suggest_crs as utm_zone
from servicecircle.errors import InputError
from servicecircle.inputs.osm_area_toml import M2_PER_RESIDENT, area_toml
from servicecircle.inputs.osm_features import (
    FEATURE_TAGS,
    background_of,
    buildings_of,
    entrances_of,
    facilities_of,
    features_inside,
)
from servicecircle.inputs.osm_session import asking, osm_session
from servicecircle.progress import Stages
from servicecircle.whole_folder import check_free, new_folder

if TYPE_CHECKING:
    import networkx as nx
    import pyproj

    from servicecircle.progress import Show

MARGIN_M = 1000
"""How far beyond the border the network goes: a walk may lead out and in again."""

NETWORK_FILE = "network.graphml"
BACKGROUND_FILE = "background.gpkg"


@dataclass(frozen=True)
class Download:
    """What was downloaded, and where it lies."""

    folder: Path
    name: str
    crs: str
    edges: int
    """Directed edges, all ways with highway=*; the walking rules choose later."""
    buildings: int
    entrances: int
    facilities: int
    residents: float


def download_osm(  # noqa: PLR0913 - what a download may be told
    place_or_polygon: str | shapely.Polygon | shapely.MultiPolygon,
    *,
    out: Path | str,
    name: str | None = None,
    crs: object | None = None,
    residents: float | None = None,
    overpass_url: str | None = None,
    nominatim_url: str | None = None,
    show: Show | None = None,
) -> Download:
    """
    Download a planning area from OpenStreetMap, ready for a first plan.

    Boundary, streets and paths, buildings with floors and entrances, public facilities
    as stand-ins for stations, and water, parks and woods for maps are written into a
    new folder, with an ``area.toml``. The folder appears when everything is there, or
    not at all.

    Parameters
    ----------
    place_or_polygon
        The name of a place as Nominatim knows it ("Guangming, Shenzhen"), or a
        polygon in longitude and latitude (EPSG:4326).
    out
        The folder to make. It must not exist, or be empty.
    name
        The area's name; by default the place's own.
    crs
        The working CRS; by default the UTM zone of the middle.
    residents
        The district's residents, spread over buildings by floor area. Where not
        given, one per 35 m2 of floor, and `area.toml` says that it is a stand-in.
    overpass_url, nominatim_url
        Other servers than the public ones.
    show
        Called with the name of each stage and the share of it that is done.

    Returns
    -------
    Download
        The folder and what it holds.

    Raises
    ------
    InputError
        If a server does not answer, knows no such place, or has no streets,
        buildings or facilities there; or if the polygon is none.
    OutputError
        If `out` exists and is not empty.
    CrsError
        If `crs` does not fit the place.

    Notes
    -----
    All ways with a highway tag are kept, whoever may use them, and merged only within
    one OSM way: so every tag that the walking rules look at survives, one value per
    edge, and `network_from_graph` applies the rules. The data is OpenStreetMap's,
    under the ODbL; the folder says so.
    """
    out = Path(out)
    check_free(out)
    stages = Stages(show)
    with osm_session(overpass_url=overpass_url, nominatim_url=nominatim_url):
        with stages.run("find the boundary"):
            district = _district(place_or_polygon, name)
        polygon = district.geometry.iloc[0]
        spot = polygon.centroid
        working = parse_crs(utm_zone(spot.x, spot.y) if crs is None else crs)
        check_working_crs(working)
        check_scale(working, polygon.bounds)
        with stages.run("download streets"):
            graph = _network(district, working)
        with stages.run("download buildings"):
            around = _features(polygon)
    features = features_inside(around, polygon)
    buildings = buildings_of(features)
    if buildings.empty:
        msg = _nothing(district, "buildings (building=*)")
        raise InputError(msg)
    facilities = facilities_of(features)
    if facilities.empty:
        msg = _nothing(district, "public facilities to stand in for stations")
        raise InputError(msg)
    entrances = entrances_of(features, buildings)
    background = background_of(around)
    total = _floor_residents(buildings, working) if residents is None else residents
    text = area_toml(
        name=district["name"].iloc[0],
        crs=label(working) if working.to_authority() else working.to_wkt(),
        residents=total,
        estimated=residents is None,
        network_file=NETWORK_FILE,
        background_file=None if background.empty else BACKGROUND_FILE,
    )
    layers = {"buildings": buildings, "entrances": entrances, "facilities": facilities}
    with new_folder(out) as folder:
        _write(folder, district, graph, layers)
        if not background.empty:
            background.to_file(folder / BACKGROUND_FILE)
        (folder / "area.toml").write_text(text, encoding="utf-8")
    return Download(
        folder=out,
        name=district["name"].iloc[0],
        crs=label(working),
        edges=graph.number_of_edges(),
        buildings=len(buildings),
        entrances=len(entrances),
        facilities=len(facilities),
        residents=total,
    )


def _district(
    place_or_polygon: str | shapely.Polygon | shapely.MultiPolygon, name: str | None
) -> gpd.GeoDataFrame:
    """Give the district as a table of one row: unit_id, name, outline in degrees."""
    if isinstance(place_or_polygon, str):
        return _geocoded(place_or_polygon, name)
    polygon = place_or_polygon
    west, south, east, north = polygon.bounds if not polygon.is_empty else [np.nan] * 4
    in_degrees = -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004 - the globe
    if not (polygon.is_valid and polygon.area and in_degrees):
        msg = (
            "The boundary must be a valid polygon in longitude and latitude "
            f"(EPSG:4326). Its bounds are {polygon.bounds}, its validity: "
            f"{shapely.is_valid_reason(polygon)}. Repair or reproject it."
        )
        raise InputError(msg)
    table = {"unit_id": ["district"], "name": [name or "District"]}
    return gpd.GeoDataFrame(table, geometry=[polygon], crs=LONLAT)


def _geocoded(place: str, name: str | None) -> gpd.GeoDataFrame:
    """Ask Nominatim for a place's boundary."""
    import osmnx as ox  # noqa: PLC0415 - loads where it is used

    unknown = (
        f"Nominatim knows no boundary of {place!r}. Write the name as "
        "openstreetmap.org finds it, with the city, or give a boundary file."
    )
    with asking(ox.settings.nominatim_url, option="--nominatim-url", nothing=unknown):
        try:
            found = ox.geocode_to_gdf(place)
        except TypeError as error:
            raise InputError(unknown) from error
    row = found.iloc[0]
    table = {
        "unit_id": [f"{row['osm_type'][0]}{row['osm_id']}"],
        "name": [name or row["name"] or place],
    }
    return gpd.GeoDataFrame(table, geometry=[row.geometry], crs=found.crs)


def _network(district: gpd.GeoDataFrame, working: pyproj.CRS) -> nx.MultiDiGraph[int]:
    """Ask for all ways with highway=*, also just outside; merge within ways only."""
    import osmnx as ox  # noqa: PLC0415 - loads where it is used

    around = district.geometry.to_crs(working).buffer(MARGIN_M).to_crs(LONLAT).iloc[0]
    nothing = _nothing(district, "streets or paths (highway=*)")
    server = ox.settings.overpass_url
    try:
        with asking(server, option="--overpass-url", nothing=nothing):
            graph = ox.graph_from_polygon(
                around,
                network_type="walk",
                custom_filter='["highway"]',
                simplify=False,
                retain_all=True,
                truncate_by_edge=True,
            )
    except InputError:
        raise
    except ValueError as error:
        # OSMnx cuts the graph to the polygon, and refuses when nothing is left.
        raise InputError(nothing) from error
    simple: nx.MultiDiGraph[int] = ox.simplify_graph(
        graph,
        node_attrs_include=["barrier"],
        edge_attrs_differ=["osmid"],
        remove_rings=False,
    )
    return simple


def _features(polygon: shapely.Polygon | shapely.MultiPolygon) -> gpd.GeoDataFrame:
    """Ask for buildings, entrances, facilities and what maps draw below them."""
    import osmnx as ox  # noqa: PLC0415 - loads where it is used

    nothing = "OpenStreetMap has no buildings and no facilities there. Draw them first."
    with asking(ox.settings.overpass_url, option="--overpass-url", nothing=nothing):
        return ox.features_from_polygon(polygon, tags=FEATURE_TAGS)


def _nothing(district: gpd.GeoDataFrame, what: str) -> str:
    """Say that OpenStreetMap lacks something there."""
    return (
        f"OpenStreetMap has no {what} in {district['name'].iloc[0]!r}. Check the "
        "boundary, or make the folder from the district's own data."
    )


def _floor_residents(buildings: gpd.GeoDataFrame, working: pyproj.CRS) -> float:
    """Estimate residents from floor area; a building without floors has one."""
    footprint_m2 = buildings.geometry.to_crs(working).area
    floor_m2 = (footprint_m2 * buildings["floors"].fillna(1)).sum()
    return float(max(1, round(floor_m2 / M2_PER_RESIDENT)))


def _write(
    folder: Path,
    district: gpd.GeoDataFrame,
    graph: nx.MultiDiGraph[int],
    layers: dict[str, gpd.GeoDataFrame],
) -> None:
    """Write the files that `area.toml` names."""
    import osmnx as ox  # noqa: PLC0415 - loads where it is used

    district.to_file(folder / "district.geojson")
    ox.save_graphml(graph, folder / NETWORK_FILE)
    for layer, table in layers.items():
        file = "facilities.gpkg" if layer == "facilities" else "buildings.gpkg"
        table.to_file(folder / file, layer=layer)
