"""`undo-datum` and `to-working-crs`: every table where it is, in one CRS."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.crs import label
from servicecircle.repair.outcome import Outcome, log_of, together
from servicecircle.tables.datum_words import datum_in_cell
from servicecircle.tables.match_columns import fold

if TYPE_CHECKING:
    import pyproj

    from servicecircle.area.reading import Reading
    from servicecircle.repair.draft import Draft, SourceTable

UNDO, PROJECT = "undo-datum", "to-working-crs"
NO_SHIFT = "wgs84"


def undo_datum(draft: Draft, _width_m: float | None) -> Outcome:
    """Write tables that `area.toml` says are shifted as they really lie."""
    shifted = [s for s in draft.tables.values() if _is_shifted(s)]
    return together(_moved(source, draft.crs, UNDO) for source in shifted)


def to_working_crs(draft: Draft, _width_m: float | None) -> Outcome:
    """Write tables that are in another CRS in the working one."""
    others = [
        source
        for source in draft.tables.values()
        if not source.in_working_crs
        and not _is_shifted(source)
        and not shapely.is_missing(source.shapes).all()
        and not _is_as_it_lies(source.reading, draft.crs)
    ]
    return together(_moved(source, draft.crs, PROJECT) for source in others)


def _is_shifted(source: SourceTable) -> bool:
    """Whether the table is, or some of its rows are by what they say."""
    said = {source.reading.datum} | _named_in_rows(source)
    return said != {NO_SHIFT} and not source.in_working_crs


def _named_in_rows(source: SourceTable) -> set[str]:
    """Name the datums that rows say they are in."""
    frame, matched = source.conformed
    if "datum" not in matched:
        return set()
    words = frame["datum"].dropna().unique()
    return {datum for word in words if (datum := datum_in_cell(fold(word)))}


def _is_as_it_lies(reading: Reading, crs: pyproj.CRS) -> bool:
    """Whether the file's numbers are places in the working CRS as they stand."""
    return (
        reading.crs is not None
        and not reading.swap_axes
        and reading.crs.equals(crs, ignore_axis_order=True)
    )


def _said(source: SourceTable) -> str:
    """Say how a file's numbers are read."""
    reading = source.reading
    system = "a local system" if reading.crs is None else label(reading.crs)
    shift = "" if reading.datum == NO_SHIFT else f", {reading.datum}"
    named = _named_in_rows(source) - {reading.datum}
    also = f", where rows say so {' and '.join(sorted(named))}" if named else ""
    return system + shift + also + (", axes swapped" if reading.swap_axes else "")


def _moved(source: SourceTable, crs: pyproj.CRS, what: str) -> Outcome:
    count = int((~shapely.is_missing(source.shapes)).sum())
    before = f"{count} rows in {_said(source)}"
    line = (source.name, "*", what, before, label(crs), 0.0)
    moved = replace(source, changed=True, in_working_crs=True)
    return Outcome((moved,), log_of([line]), np.array([None], dtype=object))
