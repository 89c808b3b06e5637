"""Walks of several entrances made the walks of their building."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.network.distances import DistanceMatrix

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def nearest_entrance(
    walks: DistanceMatrix,
    building: NDArray[np.int64],
    buildings: pd.Index[str],
    *,
    keep: NDArray[np.bool_],
) -> DistanceMatrix:
    """
    Keep, for each building and station, the walk of the best entrance.

    Parameters
    ----------
    walks
        One row an entrance.
    building
        The building of each entrance as a position in `buildings`, ascending.
    buildings
        The buildings' ids.
    keep
        Which buildings to keep, shape (buildings,).

    Examples
    --------
    >>> import pandas as pd
    >>> doors, halls = pd.Index(["a1", "a2", "b"]), pd.Index(["S", "T"])
    >>> walks = DistanceMatrix(
    ...     doors,
    ...     halls,
    ...     np.array([0, 2, 3, 4]),
    ...     np.array([0, 1, 0, 1], np.int32),
    ...     np.array([70, 90, 50, 20], np.int32),
    ...     cutoff_m=500.0,
    ... )
    >>> homes = pd.Index(["A", "B"])
    >>> both = nearest_entrance(
    ...     walks, np.array([0, 0, 1]), homes, keep=np.array([True, True])
    ... )
    >>> both.indptr, both.station, both.units
    (array([0, 2, 3]), array([0, 1, 1], dtype=int32), array([50, 90, 20], dtype=int32))
    """
    owner = np.repeat(building, np.diff(walks.indptr))
    mine = keep[owner]
    owner, station, units = owner[mine], walks.station[mine], walks.units[mine]
    # Rows stand in order already: this sort merges the few of one building.
    key = owner * len(walks.stations) + station
    order = np.argsort(key, kind="stable")
    first = np.ones(len(order), dtype=bool)
    first[1:] = key[order][1:] != key[order][:-1]
    starts = np.flatnonzero(first)
    least = units[order]
    if len(starts):
        least = np.minimum.reduceat(least, starts)
    kept_rows = order[starts]
    count = np.bincount(owner[kept_rows], minlength=len(buildings))[keep]
    return DistanceMatrix(
        buildings[keep],
        walks.stations,
        np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
        station[kept_rows],
        least,
        walks.cutoff_m,
    )
