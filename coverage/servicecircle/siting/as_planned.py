"""The area as it is planned for: at an hour, with so many staff, new ones of a tier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from servicecircle._validation import check_positive, name_some
from servicecircle.errors import SitingError
from servicecircle.findings import Finding
from servicecircle.siting.opening_hours import open_at
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.area.planning_area import PlanningArea


@dataclass(frozen=True)
class Planned:
    """
    What new sites are planned for.

    Parameters
    ----------
    at
        A day (midnight is no hour to plan for), or a day and an hour. Stations and
        candidates that are not open on the day are no sites; with an hour, stations
        whose hours say that they are shut then are none either.
    residents_per_staff
        How many residents one of the staff can serve: where a site states its staff,
        its capacity is so many for each.
    new_tier
        The tier of candidates that state none.
    """

    at: dt.datetime | dt.date | None = None
    residents_per_staff: float | None = None
    new_tier: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no number of people."""
        if self.residents_per_staff is None:
            return
        try:
            check_positive(self.residents_per_staff, name="residents_per_staff")
        except ValueError as error:
            raise SitingError(str(error)) from error

    @property
    def day(self) -> dt.date | None:
        """The day that is planned for, where one is named."""
        return self.at.date() if isinstance(self.at, dt.datetime) else self.at

    @property
    def hour(self) -> dt.datetime | None:
        """Day and hour, where an hour is named."""
        return self.at if isinstance(self.at, dt.datetime) else None

    def as_data(self) -> dict[str, Any]:
        """Give it as JSON knows it; what is not asked for is left out."""
        data = {
            "at": None if self.at is None else self.at.isoformat(),
            "residents_per_staff": self.residents_per_staff,
            "new_tier": self.new_tier,
        }
        return {name: value for name, value in data.items() if value is not None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Planned:
        """Read what `as_data` gave."""
        said = data.get("at")
        moment = None if said is None else read_moment(str(said))
        return cls(moment, data.get("residents_per_staff"), data.get("new_tier"))


class AsPlanned(NamedTuple):
    """A planning area as it is planned for, and what had to be left out or guessed."""

    area: PlanningArea
    findings: list[Finding]


def read_moment(text: str) -> dt.datetime | dt.date:
    """
    Read a day, or a day and an hour.

    >>> read_moment("2024-09-01"), read_moment("2024-09-01 10:00")
    (datetime.date(2024, 9, 1), datetime.datetime(2024, 9, 1, 10, 0))

    Raises
    ------
    SitingError
        If it is neither.
    """
    for kind in (dt.date, dt.datetime):
        try:
            return kind.fromisoformat(text.strip())
        except ValueError:
            continue
    msg = f"{text!r} is no day. Write it as 2024-09-01, or 2024-09-01T10:00."
    raise SitingError(msg)


def as_planned(area: PlanningArea, planned: Planned) -> AsPlanned:
    """
    Keep the sites that are open when it is planned for, with room by their staff.

    Parameters
    ----------
    area
        The planning area, read for the day that is planned for.
    planned
        The hour and the residents per member of staff; the tier of new sites is for
        `siting_problem`, where every building may be one.

    Returns
    -------
    AsPlanned
        With a note for stations that are shut at that hour and for candidates that are
        not to be had on that day, and a warning for stations whose hours are not known:
        they count as open.

    Raises
    ------
    SitingError
        If no station would be left, or capacity goes by staff and no site states any.
    """
    stations = area.stations
    findings: list[Finding] = []
    if planned.hour is not None:
        stations, findings = _open_then(stations, planned.hour)
    candidates = area.candidates
    if "open_from" in candidates:
        day = area.config.area.planning_date
        candidates, found = _to_be_had(candidates, day)
        findings += found
    if planned.residents_per_staff is not None:
        each = planned.residents_per_staff
        if "staff" not in stations and "staff" not in candidates:
            msg = (
                "Capacity goes by staff, and neither stations nor candidates state "
                "any. Fill in their column staff, or leave residents_per_staff out."
            )
            raise SitingError(msg)
        stations, candidates = _staffed(stations, each), _staffed(candidates, each)
    changed = area.replace(stations=stations, candidates=candidates)
    return AsPlanned(changed, findings)


def _open_then(
    stations: gpd.GeoDataFrame, hour: dt.datetime
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Leave out the stations whose hours say that they are shut."""
    nothing = pd.Series(index=stations.index, dtype="str")
    known = open_at(stations.get("hours", nothing), hour)
    shut = known.eq(other=False).fillna(value=False).to_numpy(dtype=bool)
    when = f"{hour:%Y-%m-%d %H:%M}"
    findings = []
    if shut.any():
        message = (
            f"{int(shut.sum())} stations are shut at {when}: "
            f"{name_some(stations.index[shut])}."
        )
        remedy = "They are left out. Plan for another hour (at), or correct hours."
        findings.append(
            Finding(Severity.NOTE, "station-shut", "stations", "", message, remedy)
        )
    if known.isna().any():
        unknown = stations.index[known.isna()]
        message = (
            f"the hours of {len(unknown)} stations are missing or not understood: "
            f"{name_some(unknown)}."
        )
        remedy = "They count as open. Write hours such as Mo-Fr 09:00-18:00."
        findings.append(
            Finding(Severity.WARNING, "hours-unknown", "stations", "", message, remedy)
        )
    if shut.all() and len(shut):
        msg = f"No station is open at {when}. Plan for another hour, or correct hours."
        raise SitingError(msg)
    return stations[~shut], findings


def _to_be_had(
    candidates: gpd.GeoDataFrame, day: dt.date | None
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Leave out the candidates that are not ready on the day."""
    if day is None:
        return candidates, []
    late = (candidates["open_from"] > pd.Timestamp(day)).to_numpy(dtype=bool)
    if not late.any():
        return candidates, []
    message = (
        f"{int(late.sum())} candidates are not to be had on {day}: "
        f"{name_some(candidates.index[late])}."
    )
    remedy = "They are left out. Plan for a later day (at), or correct open_from."
    found = Finding(Severity.NOTE, "candidate-later", "candidates", "", message, remedy)
    return candidates[~late], [found]


def _staffed(sites: gpd.GeoDataFrame, residents_per_staff: float) -> gpd.GeoDataFrame:
    """Let a site serve so many residents for each of its staff, where it states any."""
    if "staff" not in sites:
        return sites
    by_staff = sites["staff"] * residents_per_staff
    return sites.assign(capacity=by_staff.fillna(sites["capacity"]))
