"""`undo-datum` and `to-working-crs`: every table where it is, in one CRS."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from servicecircle.crs import LONLAT, label, parse_crs
from servicecircle.repair.outcome import Outcome, log_of, together

if TYPE_CHECKING:
    import pyproj

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
        and (
            source.section.swap_axes
            or not _own_crs(source).equals(draft.crs, ignore_axis_order=True)
        )
    ]
    return together(_moved(source, draft.crs, PROJECT) for source in others)


def _is_shifted(source: SourceTable) -> bool:
    return source.section.datum != NO_SHIFT and not source.in_working_crs


def _own_crs(source: SourceTable) -> pyproj.CRS:
    """Say what the file's numbers are in."""
    if isinstance(source.raw, gpd.GeoDataFrame):
        own: pyproj.CRS = source.raw.crs
        return own
    return LONLAT if source.section.crs is None else parse_crs(source.section.crs)


def _moved(source: SourceTable, crs: pyproj.CRS, what: str) -> Outcome:
    count = int((~shapely.is_missing(source.shapes)).sum())
    datum = source.section.datum
    shift = "" if datum == NO_SHIFT else f", {datum}"
    turned = ", axes swapped" if source.section.swap_axes else ""
    before = f"{count} rows in {label(_own_crs(source))}{shift}{turned}"
    line = (source.name, "*", what, before, label(crs), 0.0)
    moved = replace(source, changed=True, in_working_crs=True)
    return Outcome((moved,), log_of([line]), np.array([None], dtype=object))
