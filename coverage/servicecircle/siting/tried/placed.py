"""What was tried, on the planning area's ground: refused where it does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle._validation import name_some, suggest
from servicecircle.errors import SitingError
from servicecircle.network.snapping import snap
from servicecircle.siting.from_area import ONE, standard_of
from servicecircle.siting.openings.closed import closed_openings
from servicecircle.siting.what_if import GATE_NEAR_M

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pandas as pd

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.siting.what_if import WhatIf
    from servicecircle.standards import ServiceStandard

SHOWN = 5


@dataclass(frozen=True, eq=False)
class Placed:
    """
    What was tried, for one service circle, on the ground.

    Parameters
    ----------
    standard
        The service circle.
    actions
        Indexed by id, in the order of the file: ``action``, ``name`` (missing where
        nobody gave one), ``target_id`` (of the gate or the station), ``counts``,
        whether it is about this service at all, and the point in the working CRS.
    openings
        Everything that could be opened, as `closed_openings` gives it.
    """

    standard: ServiceStandard
    actions: gpd.GeoDataFrame
    openings: gpd.GeoDataFrame

    @property
    def sites(self) -> gpd.GeoDataFrame:
        """New stations that offer the service, by id: ``name``, ``cost``, point."""
        mine = self.actions[(self.actions["action"] == "open") & self.actions["counts"]]
        return mine[["name", "geometry"]].assign(cost=ONE).sort_index()

    def targets(self, action: str) -> list[str]:
        """Name the gates or stations of an action that are about this service."""
        mine = (self.actions["action"] == action) & self.actions["counts"]
        return sorted(self.actions.loc[mine, "target_id"])


def place_what_if(
    area: PlanningArea,
    network: WalkNetwork,
    tried: WhatIf,
    service: str | None = None,
) -> Placed:
    """
    Put what was tried on a planning area's ground.

    Parameters
    ----------
    area, network
        The planning area and its whole network.
    tried
        The what-if file.
    service
        The service circle's key; the first one where not given.

    Raises
    ------
    SitingError
        If the file is about another area, or names services, gates or stations that
        are not there, a gate is somewhere else today, an id is taken, or no street is
        near a new station: everything that is wrong at once.
    """
    if tried.area != area.name:
        msg = (
            f"The what-if file is about {tried.area!r}, and the area is {area.name!r}. "
            "Name the file that was saved from this area's map."
        )
        raise SitingError(msg)
    standard = standard_of(area, service)
    openings = closed_openings(network)
    actions = tried.actions.to_crs(area.crs)
    problems = [
        *_unknown(actions, area, openings),
        *_gates_elsewhere(actions, openings),
        *_off_network(actions, area, network),
    ]
    if problems:
        rest = len(problems) - SHOWN
        more = f"\n  and {rest} more" if rest > 0 else ""
        shown = "\n  ".join(problems[:SHOWN])
        msg = f"The what-if file does not fit the area:\n  {shown}{more}\n"
        raise SitingError(msg + "Draw the map anew, and try on it.")
    return Placed(standard, _with_targets(actions, area, openings, standard), openings)


def _unknown(
    actions: gpd.GeoDataFrame, area: PlanningArea, openings: gpd.GeoDataFrame
) -> Iterator[str]:
    """Name what is not there, and ids that are taken."""
    for column, known, kind in (
        ("gate_id", openings.index, "closed gate"),
        ("station_id", area.stations.index, "station"),
    ):
        named = actions[column].dropna()
        for number, target in named[~named.isin(known)].items():
            yield f"{number}: the area has no {kind} {target!r}"
    circles = {standard.service for standard in area.standards}
    for number, services in actions["services"].items():
        unknown = sorted(set(services or ()) - circles)
        if unknown:
            hint = suggest(unknown[0], circles)
            yield f"{number}: the area has no service {name_some(unknown)}. {hint}"
    taken = actions.index[
        actions.index.isin(area.stations.index)
        | actions.index.isin(area.candidates.index)
        | actions.index.isin(area.buildings.index)
    ]
    if len(taken):
        yield f"{name_some(taken)}: taken by a station, a candidate or a building"


def _gates_elsewhere(
    actions: gpd.GeoDataFrame, openings: gpd.GeoDataFrame
) -> Iterator[str]:
    """Tell gates that are not where the map had them."""
    drawn = actions[actions["gate_id"].isin(openings.index)].dropna(subset="geometry")
    today = openings.geometry.reindex(drawn["gate_id"])
    away_m = shapely.distance(
        np.array(drawn.geometry.array, dtype=object),
        np.array(today.array, dtype=object),
    )
    for number, gate, far_m in zip(drawn.index, drawn["gate_id"], away_m, strict=True):
        if far_m > GATE_NEAR_M:
            yield f"{number}: gate {gate!r} is {far_m:,.0f} m from where the map had it"


def _off_network(
    actions: gpd.GeoDataFrame, area: PlanningArea, network: WalkNetwork
) -> Iterator[str]:
    """Tell new stations that no street is near."""
    new = actions[actions["action"] == "open"]
    if new.empty:
        return
    limit_m = area.config.network.snap_limit_m
    tolerance_m = area.config.network.island_tolerance_m
    at = snap(network, new.geometry, limit_m=limit_m, island_tolerance_m=tolerance_m)
    for number in new.index[at["edge_id"].isna().to_numpy()]:
        yield f"{number}: no usable street within {limit_m:g} m"


def _with_targets(
    actions: gpd.GeoDataFrame,
    area: PlanningArea,
    openings: gpd.GeoDataFrame,
    standard: ServiceStandard,
) -> gpd.GeoDataFrame:
    """Give every action its target, its point, and whether it is about the service."""
    target = actions["gate_id"].fillna(actions["station_id"])
    spots = actions.geometry.copy()
    names = actions["name"].copy()
    counts = [
        services is None or standard.service in services
        for services in actions["services"]
    ]
    frames = {"open_gate": openings.assign(name=openings["kind"])}
    frames["close"] = area.stations[["name", "geometry"]]
    for action, frame in frames.items():
        mine = actions.index[actions["action"] == action]
        there = frame.reindex(target[mine])
        spots[mine] = there.geometry.array
        names[mine] = names[mine].fillna(_texts(there["name"], mine))
    offered = area.stations["services"].reindex(target)
    for position, services in enumerate(offered):
        if isinstance(services, tuple):
            counts[position] = standard.station_service in services
    table = actions[["action"]].assign(name=names, target_id=target, counts=counts)
    return table.set_geometry(spots)


def _texts(names: pd.Series[str], index: pd.Index[str]) -> pd.Series[str]:
    return names.set_axis(index).astype("str")
