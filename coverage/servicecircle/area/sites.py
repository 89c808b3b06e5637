"""Entrances and candidate sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.area.checks.rows import Rows
from servicecircle.area.checks.same_place import check_same_place
from servicecircle.area.planning_area import (
    CANDIDATE_COLUMNS,
    ENTRANCE_COLUMNS,
    PLANNED_COLUMNS,
)
from servicecircle.tables.alike import said_alike
from servicecircle.tables.say import error
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import pyproj

    from servicecircle.area.places import Places
    from servicecircle.findings import Finding

TABLE = "entrances"
NUMBERS = ("cost", "capacity")
FAR_M = 50.0
"""An entrance farther than this from its building is doubtful."""


def make_entrances(
    places: Places | None, buildings: gpd.GeoDataFrame, *, source: str, crs: pyproj.CRS
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Make the area's entrances, sorted by building; none where there is no table.

    Returns
    -------
    entrances
        ``building_id``, ``kind``, geometry.
    findings
        An error for entrances of buildings that are not there, which are left out;
        warnings for those more than 50 m from their building, and for those of one
        building in one place.
    """
    if places is None:
        return _empty(ENTRANCE_COLUMNS, crs).reset_index(drop=True), []
    frame = places.frame.sort_values("building_id", kind="stable").reset_index(
        drop=True
    )
    position = buildings.index.get_indexer(frame["building_id"])
    findings = []
    if (position < 0).any():
        unknown = frame.loc[position < 0, "building_id"].unique()
        message = (
            f"{source} has entrances of buildings that are not there: "
            f"{name_some(unknown)}.{said_alike(unknown, buildings.index)}"
        )
        remedy = "Correct building_id, or add the buildings."
        where = frame[position < 0].union_all()
        findings.append(
            error("entrance-without-building", TABLE, message, remedy, where=where)
        )
        frame, position = frame[position >= 0], position[position >= 0]
    homes = np.array(buildings.geometry.array, dtype=object)[position]
    far_m = shapely.distance(np.array(frame.geometry.array, dtype=object), homes)
    own = frame.set_index("building_id")
    findings += Rows(TABLE, own).findings(
        far_m > FAR_M,
        lambda k: (
            f"{source}: an entrance of building {own.index[k]!r} lies "
            f"{far_m[k]:,.0f} m from it."
        ),
        rule="entrance-far",
        severity=Severity.WARNING,
        remedy="Check building_id and the coordinates.",
        rest=f"lie more than {FAR_M:g} m from their building",
    )
    findings += check_same_place(
        frame, table=TABLE, source=source, within=["building_id"]
    )
    return frame[list(ENTRANCE_COLUMNS)].reset_index(drop=True), findings


def make_candidates(places: Places | None, *, crs: pyproj.CRS) -> gpd.GeoDataFrame:
    """Make the area's candidate sites, sorted by id; none where there is no table."""
    if places is None:
        return _empty(CANDIDATE_COLUMNS, crs).rename_axis("site_id")
    frame = places.frame.set_index("site_id").sort_index()
    frame = frame.assign(name=frame["name"].fillna(frame.index.to_series()))
    planned = [name for name in PLANNED_COLUMNS if frame[name].notna().any()]
    return frame[[*CANDIDATE_COLUMNS[:-1], *planned, CANDIDATE_COLUMNS[-1]]]


def _empty(columns: tuple[str, ...], crs: pyproj.CRS) -> gpd.GeoDataFrame:
    kind = {c: "float" if c in NUMBERS else "str" for c in columns}
    texts = {c: pd.Series([], dtype=kind[c]) for c in columns if c != "geometry"}
    return gpd.GeoDataFrame(
        texts, geometry=[], crs=crs, index=pd.Index([], dtype="str")
    )
