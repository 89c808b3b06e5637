"""Stations that opened, closed, moved, or changed otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

COLUMNS = ("station_id", "name", "change", "moved_m", "column", "before", "after")
MEASURED = ("snap_m", "snap_note")
"""What the run says of a station, which is no fact about the station."""
STILL_M = 0.01
"""A transform between coordinate systems moves a point by less."""


def compare_stations(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    List what became of stations.

    Parameters
    ----------
    before, after
        The layer ``stations`` of `reach.gpkg`, indexed by ``station_id``: the stations
        that are open on the planning date. The second is brought into the first's CRS.

    Returns
    -------
    DataFrame
        ``station_id``, ``name``, ``change`` (opened, closed, moved, changed),
        ``moved_m`` in metres, and for what changed ``column``, ``before``, ``after``:
        a row each, by station.

    Notes
    -----
    Moved means by a centimetre or more.
    """
    after = after.to_crs(before.crs)
    opened = after.index.difference(before.index)
    closed = before.index.difference(after.index)
    both = before.index.intersection(after.index)
    parts = [
        _rows(after.loc[opened, "name"], "opened"),
        _rows(before.loc[closed, "name"], "closed"),
        _moved(before.loc[both], after.loc[both]),
        *(
            _changed(before.loc[both], after.loc[both], column)
            for column in before.columns.intersection(after.columns)
            if column not in {*MEASURED, "geometry"}
        ),
    ]
    rows = pd.concat([part for part in parts if len(part)] or [_rows(None, "")])
    rows = rows.reindex(columns=list(COLUMNS))
    return rows.sort_values(["station_id", "change", "column"]).reset_index(drop=True)


def _rows(names: pd.Series | None, change: str) -> pd.DataFrame:
    """Make a row for each station."""
    if names is None:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
    named = names.rename("name").rename_axis("station_id").reset_index()
    return named.assign(change=change)


def _moved(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    far_m = before.geometry.distance(after.geometry).to_numpy()
    moved = np.asarray(far_m >= STILL_M)
    rows = _rows(after.loc[moved, "name"], "moved")
    return rows.assign(moved_m=np.round(far_m[moved], 3))


def _changed(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, column: str
) -> pd.DataFrame:
    was, now = _said(before[column]), _said(after[column])
    other = was != now
    rows = _rows(after.loc[other, "name"], "changed")
    return rows.assign(column=column, before=was[other], after=now[other])


def _said(cells: pd.Series) -> NDArray[np.object_]:
    """Give cells as text, so that what is missing equals what is missing."""
    return cells.astype("str").fillna("").to_numpy(dtype=object)
