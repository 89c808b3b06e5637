"""Columns of streets and obstacles by what they mean, whatever a file calls them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from servicecircle.inputs import UnusableInputError
from servicecircle.tables.match_columns import match_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from servicecircle.tables import Table


def with_meanings(
    layer: gpd.GeoDataFrame,
    table: Table,
    *,
    columns: Mapping[str, str],
    source: str,
) -> gpd.GeoDataFrame:
    """
    Call the columns of a layer by what they mean; all others stay as they are.

    Parameters
    ----------
    layer
        As the file has it.
    table
        `streets` or `obstacles`.
    columns
        What `area.toml` says, from the meaning to the file's column; it goes first.
        Then a column that has the very name, then one of its other names.
    source
        What to call the file in messages.

    Raises
    ------
    UnusableInputError
        If a named column is not there, or two could be the one.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from servicecircle.tables import table
    >>> layer = gpd.GeoDataFrame({"是否台阶": ["是"], "locked": ["no"], "lit": ["yes"]})
    >>> with_meanings(layer, table("streets"), columns={}, source="s.shp")
      steps closed  lit
    0     是     no  yes
    """
    found = [str(c) for c in layer.columns if c != layer.active_geometry_name]
    plain = {name for name in table.names if name in found and name not in columns}
    asked = replace(
        table, columns=tuple(c for c in table.columns if c.name not in plain)
    )
    free = [name for name in found if name not in plain]
    matched, problems = match_columns(free, asked, columns=columns, source=source)
    for problem in problems:
        if problem.blocks:
            raise UnusableInputError(problem.message, problem.remedy, rule=problem.rule)
    replaced = [name for name in matched if name in found and name != matched[name]]
    return layer.drop(columns=replaced).rename(
        columns={column: name for name, column in matched.items()}
    )
