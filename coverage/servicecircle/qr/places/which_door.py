"""Which of a building's doors each is: its number, and the side it looks to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.qr.places.facades import facades

if TYPE_CHECKING:
    from numpy.typing import NDArray

COMPASS = ("E", "NE", "N", "NW", "W", "SW", "S", "SE")
"""Counter-clockwise from east, as angles go."""


def which_doors(doors: pd.DataFrame, shapes: NDArray[np.object_]) -> pd.DataFrame:
    """
    Tell the doors of one building apart.

    Parameters
    ----------
    doors
        ``building`` (position in `shapes`), ``x`` and ``y``, sorted by these.
    shapes
        All footprints, valid.

    Returns
    -------
    DataFrame
        Indexed as `doors`: ``door`` (1, 2, ... from west to east) and ``side`` (N, NE,
        ... : where the nearest side of the outline looks to, grid north being north);
        both missing at the only door of a building, ``side`` at one drawn as a point.
        Of sides as near, the one that is listed first.

    Examples
    --------
    >>> import shapely
    >>> slab = np.array([shapely.box(0, 0, 60, 10)])
    >>> which_doors(pd.DataFrame({"building": 0, "x": [15, 45], "y": [0, 10]}), slab)
       door side
    0     1    S
    1     2    N
    """
    several = doors["building"].duplicated(keep=False).to_numpy()
    number = (doors.groupby("building").cumcount() + 1).astype("Int64")
    told = pd.DataFrame({"door": number.where(several), "side": None})
    asked = np.flatnonzero(several)
    building, row = np.unique(doors["building"].to_numpy()[asked], return_inverse=True)
    sides = facades(shapes[building])
    first = np.searchsorted(sides.building, row, "left")
    count = np.searchsorted(sides.building, row, "right") - first
    door = np.repeat(np.arange(len(asked)), count)
    side = np.arange(len(door)) - np.repeat(np.cumsum(count) - count, count)
    side += np.repeat(first, count)
    here = doors[["x", "y"]].to_numpy(dtype=float)[asked[door]] - sides.start[side]
    along_m = np.sum(here * sides.along[side], axis=1)
    foot = np.clip(along_m, 0, sides.length_m[side])[:, None] * sides.along[side]
    apart_m = np.round(np.hypot(*(here - foot).T), 3)
    order = np.lexsort((side, apart_m, door))
    door, nearest = np.unique(door[order], return_index=True)
    outward = sides.outward[side[order][nearest]]
    eighth = np.round(np.arctan2(outward[:, 1], outward[:, 0]) * 4 / np.pi)
    names = np.array(COMPASS, dtype=object)[eighth.astype(np.int64) % len(COMPASS)]
    told.iloc[asked[door], 1] = names
    return told
