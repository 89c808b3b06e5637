"""Which of the points planned now are points that had a code before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

SAME_PLACE_M = 10.0
"""A door whose building has got another id is looked for so near; a gate as well."""
GATE = "gate"


class Pairs(NamedTuple):
    """Rows that belong together, one former row for each new one at most."""

    former: NDArray[np.int64]
    new: NDArray[np.int64]
    moved_m: NDArray[np.float64]


def match_former(former: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> Pairs:
    """
    Match former points to new ones: by building id first, then by place.

    Doors of one building are paired by distance, the nearest pair first, however far
    the building's outline moved. What is left is paired by distance up to 10 m: gates
    with gates, and doors with doors where the former building's id is gone and the new
    one's was not known, as when a building's code was changed. Ties go to the former
    code, then the new point, that sorts first.

    Parameters
    ----------
    former, points
        ``kind``, ``building_id`` and points in one CRS; `former` sorted by code,
        `points` by point id.

    Returns
    -------
    Positions of pairs, sorted by the new one.
    """
    known = former["building_id"].notna().to_numpy()
    here = points["building_id"].notna().to_numpy()
    one = pd.DataFrame({"id": former["building_id"], "f": range(len(former))})[known]
    two = pd.DataFrame({"id": points["building_id"], "n": range(len(points))})[here]
    both = one.merge(two, on="id")
    by_id = _nearest_first(both["f"].to_numpy(), both["n"].to_numpy(), former, points)
    gone = ~former["building_id"].isin(points["building_id"]).to_numpy() & known
    fresh = ~points["building_id"].isin(former["building_id"]).to_numpy() & here
    places = [by_id]
    gates = (former["kind"] == GATE).to_numpy(), (points["kind"] == GATE).to_numpy()
    for some, others in ((gone, fresh), gates):
        f, n = np.flatnonzero(some), np.flatnonzero(others)
        tree = STRtree(points.geometry.array[n])
        left, right = tree.query(
            former.geometry.array[f], predicate="dwithin", distance=SAME_PLACE_M
        )
        places.append(_nearest_first(f[left], n[right], former, points))
    every = _joined(places)
    order = np.argsort(every.new)
    return Pairs(every.former[order], every.new[order], every.moved_m[order])


def _joined(parts: list[Pairs]) -> Pairs:
    return Pairs(
        np.concatenate([part.former for part in parts]),
        np.concatenate([part.new for part in parts]),
        np.concatenate([part.moved_m for part in parts]),
    )


def _nearest_first(
    f: NDArray[np.int64],
    n: NDArray[np.int64],
    former: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
) -> Pairs:
    """Take candidate pairs, the nearest first, each row once."""
    moved_m = shapely.distance(former.geometry.array[f], points.geometry.array[n])
    order = np.lexsort((n, f, moved_m))
    f, n, moved_m = f[order], n[order], moved_m[order]
    kept: list[Pairs] = [Pairs(f[:0], n[:0], moved_m[:0])]
    while len(f):
        first = ~pd.Series(f).duplicated().to_numpy()
        first &= ~pd.Series(n).duplicated().to_numpy()
        kept.append(Pairs(f[first], n[first], moved_m[first]))
        rest = ~np.isin(f, f[first]) & ~np.isin(n, n[first])
        f, n, moved_m = f[rest], n[rest], moved_m[rest]
    return _joined(kept)
