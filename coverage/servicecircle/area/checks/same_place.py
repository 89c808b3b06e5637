"""Points that share one place to the decimetre."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle._validation import name_some
from servicecircle.tables.say import LISTED, warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from servicecircle.findings import Finding

SAME_PLACE_M = 0.1


def check_same_place(
    points: gpd.GeoDataFrame, *, table: str, source: str, within: Sequence[str] = ()
) -> list[Finding]:
    """
    Warn of points in one place.

    Parameters
    ----------
    points
        Indexed by id, in the working CRS.
    table
        The table's name.
    source
        What to call the file in messages.
    within
        Columns that must be the same as well: two entrances in one place are one only
        where they belong to one building.
    """
    xy = shapely.get_coordinates(np.array(points.geometry.array, dtype=object))
    cells = pd.DataFrame(np.rint(xy / SAME_PLACE_M), index=points.index)
    cells = cells.assign(**{name: points[name] for name in within})
    shared = cells.duplicated(keep=False).to_numpy()
    if not shared.any():
        return []
    twins = points[shared]
    number = cells[shared].groupby([0, 1, *within], sort=False).ngroup().to_numpy()
    members = pd.Series(np.arange(len(twins))).groupby(number).agg(list)
    found = []
    for rows in members[:LISTED]:
        ids = twins.index[rows] if not within else twins[within[0]].iloc[rows].unique()
        whose = (
            f"{table} {name_some(ids)} are"
            if not within
            else (f"{len(rows)} {table} of {name_some(ids)} are")
        )
        message = f"{source}: {whose} in the same place."
        remedy = "Check for one entered twice, or a centroid given to several."
        said = warning(
            "same-place",
            table,
            message,
            remedy,
            label=str(ids[0]),
            where=twins.geometry.iloc[rows[0]],
        )
        found.append(said)
    return found
