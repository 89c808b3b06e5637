"""Walks and straight lines from every building to the nearest station of each tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.maps.payload.stations import tier_of
from servicecircle.network.distances import nearest_stations
from servicecircle.network.walk_network import UNITS_PER_METRE, to_units
from servicecircle.reach.straight import straight_lines_m
from servicecircle.vocabulary import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.maps.payload.sections import Sections
    from servicecircle.reach.measure import Reach, Snapped
    from servicecircle.standards import ServiceStandard

LONGEST_M = 1_500
"""How far the page's slider goes."""


def beyond_m(standards: Sequence[ServiceStandard]) -> int:
    """Give the number that stands for "farther than the page asks"."""
    farthest = max((standard.distance_m for standard in standards), default=0)
    return max(LONGEST_M, int(np.ceil(farthest))) + 1


def add_distances(  # noqa: PLR0913 - what distances depend on
    sections: Sections,
    reach: Reach,
    stations: gpd.GeoDataFrame,
    buildings: pd.Index[str],
    *,
    places: gpd.GeoSeries,
    tiers: Sequence[str],
) -> list[dict[str, list[bool]]]:
    """
    Write the nearest walk and straight line per service, tier and building.

    Parameters
    ----------
    sections
        Where to write.
    reach
        What was measured.
    stations
        All stations, with ``services`` and ``tier``.
    buildings
        The buildings in the payload's order.
    places
        Where the walks leave from: access places, as `reach` has them.
    tiers
        In the payload's order.

    Returns
    -------
    list of dict
        Per service: ``tiers``, whether any station of each tier offers it.

    Notes
    -----
    Whole metres rounded up: at most D whole metres is exactly a walk of at most D.
    """
    tier = tier_of(stations)
    beyond = beyond_m(reach.standards)
    known: dict[tuple[object, ...], NDArray[np.int64]] = {}
    described = []
    for number, standard in enumerate(reach.standards):
        snapped = reach.snapped[standard.step_free]
        building = buildings.get_indexer(pd.Index(snapped.places["building_id"]))
        offers = [standard.station_service in some for some in stations["services"]]
        there = []
        for rank, name in enumerate(tiers):
            chosen = stations.index[np.array(offers, dtype=bool) & (tier == name)]
            there.append(len(chosen) > 0)
            if not len(chosen):
                continue
            for what, kind in (("walk", standard.step_free), ("straight", None)):
                key = (kind, *chosen)
                if key not in known:
                    metres = (
                        _straight_m(places, stations, chosen)
                        if kind is None
                        else _walk_m(snapped, chosen)
                    )
                    known[key] = _best(metres, building, len(buildings), beyond)
                sections.differences(f"{what}_{number}_{rank}", known[key])
        described.append({"tiers": there})
    return described


def _walk_m(snapped: Snapped, chosen: pd.Index[str]) -> NDArray[np.float64]:
    near = nearest_stations(
        snapped.network, snapped.places, snapped.stations.loc[chosen]
    )
    return near["walk_m"].to_numpy()


def _straight_m(
    places: gpd.GeoSeries, stations: gpd.GeoDataFrame, chosen: pd.Index[str]
) -> NDArray[np.float64]:
    return straight_lines_m(places.to_numpy(), stations.geometry.loc[chosen].to_numpy())


def _best(
    metres: NDArray[np.float64], building: NDArray[np.int64], count: int, beyond: int
) -> NDArray[np.int64]:
    """Give each building's least distance in whole metres rounded up, capped."""
    capped = np.where(np.isfinite(metres), np.minimum(metres, beyond), beyond)
    least = np.full(count, beyond, dtype=np.int64)
    np.minimum.at(least, building, -(-to_units(capped) // UNITS_PER_METRE))
    return least


REASONS = [reason.value for reason in Reason]


def add_answers(
    sections: Sections, reach: Reach, buildings: pd.Index[str], stations: pd.Index[str]
) -> None:
    """Write each building's reason and nearest station, as the run has them."""
    for number, standard in enumerate(reach.standards):
        rows = reach.of(standard.service).loc[buildings]
        sections.raw(
            f"reason_{number}", pd.Index(REASONS).get_indexer(pd.Index(rows["reason"]))
        )
        nearest = stations.get_indexer(pd.Index(rows["station_id"]))
        sections.differences(f"station_{number}", nearest)
