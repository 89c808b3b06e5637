"""Every point at which a code hangs: of buildings, stairs and gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from servicecircle import tables
from servicecircle.area.placing import place
from servicecircle.qr.places.findings import door_findings
from servicecircle.qr.places.gates import find_gates
from servicecircle.qr.places.given import given_doors
from servicecircle.qr.places.ids import point_ids
from servicecircle.qr.places.infer import infer_doors
from servicecircle.qr.places.legs import facing_edges, leg_lengths_m
from servicecircle.qr.places.sureness import how_sure
from servicecircle.qr.places.which_door import which_doors
from servicecircle.qr.places.words import PointKind, PointWhy
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.findings import Finding
    from servicecircle.network.walk_network import WalkNetwork

ACTIVE = "active"


def plan_points(
    area: PlanningArea, network: WalkNetwork
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Plan one point for every entrance that people must pass.

    Entrances that are given are used. A building without any gets a door where a path
    ends at its outline; else in the middle of its front, or several along it
    (`[qr.stairs]`); one drawn as a point keeps that. The gates of compounds get points
    of their own.

    Parameters
    ----------
    area
        Buildings, their entrances where known, and the rules of `[qr]`.
    network
        The walking network in the area's CRS.

    Returns
    -------
    points
        Indexed by ``point_id`` (opaque), buildings by id, then gates: ``kind`` (a
        `PointKind`), ``building_id`` (missing for gates), ``door`` and ``side`` (see
        `which_doors`), one ``<level>_id`` per level
        (missing outside), ``why`` (a `PointWhy`), ``confidence`` (a `Confidence`),
        ``facing_edge`` (edge id of the network, missing where none is in sight),
        ``walk_leg_m`` (metres from the point to that edge, missing as well), ``code``
        (missing: not given here), ``state`` (``active``) and the point in the working
        CRS.
    findings
        What a planner should look at.

    Notes
    -----
    Planning again from the same data gives the same points with the same ids; a better
    network moves points and keeps their ids.
    """
    buildings = area.buildings.sort_index()
    shapes = _valid(np.array(buildings.geometry.array, dtype=object))
    settings, rules = area.config.network, area.config.qr
    given = given_doors(area.entrances, buildings.index, minor=rules.minor_entrances)
    asked = np.setdiff1d(np.arange(len(buildings)), given["building"])
    areal = shapely.area(shapes[asked]) > 0
    known = pd.concat([given, _dots(shapes, asked[~areal])], ignore_index=True)
    known["edge"] = facing_edges(
        network,
        _points(known),
        within_m=settings.snap_limit_m,
        island_tolerance_m=settings.island_tolerance_m,
    )
    inferred = infer_doors(
        STRtree(shapes),
        asked[areal],
        buildings,
        network,
        rule=rules.stairs,
        within_m=settings.snap_limit_m,
    )
    doors = pd.concat([known, inferred], ignore_index=True)
    doors = doors.sort_values(["building", "x", "y"], ignore_index=True)
    doors = doors.join(which_doors(doors, shapes))
    gates, found = find_gates(network, shapes, within_m=settings.snap_limit_m)
    table = pd.concat([_of_buildings(doors, buildings, area), _of_gates(gates, area)])
    points = _finished(table, area, network)
    return points, [*door_findings(doors, buildings, rules.stairs), *found]


def _valid(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Repair footprints that cross themselves, as the checks of tables do."""
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        some = shapes[broken]
        whole = shapely.make_valid(some, method="structure", keep_collapsed=False)
        # What encloses nothing is a dot on the map, and no building is lost.
        dots = np.asarray(shapely.points(shapely.bounds(some)[:, :2]), dtype=object)
        shapes[broken] = np.where(shapely.is_empty(whole), dots, whole)
    return shapes


def _dots(shapes: NDArray[np.object_], building: NDArray[np.int64]) -> pd.DataFrame:
    """Take buildings without an area for their own doors."""
    xy = shapely.get_coordinates(shapely.point_on_surface(shapes[building]))
    why = PointWhy.POINT.value
    return pd.DataFrame(
        {"building": building, "why": why, "x": xy[:, 0], "y": xy[:, 1]}
    )


def _points(doors: pd.DataFrame) -> NDArray[np.object_]:
    xy = doors[["x", "y"]].to_numpy(dtype=float)
    return np.asarray(shapely.points(xy), dtype=object)


def _of_buildings(
    doors: pd.DataFrame, buildings: gpd.GeoDataFrame, area: PlanningArea
) -> pd.DataFrame:
    """Name the doors, and say of which building and units they are."""
    owner = buildings.index[doors["building"]]
    several = doors.groupby("building")["why"].transform("size") > 1
    kind = np.where(several, PointKind.STAIR.value, PointKind.ENTRANCE.value)
    units = buildings[[level.id_column for level in area.levels]].iloc[
        doors["building"]
    ]
    number = doors.groupby("building").cumcount()
    ids = point_ids(owner.tolist(), number.tolist())
    told = doors.drop(columns="building").assign(kind=kind, building_id=owner)
    return told.set_index(ids).join(units.set_index(ids))


def _of_gates(gates: pd.DataFrame, area: PlanningArea) -> pd.DataFrame:
    """Name the gates after their place to the metre, and find their units."""
    owner = [
        f"gate {x:.0f} {y:.0f}" for x, y in zip(gates["x"], gates["y"], strict=True)
    ]
    told = gates.assign(kind=PointKind.GATE.value, building_id=None, side=None)
    told["door"] = pd.array([pd.NA] * len(told), dtype="Int64")
    for level, frame in area.levels.items():
        units = frame.sort_index()
        position = place(_points(gates), units)
        ids = pd.Series(units.index.to_numpy(dtype=object)[position])
        told[level.id_column] = ids.where(position >= 0).array
    return told.set_index(point_ids(owner, [-1] * len(owner)))


def _finished(
    table: pd.DataFrame, area: PlanningArea, network: WalkNetwork
) -> gpd.GeoDataFrame:
    """Give the table its columns, types and geometry."""
    points = _points(table)
    edge, leg_m = leg_lengths_m(network, points, table["edge"].to_numpy(dtype=np.int64))
    frame = gpd.GeoDataFrame(
        table.assign(
            confidence=how_sure(table["why"], table["front_m"]),
            facing_edge=edge.array,
            walk_leg_m=leg_m,
            code=None,
            state=ACTIVE,
        ),
        geometry=points,
        crs=area.crs,
    )
    absent = {level.id_column for level in Level if level not in area.levels}
    absent |= {"x", "y"}
    columns = [c for c in tables.table("qr_points").columns if c.name not in absent]
    texts = [c.name for c in columns if c.dtype in {"text", "id"}]
    told = frame.astype(dict.fromkeys(texts, "str"))
    return told[[c.name for c in columns if c.dtype != "key"]]
