"""Who is within the standard of each service, on foot and by the circle on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle._validation import check_positive
from servicecircle.network.distances import nearest_stations
from servicecircle.network.snapping import SnapNote, snap
from servicecircle.network.walk_network import to_units
from servicecircle.reach.access import access_places
from servicecircle.reach.straight import straight_lines_m, to_the_unit
from servicecircle.vocabulary import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.standards import ServiceStandard


@dataclass(frozen=True, eq=False)
class Snapped:
    """Buildings' access places and stations on one network (common or step-free)."""

    network: WalkNetwork
    places: gpd.GeoDataFrame
    """Indexed 0, 1, 2, ...: ``building_id`` and the columns of `snap`."""
    stations: gpd.GeoDataFrame
    """Indexed by station id: the columns of `snap`."""


@dataclass(frozen=True, eq=False)
class Reach:
    """
    What was measured: one row per building and service, and the positions behind it.

    ``table`` has the columns of ``reach.parquet`` (see `servicecircle.tables`),
    services in the order of the standards, buildings in the order given.
    """

    table: pd.DataFrame
    standards: tuple[ServiceStandard, ...]
    snapped: Mapping[bool, Snapped]
    """By step-free (True) or not (False); only what a standard asked for."""

    def of(self, service: str) -> pd.DataFrame:
        """Give one service's rows, indexed by building id."""
        rows = self.table[self.table["service"] == service]
        return rows.drop(columns="service").set_index("building_id")

    def __repr__(self) -> str:
        """Say what was measured, in one line."""
        names = ", ".join(standard.service for standard in self.standards)
        buildings = self.table["building_id"].nunique()
        return f"<Reach of {buildings} buildings: {names}>"

    def _repr_html_(self) -> str:
        """Show buildings by service and reason in a notebook."""
        from servicecircle.reach.as_card import reach_card  # noqa: PLC0415 - above this

        return reach_card(self)


def measure_reach(  # noqa: PLR0913 - what a measurement depends on
    network: WalkNetwork,
    buildings: gpd.GeoDataFrame,
    stations: gpd.GeoDataFrame,
    standards: Sequence[ServiceStandard],
    *,
    entrances: gpd.GeoDataFrame,
    snap_limit_m: float,
    island_tolerance_m: float,
    detour_factor: float,
) -> Reach:
    """
    Measure, for every service, every building's way to its nearest station.

    Parameters
    ----------
    network
        The walking network.
    buildings
        Footprints or points in the network's CRS, indexed by building id.
    stations
        Points in the network's CRS, indexed by station id, with ``services`` (a tuple
        of the services offered).
    standards
        The service circles; at least one.
    entrances
        Points with ``building_id``; may be empty.
    snap_limit_m, island_tolerance_m
        As for `snap`, for buildings and stations alike.
    detour_factor
        By how much a straight line is lengthened where no network is used, 1 or more.

    Returns
    -------
    Reach
        Per building and service: ``station_id`` and ``walk_m`` of the station nearest
        on foot; ``straight_m`` to the station nearest in a straight line, which may be
        another one; ``detour_m``, that line times the factor; ``covered`` (on foot),
        ``covered_by_circle`` (straight line); the ``reason``; ``snap_m``, the access
        leg. Of several entrances the best counts.

    Notes
    -----
    Of several stations as near, the id that sorts first wins. The limit itself counts.
    A walk is never shorter than the straight line, as both leave from the same place.
    """
    check_positive(detour_factor - 1 + 1e-12, name="detour_factor - 1")
    places = access_places(buildings.geometry, entrances)

    def put(network: WalkNetwork) -> Snapped:
        limits = {"limit_m": snap_limit_m, "island_tolerance_m": island_tolerance_m}
        on_network = snap(network, places.geometry, **limits)
        on_network.insert(0, "building_id", places["building_id"])
        return Snapped(network, on_network, snap(network, stations.geometry, **limits))

    kinds = sorted({standard.step_free for standard in standards})
    snapped = {kind: put(network.step_free if kind else network) for kind in kinds}
    parts = [
        _measure_one(snapped[s.step_free], places, stations, s, detour_factor).reindex(
            buildings.index
        )
        for s in standards
    ]
    names = [standard.service for standard in standards]
    table = pd.concat(parts, keys=names, names=["service", "building_id"]).reset_index()
    lead = ["building_id", "service"]
    table = table[[*lead, *table.columns.drop(lead)]]
    return Reach(table, tuple(standards), snapped)


def _measure_one(
    snapped: Snapped,
    places: gpd.GeoDataFrame,
    stations: gpd.GeoDataFrame,
    standard: ServiceStandard,
    detour_factor: float,
) -> pd.DataFrame:
    """Measure one service for every access place and keep each building's best."""
    offers = [standard.station_service in offered for offered in stations["services"]]
    open_ = stations[offers].sort_index()
    walk = nearest_stations(snapped.network, snapped.places, snapped.stations[offers])
    limit = to_units(np.array(standard.distance_m))
    straight_m = straight_lines_m(places.geometry.to_numpy(), open_.geometry.to_numpy())
    table = pd.DataFrame(
        {
            "building_id": places["building_id"],
            "station_id": walk["station_id"],
            "walk_m": walk["walk_m"],
            "straight_m": straight_m,
            "detour_m": to_the_unit(straight_m * detour_factor),
            "covered": _within(walk["walk_m"].to_numpy(), limit),
            "covered_by_circle": _within(straight_m, limit),
            "snap_m": snapped.places["snap_m"],
        }
    )
    table.insert(7, "reason", _reasons(table, snapped.places["note"], len(open_) > 0))
    best = table.sort_values(["walk_m", "station_id"], kind="stable")
    first = best.drop_duplicates("building_id").set_index("building_id")
    # The straight line has its own best entrance.
    by_circle = table.groupby("building_id")[["straight_m", "detour_m"]].min()
    first[["straight_m", "detour_m"]] = by_circle
    first["covered_by_circle"] = _within(first["straight_m"].to_numpy(), limit)
    return first


def _within(metres: NDArray[np.float64], limit: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a distance is at most the limit; a missing one never is."""
    known = np.isfinite(metres)
    return known & (to_units(np.where(known, metres, 0)) <= limit)


def _reasons(
    table: pd.DataFrame,
    note: pd.Series[str],
    any_station: bool,  # noqa: FBT001
) -> pd.Series[str]:
    """Say why each place is covered or not."""
    conditions = {
        Reason.NO_EDGE_NEARBY: note == SnapNote.NO_EDGE_NEARBY,
        Reason.BEHIND_OBSTACLE: note == SnapNote.BEHIND_OBSTACLE,
        Reason.NO_PATH: table["walk_m"].isna(),
        Reason.COVERED: table["covered"],
    }
    if not any_station:
        conditions = {Reason.NO_STATION: pd.Series(data=True, index=table.index)}
    words = [reason.value for reason in conditions]
    chosen = np.select(list(conditions.values()), words, Reason.TOO_FAR.value)
    return pd.Series(chosen, index=table.index, dtype="str")
