"""What a walker cannot cross at ground level, by its OpenStreetMap tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.osm.walk_rules import default_rules, has_tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.network.osm.content import NodePlaces, OsmContent
    from servicecircle.network.osm.walk_rules import WalkRules


def obstacle_kind(
    tags: Mapping[str, str], rules: WalkRules | None = None, *, polygon: bool
) -> str | None:
    """
    Name the obstacle that tags describe, or None where a walker can pass.

    Parameters
    ----------
    tags
        The tags of a way or an area that is not itself walked.
    rules
        The table; by default the built-in one.
    polygon
        Whether the thing is a surface (a lake) or a line (a wall, a river's course).

    Returns
    -------
    str or None
        The OSM value: ``motorway``, ``rail``, ``river``, ``wall``, ``water`` ...

    Examples
    --------
    >>> obstacle_kind({"railway": "rail"}, polygon=False)
    'rail'
    >>> obstacle_kind({"railway": "rail", "bridge": "viaduct"}, polygon=False)
    >>> obstacle_kind({"waterway": "river", "layer": "-1"}, polygon=False)
    'river'
    """
    rules = rules or default_rules()
    for rule in rules.obstacles:
        value = tags.get(rule.key)
        if value not in rule.any_of or rule.polygon != polygon:
            continue
        layer = parse_layer(tags.get("layer"))
        low_enough = layer <= rule.max_layer
        high_enough = rule.min_layer is None or layer >= rule.min_layer
        applies = not rule.when or has_tag(tags, rule.when)
        if low_enough and high_enough and applies:
            return None if has_tag(tags, rules.not_at_ground) else value
    return None


def draw_obstacles(content: OsmContent, places: NodePlaces) -> gpd.GeoDataFrame:
    """
    Draw the obstacles of a file: lines in file order, then polygons.

    Returns
    -------
    GeoDataFrame
        ``kind`` and geometry in the working CRS; a surface of several parts stands in
        a row for each.
    """
    lines = [(kind, x.refs) for kind, x in content.obstacle_lines if len(x.refs) > 1]
    areas = [(kind, p) for kind, x in content.obstacle_polygons for p in x.parts]
    kinds = [kind for kind, _ in (*lines, *areas)]
    refs = np.concatenate([np.empty(0, np.int64), *(r for _, r in lines)])
    owner = np.repeat(np.arange(len(lines)), [len(r) for _, r in lines])
    drawn = shapely.linestrings(places.of(refs), indices=owner)
    surfaces = [places.polygon(part) for _, part in areas]
    shapes = np.concatenate([np.asarray(drawn), np.asarray(surfaces, object)])
    return gpd.GeoDataFrame(
        {"kind": pd.Series(kinds, dtype="str")}, geometry=shapes, crs=places.crs
    )


def parse_layer(text: str | None) -> int:
    """
    Read a layer tag; what cannot be read, or spans several, counts as the ground.

    >>> [parse_layer(text) for text in ("-1", "+2", None, "-1;0", "up")]
    [-1, 2, 0, 0, 0]
    """
    try:
        return int(text or 0)
    except ValueError:
        return 0
