"""`utf8`: shapefiles and old text as GeoPackage and UTF-8, with whole names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from servicecircle.repair.outcome import Outcome, log_of, together
from servicecircle.tables.match_columns import fold

if TYPE_CHECKING:
    from servicecircle.repair.draft import Draft, SourceTable
    from servicecircle.tables import Column

NAME = "utf8"
SHAPEFILE, TEXT = ".shp", ".csv"


def to_utf8(draft: Draft, _width_m: float | None) -> Outcome:
    """
    Write shapefiles as GeoPackage and other text as UTF-8.

    Column names that a shapefile cut become whole again where one of the table's
    words begins with what is left of them.
    """
    old = [source for source in draft.tables.values() if _is_old(source)]
    return together(
        _renewed(source, _named_for_others(draft, source)) for source in old
    )


def _is_old(source: SourceTable) -> bool:
    if source.changed:
        return False
    if not isinstance(source.path, Path):
        return False
    suffix = source.path.suffix.lower()
    return suffix == SHAPEFILE or (suffix == TEXT and not _is_utf8(source.path))


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _named_for_others(draft: Draft, source: SourceTable) -> set[str]:
    """Name the columns by which levels are derived from this table: they stay."""
    return {
        column
        for section in draft.config.levels.values()
        if section.derive_from is not None and section.derive_from is source.level
        for column in section.columns.values()
    }


def _renewed(source: SourceTable, fixed: set[str]) -> Outcome:
    _, matched = source.conformed
    whole = {}
    for name, column in matched.items():
        word = _whole_name(source.spec.column(name), column)
        if column not in fixed and word not in {column, *source.raw.columns}:
            whole[column] = word
    own = {
        name: whole.get(column, column)
        for name, column in source.section.columns.items()
    }
    section = source.section.model_copy(update={"columns": own})
    renamed = replace(
        source, raw=source.raw.rename(columns=whole), section=section, changed=True
    )
    kind = "CSV" if source.path.name.lower().endswith(TEXT) else "GPKG"
    lines = [
        (source.name, "*", NAME, source.path.name, kind, 0.0),
        *((source.name, "*", NAME, cut, word, 0.0) for cut, word in whole.items()),
    ]
    places = np.full(len(lines), None, dtype=object)
    return Outcome((renamed,), log_of(lines), places)


def _whole_name(column: Column, found: str) -> str:
    """Give the one of a column's words that begins with what is left of it."""
    words = (column.name, *column.aliases, *column.fallbacks)
    if fold(found) in {fold(word) for word in words}:
        return found
    begun = [word for word in words if fold(word).startswith(fold(found))]
    return begun[0] if begun else found
