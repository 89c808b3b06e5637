"""Obstacles that are nowhere near the district."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.datum_doctor.ground import ground_of
from servicecircle.area.datum_doctor.trials import trials_for
from servicecircle.area.reading import Reading
from servicecircle.crs import label
from servicecircle.inputs import UnusableInputError

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.area.config import NetworkFile
    from servicecircle.area.planning_area import PlanningArea

NEAR_M = 1_000.0
"""An obstacle farther off the district changes no walk in it."""


def refuse_elsewhere(
    layer: gpd.GeoDataFrame, source: NetworkFile, area: PlanningArea
) -> None:
    """
    Refuse a layer of obstacles of which nothing comes near the district.

    Parameters
    ----------
    layer
        The obstacles as read, in any CRS.
    source
        What `area.toml` says of them.
    area
        The area.

    Raises
    ------
    UnusableInputError
        Naming a reading that brings most of them there, if one does.
    """
    district = area.levels[area.widest]
    outline = district.union_all()
    there = layer[~layer.is_empty & layer.geometry.notna()]
    shapes = np.array(there.to_crs(area.crs).geometry.array, dtype=object)
    if not len(shapes) or shapely.dwithin(shapes, outline, NEAR_M).any():
        return
    ground = ground_of(district)
    boxes = shapely.bounds(np.array(there.geometry.array, dtype=object))
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    fitting = []
    for trial in trials_for(middles, Reading(there.crs), ground):
        places = ground.positions(middles, trial)
        points = shapely.points(places[np.isfinite(places).all(axis=1)])
        near = int(shapely.dwithin(points, outline, NEAR_M).sum())
        if near and trial.against == "wgs84":
            fitting.append((near, trial.words(beside=Reading(there.crs))))
    remedy = "Take the file of this place, or name the CRS that it is in."
    if fitting:
        words = max(fitting, key=lambda one: one[0])[1]
        remedy = (
            f"They lie there read as {words}: write it under [[network.obstacles]] in "
            "area.toml, or correct the CRS that the file itself says."
        )
    msg = (
        f"{source.file}: read in {label(there.crs)}, none of its {len(there):,} "
        f"obstacles lies within {NEAR_M:,.0f} m of the district."
    )
    raise UnusableInputError(msg, remedy, rule="network-elsewhere")
