"""The layers of `reach.gpkg`: the measurement, ready to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

from servicecircle.reports.qgis_styles import plain_style, reason_style, share_style
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.reach.measure import Reach

UNIT_FIGURES = (
    "covered_residents",
    "share_of_residents",
    "circle_share_of_residents",
    "unknown_residents",
    "mean_walk_m",
)
FINEST_FIRST = tuple(reversed(Level))


def reach_layers(
    area: PlanningArea, reach: Reach, coverage: pd.DataFrame, areas: gpd.GeoDataFrame
) -> dict[str, gpd.GeoDataFrame]:
    """
    Join the figures to the shapes, one layer for each kind of thing.

    Figures carry their service as a suffix: ``walk_m_appeals``. The layers stand in the
    order in which a map draws them well, points on top.
    """
    layers = {
        "stations": _stations(reach, area.stations),
        "buildings": _buildings(reach, area.buildings),
    }
    for level in FINEST_FIRST:
        if level in area.levels:
            layers[level.layer] = _units(coverage, area.levels[level], level)
    layers["service_areas"] = areas
    return layers


def reach_styles(
    reach: Reach, layers: Mapping[str, gpd.GeoDataFrame]
) -> dict[str, str]:
    """Give each layer its style, by the first service."""
    first = reach.standards[0].service
    kinds = set(layers["buildings"].geom_type)
    styles = {
        "stations": plain_style("#101010", polygons=False),
        "buildings": reason_style(f"reason_{first}", polygons="Point" not in kinds),
        "service_areas": plain_style("#4a94b8", polygons=True, opacity="0.25"),
    }
    units = [level.layer for level in Level if level.layer in layers]
    return styles | {
        layer: share_style(f"share_of_residents_{first}") for layer in units
    }


def _stations(reach: Reach, stations: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give stations their place on the network."""
    layer = stations.copy()
    layer["services"] = [";".join(services) for services in layer["services"]]
    snapped = next(iter(reach.snapped.values())).stations
    layer["snap_m"] = snapped["snap_m"].reindex(layer.index)
    layer["snap_note"] = snapped["note"].reindex(layer.index)
    return layer


def _buildings(reach: Reach, buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give buildings every service's answer."""
    layer = buildings.copy()
    for standard in reach.standards:
        rows = reach.of(standard.service).reindex(layer.index)
        for column in rows.columns:
            layer[f"{column}_{standard.service}"] = rows[column]
    if layer.geom_type.isin({"Polygon", "MultiPolygon"}).all():
        shapes = layer.geometry.to_numpy()
        single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
        shapes[single] = shapely.multipolygons(shapes[single][:, None])
        layer = layer.set_geometry(gpd.GeoSeries(shapes, layer.index, crs=layer.crs))
    return layer


def _units(
    coverage: pd.DataFrame, units: gpd.GeoDataFrame, level: Level
) -> gpd.GeoDataFrame:
    """Give units the figures of every service."""
    layer = gpd.GeoDataFrame(units[["name", "parent_id", "geometry"]].copy())
    rows = coverage[coverage["level"] == level.value]
    for i, (service, figures) in enumerate(rows.groupby("service", sort=False)):
        figures = figures.set_index("unit_id").reindex(layer.index)  # noqa: PLW2901
        if i == 0:
            layer[["buildings", "residents"]] = figures[["buildings", "residents"]]
        for column in UNIT_FIGURES:
            layer[f"{column}_{service}"] = figures[column]
    return layer
