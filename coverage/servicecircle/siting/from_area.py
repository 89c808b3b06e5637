"""From a planning area to a siting problem: who walks how far to which site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle._validation import name_some, suggest
from servicecircle.area.placing import place, representative_points
from servicecircle.errors import SitingError
from servicecircle.findings import Finding
from servicecircle.network.distances import walking_distances
from servicecircle.network.snapping import snap
from servicecircle.reach.access import access_places
from servicecircle.reach.building_walks import building_walks
from servicecircle.siting.problem import SITE_COLUMNS, SitingProblem
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.network.distances import DistanceMatrix
    from servicecircle.network.walk_network import WalkNetwork
    from servicecircle.standards import ServiceStandard

ONE = 1.0
"""What opening a site costs where nobody says."""
POSITION = ["edge_id", "position_m", "snap_m"]


class AreaProblem(NamedTuple):
    """A siting problem, and what had to be left out of it."""

    problem: SitingProblem
    findings: list[Finding]


def siting_problem(  # noqa: PLR0913 - what a problem depends on
    area: PlanningArea,
    network: WalkNetwork,
    service: str | None = None,
    *,
    farther: float = 1.0,
    every_building: bool = False,
    also: gpd.GeoDataFrame | None = None,
    between_m: float | None = None,
    beside: Sequence[ServiceStandard] = (),
    new_tier: str | None = None,
) -> AreaProblem:
    """
    Measure what a siting model needs to know of one service circle.

    Parameters
    ----------
    area
        The planning area, with candidate sites unless every building is one.
    network
        Its walking network.
    service
        The service circle's key; the first one where not given.
    farther
        Walks are known up to this many times the standard, 1 or more: trials with a
        wider radius need them.
    every_building
        Take every building inside the district as a candidate instead of the area's
        candidate sites. Its door is the entrance nearest to the street.
    also
        Candidates beside those: ``name`` and the point, indexed by id.
    between_m
        Measure walks between sites too, up to so far.
    beside
        Other service circles: their stations are sites too, to which nobody walks who
        asks for this service.
    new_tier
        The tier of candidates that state none.

    Returns
    -------
    AreaProblem
        Places are the buildings inside the district that somebody lives in; a walk is
        that of the best entrance. Sites are the stations that offer the service and the
        candidates, sorted by id, with the unit of every level that they lie in. With
        it a warning for each candidate that no street is near, and a note for each
        building called like a station: they are left out.

    Raises
    ------
    SitingError
        If the service is unknown, there is no candidate, one of the area's table has a
        station's id, or some candidates have a cost and others have none.

    Notes
    -----
    Stations off the network stay stations, though nobody walks to them. A candidate
    costs 1 where the area's table has no costs.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from servicecircle import network_of, read_area
    >>> from servicecircle.synthetic import write_village
    >>> area = read_area(write_village(Path(tempfile.mkdtemp()) / "village"))
    >>> siting_problem(area, network_of(area), every_building=True).problem
    <SitingProblem 'appeals': 14 places of 500, 3 stations, 13 candidates, 500 m>
    """
    standard = standard_of(area, service)
    if standard.step_free:
        network = network.step_free
    inside = area.buildings[area.buildings[area.widest.id_column].notna()]
    doors = access_places(inside.geometry, area.entrances)
    limits = {
        "limit_m": area.config.network.snap_limit_m,
        "island_tolerance_m": area.config.network.island_tolerance_m,
    }
    at_doors = snap(network, doors.geometry, **limits)[POSITION]
    building = inside.index.get_indexer(doors["building_id"])
    stations = _stations(area, (standard, *beside))
    at_stations = snap(network, stations.geometry, **limits)[POSITION]
    if every_building:
        candidates = _as_candidates(inside)
        at_candidates = _best_doors(at_doors, building).set_axis(inside.index)
    else:
        candidates = _candidates(area)
        at_candidates = snap(network, candidates.geometry, **limits)[POSITION]
    if also is not None and len(also):
        candidates = pd.concat([candidates, _open_candidates(also)])
        at_also = snap(network, also.geometry, **limits)[POSITION]
        at_candidates = pd.concat([at_candidates, at_also])
    if new_tier is not None:
        candidates = candidates.assign(tier=candidates["tier"].fillna(new_tier))
    off = at_candidates["edge_id"].isna().to_numpy()
    findings = _off_network(candidates[off])
    taken = ~off & candidates.index.isin(stations.index)
    findings += _taken(candidates[taken], every_building=every_building)
    kept = ~off & ~taken
    candidates, at_candidates = candidates[kept], at_candidates[kept]
    sites = _with_units(pd.concat([stations, candidates]).sort_index(), area)
    at_sites = pd.concat([at_stations, at_candidates]).loc[sites.index]
    lived_in = (inside["residents"] > 0).to_numpy()
    walks = building_walks(
        network,
        at_doors[lived_in[building]],
        (np.cumsum(lived_in) - 1)[building[lived_in[building]]],
        inside.index[lived_in],
        at_sites,
        cutoff_m=standard.distance_m * farther,
    )
    walks = _offered(walks, area, standard)
    between = None
    if between_m is not None:
        between = walking_distances(network, at_sites, at_sites, cutoff_m=between_m)
    units = [level.id_column for level in area.levels]
    people = inside.loc[lived_in, ["residents", *units]]
    places = people.rename(columns={"residents": "weight"})
    problem = SitingProblem(
        pd.DataFrame(places),
        sites,
        walks,
        standard.distance_m,
        service=standard.service,
        between=between,
    )
    return AreaProblem(problem, findings)


def standard_of(area: PlanningArea, service: str | None) -> ServiceStandard:
    """Find a service circle by its key; the first one where none is named."""
    if service is None:
        return area.standards[0]
    known = {standard.service: standard for standard in area.standards}
    if service not in known:
        msg = f"The area has no service {service!r}. {suggest(service, known)}"
        raise SitingError(msg)
    return known[service]


def _stations(
    area: PlanningArea, standards: Iterable[ServiceStandard]
) -> gpd.GeoDataFrame:
    wanted = {standard.station_service for standard in standards}
    offers = [bool(wanted & {*offered}) for offered in area.stations["services"]]
    columns = ["name", "host_type", "tier", "capacity", "geometry"]
    mine = area.stations.loc[offers, columns]
    return mine.assign(existing=True, cost=0.0)


def _offered(
    walks: DistanceMatrix, area: PlanningArea, standard: ServiceStandard
) -> DistanceMatrix:
    """Leave out walks to stations that do not offer the service."""
    wanted = standard.station_service
    offers = [wanted in offered for offered in area.stations["services"]]
    silent = walks.stations.isin(area.stations.index[~np.array(offers, dtype=bool)])
    kept = ~silent[walks.station]
    if kept.all():
        return walks
    starts = np.concatenate([[0], np.cumsum(kept)])[walks.indptr]
    return replace(
        walks, indptr=starts, station=walks.station[kept], units=walks.units[kept]
    )


def _candidates(area: PlanningArea) -> gpd.GeoDataFrame:
    sites = area.candidates
    if sites.empty:
        msg = (
            "The area has no candidate sites. Name a table of them under [candidates] "
            "in area.toml, or take every building (--candidates buildings)."
        )
        raise SitingError(msg)
    cost = sites["cost"]
    if cost.isna().any():
        if cost.notna().any():
            msg = (
                f"{int(cost.isna().sum())} candidates have no cost, and others have: "
                f"{name_some(sites.index[cost.isna()])}. Fill them in, or take the "
                "column out."
            )
            raise SitingError(msg)
        cost = cost.fillna(ONE)
    text = pd.Series(None, index=sites.index, dtype="str")
    return sites.assign(existing=False, cost=cost, tier=sites.get("tier", text))


def _as_candidates(buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    spots = representative_points(np.array(buildings.geometry.array, dtype=object))
    kinds = buildings[["name"]].assign(host_type=buildings["use"])
    return _open_candidates(gpd.GeoDataFrame(kinds, geometry=spots, crs=buildings.crs))


def _open_candidates(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give candidates of which no more is known than where they are what is usual."""
    text = pd.Series(None, index=sites.index, dtype="str")
    given = {"existing": False, "cost": ONE, "capacity": np.nan, "tier": text}
    return sites.assign(**{"host_type": sites.get("host_type", text), **given})


def _best_doors(at_doors: pd.DataFrame, building: np.ndarray) -> pd.DataFrame:
    """Keep each building's door that is nearest to its street, the first of several."""
    snap_m = at_doors["snap_m"].fillna(np.inf).to_numpy()
    order = np.lexsort((snap_m, building))
    _, first = np.unique(building[order], return_index=True)
    return at_doors.iloc[order[first]]


def _off_network(candidates: gpd.GeoDataFrame) -> list[Finding]:
    remedy = "It is left out. Move it to a street, or widen network.snap_limit_m."
    return [
        Finding(
            Severity.WARNING,
            "candidate-off-network",
            "candidates",
            str(site),
            f"candidate {site!r} has no usable street within reach.",
            remedy,
            where=spot,
        )
        for site, spot in candidates.geometry.items()
    ]


def _taken(candidates: gpd.GeoDataFrame, *, every_building: bool) -> list[Finding]:
    """Leave out buildings that are called like a station; of a table it is an error."""
    if len(candidates) and not every_building:
        msg = (
            f"Candidates have the ids of stations: {name_some(candidates.index)}. Give "
            "each site an id of its own."
        )
        raise SitingError(msg)
    remedy = "It is left out as a candidate. Give the station an id of its own."
    return [
        Finding(
            Severity.NOTE,
            "candidate-id-taken",
            "candidates",
            str(site),
            f"building {site!r} has the id of a station.",
            remedy,
            where=spot,
        )
        for site, spot in candidates.geometry.items()
    ]


def _with_units(sites: gpd.GeoDataFrame, area: PlanningArea) -> gpd.GeoDataFrame:
    """Add the unit of every level, from the finest one up."""
    units = area.levels[area.finest]
    found = place(np.array(sites.geometry.array, dtype=object), units)
    ids = units.index.to_numpy(dtype=object)
    unit = pd.Series(np.where(found >= 0, ids[found], None), sites.index, dtype="str")
    columns = {}
    for level in reversed(list(area.levels)):
        columns[level.id_column] = unit.astype("str")
        unit = unit.map(area.levels[level]["parent_id"])
    frame = sites[[*SITE_COLUMNS, "geometry"]].rename_axis("site_id")
    return frame.assign(**dict(reversed(columns.items())))
