"""`drop-outside` and `drop-orphan-entrances`: what belongs to no place here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.area.placing import representative_points
from servicecircle.repair.outcome import Outcome, take_out, together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from servicecircle.repair.draft import Draft, SourceTable

OUTSIDE, ORPHANS = "drop-outside", "drop-orphan-entrances"
TABLES = ("stations", "buildings", "candidates")


def drop_outside(draft: Draft, _width_m: float | None) -> Outcome:
    """Set aside stations, buildings and candidate sites outside the district."""
    levels = draft.levels()
    if not levels:
        return Outcome()
    shapes = levels[0].shapes
    district = shapely.union_all(shapes[~shapely.is_missing(shapes)])
    shapely.prepare(district)
    named = [draft.tables[name] for name in TABLES if name in draft.tables]
    return together(_of_table(source, district) for source in named)


def drop_orphan_entrances(draft: Draft, _width_m: float | None) -> Outcome:
    """Set aside entrances of buildings that are not there."""
    if "entrances" not in draft.tables:
        return Outcome()
    entrances = draft.tables["entrances"]
    frame, matched = entrances.conformed
    if "building_id" not in matched:
        return Outcome()
    named = frame["building_id"]
    known = draft.tables["buildings"].ids()
    rows = (named.notna() & ~named.isin(known)).to_numpy(dtype=bool)
    labels = named[rows].tolist()
    reasons = [f"names the building {label}, which is not there" for label in labels]
    return take_out(entrances, rows, what=ORPHANS, labels=labels, reasons=reasons)


def _of_table(source: SourceTable, district: shapely.Geometry) -> Outcome:
    rows = _outside(source.shapes, district)
    labels = source.ids().fillna("")[rows].tolist()
    far_m = shapely.distance(district, source.shapes[rows])
    reasons = [f"{metres:,.0f} m outside the district" for metres in far_m]
    return take_out(source, rows, what=OUTSIDE, labels=labels, reasons=reasons)


def _outside(
    shapes: NDArray[np.object_], district: shapely.Geometry
) -> NDArray[np.bool_]:
    """Say which shapes stand outside, by a point in each; the border is inside."""
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    rows = np.zeros(len(shapes), dtype=bool)
    spots = representative_points(shapes[there])
    rows[there] = ~shapely.intersects(district, spots)
    return rows
