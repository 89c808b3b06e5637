"""The buildings, each in one unit of every level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle._validation import name_some
from servicecircle.area.checks.outside_units import check_outside_units
from servicecircle.area.placing import place, representative_points
from servicecircle.tables.alike import said_alike
from servicecircle.tables.say import error, warning
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.area.places import Places
    from servicecircle.findings import Finding

TABLE = "buildings"
BLOCKING_SHARE = 0.1
"""If more buildings than this are not in the unit they name, something else is wrong:
another edition of the units, or another datum."""


def place_buildings(
    places: Places, levels: Mapping[Level, gpd.GeoDataFrame], *, source: str
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Place every building in the finest level, and through parents in the others.

    Parameters
    ----------
    places
        The table of buildings.
    levels
        Units of every level, top down, with proved parents.
    source
        What to call the file in messages.

    Returns
    -------
    buildings
        Sorted by building_id, with one ``<level>_id`` per level.
    findings
        A warning for each building outside every unit: it keeps its row, without unit
        ids, and counts in no unit; an error where all are. Where the table names the
        finest unit itself, the register's word is used; where geometry differs, a
        warning, and an error if that is so for more than a tenth. One that lies in no
        unit and names one is told, and blocks where it lies far from that unit.

    Notes
    -----
    A building stands where a representative point of its footprint lies. On a border
    it belongs to the unit whose id sorts first.
    """
    frame = places.frame.set_index("building_id").sort_index()
    finest = list(levels)[-1]
    units = levels[finest]
    points = representative_points(np.array(frame.geometry.array, dtype=object))
    position = place(points, units)
    spots = gpd.GeoSeries(points, index=frame.index, crs=frame.crs)
    ids = units.index.to_numpy(dtype=object)
    found = pd.Series(
        np.where(position >= 0, ids[position], None), index=frame.index, dtype="str"
    )
    findings = []
    if finest.id_column in places.matched:
        found, differing = _register_first(
            frame[finest.id_column], found, units, finest, source=source, spots=spots
        )
        findings += differing
    columns = _ancestors(found, levels)
    for level in list(levels)[:-1]:
        if level.id_column in places.matched:
            stated = frame[level.id_column]
            by_geometry = columns[level.id_column]
            findings += _cross_check(stated, by_geometry, level, source, spots)
    unplaced = found.isna()
    if unplaced.all():
        message = f"No building of {source} lies in the area."
        remedy = "Check the CRS of the buildings and of the units."
        findings.append(error("building-nowhere", TABLE, message, remedy))
    elif (position < 0).any():
        out = position < 0
        district = next(iter(levels.values()))
        findings += check_outside_units(
            spots[out],
            found[out],
            units,
            held=found.value_counts(),
            district=district,
            level=finest,
        )
    kept = frame.drop(columns=[level.id_column for level in Level])
    return kept.assign(**columns), findings


def _ancestors(
    finest_id: pd.Series, levels: Mapping[Level, gpd.GeoDataFrame]
) -> dict[str, pd.Series]:
    """Climb from the finest unit to the widest; columns stand top down."""
    columns: dict[str, pd.Series] = {}
    current = finest_id
    for level in reversed(list(levels)):
        columns[level.id_column] = current.astype("str")
        current = current.map(levels[level]["parent_id"])
    return dict(reversed(columns.items()))


def _register_first(  # noqa: PLR0913 - two sources of one fact, and what they are of
    stated: pd.Series,
    by_geometry: pd.Series,
    units: gpd.GeoDataFrame,
    level: Level,
    *,
    source: str,
    spots: gpd.GeoSeries,
) -> tuple[pd.Series, list[Finding]]:
    """Use the unit that the table names, where it names one that is there."""
    known = stated.isin(units.index)
    findings = _unknown_units(
        stated[stated.notna() & ~known], units, level, source, spots
    )
    used = stated.where(known).fillna(by_geometry)
    return used, findings + _cross_check(
        stated.where(known), by_geometry, level, source, spots
    )


def _unknown_units(
    stated: pd.Series,
    units: gpd.GeoDataFrame,
    level: Level,
    source: str,
    spots: gpd.GeoSeries,
) -> list[Finding]:
    if stated.empty:
        return []
    message = (
        f"{source}: {len(stated)} buildings name {level.layer} that are not there: "
        f"{name_some(stated.unique())}.{said_alike(stated.unique(), units.index)}"
    )
    remedy = f"Correct {level.id_column}, add the units, or leave the cells empty."
    where = spots[stated.index].union_all()
    return [error("unit-unknown", TABLE, message, remedy, where=where)]


def _cross_check(
    stated: pd.Series,
    by_geometry: pd.Series,
    level: Level,
    source: str,
    spots: gpd.GeoSeries,
) -> list[Finding]:
    both = stated.notna() & by_geometry.notna()
    differ = both & (stated != by_geometry).fillna(value=False)
    count = int(differ.sum())
    if not count:
        return []
    first = differ.index[differ][0]
    share = count / int(both.sum())
    blocks = share > BLOCKING_SHARE
    message = (
        f"{source}: {count} buildings ({share:.1%}) do not lie in the {level.value} "
        f"they name: {name_some(differ.index[differ])}. {first!r} names "
        f"{stated[first]!r} and lies in {by_geometry[first]!r}."
    )
    remedy = (
        "Check the datum and CRS of both files, and that they are of the same edition."
        if blocks
        else f"Correct {level.id_column} or the outlines where it matters."
    )
    say = error if blocks else warning
    where = spots[differ].union_all()
    return [say("building-unit-differs", TABLE, message, remedy, where=where)]
