"""Every point at which a code hangs: of buildings, stairs and gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.network.snapping import snap
from servicecircle.qr.places.ids import point_ids
from servicecircle.qr.places.words import Confidence, PointKind, PointWhy

if TYPE_CHECKING:
    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.network.walk_network import WalkNetwork

ACTIVE = "active"


def plan_points(
    area: PlanningArea, network: WalkNetwork
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Plan one point for every entrance that people must pass.

    Parameters
    ----------
    area
        Buildings, their entrances where known, and how many stairs to count on
        (`[qr.stairs]`).
    network
        The walking network in the area's CRS.

    Returns
    -------
    points
        Indexed by ``point_id`` (opaque), sorted by building: ``kind`` (a `PointKind`),
        ``building_id`` (missing for gates), one ``<level>_id`` per level, ``why`` (a
        `PointWhy`), ``confidence`` (a `Confidence`), ``facing_edge`` (edge id of the
        network, missing where none is near), ``walk_leg_m`` (metres from the door to
        that edge, missing as well), ``code`` (missing: not yet given), ``state``
        (``active``) and the point in the working CRS.
    findings
        What a planner should look at.
    """
    buildings = area.buildings
    settings = area.config.network
    doors = area.entrances[["building_id", "kind", "geometry"]]
    without = buildings[~buildings.index.isin(doors["building_id"])]
    legs = snap(network, without.geometry, limit_m=settings.snap_limit_m)
    shapes = without.geometry.to_numpy()
    start = shapely.get_point(legs.geometry.to_numpy(), 0)
    place = np.where(legs["edge_id"].isna(), shapely.point_on_surface(shapes), start)
    inferred = gpd.GeoDataFrame(
        {
            "building_id": without.index,
            "why": np.where(
                legs["edge_id"].isna(), PointWhy.NO_WAY, PointWhy.FACADE
            ).astype(str),
            "confidence": np.where(
                legs["edge_id"].isna(), Confidence.LOW, Confidence.MEDIUM
            ).astype(str),
            "facing_edge": legs["edge_id"].array,
            "walk_leg_m": legs["snap_m"].to_numpy(),
        },
        geometry=place,
        crs=area.crs,
    )
    at = snap(
        network,
        gpd.GeoSeries(doors.geometry.to_numpy(), crs=area.crs),
        limit_m=settings.snap_limit_m,
    )
    given = gpd.GeoDataFrame(
        {
            "building_id": doors["building_id"].to_numpy(),
            "why": PointWhy.GIVEN.value,
            "confidence": Confidence.HIGH.value,
            "facing_edge": at["edge_id"].array,
            "walk_leg_m": at["snap_m"].to_numpy(),
        },
        geometry=doors.geometry.to_numpy(),
        crs=area.crs,
    )
    parts = [part for part in (given, inferred) if len(part)]
    points = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=area.crs)
    order = pd.DataFrame(
        {"b": points["building_id"], "x": points.geometry.x, "y": points.geometry.y}
    ).sort_values(["b", "x", "y"], kind="stable")
    points = points.loc[order.index]
    count = points.groupby("building_id")["building_id"].transform("size")
    units = [level.id_column for level in area.levels]
    points = points.join(buildings[units], on="building_id")
    points["kind"] = np.where(count > 1, PointKind.STAIR, PointKind.ENTRANCE).astype(
        str
    )
    points["code"] = pd.Series(None, index=points.index, dtype="str")
    points["state"] = ACTIVE
    number = points.groupby("building_id").cumcount()
    points.index = point_ids(points["building_id"], number)
    columns = ["kind", "building_id", *units, "why", "confidence", "facing_edge"]
    return points[[*columns, "walk_leg_m", "code", "state", "geometry"]], []
