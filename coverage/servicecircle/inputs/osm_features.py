"""Buildings, entrances, facilities and background from OpenStreetMap by OSMnx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.inputs.osm_background import COURSES, KEYS, KINDS, kind_of
from servicecircle.inputs.osm_places import FACILITIES, NO_WAY_IN

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWN_AS_LINES = {"waterway": COURSES}
FEATURE_TAGS: dict[str, bool | str | list[str]] = {
    "building": True,
    "entrance": True,
    **{key: sorted(values) for key, values in FACILITIES.items()},
    **{
        key: sorted({v for k, v in KINDS if k == key} | DRAWN_AS_LINES.get(key, set()))
        for key in KEYS
    },
}
"""What to ask for: everything in one go, since a way may be several things at once."""

TIERS = {
    "townhall": "district",
    "government": "street",
    "community_centre": "community",
}
"""Stand-in tiers by kind of facility; everything else is a post."""

SERVICE = "appeals"
"""The one service that stand-in stations offer."""


def features_inside(
    features: gpd.GeoDataFrame, district: shapely.Geometry
) -> gpd.GeoDataFrame:
    """
    Keep what lies in the district, with ids such as ``w17`` (way), sorted.

    What crosses the border is in if a point well inside it is.
    """
    kinds = features.index.get_level_values("element")
    numbers = features.index.get_level_values("id")
    ids = [f"{kind[0]}{number}" for kind, number in zip(kinds, numbers, strict=True)]
    inner = shapely.point_on_surface(features.geometry.to_numpy())
    inside = shapely.covers(district, inner)
    return features.set_index(pd.Index(ids, name="osm_id"))[inside].sort_index()


def buildings_of(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give ``building_id``, ``name``, ``use``, ``floors`` and the footprint."""
    use = _tag(features, "building")
    is_outline = shapely.get_dimensions(features.geometry.to_numpy()) == 2  # noqa: PLR2004 - two dimensions
    is_building = (use.notna() & (use != "no")).to_numpy() & is_outline
    floors = pd.to_numeric(_tag(features, "building:levels"), errors="coerce")
    table = {
        "building_id": features.index,
        "name": _tag(features, "name"),
        "use": use,
        "floors": floors.where(floors > 0),
    }
    return _table(table, features.geometry, is_building)


def entrances_of(
    features: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """
    Give ``building_id``, ``kind`` and the point of every way into a building.

    A node is a building's entrance if it is one of its outline's vertices. In a wall
    that buildings share it is an entrance of each.
    """
    kind = _tag(features, "entrance")
    is_point = shapely.get_dimensions(features.geometry.to_numpy()) == 0
    is_door = (kind.notna() & ~kind.isin(NO_WAY_IN)).to_numpy() & is_point
    doors = features.geometry[is_door]
    vertices, of_building = shapely.get_coordinates(
        buildings.geometry.to_numpy(), return_index=True
    )
    walls = pd.DataFrame(vertices, columns=["x", "y"]).assign(of=of_building)
    spots = pd.DataFrame({"x": doors.x, "y": doors.y, "kind": kind[is_door]})
    met = spots.merge(walls.drop_duplicates(), on=["x", "y"])
    table = {
        "building_id": buildings["building_id"].to_numpy()[met["of"]],
        "kind": met["kind"],
    }
    points = gpd.GeoSeries(gpd.points_from_xy(met["x"], met["y"]), crs=features.crs)
    return _table(table, points, np.ones(len(met), dtype=bool))


def facilities_of(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Give public facilities as stand-in stations.

    ``station_id``, ``name`` (the kind where it has none), ``tier``, ``host_type``,
    ``services`` and a point: of an area, one inside.
    """
    kind = pd.Series(None, index=features.index, dtype="str")
    for key, values in FACILITIES.items():
        value = _tag(features, key)
        kind = kind.where(kind.notna(), value.where(value.isin(values)))
    table = {
        "station_id": features.index,
        "name": _tag(features, "name").fillna(kind),
        "tier": kind.map(lambda k: TIERS.get(k, "post")),
        "host_type": kind,
        "services": SERVICE,
    }
    inner = gpd.GeoSeries(
        shapely.point_on_surface(features.geometry.to_numpy()), crs=features.crs
    )
    return _table(table, inner, kind.notna().to_numpy())


def background_of(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Give ``kind`` (water, wood, park, grass) and polygons, or lines for rivers.

    What reaches beyond the district is kept whole, in the order of ids.
    """
    tags = {key: _tag(features, key) for key in (*KEYS, "tunnel")}
    rows = pd.DataFrame(tags).to_dict("records")
    of_area = pd.Series([kind_of(row) for row in rows], features.index, dtype="str")
    dimensions = shapely.get_dimensions(features.geometry.to_numpy())
    is_course = tags["waterway"].isin(COURSES) & tags["tunnel"].fillna("no").eq("no")
    kind = of_area.where(dimensions == 2).where(  # noqa: PLR2004 - two dimensions
        ~(is_course & (dimensions == 1)), "water"
    )
    return _table({"kind": kind}, features.geometry, kind.notna().to_numpy())


def _tag(features: gpd.GeoDataFrame, key: str) -> pd.Series:
    """Give a tag's values, missing where no feature has the tag."""
    if key in features:
        values: pd.Series = features[key].astype("str")
        return values
    return pd.Series(None, index=features.index, dtype="str")


def _table(
    columns: dict[str, object], geometry: gpd.GeoSeries, rows: NDArray[np.bool_]
) -> gpd.GeoDataFrame:
    """Put columns together and keep some rows, numbered anew."""
    plain = {
        name: value.to_numpy() if isinstance(value, pd.Series) else value
        for name, value in columns.items()
    }
    table = gpd.GeoDataFrame(plain, geometry=geometry.to_numpy(), crs=geometry.crs)
    return table[rows].reset_index(drop=True)
