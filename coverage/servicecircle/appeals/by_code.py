"""Appeals that came by a code take their place from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.appeals.units import NOWHERE, categories, say_nowhere
from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from servicecircle.appeals.register import AppealsTable
    from servicecircle.area.planning_area import PlanningArea


def placed_by_codes(
    appeals: AppealsTable,
    area: PlanningArea,
    places: pd.DataFrame,
    *,
    findings: Iterable[Finding] = (),
) -> AppealsTable:
    """
    Put appeals where the code hangs that was scanned.

    Parameters
    ----------
    appeals
        The register as read.
    area
        The planning area.
    places
        Indexed like the register's frame: ``building_id`` and ``<level>_id``, missing
        where no code is believed.
    findings
        What was found when codes were read.

    Returns
    -------
    AppealsTable
        A believed code's units go before those that the register names, on all levels
        at once; its building fills one that is not named.
    """
    frame = appeals.frame
    finest = appeals.finest.id_column
    position = area.levels[appeals.finest].index.get_indexer(places[finest])
    known = position != NOWHERE
    columns = {}
    for level, units in area.levels.items():
        code = units.index.get_indexer(places[level.id_column])
        named = frame[level.id_column].cat.codes.to_numpy()
        columns[level.id_column] = categories(
            np.where(known & (code != NOWHERE), code, named), units.index
        )
    named = frame["building_id"].cat.codes.to_numpy()
    by_code = area.buildings.index.get_indexer(places["building_id"])
    columns["building_id"] = categories(
        np.where(named == NOWHERE, by_code, named), area.buildings.index
    )
    before = frame[finest].cat.codes.to_numpy()
    moved = int((known & (before != NOWHERE) & (before != position)).sum())
    told = [f for f in appeals.problems if f.rule != "appeal-without-unit"]
    told += findings
    counts = {k: n for k, n in appeals.counts.items() if k != "appeal-without-unit"}
    if moved:
        counts["appeal-code-elsewhere"] = moved
        message = (
            f"{moved:,} appeals came by a code that hangs in another unit than they "
            "name; the code counts."
        )
        remedy = "Correct the unit in the register, or see whether a plate was moved."
        told.append(
            Finding(
                Severity.NOTE, "appeal-code-elsewhere", "appeals", "", message, remedy
            )
        )
    placed = frame.assign(**columns)
    nowhere = placed[finest].cat.codes.to_numpy() == NOWHERE
    left = say_nowhere("appeals", placed.index, nowhere, appeals.finest)
    return replace(
        appeals,
        frame=placed,
        problems=(*told, *left.findings),
        counts=dict(sorted((counts | left.counts).items())),
    )
