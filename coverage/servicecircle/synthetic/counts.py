"""What is published of the district beside what was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from servicecircle.synthetic.channels import SCAN, scan_share
from servicecircle.synthetic.facts import list_communities
from servicecircle.synthetic.matters import LEGAL
from servicecircle.synthetic.notice import SUFFIX
from servicecircle.synthetic.working_days import LAST_DAY
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from servicecircle.synthetic.geography_like import GeographyLike
    from servicecircle.synthetic.society import Society

EXACTLY, AT_LEAST, NOT_MADE = "exactly", "at least", "not made"
NEAR = 0.02
WITHIN = f"within {NEAR:.0%}"
NOT_ITS_PARTS = "the published total is not the sum of its own parts"
YEAR_DAYS = 365
M2_IN_KM2 = 1e6


class Count(NamedTuple):
    """One published figure beside what was made of it."""

    fact: str
    published: float
    rule: str
    made: float | None
    note: str = ""

    @property
    def agrees(self) -> str:
        """Say whether the rule holds, or nothing where nothing was made."""
        if self.made is None:
            return ""
        if self.rule == AT_LEAST:
            fits = self.made >= self.published
        elif self.rule == EXACTLY:
            fits = self.made == self.published
        else:
            fits = abs(self.made - self.published) <= NEAR * self.published
        return "yes" if fits else "no"


def is_whole(geography: GeographyLike, facts: Mapping[str, Any]) -> bool:
    """Say whether every community of the facts is there."""
    there = geography.levels[Level.COMMUNITY]["name"].str.removesuffix(SUFFIX)
    return set(there) == {community.name for community in list_communities(facts)}


def compare_with_facts(geography: GeographyLike, society: Society) -> pd.DataFrame:
    """
    Hold everything that was made against what is published of it.

    Returns
    -------
    DataFrame
        ``fact``, ``published``, ``rule`` (exactly, at least, within 2 %, not made),
        ``made`` (missing where nothing of the kind was made), ``agrees`` (yes, no or
        empty) and ``note``. Areas in km², shares from 0 to 1. Of a part of the
        district only what is published of its communities.
    """
    facts = society.published
    counts = [*_of_communities(geography, facts)]
    if is_whole(geography, facts):
        counts = [
            *_of_the_land(geography, facts),
            *_of_the_stations(society, facts["counts"]),
            *_of_the_helpers(society, facts),
            *_of_the_appeals(society, facts),
            *counts,
        ]
    return pd.DataFrame(
        {
            "fact": [count.fact for count in counts],
            "published": [count.published for count in counts],
            "rule": [count.rule for count in counts],
            "made": pd.array([count.made for count in counts], dtype="Float64"),
            "agrees": [count.agrees for count in counts],
            "note": [count.note for count in counts],
        }
    )


def _of_the_land(geography: GeographyLike, facts: Mapping[str, Any]) -> Iterator[Count]:
    told, stated = facts["counts"], facts["district"]
    district = geography.levels[Level.DISTRICT]
    area_km2 = _km2(float(district.area.sum()))
    yield Count("area of the district, km2", stated["area_km2"], WITHIN, area_km2)
    for level in list(geography.levels)[1:]:
        made = len(geography.levels[level])
        yield Count(level.layer, told[level.layer], EXACTLY, made)
    residents = float(geography.buildings["residents"].sum())
    yield Count("residents", stated["residents_managed"], EXACTLY, residents)
    buildings = len(geography.buildings)
    yield Count("buildings", told["buildings_with_qr_min"], AT_LEAST, buildings)


def _of_the_stations(society: Society, told: Mapping[str, Any]) -> Iterator[Count]:
    tiers = told["stations_by_tier"]
    total, made = told["stations_stated"], len(society.stations)
    note = "" if total == sum(tiers.values()) else NOT_ITS_PARTS
    yield Count("stations", total, EXACTLY, made, note)
    for tier, stated in tiers.items():
        there = int((society.stations["tier"] == tier).sum())
        yield Count(f"stations of tier {tier}", stated, EXACTLY, there)


def _of_the_helpers(society: Society, facts: Mapping[str, Any]) -> Iterator[Count]:
    told = facts["counts"]
    rooms, volunteers = told["judicial_confirmation_rooms"], told["safety_volunteers"]
    yield Count("judicial confirmation rooms", rooms, EXACTLY, len(society.rooms))
    made = int(society.volunteers["volunteers"].sum())
    yield Count("safety volunteers", volunteers, EXACTLY, made)
    kinds = len(facts["services"]["psychological_platforms"])
    there = society.platforms["kind"].nunique()
    yield Count("kinds of psychological platform", kinds, EXACTLY, there)
    teams = len(society.teams)
    yield Count("legal teams", told["communities"], EXACTLY, teams)


def _of_the_appeals(society: Society, facts: Mapping[str, Any]) -> Iterator[Count]:
    told, appeals = facts["counts"], society.appeals
    resolved = int(appeals["resolved_at"].notna().sum())
    yield Count("appeals", told["appeals_received"], EXACTLY, len(appeals))
    yield Count("appeals resolved", told["appeals_resolved"], EXACTLY, resolved)
    legal = round(float((appeals["category"] == LEGAL).mean()), 4)
    yield Count("share of legal appeals", told["share_legal"], WITHIN, legal)
    recent = appeals["reported_at"].to_numpy().astype("M8[D]") > LAST_DAY - YEAR_DAYS
    scanned = round(float((appeals["channel"] == SCAN)[recent].mean()), 4)
    share = round(scan_share(facts), 4)
    yield Count("share scanned in the last year", share, WITHIN, scanned)
    orders = len(society.orders)
    yield Count("community orders", told["community_orders"], EXACTLY, orders)
    online = told["secretary_online_received"]
    yield Count("secretary online received", online, NOT_MADE, None)


def _of_communities(
    geography: GeographyLike, facts: Mapping[str, Any]
) -> Iterator[Count]:
    """Give the areas and residents that are known of single communities."""
    there = geography.levels[Level.COMMUNITY]
    there = there.set_index(there["name"].str.removesuffix(SUFFIX))
    for community in list_communities(facts):
        if community.name not in there.index:
            continue
        row = there.loc[community.name]
        if community.area_km2 is not None:
            fact = f"area of {community.name}, km2"
            area_km2 = _km2(row["geometry"].area)
            yield Count(fact, community.area_km2, WITHIN, area_km2)
        if community.residents is not None:
            fact = f"residents of {community.name}"
            yield Count(fact, community.residents, EXACTLY, int(row["residents"]))


def _km2(area_m2: float) -> float:
    return round(area_m2 / M2_IN_KM2, 3)
