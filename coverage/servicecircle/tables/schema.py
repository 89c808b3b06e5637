"""Every input and output table, stated once as data (`columns.csv`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from servicecircle._validation import suggest
from servicecircle.vocabulary import Level

GEOMETRIES = ("point", "polygon", "shape", "drawing")
"""
The dtypes that a geometry column can have.

A shape is a point or a polygon, a drawing a line or a polygon.
"""
NAME_UNITS = ("buildings", "appeals", "resources", "orders")
"""Tables whose rows may name the unit of any level that they belong to."""
BELONGS_TO = "所属"
"""Before a level's word: the unit of that level which this one belongs to."""


@dataclass(frozen=True)
class Column:
    """One column of a table: what it holds and how files call it."""

    name: str
    dtype: str
    """key, id, text, number, date, time, list, flag, or one of `GEOMETRIES`."""
    unit: str = ""
    required: bool = False
    minimum: float | None = None
    aliases: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    """Words so common that they count only where no alias is there."""
    meaning: str = ""

    @property
    def is_geometry(self) -> bool:
        """Whether the column holds the row's geometry."""
        return self.dtype in GEOMETRIES


@dataclass(frozen=True)
class Table:
    """
    A table by name, with its columns in order.

    Examples
    --------
    >>> stations = table("stations")
    >>> stations.key
    'station_id'
    >>> stations.column("capacity").unit
    'persons'
    """

    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str | None:
        """The column that names the rows, if rows have a name of their own."""
        return next((c.name for c in self.columns if c.dtype == "key"), None)

    @property
    def names(self) -> list[str]:
        """The column names, without geometry."""
        return [c.name for c in self.columns if not c.is_geometry]

    def column(self, name: str) -> Column:
        """Return one column by its name."""
        return next(c for c in self.columns if c.name == name)

    @property
    def geometry(self) -> Column | None:
        """The geometry column, if the table has one."""
        return next((c for c in self.columns if c.is_geometry), None)


def table(name: str) -> Table:
    """
    Look a table up by its name.

    Raises
    ------
    KeyError
        If there is no such table.

    Examples
    --------
    >>> table("findings").names
    ['severity', 'rule', 'table', 'id', 'message', 'remedy']
    """
    if name not in tables():
        msg = f"There is no table {name!r}. {suggest(name, tables())}"
        raise KeyError(msg)
    return tables()[name]


def units_table(level: Level, parent: Level | None) -> Table:
    """
    Give the table of units the words of one level and of the level above it.

    >>> grids = units_table(Level.GRID, Level.COMMUNITY)
    >>> "WGBM" in grids.column("unit_id").aliases
    True
    >>> {"SQCODE", "所属社区编码"} <= set(grids.column("parent_id").aliases)
    True
    """
    ids, names = level_aliases()[level]
    above = level_aliases()[parent][0] if parent else ()
    belongs = tuple(f"{BELONGS_TO}{word}" for word in above if not word.isascii())
    extra = {"unit_id": ids, "name": names, "parent_id": (*above, *belongs)}
    return Table(
        level.layer,
        tuple(
            replace(c, aliases=(*c.aliases, *extra.get(c.name, ())))
            for c in table("units").columns
        ),
    )


@cache
def tables() -> dict[str, Table]:
    """Read all tables, by name."""
    columns: dict[str, list[Column]] = {}
    for row in _rows("columns.csv"):
        columns.setdefault(row["table"], []).append(_column(row))
    return {name: Table(name, tuple(found)) for name, found in columns.items()}


@cache
def level_aliases() -> dict[Level, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Read how files call each level's code and name."""
    return {
        Level(row["level"]): (_words(row["id_aliases"]), _words(row["name_aliases"]))
        for row in _rows("level_aliases.csv")
    }


def _column(row: dict[str, str]) -> Column:
    aliases = _words(row["aliases"])
    by_id_column = {level.id_column: level for level in Level}
    if row["table"] in NAME_UNITS and row["column"] in by_id_column:
        aliases = level_aliases()[by_id_column[row["column"]]][0]
    return Column(
        name=row["column"],
        dtype=row["dtype"],
        unit=row["unit"],
        required=row["required"] == "yes",
        minimum=float(row["minimum"]) if row["minimum"] else None,
        aliases=aliases,
        fallbacks=_words(row["fallbacks"]),
        meaning=row["meaning"],
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _rows(name: str) -> list[dict[str, str]]:
    text = files("servicecircle.tables").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
