"""Which unit an appeal belongs to: the one it names, or its building's."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from servicecircle.appeals.by_point import units_by_point
from servicecircle.appeals.troubles import Troubles
from servicecircle.tables.cells import convert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from servicecircle.area.planning_area import PlanningArea
    from servicecircle.tables.schema import Table
    from servicecircle.vocabulary import Level

NOWHERE = -1


def place_in_units(
    raw: pd.DataFrame,
    matched: Mapping[str, str],
    *,
    area: PlanningArea,
    table: Table,
    troubles: Troubles,
) -> pd.DataFrame:
    """
    Give every appeal its unit of each level.

    The finest unit is the one that is named, else that of the building that is named,
    else the one that holds the point;
    wider ones follow from it, else they are those that are named. The widest holds all.

    Returns
    -------
    DataFrame
        One ``<level>_id`` for each level and ``building_id`` (category, missing where
        not known).
    """
    levels = list(area.levels)
    named = {
        level: _positions(
            raw,
            matched,
            level.id_column,
            area.levels[level].index,
            table=table,
            troubles=troubles,
        )
        for level in levels
    }
    buildings = area.buildings.index
    building = _positions(
        raw, matched, "building_id", buildings, table=table, troubles=troubles
    )
    finest = area.finest
    at_home = area.levels[finest].index.get_indexer(area.buildings[finest.id_column])
    by_building = np.append(at_home, NOWHERE)[building]
    differ = (named[finest] >= 0) & (by_building >= 0) & (by_building != named[finest])
    troubles.rows(
        "appeal-building-elsewhere",
        differ,
        "appeals name a building that stands in another unit than they name; the unit "
        "that they name counts",
        "Correct the building or the unit.",
    )
    here = np.where(named[finest] >= 0, named[finest], by_building)
    by_point = units_by_point(
        raw, matched, here == NOWHERE, area=area, troubles=troubles
    )
    placed = {finest: np.where(here >= 0, here, by_point)}
    for above, level in reversed(list(pairwise(levels))):
        parents = area.levels[level]["parent_id"]
        parent = area.levels[above].index.get_indexer(parents)
        inherited = np.append(parent, NOWHERE)[placed[level]]
        placed[above] = np.where(inherited >= 0, inherited, named[above])
    if len(area.levels[area.widest]) == 1:
        placed[area.widest] = np.zeros(len(raw), dtype=np.intp)
    nowhere = placed[finest] == NOWHERE
    troubles.add(say_nowhere(troubles.source, raw.index, nowhere, finest))
    columns = {
        level.id_column: categories(placed[level], area.levels[level].index)
        for level in levels
    }
    columns["building_id"] = categories(building, buildings)
    return pd.DataFrame(columns, index=raw.index)


def say_nowhere(
    source: str, index: pd.Index, nowhere: NDArray[np.bool_], finest: Level
) -> Troubles:
    """Count the appeals that are in no unit of the finest level."""
    told = Troubles(source, index)
    told.rows(
        "appeal-without-unit",
        nowhere,
        f"appeals are in no {finest.value.replace('_', ' ')} that is known; they count "
        "only in the units above that are",
        "Name the unit or the building of each appeal.",
    )
    return told


def _positions(  # noqa: PLR0913 - a column, what it may name, and who is told
    raw: pd.DataFrame,
    matched: Mapping[str, str],
    column: str,
    known: pd.Index,
    *,
    table: Table,
    troubles: Troubles,
) -> NDArray[np.intp]:
    """Find the rows' units by the codes that they name."""
    if column not in matched:
        return np.full(len(raw), NOWHERE, dtype=np.intp)
    codes, words = pd.factorize(raw[matched[column]])
    texts, problems = convert(pd.Series(words), table.column(column))
    lost = np.zeros(len(texts) + 1, dtype=bool)
    for problem in problems:
        if problem.rule != "id-empty":
            lost[:-1] |= problem.rows
    troubles.rows(
        "appeal-code-spoiled",
        lost[codes],
        f"cells of {matched[column]!r} are codes that a spreadsheet has spoiled",
        "Store the column as text and enter the codes again from their source.",
    )
    position = np.append(known.get_indexer(pd.Index(texts)), NOWHERE)
    unknown = np.append(texts.notna().to_numpy(), False) & (position == NOWHERE)
    troubles.rows(
        "appeal-unit-unknown",
        unknown[codes],
        f"cells of {matched[column]!r} name what is not there",
        "Correct the codes, or bring the register and the tables to one edition.",
    )
    return np.asarray(position[codes], dtype=np.intp)


def categories(position: NDArray[np.intp], ids: pd.Index) -> pd.Categorical:
    """Make a column of ids from positions in them, `NOWHERE` where missing."""
    return pd.Categorical.from_codes(position, categories=ids.astype("str"))
