"""Where people and stations are on the network that openings are looked for on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.errors import SitingError
from servicecircle.network.distances import nearest_stations
from servicecircle.network.snapping import snap
from servicecircle.network.walk_network import MAX_LENGTH_M, to_units
from servicecircle.reach.access import access_places
from servicecircle.siting.from_area import ONE, standard_of
from servicecircle.siting.openings.closed import closed_openings, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.standards import ServiceStandard

POSITION = ["edge_id", "position_m", "snap_m"]


@dataclass(frozen=True, eq=False)
class Setting:
    """
    One service circle on a network with openings.

    Everybody keeps the place where they join the network: opening something only adds
    ways, so no set of openings covers fewer than a part of it.
    """

    network: WalkNetwork
    openings: gpd.GeoDataFrame
    """As `closed_openings` gives them."""
    homes: pd.Series
    """Residents by building id, of buildings inside the district with residents."""
    doors: pd.DataFrame
    """Positions of their access places, with ``building_id``."""
    stations: pd.DataFrame
    """Positions of the stations that offer the service."""
    candidates: pd.DataFrame
    """Positions of candidate sites on the network, with ``cost``; may be empty."""
    limit_m: float

    def walks(
        self, open_ids: Iterable[str] = (), sites: Iterable[str] = ()
    ) -> pd.DataFrame:
        """
        Measure everybody's nearest station with some openings open, and sites too.

        Returns
        -------
        DataFrame
            Indexed like `homes`: ``station_id`` and ``walk_m``, missing where no
            station is joined.
        """
        network = opened(self.network, self.openings, open_ids)
        there = pd.concat([self.stations, self.candidates.loc[list(sites)]])
        if there.empty:
            nothing = {"station_id": pd.Series(dtype="str"), "walk_m": np.nan}
            return pd.DataFrame(nothing, index=self.homes.index)
        found = nearest_stations(network, self.doors[POSITION], there[POSITION])
        found = found.assign(building_id=self.doors["building_id"].to_numpy())
        best = found.sort_values(["walk_m", "station_id"], kind="stable")
        best = best.drop_duplicates("building_id").set_index("building_id")
        return best.reindex(self.homes.index)

    def covered(self, walks: pd.DataFrame) -> NDArray[np.bool_]:
        """Say who walks at most the limit, which itself counts."""
        walk_m = walks["walk_m"].to_numpy()
        known = np.isfinite(walk_m)
        limit = to_units(np.array([self.limit_m]))[0]
        return np.asarray(known & (to_units(np.where(known, walk_m, 0.0)) <= limit))

    def residents(
        self, open_ids: Iterable[str] = (), sites: Iterable[str] = ()
    ) -> float:
        """Count the residents who are covered."""
        reached = self.covered(self.walks(open_ids, sites))
        return float(self.homes.to_numpy()[reached].sum())


def setting_of(
    area: PlanningArea,
    network: WalkNetwork,
    service: str | None = None,
    *,
    limit_m: float | None = None,
) -> Setting:
    """
    Put one service circle of a planning area on its network.

    The limit is the service's standard where no other is given.

    Raises
    ------
    SitingError
        If the service is unknown, the limit is not above 0, or nothing is closed.
    """
    standard = standard_of(area, service)
    if limit_m is not None and not 0 < limit_m < MAX_LENGTH_M:
        msg = f"The limit must be above 0 m and under 100 km. Got {limit_m!r}."
        raise SitingError(msg)
    openings = openings_for(network, standard)
    if openings.empty:
        msg = (
            "Nothing on the network is closed, so nothing can be opened. Draw locked "
            "gates and missing links as lines with closed = yes, or add them to OSM."
        )
        raise SitingError(msg)
    if standard.step_free:
        network = network.step_free
    setting = setting_on(area, network, openings, standard)
    return setting if limit_m is None else replace(setting, limit_m=limit_m)


def openings_for(network: WalkNetwork, standard: ServiceStandard) -> gpd.GeoDataFrame:
    """
    List what could be opened for a service circle.

    A gate at the foot of steps opens nothing to those who cannot climb them.
    """
    openings = closed_openings(network)
    if not standard.step_free:
        return openings
    steps = network.edges["steps"].to_numpy(dtype=bool)
    climbs = [bool(steps[list(ids)].any()) for ids in openings["edge_ids"]]
    return openings[~np.array(climbs, dtype=bool)]


def setting_on(
    area: PlanningArea,
    network: WalkNetwork,
    openings: gpd.GeoDataFrame,
    standard: ServiceStandard,
    *,
    candidates: gpd.GeoDataFrame | None = None,
) -> Setting:
    """
    Put homes, stations and candidates on a network, each at its nearest way.

    The candidates are the area's own where no others are given.
    """
    inside = area.buildings[area.buildings[area.widest.id_column].notna()]
    lived_in = inside[inside["residents"] > 0]
    limits = {
        "limit_m": area.config.network.snap_limit_m,
        "island_tolerance_m": area.config.network.island_tolerance_m,
    }
    places = access_places(lived_in.geometry, area.entrances)
    doors = snap(network, places.geometry, **limits)[POSITION]
    offers = [standard.station_service in s for s in area.stations["services"]]
    sites = area.candidates if candidates is None else candidates
    spots = snap(network, sites.geometry, **limits)[POSITION]
    spots = spots.assign(cost=sites["cost"].astype(float).fillna(ONE))
    return Setting(
        network,
        openings,
        lived_in["residents"].astype(float),
        doors.assign(building_id=places["building_id"]),
        snap(network, area.stations.geometry[offers], **limits)[POSITION],
        spots[spots["edge_id"].notna()],
        standard.distance_m,
    )


def measured_anew(
    area: PlanningArea,
    setting: Setting,
    open_ids: Iterable[str],
    service: str | None = None,
) -> float:
    """
    Count the residents covered if everything is measured again with openings open.

    Other than in `Setting.walks`, everybody looks for the nearest way anew, the ways
    that were freed included, as the next run of `plan` will. Most often nothing
    changes; a home beside a freed way may join it and walk a little farther.
    """
    network = opened(setting.network, setting.openings, open_ids)
    again = setting_on(area, network, setting.openings, standard_of(area, service))
    return replace(again, limit_m=setting.limit_m).residents()
