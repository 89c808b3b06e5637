"""How many buildings and residents stand on the common ground of two units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely

from servicecircle.area.placing import place, representative_points
from servicecircle.crosswalk.pieces import NOWHERE

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from servicecircle.crosswalk.pieces import Pieces


class Homes(NamedTuple):
    """The buildings of one edition; arrays of shape (buildings,)."""

    points: NDArray[np.object_]
    residents: NDArray[np.float64]


def homes_of(buildings: gpd.GeoDataFrame) -> Homes:
    """Take a point in every building, and its residents."""
    return Homes(
        representative_points(np.array(buildings.geometry.array, dtype=object)),
        buildings["residents"].to_numpy(dtype=float),
    )


class Standing(NamedTuple):
    """The buildings of one edition in the units of both; arrays of shape (buildings,).

    A building in no unit of either edition is left out.
    """

    old: NDArray[np.int64]
    """Position of the old unit in which each stands, or `NOWHERE`."""
    new: NDArray[np.int64]
    residents: NDArray[np.float64]
    points: NDArray[np.object_]


def stand(homes: Homes, old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> Standing:
    """
    Place the buildings of one edition in the units of both, by geometry.

    Parameters
    ----------
    homes
        The buildings.
    old, new
        Units of one level, sorted by id. A point on a border belongs to the unit whose
        id sorts first.
    """
    i, j = place(homes.points, old), place(homes.points, new)
    at = (i != NOWHERE) | (j != NOWHERE)
    return Standing(i[at], j[at], homes.residents[at], homes.points[at])


def built_on(pieces: Pieces, standing: Standing) -> NDArray[np.bool_]:
    """Say on which pieces a building stands, shape (pieces,)."""
    pairs = pd.MultiIndex.from_arrays([pieces.old, pieces.new])
    return np.asarray(pairs.isin(pd.MultiIndex.from_arrays(standing[:2])))


def count_on(
    pieces: Pieces, standing: Standing, *, by_old: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Count buildings and residents on each piece.

    Parameters
    ----------
    pieces
        The common ground that means something: every unit has at least one piece.
    standing
        The buildings of one edition.
    by_old
        Whether it is the old edition: its own unit of a building is never changed.

    Returns
    -------
    buildings, residents
        Shape (pieces,). A building on a sliver counts on the nearest piece of its own
        unit (of several as near, the first), so no building is lost.
    """
    pairs = pd.MultiIndex.from_arrays([pieces.old, pieces.new])
    row = pairs.get_indexer(pd.MultiIndex.from_arrays(standing[:2]))
    astray = np.flatnonzero(row == NOWHERE)
    row[astray] = _nearest_piece(pieces, standing, astray, by_old=by_old)
    size = len(pieces.old)
    residents = np.bincount(row, weights=standing.residents, minlength=size)
    return np.bincount(row, minlength=size).astype(float), residents.astype(float)


def _nearest_piece(
    pieces: Pieces, standing: Standing, astray: NDArray[np.intp], *, by_old: bool
) -> NDArray[np.int64]:
    """Find the nearest piece of the unit in which each building stands."""
    own, other = ("old", "new") if by_old else ("new", "old")
    unit = getattr(standing, own)[astray]
    outside = unit == NOWHERE
    side = np.where(outside, other, own)
    unit = np.where(outside, getattr(standing, other)[astray], unit)
    asked = pd.DataFrame({"at": np.arange(len(astray)), "side": side, "unit": unit})
    size = len(pieces.old)
    offers = pd.DataFrame(
        {
            "side": np.repeat(["old", "new"], size),
            "unit": np.concatenate([pieces.old, pieces.new]),
            "piece": np.tile(np.arange(size), 2),
        }
    )
    pairs = asked.merge(offers, on=["side", "unit"])
    piece, at = pairs["piece"].to_numpy(), pairs["at"].to_numpy()
    pairs["far_m"] = shapely.distance(standing.points[astray[at]], pieces.ground[piece])
    nearest = pairs.sort_values(["at", "far_m", "piece"]).drop_duplicates("at")
    return nearest["piece"].to_numpy(dtype=np.int64)
