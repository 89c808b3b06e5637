"""A planning area as a notebook shows it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.cards import Mark, Paint, card, count, small_map, table
from servicecircle.crs import label

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.area.planning_area import PlanningArea

BORDER = "#8a8a86"
OUTLINE = "#5d6b73"
HOUSES = "#4292c6"
EMPTY_HOUSES = "#a9a9a4"
STATION = "#d62728"
MOST_UNITS = 400
"""Finer borders than these would hide the houses."""
FEW_PLACES = 20_000


def area_card(area: PlanningArea) -> str:
    """Write a card of what is planned for: counts, services, a map of the houses."""
    people = area.buildings["residents"]
    severities = Counter(found.severity.value for found in area.findings)
    facts = {
        "planning date": str(area.config.area.planning_date or "–"),
        "coordinates": label(area.crs),
        **{area.label(level): count(len(of)) for level, of in area.levels.items()},
        "buildings": f"{count(len(people))}, {count((people > 0).sum())} lived in",
        "residents": count(people.sum()),
        "entrances": count(len(area.entrances)),
        "stations": _tiers(area.stations),
        "candidate sites": count(len(area.candidates)),
        "findings": ", ".join(
            f"{number} {name}{'s' if number > 1 else ''}"
            for name, number in severities.items()
        )
        or "none",
    }
    circles = [
        [standard.name or standard.service, f"{standard.distance_m:g} m"]
        for standard in area.standards
    ]
    picture = small_map(
        [*borders(area), *houses(area.buildings)],
        station_marks(area.stations),
        label=f"Houses and stations of {area.name}",
    )
    return card(
        area.name,
        facts,
        more=[table(["services", "on foot"], circles)],
        picture=picture,
        notes=said_with(area),
    )


def said_with(area: PlanningArea) -> list[str]:
    """Give what must be said wherever the area is shown."""
    told = [area.config.area.notice or "", *area.config.area.attribution]
    return [line for line in dict.fromkeys(told) if line]


def borders(area: PlanningArea) -> list[Paint]:
    """Draw the finest borders that leave room for the houses, and the outline."""
    coarse = [of for of in area.levels.values() if len(of) <= MOST_UNITS]
    inner = [Paint("", _shapes(of), BORDER) for of in coarse[-1:]]
    return [*inner, Paint("", _shapes(area.levels[area.widest]), OUTLINE, 2)]


def houses(buildings: gpd.GeoDataFrame) -> list[Paint]:
    """Draw houses as dots, those that nobody lives in below the others."""
    spots = np.asarray(buildings.geometry.representative_point().array, dtype=object)
    lived_in = (buildings["residents"] > 0).to_numpy()
    return [
        Paint("other buildings", spots[~lived_in], EMPTY_HOUSES, dot(len(spots))),
        Paint("homes", spots[lived_in], HOUSES, dot(len(spots))),
    ]


def dot(places: int) -> int:
    """Give the width of a dot that leaves so many places apart."""
    return 3 if places <= FEW_PLACES else 2


def station_marks(stations: gpd.GeoDataFrame) -> list[Mark]:
    """Mark stations with their names."""
    names = stations["name"].fillna("").tolist()
    return [
        Mark(point.x, point.y, f"{name or code} ({code})", STATION, "stations")
        for code, name, point in zip(
            stations.index, names, stations.geometry, strict=True
        )
    ]


def _tiers(stations: gpd.GeoDataFrame) -> str:
    tiers = stations["tier"].fillna("no tier").value_counts(sort=False)
    told = ", ".join(f"{number} {tier}" for tier, number in tiers.items())
    return f"{count(len(stations))}: {told}" if told else "0"


def _shapes(frame: gpd.GeoDataFrame) -> np.ndarray:
    return np.asarray(frame.geometry.array, dtype=object)
