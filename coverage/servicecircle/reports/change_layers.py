"""The layers of `crosswalk.gpkg`: changed ground over the units of both editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.reports.qgis_styles import category_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.crosswalk.compare import Crosswalk

CHANGES = (
    ("unchanged", "#f2f0eb", "unchanged"),
    ("renamed", "#d9d4c7", "renamed"),
    ("recoded", "#c2b59b", "recoded"),
    ("changed_parent", "#b2abd2", "changed parent"),
    ("boundary_moved", "#fdb863", "border moved"),
    ("split", "#5e9bc4", "split"),
    ("merged", "#2d6a4f", "merged"),
    ("redrawn", "#6a3d9a", "split and merged"),
    ("new", "#1f3b73", "new"),
    ("dissolved", "#a63603", "dissolved"),
)
RELATIONS = (
    ("part", "#5e9bc4", "cut out"),
    ("merged", "#2d6a4f", "merged"),
    ("moved", "#fdb863", "changed hands"),
    ("lost", "#a63603", "in no unit any more"),
    ("gained", "#1f3b73", "was in no unit"),
)


def change_layers(crosswalk: Crosswalk) -> dict[str, gpd.GeoDataFrame]:
    """
    Join the classes to the shapes.

    Per level, the finest first: ``<layer>_changed`` with the ground that changed
    hands, then ``<layer>_new`` and ``<layer>_old`` with the units of both editions.
    They stand in the order in which a map draws them well.
    """
    layers: dict[str, gpd.GeoDataFrame] = {}
    editions = {"new": crosswalk.new, "old": crosswalk.old}
    for level in reversed(crosswalk.levels):
        ground = crosswalk.ground[crosswalk.ground["level"] == level.value]
        layers[f"{level.layer}_changed"] = _many(ground.reset_index(drop=True))
        for edition, source in editions.items():
            rows = crosswalk.changes[
                (crosswalk.changes["level"] == level.value)
                & (crosswalk.changes["edition"] == edition)
            ].set_index("unit_id")
            rows = rows.drop(columns=["level", "edition"])
            shapes = source.levels[level].geometry.loc[rows.index]
            layers[f"{level.layer}_{edition}"] = _many(
                gpd.GeoDataFrame(rows, geometry=shapes)
            )
    return layers


def change_styles(layers: Mapping[str, gpd.GeoDataFrame]) -> dict[str, str]:
    """Colour units by what became of them, and ground by how it changed hands."""
    units = category_style("change", CHANGES, shape="area")
    ground = category_style("relation", RELATIONS, shape="area")
    return {layer: ground if layer.endswith("_changed") else units for layer in layers}


def _many(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make every shape one of many parts, so that a layer is of one kind."""
    shapes = np.array(frame.geometry.array, dtype=object)
    single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    shapes[single] = shapely.multipolygons(shapes[single][:, None])
    return frame.set_geometry(gpd.GeoSeries(shapes, frame.index, crs=frame.crs))
