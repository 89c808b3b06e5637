"""Where every building stands: its units and its door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle.area.placing import place, representative_points
from servicecircle.errors import InternalError
from servicecircle.vocabulary import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.synthetic.geography_like import GeographyLike


def make_addresses(geography: GeographyLike) -> pd.DataFrame:
    """
    Look up the units and the door of every building.

    Returns
    -------
    DataFrame
        Indexed by building_id in the order of the buildings: one ``<level>_id`` per
        level, ``residents`` (persons), ``use``, ``land_use``, and the door's ``x`` and
        ``y`` (metres, in the ground's CRS): the first entrance of the building, or
        the first corner of its outline where it has none.

    Raises
    ------
    InternalError
        If a building stands in no grid.
    """
    buildings = geography.buildings
    shapes = np.array(buildings.geometry.array, dtype=object)
    grids = geography.levels[Level.GRID].sort_index()
    position = place(representative_points(shapes), grids)
    if (position < 0).any():
        msg = f"{int((position < 0).sum())} synthetic buildings stand in no grid."
        raise InternalError(msg)
    columns: dict[str, object] = {}
    current = pd.Series(grids.index[position], index=buildings.index, dtype="str")
    for level in reversed(list(geography.levels)):
        columns[level.id_column] = current
        current = current.map(geography.levels[level]["parent_id"])
    door = _doors(geography, shapes)
    columns["residents"] = buildings["residents"].to_numpy(dtype=float)
    columns["use"] = buildings["use"].astype("str")
    columns["land_use"] = buildings["land_use"].astype("str")
    columns["x"], columns["y"] = door[:, 0], door[:, 1]
    return pd.DataFrame(columns, index=buildings.index.rename("building_id"))


def _doors(
    geography: GeographyLike, shapes: NDArray[np.object_]
) -> NDArray[np.float64]:
    """Give every building the coordinates of one door, shape (buildings, 2)."""
    corners = shapely.line_interpolate_point(shapely.boundary(shapes), 0.0)
    doors = shapely.get_coordinates(corners)
    first = geography.entrances.drop_duplicates("building_id")
    at = geography.buildings.index.get_indexer(first["building_id"])
    known = at >= 0
    entrance = np.array(first.geometry.array, dtype=object)[known]
    doors[at[known]] = shapely.get_coordinates(entrance)
    return doors
