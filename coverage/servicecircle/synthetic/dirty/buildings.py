"""Buildings entered twice, moved away, or with a code that was taken for a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from servicecircle.synthetic.dirty.codes import as_float_text
from servicecircle.synthetic.dirty.defects import defects

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARES = {"repeated": 0.003, "redrawn": 0.002, "outside": 0.001, "float": 0.002}
BEYOND_M = 500.0
"""How far beyond the district's eastern end a moved building lies, at least."""


def spoil_buildings(
    buildings: gpd.GeoDataFrame,
    *,
    bounds: Sequence[float],
    file: str,
    draws: np.random.Generator,
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """
    Spoil some buildings, each in one way.

    Parameters
    ----------
    buildings
        Indexed by building_id.
    bounds
        West, south, east and north end of the district.
    file
        What to call the file in the list of defects.
    draws
        Random numbers.

    Returns
    -------
    buildings
        With ``building_id`` as a column, as some of them repeat.
    defects
        What was done to which.
    """
    counts = {k: max(1, round(v * len(buildings))) for k, v in SHARES.items()}
    digits = np.asarray(buildings.index.str.fullmatch(r"\d+"), dtype=bool)
    coded = np.sort(
        draws.choice(np.flatnonzero(digits), counts.pop("float"), replace=False)
    )
    free = np.setdiff1d(np.arange(len(buildings)), coded)
    drawn = draws.choice(free, sum(counts.values()), replace=False)
    parts = np.split(drawn, np.cumsum(list(counts.values()))[:-1])
    repeated, redrawn, outside = (np.sort(part) for part in parts)

    ids = buildings.index
    flat = buildings.reset_index(names="building_id")
    shapes = np.array(flat.geometry.array, dtype=object)
    shift_m = bounds[2] - bounds[0] + BEYOND_M
    shapes[outside] = shapely.transform(
        shapes[outside], lambda xy: xy + np.array([shift_m, 0.0])
    )
    flat = flat.set_geometry(shapes, crs=buildings.crs)
    flat.loc[coded, "building_id"] = as_float_text(flat.loc[coded, "building_id"])
    twin_ids = "N" + flat.loc[redrawn, "building_id"]
    twins = flat.loc[redrawn].assign(building_id=twin_ids)
    spoiled = pd.concat([flat, flat.loc[repeated], twins], ignore_index=True)
    log = [
        defects(file, ids[repeated], kind="repeated", done="the whole row twice"),
        defects(
            file,
            twin_ids,
            kind="redrawn",
            done="copy of building " + ids[redrawn] + " under a new code",
        ),
        defects(
            file,
            ids[outside],
            kind="outside",
            done=f"moved {shift_m:.0f} m east, out of the district",
        ),
        defects(
            file,
            ids[coded],
            kind="code-as-float",
            done="code written as " + flat.loc[coded, "building_id"],
        ),
    ]
    return gpd.GeoDataFrame(spoiled, crs=buildings.crs), pd.concat(log)
