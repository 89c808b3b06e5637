"""Editions of which one calls its units by the name of another level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.inputs import UnusableInputError
from servicecircle.tables.say import warning

if TYPE_CHECKING:
    import geopandas as gpd

    from servicecircle.crosswalk.edition import Edition
    from servicecircle.findings import Finding
    from servicecircle.vocabulary import Level

TIMES = 2.0
"""Editions of one level whose numbers of units differ by less are of one level."""
MANY_TIMES = 3.0
"""By more, and with no unit alike, they may not be."""
ALIKE = 0.5
"""Units are alike if so much of what they cover together is common to both."""
MOST, FEW = 0.5, 0.1
"""Shares of the units that are alike: of one level, and of another one."""


def check_wrong_level(old: Edition, new: Edition, level: Level) -> list[Finding]:
    """
    Refuse units that are those of another level of the other edition.

    Parameters
    ----------
    old, new
        The editions.
    level
        The level that both say they have.

    Returns
    -------
    list of Finding
        A warning where one has more than three times as many units and hardly any is
        alike, and the other levels do not tell why.

    Raises
    ------
    UnusableInputError
        If the units of one edition are unlike those of the same level in the other
        (fewer than one in ten cover the same ground by half), and like those of another
        level of it (at least one in two).
    """
    counts = [len(edition.levels[level]) for edition in (old, new)]
    times = max(counts) / min(counts)
    if times < TIMES or _alike(new.levels[level], old.levels[level]) >= FEW:
        return []
    for one, other in ((new, old), (old, new)):
        units = one.levels[level]
        for k in other.levels:
            if k != level and _alike(units, other.levels[k]) >= MOST:
                _refuse(one, other, level, k)
    if times < MANY_TIMES:
        return []
    message = (
        f"{old.name} has {counts[0]:,} {level.layer} and {new.name} has {counts[1]:,}, "
        "and hardly one of them is alike."
    )
    remedy = "Check that both files hold this level, and not one above or below it."
    return [warning("editions-level", level.layer, message, remedy)]


def _refuse(one: Edition, other: Edition, level: Level, like: Level) -> None:
    msg = (
        f"The {len(one.levels[level]):,} {level.layer} of {one.name} are like the "
        f"{len(other.levels[like]):,} {like.layer} of {other.name}, and not like its "
        f"{len(other.levels[level]):,} {level.layer}."
    )
    remedy = f"Say that they are of the level {like.value}, or name the right file."
    raise UnusableInputError(msg, remedy, rule="editions-level")


def _alike(units: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> float:
    """Say which share of the smaller set has a counterpart in the larger one."""
    few, many = sorted((units, others), key=len)
    shapes = [np.array(frame.geometry.array, dtype=object) for frame in (few, many)]
    left, right = shapely.STRtree(shapes[1]).query(shapes[0], predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[0][left], shapes[1][right]))
    areas = [shapely.area(part) for part in shapes]
    both = areas[0][left] + areas[1][right] - common
    return len(np.unique(left[common >= ALIKE * both])) / len(few)
