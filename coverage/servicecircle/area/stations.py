"""The stations that are open at the planning date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.area.offers import settle_offers
from servicecircle.area.planning_area import STATION_COLUMNS
from servicecircle.tables.say import error, note, warning

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd

    from servicecircle.area.places import Places
    from servicecircle.findings import Finding
    from servicecircle.standards import ServiceStandard

TABLE = "stations"
SAME_PLACE_M = 0.1


def make_stations(
    places: Places,
    *,
    standards: Sequence[ServiceStandard],
    planning_date: dt.date | None,
    source: str,
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Make the area's stations from a table as read.

    Parameters
    ----------
    places
        The table of stations.
    standards
        The service circles; their keys and names are the words for services.
    planning_date
        Stations not open on this day are left out, with a note; the first and the
        last day count. None keeps them all.
    source
        What to call the file in messages.

    Returns
    -------
    stations
        As `PlanningArea` wants them, sorted by id.
    findings
        Errors for dates that end before they start, for no station being open and for
        services nobody offers; warnings for stations in one place.
    """
    frame = places.frame.set_index("station_id").sort_index()
    frame = frame.assign(name=frame["name"].fillna(frame.index.to_series()))
    findings = _reversed_dates(frame, source)
    if planning_date is not None:
        frame, found = _open_on(frame, planning_date, source)
        findings += found
    if len(frame):
        services, found = settle_offers(
            frame["services"],
            standards,
            stated="services" in places.matched,
            source=source,
        )
        frame = frame.assign(services=services)
        findings += found + _same_place(frame, source)
    return frame[list(STATION_COLUMNS)], findings


def _reversed_dates(frame: gpd.GeoDataFrame, source: str) -> list[Finding]:
    """Name stations that close before they open."""
    wrong = frame[frame["open_to"] < frame["open_from"]]
    findings = []
    for label, opens, closes in zip(
        wrong.index, wrong["open_from"], wrong["open_to"], strict=True
    ):
        message = (
            f"{source}: station {label!r} closes on {closes.date()}, before it opens "
            f"on {opens.date()}."
        )
        remedy = "Correct open_from or open_to."
        findings.append(error("dates-reversed", TABLE, message, remedy, label=label))
    return findings


def _open_on(
    frame: gpd.GeoDataFrame, day: dt.date, source: str
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Keep the stations that are open on a day."""
    moment = pd.Timestamp(day)
    shut = (frame["open_from"] > moment) | (frame["open_to"] < moment)
    if not shut.any():
        return frame, []
    message = (
        f"{source}: {int(shut.sum())} stations are not open on {day}: "
        f"{name_some(frame.index[shut])}."
    )
    remedy = "They are left out; change [area] planning_date to plan for another day."
    say = error if shut.all() else note
    return frame[~shut], [say("station-not-open", TABLE, message, remedy)]


def _same_place(frame: gpd.GeoDataFrame, source: str) -> list[Finding]:
    """Warn of stations that share a place to the decimetre."""
    xy = shapely.get_coordinates(np.array(frame.geometry.array, dtype=object))
    cells = pd.DataFrame(np.rint(xy / SAME_PLACE_M), index=frame.index)
    shared = cells[cells.duplicated(keep=False)]
    findings = []
    for _, group in shared.groupby([0, 1]):
        label = str(group.index[0])
        message = f"{source}: stations {name_some(group.index)} are in the same place."
        remedy = "Check for one station entered twice, or a centroid given to several."
        findings.append(warning("same-place", TABLE, message, remedy, label=label))
    return findings
