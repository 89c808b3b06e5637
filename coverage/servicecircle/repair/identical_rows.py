"""`drop-identical-rows`: of rows that are the same in every cell, keep one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from servicecircle.repair.outcome import take_out, together

if TYPE_CHECKING:
    from servicecircle.repair.draft import Draft, SourceTable
    from servicecircle.repair.outcome import Outcome

NAME = "drop-identical-rows"


def drop_identical_rows(draft: Draft, _width_m: float | None) -> Outcome:
    """Set aside the later copies of rows that share their id, cells and geometry."""
    keyed = [source for source in draft.tables.values() if source.spec.key]
    return together(_of_table(source) for source in keyed)


def _of_table(source: SourceTable) -> Outcome:
    ids = source.ids()
    again = _cells(source.raw).duplicated(keep="first") & ids.notna()
    rows = again.to_numpy(dtype=bool)
    labels = ids[rows].tolist()
    noun = source.raw.index.name or "row"
    reasons = [f"{noun} {row}, a copy of another" for row in source.raw.index[rows]]
    return take_out(source, rows, what=NAME, labels=labels, reasons=reasons)


def _cells(raw: pd.DataFrame) -> pd.DataFrame:
    """Give every cell a form in which cells can be compared."""
    cells = pd.DataFrame(raw)
    if isinstance(raw, gpd.GeoDataFrame):
        name = raw.geometry.name
        cells = cells.assign(**{str(name): raw.geometry.to_wkb(hex=True)})
    mixed = [str(c) for c in cells.columns if cells[c].dtype == object]
    return cells.assign(**{name: cells[name].map(repr) for name in mixed})
