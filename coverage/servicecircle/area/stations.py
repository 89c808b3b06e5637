"""The stations: open at the planning date, inside the district, offering services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some, suggest
from servicecircle.area.planning_area import STATION_COLUMNS
from servicecircle.findings import Finding
from servicecircle.tables.match_columns import fold
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

    from servicecircle.area.places import Places
    from servicecircle.standards import ServiceStandard

TABLE = "stations"
SAME_PLACE_M = 0.1


def make_stations(
    places: Places,
    *,
    standards: Sequence[ServiceStandard],
    planning_date: datetime.date | None,
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
        Stations not open on this day are left out, with a note. None keeps them all.
    source
        What to call the file in messages.

    Returns
    -------
    stations
        As `PlanningArea` wants them, sorted by id.
    findings
        Errors for dates that end before they start and services nobody offers;
        warnings for stations in one place and services nobody asks for.
    """
    frame = places.frame.set_index("station_id").sort_index()
    frame = frame.assign(name=frame["name"].fillna(frame.index.to_series()))
    findings = _reversed_dates(frame, source)
    if planning_date is not None:
        frame, left_out = _open_on(frame, planning_date)
        findings += left_out
    frame, found = _with_services(
        frame, standards, "services" in places.matched, source
    )
    findings += found + _same_place(frame, source)
    return frame[list(STATION_COLUMNS)], findings


def check_inside(
    points: gpd.GeoDataFrame,
    district: gpd.GeoDataFrame,
    *,
    table: str,
    severity: Severity,
) -> list[Finding]:
    """Name the points outside the district and say how far; its border is inside."""
    outline = shapely.union_all(np.array(district.geometry.array, dtype=object))
    shapely.prepare(outline)
    shapes = np.array(points.geometry.array, dtype=object)
    out = ~shapely.intersects(outline, shapes)
    far_m = shapely.distance(outline, shapes[out])
    noun = table.removesuffix("s")
    return [
        Finding(
            severity,
            f"{noun}-outside",
            table,
            str(label),
            f"{noun} {label!r} lies {metres:,.0f} m outside the district.",
            "Check its coordinates and their CRS, or take it out of the table.",
        )
        for label, metres in zip(points.index[out], far_m, strict=True)
    ]


def _reversed_dates(frame: gpd.GeoDataFrame, source: str) -> list[Finding]:
    reverse = frame["open_to"] < frame["open_from"]
    return [
        Finding(
            Severity.ERROR,
            "dates-reversed",
            TABLE,
            str(label),
            f"{source}: station {label!r} closes on {row.open_to.date()}, before it "
            f"opens on {row.open_from.date()}.",
            "Correct open_from or open_to.",
        )
        for label, row in zip(
            frame.index[reverse], frame[reverse].itertuples(), strict=True
        )
    ]


def _open_on(
    frame: gpd.GeoDataFrame, day: datetime.date
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Keep the stations open on a day; the first and the last day count."""
    moment = pd.Timestamp(day)
    shut = (frame["open_from"] > moment) | (frame["open_to"] < moment)
    if not shut.any():
        return frame, []
    message = (
        f"{int(shut.sum())} stations are not open on {day}: "
        f"{name_some(frame.index[shut])}."
    )
    remedy = "They are left out; change [area] planning_date to plan for another day."
    note = Finding(Severity.NOTE, "station-closed", TABLE, "", message, remedy)
    return frame[~shut], [note]


def _with_services(
    frame: gpd.GeoDataFrame,
    standards: Sequence[ServiceStandard],
    stated: bool,  # noqa: FBT001 - private
    source: str,
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Give every station its services in the configuration's words."""
    wanted = {s.station_service: s for s in standards}
    if not stated:
        every = tuple(sorted(wanted))
        services = pd.Series([every] * len(frame), index=frame.index, dtype=object)
        message = (
            f"{source} has no column for services: every station offers every one."
        )
        remedy = "Add the column services if stations differ."
        note = Finding(Severity.NOTE, "services-assumed", TABLE, "", message, remedy)
        return frame.assign(services=services), [note]
    word = {fold(s.name): s.station_service for s in standards if s.name}
    word |= {fold(key): key for key in wanted}
    services = frame["services"].map(
        lambda offered: tuple(sorted({word.get(fold(o), o) for o in offered}))
    )
    offered = sorted({o for several in services for o in several})
    findings = [
        Finding(
            Severity.ERROR,
            "service-not-offered",
            TABLE,
            "",
            f"No station offers {service!r}, which [services.{standard.service}] "
            f"needs. Stations offer: {name_some(offered) or 'nothing'}.",
            f"Add it to the services of a station in {source}, or set offered_as.",
        )
        for service, standard in wanted.items()
        if service not in offered
    ]
    findings += _not_asked_for(offered, wanted, source)
    none = services.map(len) == 0
    if none.any():
        message = f"{int(none.sum())} stations of {source} offer no service: {name_some(frame.index[none])}."
        remedy = "Fill in their services, or take them out."
        findings.append(
            Finding(Severity.WARNING, "services-empty", TABLE, "", message, remedy)
        )
    return frame.assign(services=services), findings


def _not_asked_for(
    offered: Iterable[str], wanted: Iterable[str], source: str
) -> list[Finding]:
    return [
        Finding(
            Severity.WARNING,
            "service-without-standard",
            TABLE,
            "",
            f"{source}: stations offer {service!r}, for which no circle is drawn.",
            f"Add [services.{service}] to area.toml if it is meant. "
            f"{suggest(service, wanted)}",
        )
        for service in offered
        if service not in set(wanted)
    ]


def _same_place(frame: gpd.GeoDataFrame, source: str) -> list[Finding]:
    """Warn of stations that share a place to the decimetre."""
    xy = shapely.get_coordinates(np.array(frame.geometry.array, dtype=object))
    cell = pd.DataFrame(np.rint(xy / SAME_PLACE_M), index=frame.index)
    twins = cell[cell.duplicated(keep=False)]
    findings = []
    for _, group in twins.groupby([0, 1]):
        message = f"{source}: stations {name_some(group.index)} are in the same place."
        remedy = "Check for one station entered twice, or a centroid given to several."
        findings.append(
            Finding(
                Severity.WARNING,
                "same-place",
                TABLE,
                str(group.index[0]),
                message,
                remedy,
            )
        )
    return findings
