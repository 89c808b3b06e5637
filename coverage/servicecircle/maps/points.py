"""The points of a map: stations, and buildings with the answer for each service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.errors import InputError
from servicecircle.maps.encode import (
    differences,
    in_steps,
    metres_up,
    nearby_order,
    text,
)
from servicecircle.maps.match import check_columns, in_lonlat, rows_by_id
from servicecircle.vocabulary import Level, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from servicecircle.standards import ServiceStandard

REASON_DIGIT = {reason.value: str(digit) for digit, reason in enumerate(Reason)}


def describe_stations(
    stations: gpd.GeoDataFrame,
    *,
    standards: Sequence[ServiceStandard],
    tier_names: Mapping[str, str],
) -> dict[str, Any]:
    """
    Return the stations, ready to be written as JSON.

    Tiers that bear a level's name come first, in the levels' order; then those with the
    fewest stations (ties: by name), which is the order of rank in any system where one
    centre heads six halls and thirty rooms.
    """
    check_columns(stations, ["name", "tier"], table_name="stations")
    x, y = _steps(in_lonlat(stations, table_name="stations"))
    tier = text(stations["tier"])
    levels = {level.value: rank for rank, level in enumerate(Level)}

    def rank(name: str) -> tuple[int, int, str]:
        return levels.get(name, len(levels)), tier.count(name), name

    tiers = sorted(set(tier), key=rank)
    described: dict[str, Any] = {
        "x": differences(x),
        "y": differences(y),
        "ids": [str(i) for i in stations.index],
        "names": text(stations["name"]),
        "tiers": [tier_names.get(name, name) for name in tiers],
        "tier": [tiers.index(name) for name in tier],
        "offers": [_offers(stations, standard) for standard in standards],
    }
    if "host_type" in stations.columns:
        described["host_type"] = text(stations["host_type"])
    return described


def _offers(stations: gpd.GeoDataFrame, standard: ServiceStandard) -> str:
    """Return a digit per station: whether it offers the service."""
    if "services" not in stations.columns:
        return "1" * len(stations)
    wanted, services = standard.station_service, stations["services"]
    return "".join(str(int(wanted in offered)) for offered in services)


def describe_buildings(
    buildings: gpd.GeoDataFrame,
    reach: pd.DataFrame,
    *,
    stations: gpd.GeoDataFrame,
    standards: Sequence[ServiceStandard],
) -> dict[str, Any]:
    """
    Return the buildings as points, each with its reason, station and walk.

    Raises
    ------
    InputError
        If a table lacks a column, an id does not match, or a reason is unknown.
    """
    columns = ["building_id", "service", "reason", "station_id", "walk_m"]
    check_columns(reach, columns, table_name="reach")
    unknown = set(reach["reason"].unique()) - set(REASON_DIGIT)
    if unknown:
        msg = (
            f"reach holds unknown reasons {name_some(sorted(map(str, unknown)))}. "
            f"Known: {name_some(REASON_DIGIT)}."
        )
        raise InputError(msg)
    x, y = _steps(in_lonlat(buildings, table_name="buildings"))
    order = nearby_order(x, y)
    ids = buildings.index[order]
    return {
        "x": differences(x[order]),
        "y": differences(y[order]),
        "ids": [str(i) for i in ids],
        "answers": [_answers(reach, ids, stations.index, s) for s in standards],
    }


def _answers(
    reach: pd.DataFrame, ids: pd.Index, stations: pd.Index, standard: ServiceStandard
) -> dict[str, Any]:
    """Return one service's answers, in the order of the building ids."""
    rows = rows_by_id(
        reach[reach["service"] == standard.service],
        ids,
        column="building_id",
        table_name=f"reach of service {standard.service!r}",
        what="building ids",
    )
    station = stations.get_indexer(pd.Index(rows["station_id"]))
    lost = (station < 0) & rows["station_id"].notna().to_numpy()
    if lost.any():
        msg = (
            f"reach names stations that are not in the stations table: "
            f"{name_some(rows.loc[lost, 'station_id'].unique())}."
        )
        raise InputError(msg)
    return {
        "reason": "".join(rows["reason"].map(REASON_DIGIT)),
        "station": [int(s) for s in station],
        "walk_m": metres_up(rows["walk_m"]),
    }


def _steps(shapes: gpd.GeoSeries) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a point inside each shape, as whole steps of longitude and latitude."""
    points = shapely.point_on_surface(shapes.to_numpy())
    return in_steps(shapely.get_x(points)), in_steps(shapely.get_y(points))
