"""Appeals that name no unit take it from their coordinates, which are then dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from servicecircle.area.placing import place
from servicecircle.area.reading import Reading, in_working_crs
from servicecircle.crs import parse_crs
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.appeals.troubles import Troubles
    from servicecircle.area.planning_area import PlanningArea

NOWHERE = -1


def units_by_point(
    raw: pd.DataFrame,
    matched: Mapping[str, str],
    asked: NDArray[np.bool_],
    *,
    area: PlanningArea,
    troubles: Troubles,
) -> NDArray[np.intp]:
    """
    Find the finest unit that holds each appeal's point.

    Parameters
    ----------
    raw, matched
        The register, and which of its columns are what.
    asked
        Appeals whose point is looked at: the others name where they are.
    area
        The planning area; `crs` and `datum` of its `[appeals]` say what the
        coordinates are in. Without `crs` none is used, since none is guessed.
    troubles
        Is told of coordinates that are not used, no numbers, or outside every unit.

    Returns
    -------
    array of int, shape (appeals,)
        Position among the finest units, -1 where there is none. A point on a border
        belongs to the unit whose id sorts first.
    """
    found = np.full(len(raw), NOWHERE, dtype=np.intp)
    section = area.config.appeals
    if section is None or "x" not in matched or "y" not in matched:
        return found
    if section.crs is None:
        troubles.say(
            "appeal-coordinates-unused",
            f"{troubles.source} has coordinates, and area.toml does not say what they "
            "are in: they are not used.",
            'Write crs = "EPSG:4326" (or datum = "gcj02" beside it) in [appeals].',
            severity=Severity.NOTE,
        )
        return found
    cells = raw.loc[asked, [matched["x"], matched["y"]]]
    x, y = (
        pd.to_numeric(cells[matched[axis]], errors="coerce").to_numpy(dtype=float)
        for axis in ("x", "y")
    )
    at = np.flatnonzero(asked)
    known = np.isfinite(x) & np.isfinite(y)
    wrong = np.zeros(len(raw), dtype=bool)
    wrong[at] = ~known & cells.notna().any(axis=1).to_numpy()
    troubles.rows(
        "appeal-coordinates",
        wrong,
        "appeals have coordinates that are no two numbers",
        "Write longitude and latitude, or east and north, as numbers.",
    )
    points = in_working_crs(
        np.asarray(shapely.points(x[known], y[known]), dtype=object),
        Reading(parse_crs(section.crs), datum=section.datum),
        crs=area.crs,
    )
    finite = np.isfinite(shapely.get_coordinates(points)).all(axis=1)
    inside = np.full(len(points), NOWHERE, dtype=np.int64)
    inside[finite] = place(points[finite], area.units(area.finest))
    found[at[known]] = inside
    outside = np.zeros(len(raw), dtype=bool)
    outside[at[known]] = inside == NOWHERE
    troubles.rows(
        "appeal-outside",
        outside,
        f"appeals lie in no {area.finest.value.replace('_', ' ')} by their coordinates",
        "See whether crs and datum in [appeals] are right; else they are outside.",
    )
    return found
