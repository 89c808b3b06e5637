"""Buildings, entrances and public facilities from an OpenStreetMap file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.crs import (
    LONLAT,
    check_scale,
    check_working_crs,
    parse_crs,
    transformer,
)
from servicecircle.inputs.osm_file import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyproj
    from numpy.typing import NDArray

NO_WAY_IN = frozenset({"exit", "emergency", "emergency_exit", "fire_exit", "no"})
"""Values of entrance=* at which nobody comes in."""

FACILITIES: Mapping[str, frozenset[str]] = {
    "amenity": frozenset(
        {
            "clinic",
            "community_centre",
            "courthouse",
            "hospital",
            "library",
            "police",
            "post_office",
            "school",
            "social_facility",
            "townhall",
        }
    ),
    "office": frozenset({"government"}),
}
"""Public facilities that may host a station."""


def buildings_from_pbf(path: Path | str, *, crs: pyproj.CRS | str) -> gpd.GeoDataFrame:
    """
    Read the buildings of an OpenStreetMap file.

    Parameters
    ----------
    path
        A ``.osm.pbf``, ``.pbf`` or ``.osm`` file.
    crs
        The working CRS, projected and in metres.

    Returns
    -------
    GeoDataFrame
        Indexed by ``building_id``: ``w`` and the number of a closed way, or ``r`` and
        that of a multipolygon; ways first, each by number. ``floors`` (from
        building:levels, missing where not a number), ``use`` (the building tag;
        ``roof`` and ``ruins`` are left in, for whoever counts homes to leave out),
        ``height_m`` (missing where not given in metres) and a valid polygon or
        multipolygon.
        ``attrs["not_assembled"]`` lists the ids of buildings whose outline does not
        close.

    Raises
    ------
    InputError
        If the file is absent or not an OpenStreetMap file.
    CrsError
        If the CRS is not projected, not in metres, or not meant for the place.

    Notes
    -----
    Buildings drawn as a single node have no outline and are left out, and so are
    parts of buildings (building:part), whose building is drawn as a whole.
    """
    path, crs = Path(path), working(crs)
    import osmium  # noqa: PLC0415 - loads where it is used

    found: list[tuple[str, Mapping[str, str], str]] = []
    seen: list[str] = []
    draw = osmium.geom.WKBFactory()
    with reading(path):
        for thing in areas_and_more(path, "building"):
            if thing.tags.get("building") == "no" or thing.is_node():
                continue
            if thing.is_area():
                shape = draw.create_multipolygon(thing)
                found.append((osm_id(thing), dict(thing.tags), shape))
            elif thing.is_way() or thing.tags.get("type") == "multipolygon":
                seen.append(f"{thing.type_str()}{thing.id}")
    found.sort(key=lambda row: rank(row[0]))
    ids = [name for name, _, _ in found]
    tags = [t for _, t, _ in found]
    buildings = gpd.GeoDataFrame(
        {
            "floors": _numbers([t.get("building:levels") for t in tags], unit=""),
            "use": pd.Series([t["building"] for t in tags], dtype="str"),
            "height_m": _numbers([t.get("height") for t in tags], unit="m"),
        },
        geometry=drawn([shape for _, _, shape in found], crs),
        crs=crs,
    ).set_index(pd.Index(ids, name="building_id", dtype="str"))
    buildings.attrs["not_assembled"] = sorted(set(seen).difference(ids), key=rank)
    return buildings


def entrances_from_pbf(path: Path | str, *, crs: pyproj.CRS | str) -> gpd.GeoDataFrame:
    """
    Read the entrances that stand on outlines of buildings.

    Exits and emergency doors are left out: nobody comes in there.

    Parameters
    ----------
    path
        A ``.osm.pbf``, ``.pbf`` or ``.osm`` file.
    crs
        The working CRS, projected and in metres.

    Returns
    -------
    GeoDataFrame
        Indexed by ``entrance_id`` (``n``, the node's id, and the building's id, so
        that a door in a shared wall stands in a row for each), with ``building_id``,
        ``kind`` (``main``, ``yes``, ``staircase`` ...) and geometry Point; in the
        order of the buildings, then of their outlines.

    Raises
    ------
    InputError
        If the file is absent or not an OpenStreetMap file.
    CrsError
        If the CRS is not projected, not in metres, or not meant for the place.
    """
    path, crs = Path(path), working(crs)
    doors: dict[int, tuple[str, float, float]] = {}
    rows: dict[str, tuple[str, str, float, float]] = {}
    with reading(path):
        for thing in areas_and_more(path, "building", "entrance"):
            if thing.is_node():
                kind = thing.tags.get("entrance", "no")
                if kind not in NO_WAY_IN:
                    doors[thing.id] = (kind, thing.lon, thing.lat)
            elif thing.is_area() and thing.tags.get("building", "no") != "no":
                building = osm_id(thing)
                for ref in _outline(thing):
                    if ref in doors:
                        rows[f"n{ref}{building}"] = (building, *doors[ref])
    rows = dict(sorted(rows.items(), key=lambda row: rank(row[1][0])))
    table = pd.DataFrame(
        rows.values(), columns=["building_id", "kind", "lon", "lat"]
    ).astype({"building_id": "str", "kind": "str", "lon": float, "lat": float})
    points = shapely.points(table[["lon", "lat"]].to_numpy())
    return gpd.GeoDataFrame(
        table[["building_id", "kind"]],
        geometry=_projected(np.asarray(points, object), crs),
        crs=crs,
    ).set_index(pd.Index(rows, name="entrance_id", dtype="str"))


def facilities_from_pbf(path: Path | str, *, crs: pyproj.CRS | str) -> gpd.GeoDataFrame:
    """
    Read the public facilities of an OpenStreetMap file: possible hosts of stations.

    Parameters
    ----------
    path
        A ``.osm.pbf``, ``.pbf`` or ``.osm`` file.
    crs
        The working CRS, projected and in metres.

    Returns
    -------
    GeoDataFrame
        Indexed by ``facility_id``: ``n``, ``w`` or ``r`` and the OSM number, in that
        order and by number. ``name`` (missing where it has none), ``kind`` (the value
        of amenity or office, such as ``townhall``) and geometry Point, for areas a
        point inside.

    Raises
    ------
    InputError
        If the file is absent or not an OpenStreetMap file.
    CrsError
        If the CRS is not projected, not in metres, or not meant for the place.
    """
    path, crs = Path(path), working(crs)
    import osmium  # noqa: PLC0415 - loads where it is used

    draw = osmium.geom.WKBFactory()
    rows: list[tuple[str, str | None, str, str]] = []
    with reading(path):
        for thing in areas_and_more(path, *FACILITIES):
            kind = _facility(thing.tags)
            if kind is None or not (thing.is_node() or thing.is_area()):
                continue
            make = draw.create_point if thing.is_node() else draw.create_multipolygon
            rows.append((osm_id(thing), thing.tags.get("name"), kind, make(thing)))
    rows.sort(key=lambda row: rank(row[0]))
    columns = ["facility_id", "name", "kind", "shape"]
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    inside = shapely.point_on_surface(drawn(table.pop("shape").tolist(), crs))
    return gpd.GeoDataFrame(
        table, geometry=np.asarray(inside, object), crs=crs
    ).set_index("facility_id")


def areas_and_more(path: Path, *keys: str) -> Iterator[Any]:
    """
    Read everything that carries one of the keys, areas assembled.

    Parameters
    ----------
    path
        An OpenStreetMap file.
    *keys
        Keys of tags, such as ``building``.

    Yields
    ------
    object
        osmium's nodes, ways, relations and areas in the order of the file; each is good
        until the next one is asked for. A closed way comes as a way and as an area.
    """
    import osmium  # noqa: PLC0415 - loads where it is used

    wanted = osmium.filter.KeyFilter(*keys)
    source: Iterable[Any] = (
        osmium.FileProcessor(path).with_areas(wanted).with_filter(wanted)
    )
    return (thing for thing in source if not thing.deleted)


def osm_id(thing: Any) -> str:  # noqa: ANN401 - osmium's classes carry no types
    """
    Name a thing by its kind and number: n, w or r before its OSM id.

    An area has the name of the way or relation that it was assembled from.
    """
    if not thing.is_area():
        return f"{thing.type_str()}{thing.id}"
    return f"{'w' if thing.from_way() else 'r'}{thing.orig_id()}"


def rank(place_id: str) -> tuple[int, int]:
    """
    Sort nodes before ways before relations, and each by number.

    >>> sorted(["w17", "r2", "w9", "n40"], key=rank)
    ['n40', 'w9', 'w17', 'r2']
    """
    return "nwr".index(place_id[0]), int(place_id[1:])


def _outline(area: Any) -> Iterator[int]:  # noqa: ANN401 - as above
    """Give the ids of all nodes of an area's rings."""
    for outer in area.outer_rings():
        for ring in (outer, *area.inner_rings(outer)):
            yield from (node.ref for node in ring)


def _facility(tags: Any) -> str | None:  # noqa: ANN401 - as above
    values = [(tags.get(key), kinds) for key, kinds in FACILITIES.items()]
    return next((value for value, kinds in values if value in kinds), None)


def working(crs: pyproj.CRS | str) -> pyproj.CRS:
    """
    Give a CRS as pyproj's, proved to be projected and in metres.

    Raises
    ------
    CrsError
        If it is not.
    """
    crs = parse_crs(crs)
    check_working_crs(crs)
    return crs


def drawn(wkb: list[str], crs: pyproj.CRS) -> NDArray[np.object_]:
    """
    Turn WKB into valid shapes of the working CRS, single where of one part.

    Parameters
    ----------
    wkb
        Shapes in longitude and latitude, as hexadecimal text.
    crs
        The working CRS.

    Raises
    ------
    CrsError
        If the CRS is not meant for the place.

    Notes
    -----
    What crosses itself is cut at the crossings; parts without an area are left out.
    """
    shapes = _projected(np.asarray(shapely.from_wkb(wkb), object), crs)
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.buffer(shapely.make_valid(shapes[broken]), 0)
    single = shapely.get_num_geometries(shapes) == 1
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    return shapes


def _projected(shapes: NDArray[np.object_], crs: pyproj.CRS) -> NDArray[np.object_]:
    """Bring shapes into the working CRS, rounded to 0.1 mm as the network is."""
    to_working = transformer(LONLAT, crs)
    lon, lat = shapely.get_coordinates(shapes).T
    if len(lon):
        check_scale(crs, [lon.min(), lat.min(), lon.max(), lat.max()])
    xy = np.round(np.column_stack(to_working.transform(lon, lat)), 4)
    return np.asarray(shapely.set_coordinates(shapes.copy(), xy), object)


def _numbers(texts: list[str | None], *, unit: str) -> pd.Series[float]:
    """Read plain numbers, with the unit or without; anything else is missing."""
    plain = pd.Series(texts, dtype="str").str.strip().str.removesuffix(unit).str.strip()
    return pd.to_numeric(plain, errors="coerce").astype(float)
