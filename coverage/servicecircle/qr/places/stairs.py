"""How many doors a building has whose entrances are not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.area.qr_config import StairsSection


def count_doors(
    buildings: pd.DataFrame, front_m: NDArray[np.float64], rule: StairsSection
) -> NDArray[np.int64]:
    """
    Count the doors to plan for each building.

    Parameters
    ----------
    buildings
        ``floors``, and ``stairs`` and ``households`` where they are known; all may
        miss.
    front_m
        Length of each building's free front, in metres.
    rule
        Which numbers count, in which order, and for how much.

    Returns
    -------
    ndarray, shape (buildings,)
        At least 1. A building of fewer floors than `from_floors` has 1, unless its
        stairs are stated; one whose floors are not known is counted by the rule. More
        than `most` are cut to it.

    Examples
    --------
    >>> import pandas as pd
    >>> from servicecircle.area.qr_config import StairsSection
    >>> slabs = pd.DataFrame({"floors": [7, 7, None], "households": [42, None, 42]})
    >>> count_doors(slabs, np.array([65.0, 65.0, 20.0]), StairsSection())
    array([2, 2, 1])
    """
    floors = buildings["floors"].to_numpy(dtype=float)
    count = np.full(len(buildings), np.nan)
    for name in rule.by:
        counted = _counted(name, buildings, floors, front_m, rule)
        count = np.where(np.isnan(count), counted, count)
    whole = np.clip(np.nan_to_num(count, nan=1.0), 1, rule.most)
    return np.asarray(whole, dtype=np.int64)


def _counted(
    name: str,
    buildings: pd.DataFrame,
    floors: NDArray[np.float64],
    front_m: NDArray[np.float64],
    rule: StairsSection,
) -> NDArray[np.float64]:
    """Count by one rule; missing where the building lacks the numbers for it."""
    if name == "stairs":
        stated = _column(buildings, "stairs")
        return np.where(stated >= 1, np.ceil(stated), np.nan)
    if name == "households":
        homes = _column(buildings, "households")
        per_stair = np.where(floors >= 1, floors, np.nan) * rule.households_per_floor
        count = np.ceil(homes / per_stair)
    else:
        count = np.ceil(np.round(front_m, 1) / rule.facade_m)
    return np.where(floors < rule.from_floors, np.minimum(count, 1), count)


def _column(buildings: pd.DataFrame, name: str) -> NDArray[np.float64]:
    if name not in buildings:
        return np.full(len(buildings), np.nan)
    return buildings[name].to_numpy(dtype=float)
