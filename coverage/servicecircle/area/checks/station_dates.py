"""Opening and closing days of stations: in order, plausible, and soon to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.area.checks.rows import Rows
from servicecircle.tables.say import note, warning
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from servicecircle.findings import Finding

TABLE = "stations"
SOON_DAYS = 90
"""A quarter: the time in which a plan is made."""
EARLIEST = pd.Timestamp(1950, 1, 1)
"""Before that lie the days that spreadsheets call 0 and 1: 1899, 1900, 1904."""
EPOCH = pd.Timestamp(1970, 1, 1)
"""The day that programs call 0."""
AHEAD_YEARS = 10
"""Nobody sets the opening day of a station ten years ahead."""


def check_dates(
    stations: gpd.GeoDataFrame, *, planning_date: dt.date | None
) -> list[Finding]:
    """
    Check the days on which stations open and close.

    Parameters
    ----------
    stations
        Indexed by id, with ``open_from`` and ``open_to``; all of them, also closed.
    planning_date
        The day that is planned for.

    Returns
    -------
    list of Finding
        Errors for dates out of order; warnings for days that no calendar of stations
        holds; a note for stations that close within 90 days of the planning date; and,
        where there are dates and no planning date, a note, or a warning where there is
        no day on which all are open.
    """
    return [
        *_reversed(stations),
        *_implausible(stations, planning_date),
        *_closing_soon(stations, planning_date),
        *_no_planning_date(stations, planning_date),
    ]


def _reversed(stations: gpd.GeoDataFrame) -> list[Finding]:
    opens, closes = stations["open_from"], stations["open_to"]
    return Rows(TABLE, stations).findings(
        (closes < opens).to_numpy(),
        lambda k: (
            f"station {stations.index[k]!r} closes on {closes.iloc[k].date()}, before "
            f"it opens on {opens.iloc[k].date()}."
        ),
        rule="dates-reversed",
        severity=Severity.ERROR,
        remedy="Correct open_from or open_to.",
        rest="close before they open",
    )


def _implausible(
    stations: gpd.GeoDataFrame, planning_date: dt.date | None
) -> list[Finding]:
    found: list[Finding] = []
    for column in ("open_from", "open_to"):
        days = stations[column]
        odd = (days < EARLIEST) | (days == EPOCH)
        if planning_date is not None and column == "open_from":
            ahead = pd.Timestamp(planning_date) + pd.DateOffset(years=AHEAD_YEARS)
            # Where most open that late, it is the planning date that is a slip.
            late = days > ahead
            if 2 * late.sum() <= days.notna().sum():
                odd |= late
        found += Rows(TABLE, stations).findings(
            odd.to_numpy(),
            lambda k, days=days, column=column: (  # type: ignore[misc]
                f"station {stations.index[k]!r} has the {column} "
                f"{days.iloc[k].date()}, which looks like an empty cell or a slip."
            ),
            rule="date-implausible",
            severity=Severity.WARNING,
            remedy=f"Correct {column}, or leave it empty.",
            rest=f"have an implausible {column}",
        )
    return found


def _closing_soon(
    stations: gpd.GeoDataFrame, planning_date: dt.date | None
) -> list[Finding]:
    if planning_date is None:
        return []
    day, closes = pd.Timestamp(planning_date), stations["open_to"]
    soon = (closes >= day) & (closes <= day + pd.Timedelta(days=SOON_DAYS))
    return Rows(TABLE, stations).findings(
        soon.to_numpy(),
        lambda k: (
            f"station {stations.index[k]!r} closes on {closes.iloc[k].date()}, "
            f"{(closes.iloc[k] - day).days} days after the planning date."
        ),
        rule="station-closing-soon",
        severity=Severity.NOTE,
        remedy="Plan for the day after, if it is not replaced.",
        rest=f"close within {SOON_DAYS} days",
    )


def _no_planning_date(
    stations: gpd.GeoDataFrame, planning_date: dt.date | None
) -> list[Finding]:
    opens, closes = stations["open_from"], stations["open_to"]
    dated = opens.notna() | closes.notna()
    if planning_date is not None or not dated.any():
        return []
    message = (
        f"{int(dated.sum())} of {len(stations)} stations have opening or closing days, "
        "and no planning date is set: all of them count as open."
    )
    remedy = "Set planning_date in [area], for example planning_date = 2026-01-31."
    apart = bool(np.any(opens.max() > closes.min()))
    if apart:
        message += " There is no day on which all are."
    say = warning if apart else note
    return [say("planning-date-missing", TABLE, message, remedy)]
