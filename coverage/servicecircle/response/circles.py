"""The other circles: rooms, platforms, teams and volunteers, as areas state them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle._validation import name_some, suggest
from servicecircle.errors import AreaError
from servicecircle.inputs import UnusableInputError, read_table
from servicecircle.response.unit_codes import NOWHERE, unit_positions
from servicecircle.tables import conform, table
from servicecircle.tables.say import any_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.area.response_config import CircleSection
    from servicecircle.vocabulary import Level

TABLE = "resources"


@dataclass(frozen=True, eq=False)
class Circle:
    """
    What there is of one circle.

    Parameters
    ----------
    key, section
        What `area.toml` says of it.
    counts
        One row a row of the file; a column for everything that is counted: ``all``,
        or the columns of numbers that were asked for.
    kind
        The kind of each row (str or missing).
    unit
        Positions in the units of each level, -1 where not known.
    points
        Where they are, missing where they have no place of their own.
    """

    key: str
    section: CircleSection
    counts: pd.DataFrame
    kind: pd.Series
    unit: Mapping[Level, NDArray[np.intp]]
    points: gpd.GeoSeries

    @property
    def name(self) -> str:
        """What it is called."""
        return self.section.name or self.key


def read_circle(area: PlanningArea, key: str, section: CircleSection) -> Circle:
    """
    Read one circle's table.

    A row stands where its station stands, or at its unit's station of the tier that
    ``at_tier`` names (the one whose id sorts first).

    Raises
    ------
    UnusableInputError
        If the file cannot be read, names a unit or station that is not there, or a
        column to be counted is missing or holds no numbers.
    AreaError
        If two columns could be one thing.
    """
    path = area.folder / section.file
    raw = read_table(path, layer=section.layer, usual_layers=(key,), placed=False)
    done = conform(raw, table(TABLE), columns=section.columns, source=path.name)
    if any_blocks(done.findings):
        raise AreaError([f for f in done.findings if f.blocks])
    frame = done.frame
    points = _at_stations(frame, area, source=path.name)
    unit = unit_positions(frame, area, source=path.name, points=points)
    if section.at_tier is not None:
        points = _at_tier(points, unit[section.each], area, section)
    counts = _counts(raw, section, source=path.name)
    _check_asked(section, counts, source=path.name)
    return Circle(key, section, counts, frame["kind"], unit, points)


def _counts(raw: pd.DataFrame, section: CircleSection, *, source: str) -> pd.DataFrame:
    """Take the numbers that are counted, or count rows."""
    if section.count is None:
        return pd.DataFrame({"all": np.ones(len(raw))}, index=raw.index)
    columns = {}
    for name in section.count:
        if name not in raw.columns:
            message = f"{source} has no column {name!r} to count."
            remedy = suggest(name, [str(c) for c in raw.columns])
            raise UnusableInputError(message, remedy, rule="column-missing")
        number = pd.to_numeric(raw[name], errors="coerce").astype(float)
        wrong = (raw[name].notna() & ~(number >= 0)).to_numpy()
        if wrong.any():
            rows = name_some(raw.index[wrong])
            message = f"{source}, column {name!r}: no numbers of 0 or more in {rows}."
            remedy = "Enter digits, or leave the cell empty."
            raise UnusableInputError(message, remedy, rule="not-a-number")
        columns[name] = number.fillna(0.0)
    return pd.DataFrame(columns, index=raw.index)


def _check_asked(section: CircleSection, counts: pd.DataFrame, *, source: str) -> None:
    """Refuse what is asked for of a column that is not counted."""
    if not isinstance(section.at_least, dict) or counts.shape[1] == 1:
        return
    for name in section.at_least:
        if name not in counts.columns:
            message = f"{source} has no column {name!r} to count."
            remedy = suggest(name, [str(c) for c in counts.columns])
            raise UnusableInputError(message, remedy, rule="column-missing")


def _at_stations(
    frame: pd.DataFrame, area: PlanningArea, *, source: str
) -> gpd.GeoSeries:
    """Stand where the station stands that is named."""
    position = area.stations.index.get_indexer(frame["station_id"])
    unknown = frame["station_id"].notna().to_numpy() & (position == NOWHERE)
    if unknown.any():
        named = name_some(frame.loc[unknown, "station_id"].unique())
        message = f"{source} names stations that are not there or not open: {named}."
        remedy = "Correct station_id, or take those rows out."
        raise UnusableInputError(message, remedy, rule="station-unknown")
    spots = np.array([*area.stations.geometry, None], dtype=object)
    return gpd.GeoSeries(spots[position], index=frame.index, crs=area.crs)


def _at_tier(
    points: gpd.GeoSeries,
    unit: NDArray[np.intp],
    area: PlanningArea,
    section: CircleSection,
) -> gpd.GeoSeries:
    """Stand at the unit's station of a tier, where no other place is known."""
    halls = area.stations[area.stations["tier"] == section.at_tier].sort_index()
    blank = pd.DataFrame(
        dict.fromkeys(level.id_column for level in area.levels),
        index=halls.index,
        dtype="str",
    )
    at = unit_positions(blank, area, source="stations", points=halls.geometry)
    hall = pd.Series(np.arange(len(halls)), index=at[section.each])
    first = hall[~hall.index.duplicated() & (hall.index != NOWHERE)]
    chosen = first.reindex(unit).fillna(NOWHERE).to_numpy().astype(int)
    spots = np.array([*halls.geometry, None], dtype=object)
    placed = np.array(points.array, dtype=object)
    placed = np.where(points.isna().to_numpy(), spots[chosen], placed)
    return gpd.GeoSeries(placed, index=points.index, crs=area.crs)
