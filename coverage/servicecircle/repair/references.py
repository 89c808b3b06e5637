"""Which columns of which tables hold the same codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servicecircle.repair.draft import Draft


class Codes(NamedTuple):
    """A column of codes: the table, its own word for the column, and whose codes."""

    table: str
    column: str
    of: str
    """The table whose rows the codes name."""


def columns_of_codes(draft: Draft) -> Iterator[Codes]:
    """
    Name every column of codes: keys, parents, the units and buildings that rows name.

    Parents are those of the next level that has a file.
    """
    levels = draft.levels()
    above = None
    for units in levels:
        yield Codes(units.name, "unit_id", units.name)
        if above is not None:
            yield Codes(units.name, "parent_id", above)
        above = units.name
    for units in levels:
        if units.level is not None:
            yield Codes("buildings", units.level.id_column, units.name)
    yield Codes("buildings", "building_id", "buildings")
    if "entrances" in draft.tables:
        yield Codes("entrances", "building_id", "buildings")
