"""The units of one level as read from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from servicecircle.area.places import Places, read_places
from servicecircle.tables import Column, Table, units_table
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj
    from numpy.typing import NDArray

    from servicecircle.area.config import LevelSection
    from servicecircle.area.places import Rows
    from servicecircle.findings import Finding
    from servicecircle.inputs import DatabaseUrl

DISTRICT_ID = "district"
"""The id of a district that is derived, or is one outline without a code."""


class Units(NamedTuple):
    """The units of one level, before their parents are proved."""

    frame: gpd.GeoDataFrame
    """Indexed by unit_id, sorted: name, parent_id (as stated), residents, geometry."""
    states_parents: bool
    rows: Rows | None = None
    """The level as it stands in its file, if it has one."""


def read_units(  # noqa: PLR0913 - a file, what it is to be, and how to read it
    path: Path | DatabaseUrl,
    section: LevelSection,
    *,
    level: Level,
    parent: Level | None,
    crs: pyproj.CRS,
    folder: Path | None = None,
) -> tuple[Places | None, list[Finding]]:
    """Read one level's file; a single district outline needs no code."""
    table = units_table(level, parent)
    usual = (level.layer, level.value)
    places, _, findings = read_places(
        path, section, table, crs=crs, usual_layers=usual, folder=folder
    )
    if places is not None or level is not Level.DISTRICT:
        return places, findings
    # One outline needs no code to be told from others.
    columns = tuple(_optional(c) if c.dtype == "key" else c for c in table.columns)
    alone, _, found = read_places(
        path,
        section,
        Table(table.name, columns),
        crs=crs,
        usual_layers=usual,
        folder=folder,
    )
    if alone is not None and len(alone.frame) == 1:
        return alone, found
    return places, findings


def units_from_places(places: Places, *, area_name: str) -> Units:
    """Index units by id; what has no name is called by its code."""
    frame = places.frame
    nameless = frame["name"].isna() & frame["unit_id"].isna()
    ids = frame["unit_id"].fillna(DISTRICT_ID)
    name = frame["name"].mask(nameless, area_name).fillna(ids)
    frame = frame.assign(unit_id=ids, name=name).set_index("unit_id").sort_index()
    columns = ["name", "parent_id", "residents", "geometry"]
    return Units(frame[columns], "parent_id" in places.matched, places.rows)


def units_from_outlines(
    names: pd.Series, outlines: NDArray[np.object_], *, crs: pyproj.CRS
) -> Units:
    """Make units that a file does not state: names by unit_id, and their outlines."""
    index = pd.Index(names.index, name="unit_id", dtype="str")
    frame = gpd.GeoDataFrame(
        {
            "name": pd.Series(names.to_numpy(), index=index, dtype="str"),
            "parent_id": pd.Series([None] * len(index), index=index, dtype="str"),
            "residents": np.full(len(index), np.nan),
        },
        geometry=outlines,
        crs=crs,
        index=index,
    )
    return Units(frame, states_parents=False)


def _optional(column: Column) -> Column:
    return Column(column.name, "id", aliases=column.aliases, fallbacks=column.fallbacks)
