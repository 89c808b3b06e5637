"""The stations that are open at the planning date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.area.checks.opening_hours import check_hours
from servicecircle.area.checks.rows import Rows
from servicecircle.area.checks.same_place import check_same_place
from servicecircle.area.checks.station_dates import check_dates
from servicecircle.area.offers import settle_offers
from servicecircle.area.planning_area import MANNED_COLUMNS, STATION_COLUMNS
from servicecircle.tables.say import error, note
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd

    from servicecircle.area.places import Places
    from servicecircle.findings import Finding
    from servicecircle.standards import ServiceStandard

TABLE = "stations"


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
        services nobody offers; warnings for doubtful dates and hours, for stations in
        one place and for those without services or capacity.
    """
    frame = places.frame.set_index("station_id").sort_index()
    frame = frame.assign(name=frame["name"].fillna(frame.index.to_series()))
    findings = check_dates(frame, planning_date=planning_date)
    findings += check_same_place(frame, table=TABLE, source=source)
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
        findings += found + _without_services(frame) + _without_capacity(frame)
        findings += check_hours(frame)
    manned = [name for name in MANNED_COLUMNS if frame[name].notna().any()]
    return frame[[*STATION_COLUMNS[:-1], *manned, STATION_COLUMNS[-1]]], findings


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
    where = frame[shut].union_all()
    if shut.all():
        remedy = "Correct planning_date in [area], or the days on which they are open."
        found = error("no-station-open", TABLE, message, remedy, where=where)
    else:
        remedy = "They are left out; change planning_date to plan for another day."
        found = note("station-not-open", TABLE, message, remedy, where=where)
    return frame[~shut], [found]


def _without_services(frame: gpd.GeoDataFrame) -> list[Finding]:
    """Warn of stations that offer nothing."""
    return Rows(TABLE, frame).findings(
        (frame["services"].map(len) == 0).to_numpy(),
        lambda k: f"station {frame.index[k]!r} offers no service.",
        rule="services-empty",
        severity=Severity.WARNING,
        remedy="Fill in its services, or take it out.",
        rest="offer no service",
    )


def _without_capacity(frame: gpd.GeoDataFrame) -> list[Finding]:
    """Warn of stations that can serve nobody."""
    return Rows(TABLE, frame).findings(
        (frame["capacity"] == 0).to_numpy(),
        lambda k: f"station {frame.index[k]!r} has a capacity of 0: it serves nobody.",
        rule="capacity-zero",
        severity=Severity.WARNING,
        remedy="Fill it in, or leave the cell empty where it is not known.",
        rest="have a capacity of 0",
    )
