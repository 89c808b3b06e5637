"""Which units the rows of a small table belong to: by code, or by place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from servicecircle._validation import name_some
from servicecircle.area.placing import place
from servicecircle.inputs import UnusableInputError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.vocabulary import Level

NOWHERE = -1


def unit_positions(
    rows: pd.DataFrame,
    area: PlanningArea,
    *,
    source: str,
    points: gpd.GeoSeries | None = None,
) -> dict[Level, NDArray[np.intp]]:
    """
    Find the unit of every level that each row belongs to.

    Parameters
    ----------
    rows
        With ``<level>_id`` columns, missing where nothing is said.
    area
        The planning area.
    source
        What to call the file in messages.
    points
        Where the rows are, missing where unknown; what a code does not say they do.

    Returns
    -------
    Positions in each level's units, -1 where not known. Wider units follow from finer
    ones.

    Raises
    ------
    UnusableInputError
        If a code names a unit that is not there.
    """
    found: dict[Level, NDArray[np.intp]] = {}
    for level, units in area.levels.items():
        codes = rows[level.id_column]
        position = units.index.get_indexer(codes)
        unknown = codes.notna().to_numpy() & (position == NOWHERE)
        if unknown.any():
            message = (
                f"{source} names {level.layer.replace('_', ' ')} that are not there: "
                f"{name_some(codes[unknown].unique())}."
            )
            remedy = "Correct the codes, or bring both tables to one edition."
            raise UnusableInputError(message, remedy, rule="unit-unknown")
        found[level] = np.asarray(position)
    if points is not None:
        _by_place(found, area, points)
    for above, level in reversed(list(pairwise(area.levels))):
        parents = area.levels[level]["parent_id"]
        parent = np.append(area.levels[above].index.get_indexer(parents), NOWHERE)
        found[above] = np.where(
            found[above] == NOWHERE, parent[found[level]], found[above]
        )
    return found


def _by_place(
    found: dict[Level, NDArray[np.intp]], area: PlanningArea, points: gpd.GeoSeries
) -> None:
    """Fill the finest units by the points; a code that contradicts them counts."""
    shapes = np.array(points.array, dtype=object)
    there = np.flatnonzero([shape is not None for shape in shapes])
    finest = area.finest
    at = np.full(len(shapes), NOWHERE)
    at[there] = place(shapes[there], area.levels[finest])
    line = at.copy()
    for above, level in reversed(list(pairwise(area.levels))):
        parents = area.levels[level]["parent_id"]
        parent = np.append(area.levels[above].index.get_indexer(parents), NOWHERE)
        line = parent[line]
        at[(found[above] != NOWHERE) & (found[above] != line)] = NOWHERE
    found[finest] = np.where(found[finest] == NOWHERE, at, found[finest])
