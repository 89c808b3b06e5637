"""All places that rounds lead to, and how they meet the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from servicecircle.network.among import spots_on
from servicecircle.qr.places.legs import facing_edges

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.network.among import Spots
    from servicecircle.network.walk_network import WalkNetwork

NEAREST = 3
"""So many stations near in a straight line are asked for the nearest on foot."""


class Grounds(NamedTuple):
    """Points, then stations, then officers' own places, row by row."""

    xy: NDArray[np.float64]
    spots: Spots
    names: NDArray[np.object_]
    """What the places are called; an officer's own by the officer."""
    stations: NDArray[np.int64]
    """Rows of the stations, by id."""
    places: dict[str, int]
    """Row of each officer's own place."""

    def begins(
        self, rows: NDArray[np.int64], officers: tuple[str | None, ...]
    ) -> list[NDArray[np.int64]]:
        """
        Say for each officer of a group where the round may begin.

        Gives rows: the own place, else the stations nearest in a straight line to the
        middle of the points, else none.
        """
        middle = self.xy[rows].mean(axis=0)
        away_m = np.hypot(*(self.xy[self.stations] - middle).T)
        near = self.stations[np.argsort(away_m, kind="stable")[:NEAREST]]
        return [
            np.array([self.places[name]]) if name in self.places else near
            for name in officers
        ]


def lay_grounds(  # noqa: PLR0913 - what is laid down
    points: gpd.GeoDataFrame,
    network: WalkNetwork,
    *,
    stations: gpd.GeoSeries | None,
    officers: pd.DataFrame | None,
    within_m: float,
    island_tolerance_m: float,
) -> Grounds:
    """
    Find where points, stations and officers' places meet the network.

    Parameters
    ----------
    points
        In the network's CRS.
    network
        The walking network.
    stations
        Where rounds may begin, as points by id; None where they begin anywhere.
    officers
        ``officer_id``, and the officer's own place as ``x`` and ``y``, missing where
        there is none.
    within_m, island_tolerance_m
        As for `snap`.
    """
    shapes = [np.array(points.geometry.array, dtype=object)]
    names = [points.index.to_numpy(dtype=object)]
    if stations is not None:
        known = stations.sort_index()
        shapes.append(np.array(known.array, dtype=object))
        names.append(known.index.to_numpy(dtype=object))
    if officers is not None:
        own = officers.dropna(subset=["x", "y"]).drop_duplicates("officer_id")
        at = own[["x", "y"]].to_numpy(dtype=float)
        shapes.append(np.asarray(shapely.points(at), dtype=object))
        names.append(own["officer_id"].to_numpy(dtype=object))
    every = np.concatenate(shapes)
    edge = facing_edges(
        network, every, within_m=within_m, island_tolerance_m=island_tolerance_m
    )
    first = len(points)
    between = first + (len(shapes[1]) if stations is not None else 0)
    told = np.concatenate(names)
    places = {str(told[row]): row for row in range(between, len(every))}
    return Grounds(
        shapely.get_coordinates(every),
        spots_on(network, every, edge),
        told,
        np.arange(first, between),
        places,
    )
