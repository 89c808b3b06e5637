"""Everything that lives on a synthetic district's geography."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicecircle.synthetic.addresses import make_addresses
from servicecircle.synthetic.appeals import make_appeals
from servicecircle.synthetic.hosts import CANDIDATES, make_candidates, make_hosts
from servicecircle.synthetic.orders import make_orders
from servicecircle.synthetic.responders import (
    make_platforms,
    make_rooms,
    make_teams,
    make_volunteers,
)
from servicecircle.synthetic.scale import Scale
from servicecircle.synthetic.stations import POST_TIER, make_stations
from servicecircle.synthetic.truths import Truths, make_truths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import geopandas as gpd
    import pandas as pd

    from servicecircle.synthetic.geography_like import GeographyLike


@dataclass(frozen=True, eq=False, repr=False)
class Society:
    """
    Stations and those who work beside them, candidate sites, appeals, and the truths.

    Parameters
    ----------
    stations
        See `make_stations`.
    candidates
        See `make_candidates`.
    rooms, platforms, teams, volunteers
        See `servicecircle.synthetic.responders`.
    orders
        See `make_orders`.
    appeals
        See `make_appeals`.
    truths
        What is true of the appeals and not said in them; no input of any measure.
    published
        The facts that are published of the whole district, whatever is made here.
    """

    stations: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    rooms: pd.DataFrame
    platforms: pd.DataFrame
    teams: pd.DataFrame
    volunteers: pd.DataFrame
    orders: pd.DataFrame
    appeals: pd.DataFrame
    truths: Truths
    published: Mapping[str, Any]


def make_society(
    geography: GeographyLike, facts: Mapping[str, Any], *, seed: int
) -> Society:
    """
    Make up the society of a district.

    Parameters
    ----------
    geography
        The geography; it may be a part of the district.
    facts
        As `read_facts` gives them. Counts are scaled by the share of the district's
        residents that is there; halls, rooms and teams follow the units.
    seed
        The same seed gives the same society, table by table.

    Returns
    -------
    Society

    Raises
    ------
    InternalError
        If a building stands in no grid, or a unit has no building for its hall.
    """
    addresses = make_addresses(geography)
    scale = Scale.of(float(addresses["residents"].sum()), facts)
    counts = facts["counts"]
    posts = scale.count(counts["stations_by_tier"][POST_TIER])
    hosts = make_hosts(
        geography, addresses, count=scale.count(CANDIDATES) + posts, seed=seed
    )
    stations, rest = make_stations(geography, addresses, hosts, posts=posts, seed=seed)
    truths = make_truths(geography, addresses, seed=seed)
    return Society(
        stations=stations,
        candidates=make_candidates(rest),
        rooms=make_rooms(
            geography,
            stations,
            count=scale.count(counts["judicial_confirmation_rooms"]),
        ),
        platforms=make_platforms(
            stations, kinds=facts["services"]["psychological_platforms"]
        ),
        teams=make_teams(geography, seed=seed),
        volunteers=make_volunteers(
            geography,
            addresses,
            count=scale.count(counts["safety_volunteers"]),
            seed=seed,
        ),
        orders=make_orders(
            geography,
            stations,
            count=scale.count(counts["community_orders"]),
            seed=seed,
        ),
        appeals=make_appeals(addresses, truths, facts, scale, seed=seed),
        truths=truths,
        published=facts,
    )
