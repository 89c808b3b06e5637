"""Who reaches whom in time (基层发令): responders by service and way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from servicecircle.network.distances import nearest_stations
from servicecircle.network.snapping import snap
from servicecircle.network.walk_network import to_units
from servicecircle.reach.access import access_places
from servicecircle.reach.building_walks import building_walks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.response_config import ModeSection, ResponseSection
    from servicecircle.network.distances import DistanceMatrix
    from servicecircle.network.walk_network import WalkNetwork

LOOK_M = 3_000.0
"""Whoever is farther from all of a unit is not named, unless still in time."""
POSITION = ["edge_id", "position_m", "snap_m"]


@dataclass(frozen=True, eq=False)
class Dispatch:
    """
    What was measured of responders.

    Parameters
    ----------
    buildings
        Ids of the buildings inside the district.
    soonest
        By service and mode, indexed by position in `buildings`: ``station_id`` of the
        nearest responder and ``minutes`` until somebody is there (both missing where
        nobody ever is), ``in_time``.
    nearest
        One row a unit, service, mode and rank: ``unit_id``, ``service``, ``mode``,
        ``rank``, ``station_id``, ``minutes`` (the mean over the unit's residents; who
        lives beyond the cutoff counts as living there), ``reached_residents``,
        ``share_of_residents``, ``station_name``.
    limits_m
        How far each mode comes in time.
    minutes
        What in time means.
    """

    buildings: pd.Index[str]
    soonest: Mapping[tuple[str, str], pd.DataFrame]
    nearest: pd.DataFrame
    limits_m: Mapping[str, float]
    minutes: float

    @property
    def services(self) -> list[str]:
        """The services that anybody offers."""
        return list(dict.fromkeys(service for service, _ in self.soonest))


def measure_dispatch(
    area: PlanningArea, network: WalkNetwork, section: ResponseSection
) -> Dispatch:
    """
    Measure how soon the responders of each service are at every door.

    Parameters
    ----------
    area
        Its stations are the responders, by the services that they offer.
    network
        The walking network. Whoever is stopped by steps moves on the step-free one.
    section
        Modes, minutes and how many responders to name.

    Notes
    -----
    Ways are those of the walking kernel, as long there as back, so that a mode may as
    well be a resident's who comes to the station. Of several responders as near, the
    id that sorts first wins. Exactly so many minutes are in time.
    """
    inside = area.buildings[area.buildings[area.widest.id_column].notna()]
    doors = access_places(inside.geometry, area.entrances)
    owner = inside.index.get_indexer(doors["building_id"])
    stations = area.stations.sort_index()
    limits = {
        "limit_m": area.config.network.snap_limit_m,
        "island_tolerance_m": area.config.network.island_tolerance_m,
    }
    ready = section.dispatch.ready_minutes
    reach_m = {
        name: round(max(section.dispatch.minutes - ready, 0) * 60 * mode.speed_m_s, 3)
        for name, mode in section.modes.items()
    }
    cutoff_m = max(LOOK_M, *reach_m.values())
    soonest, per_unit = {}, []
    for step_free in sorted({mode.step_free for mode in section.modes.values()}):
        ways = network.step_free if step_free else network
        at_doors = snap(ways, doors.geometry, **limits)[POSITION]
        at_stations = snap(ways, stations.geometry, **limits)[POSITION]
        modes = {k: m for k, m in section.modes.items() if m.step_free == step_free}
        walks = building_walks(
            ways, at_doors, owner, inside.index, at_stations, cutoff_m=cutoff_m
        )
        means = _Means.of(walks, area, inside)
        for service in _services(stations):
            offers = np.array([service in offered for offered in stations["services"]])
            nearest = nearest_stations(ways, at_doors, at_stations[offers])
            best = _best(nearest, owner)
            for name, mode in modes.items():
                told = {"service": service, "mode": name}
                soonest[service, name] = _timed(best, mode, reach_m[name], ready=ready)
                ranked = means.ranked(
                    np.flatnonzero(offers),
                    mode,
                    reach_m[name],
                    count=section.dispatch.nearest,
                    ready=ready,
                )
                per_unit.append(ranked.assign(**told))
    lead = ["service", "mode"]
    by_unit = pd.concat(per_unit, ignore_index=True)
    by_unit["station_name"] = by_unit["station_id"].map(area.stations["name"])
    ordered = {
        (service, mode): soonest[service, mode]
        for service in _services(stations)
        for mode in section.modes
    }
    return Dispatch(
        inside.index,
        ordered,
        by_unit[["unit_id", *lead, *by_unit.columns.drop(["unit_id", *lead])]],
        reach_m,
        section.dispatch.minutes,
    )


def _services(stations: pd.DataFrame) -> list[str]:
    """List what is offered, in the order of the alphabet."""
    return sorted({name for offered in stations["services"] for name in offered})


def _best(nearest: pd.DataFrame, owner: NDArray[np.int64]) -> pd.DataFrame:
    """Keep each building's best door; every building has one, in order."""
    codes, words = pd.factorize(nearest["station_id"], sort=True)
    order = np.lexsort((codes, nearest["walk_m"].to_numpy(), owner))
    _, first = np.unique(owner[order], return_index=True)
    chosen = order[first]
    return pd.DataFrame(
        {
            "station_id": pd.Categorical.from_codes(codes[chosen], categories=words),
            "walk_m": nearest["walk_m"].to_numpy()[chosen],
        }
    )


def _timed(
    best: pd.DataFrame, mode: ModeSection, reach_m: float, *, ready: float
) -> pd.DataFrame:
    walk_m = best["walk_m"].to_numpy()
    known = np.isfinite(walk_m)
    within = to_units(np.where(known, walk_m, 0)) <= to_units(np.array(reach_m))
    minutes = ready + walk_m / mode.speed_m_s / 60
    return best[["station_id"]].assign(minutes=minutes.round(3), in_time=known & within)


@dataclass(frozen=True, eq=False)
class _Means:
    """How far a unit's residents are from every responder, as sparse sums."""

    units: pd.Index
    stations: pd.Index
    residents: NDArray[np.float64]
    weight: NDArray[np.float64]
    member: csr_array
    """Shape (units, buildings): residents, or 1 where nobody lives in the unit."""
    people: csr_array
    """Shape (units, buildings): residents."""
    walks: DistanceMatrix
    mean_m: NDArray[np.float64]
    """Shape (units, stations); infinite where nobody is within the cutoff."""

    @classmethod
    def of(
        cls, walks: DistanceMatrix, area: PlanningArea, inside: pd.DataFrame
    ) -> _Means:
        units = area.levels[area.finest].index
        unit = units.get_indexer(inside[area.finest.id_column])
        lived = inside["residents"].to_numpy(np.float64)
        row = np.flatnonzero(unit >= 0)
        total = np.zeros(len(units))
        np.add.at(total, unit[row], lived[row])
        weight = np.where(total[unit] > 0, lived, 1.0)
        shape = (len(units), len(inside))
        people = csr_array((lived[row], (unit[row], row)), shape=shape)
        member = csr_array((weight[row], (unit[row], row)), shape=shape)
        whole = np.zeros(len(units))
        np.add.at(whole, unit[row], weight[row])
        # What the cutoff exceeds each walk by: absent walks then count as the cutoff.
        saved = cls._matrix(walks, walks.cutoff_m - walks.walk_m)
        near = (member @ cls._matrix(walks, np.ones(len(walks.units)))).toarray()
        spared = (member @ saved).toarray()
        per = np.maximum(whole, 1e-12)[:, None]
        mean_m = np.where(near > 0, walks.cutoff_m - spared / per, np.inf)
        return cls(units, walks.stations, total, whole, member, people, walks, mean_m)

    @staticmethod
    def _matrix(walks: DistanceMatrix, data: NDArray[np.float64]) -> csr_array:
        shape = (len(walks.places), len(walks.stations))
        return csr_array((data, walks.station, walks.indptr), shape=shape)

    def ranked(
        self,
        offers: NDArray[np.int64],
        mode: ModeSection,
        reach_m: float,
        *,
        count: int,
        ready: float,
    ) -> pd.DataFrame:
        """Name each unit's nearest responders, by the mean over its residents."""
        mean_m = self.mean_m[:, offers]
        order = np.argsort(mean_m, axis=1, kind="stable")[:, :count]
        found = np.isfinite(np.take_along_axis(mean_m, order, axis=1))
        unit, rank = np.nonzero(found)
        station = offers[order[unit, rank]]
        within = self.walks.units <= to_units(np.array(reach_m))
        reached = (
            self.people @ self._matrix(self.walks, within.astype(np.float64))
        ).toarray()
        people = reached[unit, station]
        residents = self.residents[unit]
        return pd.DataFrame(
            {
                "unit_id": self.units[unit].astype("str"),
                "rank": rank + 1,
                "station_id": self.stations[station].astype("str"),
                "minutes": (
                    ready + self.mean_m[unit, station] / mode.speed_m_s / 60
                ).round(3),
                "reached_residents": people.round(6),
                "share_of_residents": np.where(
                    residents > 0, people / np.maximum(residents, 1e-12), np.nan
                ),
            }
        )
