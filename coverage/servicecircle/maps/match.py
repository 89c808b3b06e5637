"""Match a result's rows to the things they are about: by id, one to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from servicecircle._validation import name_some
from servicecircle.crs import LONLAT
from servicecircle.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd


def rows_by_id(
    table: pd.DataFrame, ids: pd.Index, *, column: str, table_name: str, what: str
) -> pd.DataFrame:
    """
    Return the table's rows in the order of `ids`, refusing leftovers on either side.

    Parameters
    ----------
    table
        Rows that name their subject in `column`.
    ids
        The subjects, each once.
    column, table_name, what
        The id's column, the table's name and what the rows are about, for messages.

    Raises
    ------
    InputError
        If an id repeats, or is in one of the two and not in the other.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"unit_id": ["b", "a"], "share": [0.5, 1.0]})
    >>> rows_by_id(table, pd.Index(["a", "b"]), column="unit_id",
    ...            table_name="coverage", what="grids")["share"].tolist()
    [1.0, 0.5]
    """
    found = pd.Index(table[column])
    problems = {
        "has more than one row for": found[found.duplicated()].unique(),
        "has no row for": ids.difference(found),
        "has rows for unknown": found.difference(ids),
    }
    for problem, offending in problems.items():
        if len(offending):
            msg = (
                f"{table_name} {problem} {what} {name_some(offending)}. Measure and "
                "draw the same tables."
            )
            raise InputError(msg)
    return table.set_index(column).loc[ids]


def check_columns(table: pd.DataFrame, columns: list[str], *, table_name: str) -> None:
    """Refuse a table without the columns the map reads."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        msg = (
            f"{table_name} lacks the columns {name_some(missing)}. It has: "
            f"{name_some(table.columns)}."
        )
        raise InputError(msg)


def in_lonlat(shapes: gpd.GeoDataFrame, *, table_name: str) -> gpd.GeoSeries:
    """Return a table's shapes in degrees, refusing unknown CRS and empty shapes."""
    if shapes.crs is None:
        msg = f"{table_name} has no CRS. Set it with .set_crs(...)."
        raise InputError(msg)
    if not shapes.index.is_unique:
        repeated = shapes.index[shapes.index.duplicated()].unique()
        msg = f"{table_name} must have unique ids. Repeated: {name_some(repeated)}."
        raise InputError(msg)
    geometry = shapes.geometry
    void = geometry.isna() | geometry.is_empty
    if void.any():
        msg = (
            f"{table_name} has no geometry for {name_some(shapes.index[void])}. Draw "
            "them, or leave them out."
        )
        raise InputError(msg)
    return geometry.to_crs(LONLAT)
