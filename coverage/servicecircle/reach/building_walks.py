"""Walks of buildings to sites: of several entrances the best counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from servicecircle.network.distances import DistanceMatrix, walking_distances

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.network.walk_network import WalkNetwork

AT_ONCE = 10_000
"""Buildings measured together, to bound memory."""


def building_walks(  # noqa: PLR0913 - what walks depend on
    network: WalkNetwork,
    doors: pd.DataFrame,
    building: NDArray[np.int64],
    buildings: pd.Index[str],
    sites: pd.DataFrame,
    *,
    cutoff_m: float,
) -> DistanceMatrix:
    """
    Measure every walk of at most `cutoff_m` from a building to a site.

    Parameters
    ----------
    network, sites, cutoff_m
        As for `walking_distances`.
    doors
        Positions of entrances on the network.
    building
        The building of each of them as a position in `buildings`, ascending.
    buildings
        The buildings' ids.
    """
    cuts = np.arange(0, max(len(buildings), 1) + AT_ONCE, AT_ONCE)
    where = np.searchsorted(building, cuts)
    parts = []
    for first, begin, end in zip(cuts[:-1], where[:-1], where[1:], strict=True):
        walks = walking_distances(
            network, doors.iloc[begin:end], sites, cutoff_m=cutoff_m
        )
        some = buildings[first : first + AT_ONCE]
        parts.append(nearest_entrance(walks, building[begin:end] - first, some))
    count = [np.diff(part.indptr) for part in parts]
    return DistanceMatrix(
        buildings,
        sites.index,
        np.concatenate([[0], np.cumsum(np.concatenate(count))]).astype(np.int64),
        np.concatenate([part.station for part in parts]),
        np.concatenate([part.units for part in parts]),
        cutoff_m,
    )


def nearest_entrance(
    walks: DistanceMatrix, building: NDArray[np.int64], buildings: pd.Index[str]
) -> DistanceMatrix:
    """
    Keep, for each building and site, the walk of the best entrance.

    Parameters
    ----------
    walks
        One row an entrance.
    building
        The building of each entrance as a position in `buildings`, ascending.
    buildings
        The buildings' ids.

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
    >>> both = nearest_entrance(walks, np.array([0, 0, 1]), pd.Index(["A", "B"]))
    >>> both.indptr, both.station, both.units
    (array([0, 2, 3]), array([0, 1, 1], dtype=int32), array([50, 90, 20], dtype=int32))
    """
    owner = np.repeat(building, np.diff(walks.indptr))
    # Rows stand in order already: this sort merges the few of one building.
    key = owner * len(walks.stations) + walks.station
    order = np.argsort(key, kind="stable")
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.diff(key[order]) != 0
    starts = np.flatnonzero(first)
    least = walks.units[order]
    if len(starts):
        least = np.minimum.reduceat(least, starts)
    kept = order[starts]
    count = np.bincount(owner[kept], minlength=len(buildings))
    return DistanceMatrix(
        buildings,
        walks.stations,
        np.concatenate([[0], np.cumsum(count)]).astype(np.int64),
        walks.station[kept],
        least,
        walks.cutoff_m,
    )
