"""What a map draws quietly below, from an OpenStreetMap file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from servicecircle.inputs.osm_file import reading
from servicecircle.inputs.osm_places import areas_and_more, drawn, osm_id, rank, working

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyproj

KINDS: Mapping[tuple[str, str], str] = {
    ("natural", "water"): "water",
    ("waterway", "riverbank"): "water",
    ("waterway", "dock"): "water",
    ("landuse", "reservoir"): "water",
    ("landuse", "basin"): "water",
    ("natural", "wood"): "wood",
    ("landuse", "forest"): "wood",
    ("leisure", "park"): "park",
    ("leisure", "garden"): "park",
    ("leisure", "nature_reserve"): "park",
    ("natural", "grassland"): "grass",
    ("landuse", "grass"): "grass",
    ("landuse", "meadow"): "grass",
    ("landuse", "recreation_ground"): "grass",
    ("landuse", "village_green"): "grass",
}
"""Tags of areas, and what they look like; the first that an area has counts."""
COURSES = frozenset({"river", "stream", "canal"})
"""Values of waterway=* that are drawn as lines of water, underground ones aside."""
KEYS = ("natural", "waterway", "landuse", "leisure")


def background_from_pbf(path: Path | str, *, crs: pyproj.CRS | str) -> gpd.GeoDataFrame:
    """
    Read water, parks, woods and grass of an OpenStreetMap file.

    Parameters
    ----------
    path
        A ``.osm.pbf``, ``.pbf`` or ``.osm`` file.
    crs
        The working CRS, projected and in metres.

    Returns
    -------
    GeoDataFrame
        Indexed by ``osm_id`` (``w`` or ``r`` and the number; ways first, each by
        number): ``kind`` (``water``, ``wood``, ``park``, ``grass``) and valid polygons,
        or lines for rivers, streams and canals that are drawn as their course.

    Raises
    ------
    InputError
        If the file is absent or not an OpenStreetMap file.
    CrsError
        If the CRS is not projected, not in metres, or not meant for the place.

    Notes
    -----
    The sea is no area in OpenStreetMap (its coast is lines) and is not drawn.
    """
    path, crs = Path(path), working(crs)
    import osmium  # noqa: PLC0415 - loads where it is used

    draw = osmium.geom.WKBFactory()
    found: list[tuple[str, str, str]] = []
    with reading(path):
        for thing in areas_and_more(path, *KEYS):
            if thing.is_area():
                kind = kind_of(thing.tags)
                if kind is not None:
                    found.append((osm_id(thing), kind, draw.create_multipolygon(thing)))
            elif thing.is_way() and _is_course(thing.tags):
                # Where a way leaves the file the places of its nodes are not known.
                known = [n for n in thing.nodes if n.location.valid()]
                if len(known) > 1:
                    line = shapely.LineString([(n.lon, n.lat) for n in known])
                    found.append(
                        (osm_id(thing), "water", shapely.to_wkb(line, hex=True))
                    )
    found.sort(key=lambda row: (*rank(row[0]), row[1]))
    return gpd.GeoDataFrame(
        {"kind": pd.Series([kind for _, kind, _ in found], dtype="str")},
        geometry=drawn([shape for _, _, shape in found], crs),
        crs=crs,
    ).set_index(pd.Index([name for name, _, _ in found], name="osm_id", dtype="str"))


def kind_of(tags: Any) -> str | None:  # noqa: ANN401 - osmium's classes carry no types
    """
    Say what an area with these tags looks like; None where maps do not draw it.

    Parameters
    ----------
    tags
        Anything with ``get``: a mapping, or osmium's own list of tags.

    Examples
    --------
    >>> kind_of({"leisure": "park", "landuse": "grass"})
    'park'
    >>> kind_of({"landuse": "residential"})
    """
    return next(
        (kind for (key, value), kind in KINDS.items() if tags.get(key) == value), None
    )


def _is_course(tags: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a way is the course of water that can be seen."""
    return tags.get("waterway") in COURSES and tags.get("tunnel", "no") == "no"
