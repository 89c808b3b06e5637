"""Which column says which unit a row belongs to: by what it holds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from servicecircle.tables.match_columns import fold
from servicecircle.tables.schema import level_aliases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicecircle.area.draft.parts import Part
    from servicecircle.vocabulary import Level

WORDS = ("所属", "隶属", "归属", "上级", "父", "parent", "belong")
"""Words in names of columns that say what a row belongs to."""
MOSTLY = 0.9
"""The share of the cells that must be codes, or names, of units."""


def settle_belonging(part: Part, column: str, level: Level, units: Part) -> None:
    """
    Settle the column that names the units that a section's rows belong to.

    Parameters
    ----------
    part
        A section whose columns are settled; its settings and remarks are filled in.
    column
        What the column means in the section's table: parent_id, grid_id ...
    level
        The level of those units.
    units
        The section of that level.

    Notes
    -----
    A name that the tables know counts already. Beyond that a column counts if its name
    speaks of belonging or of the level, and its cells are codes of the level's units.
    """
    if column in part.recognised or "unit_id" not in units.recognised:
        return
    codes = _words(units, "unit_id")
    names = _words(units, "name")
    for name in _able(part, level):
        cells = part.look.sample[name].dropna().astype("str").str.strip()
        if not len(cells):
            continue
        if cells.isin(codes).mean() >= MOSTLY:
            part.recognised[column] = name
            columns = part.settings.setdefault("columns", {})
            assert isinstance(columns, dict)  # noqa: S101 - settle_columns wrote it
            columns[column] = name
            part.remarks.append(f"{name} holds codes of the {_said(level)}")
            return
        if cells.isin(names).mean() >= MOSTLY:
            part.remarks.append(
                f"{name} names the {_said(level)} in words, which are no codes; where "
                "rows belong is found by their place"
            )
            return


def settle_parents(levels: Mapping[Level, Part], tables: Mapping[str, Part]) -> None:
    """Settle what every level and the buildings belong to."""
    order = sorted(levels, key=list(level_aliases()).index)
    for above, level in pairwise(order):
        settle_belonging(levels[level], "parent_id", above, levels[above])
    if "buildings" in tables:
        for level in order:
            settle_belonging(tables["buildings"], level.id_column, level, levels[level])


def _able(part: Part, level: Level) -> list[str]:
    """List free columns whose names speak of belonging, those of the level first."""
    ids, names = level_aliases()[level]
    own = {fold(word) for word in (*ids, *names)}
    free = [c for c in part.look.columns if c not in part.recognised.values()]
    of_level = [c for c in free if any(fold(c).endswith(word) for word in own)]
    others = [c for c in free if any(word in fold(c) for word in WORDS)]
    return list(dict.fromkeys([*of_level, *others]))


def _words(units: Part, column: str) -> set[str]:
    if column not in units.recognised:
        return set()
    cells = units.look.frame[units.recognised[column]]
    return set(cells.dropna().astype("str").str.strip())


def _said(level: Level) -> str:
    return level.layer.replace("_", " ")
