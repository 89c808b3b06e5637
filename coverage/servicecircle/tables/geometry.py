"""Checks on a table's geometry: there, of the right kind, and valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from servicecircle.findings import Finding
from servicecircle.vocabulary import Severity

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from servicecircle.tables.schema import Table

POINTS = (0,)
POLYGONS = (3, 6)
LISTED = 100
_ALLOWED = {"point": POINTS, "polygon": POLYGONS, "shape": POINTS + POLYGONS}
_WANTED = {"point": "a point", "polygon": "a polygon", "shape": "a polygon or a point"}
_KINDS = {
    -1: "no geometry",
    0: "a point",
    1: "a line",
    2: "a ring",
    3: "a polygon",
    4: "a group of points",
    5: "a group of lines",
    6: "a group of polygons",
    7: "a collection",
}


def check_geometry(
    frame: gpd.GeoDataFrame, table: Table, *, source: str
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """
    Prove that every row has a usable geometry of the table's kind.

    Parameters
    ----------
    frame
        A conformed frame with geometry.
    table
        Says which kind of geometry is wanted.
    source
        What to call the file in messages.

    Returns
    -------
    frame
        The same rows in two dimensions. A group of one is taken out of its group, and
        a polygon that crosses itself is repaired.
    findings
        Errors: empty geometry, the wrong kind, coordinates that are no numbers.
        Warnings: polygons that were repaired, with the reason.
    """
    column = table.geometry
    if column is None:
        return frame, []
    shapes = shapely.force_2d(np.array(frame.geometry.array, dtype=object))
    shapes = _out_of_groups_of_one(shapes)
    kinds = shapely.get_type_id(shapes)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    bounds = shapely.bounds(shapes)
    endless = ~empty & ~np.isfinite(bounds).all(axis=1)
    wrong = ~empty & ~np.isin(kinds, _ALLOWED[column.dtype])

    findings = _rows(
        frame,
        table,
        source,
        empty,
        "empty-geometry",
        "has no geometry",
        "Draw it, give it coordinates, or delete the row.",
    )
    for kind in np.unique(kinds[wrong]):
        findings += _rows(
            frame,
            table,
            source,
            wrong & (kinds == kind),
            "geometry-kind",
            f"is {_KINDS[int(kind)]}, and {table.name} want {_WANTED[column.dtype]}",
            "Check that the right file and layer are named in area.toml.",
        )
    findings += _rows(
        frame,
        table,
        source,
        endless,
        "geometry-not-finite",
        "has coordinates that are not finite numbers",
        "Draw it again, or delete the row.",
    )
    sound = ~empty & ~wrong & ~endless
    shapes, repaired = _repaired(frame, shapes, sound, table, source)
    return frame.set_geometry(shapes, crs=frame.crs), findings + repaired


def _out_of_groups_of_one(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    single = (shapely.get_type_id(shapes) >= 4) & (
        shapely.get_num_geometries(shapes) == 1
    )  # noqa: PLR2004 - GEOS numbers groups from 4
    return np.where(single, shapely.get_geometry(shapes, 0), shapes)


def _repaired(
    frame: pd.DataFrame,
    shapes: NDArray[np.object_],
    sound: NDArray[np.bool_],
    table: Table,
    source: str,
) -> tuple[NDArray[np.object_], list[Finding]]:
    """Repair polygons that cross themselves, keeping only what has an area."""
    invalid = sound & ~shapely.is_valid(shapes)
    if not invalid.any():
        return shapes, []
    reasons = shapely.is_valid_reason(shapes[invalid])
    fixed = shapes.copy()
    fixed[invalid] = shapely.make_valid(
        shapes[invalid], method="structure", keep_collapsed=False
    )
    nothing_left = invalid & shapely.is_empty(fixed)
    findings = _rows(
        frame,
        table,
        source,
        nothing_left,
        "empty-geometry",
        "is a polygon without an area",
        "Draw it again, or delete the row.",
    )
    for position, reason in zip(np.flatnonzero(invalid), reasons, strict=True):
        findings += _rows(
            frame,
            table,
            source,
            np.arange(len(shapes)) == position,
            "geometry-repaired",
            f"is not a valid polygon ({reason}) and was repaired",
            "Repair it in the source, so that the area meant is the area used.",
            severity=Severity.WARNING,
        )
        if len(findings) >= LISTED:
            break
    return fixed, findings


def _rows(  # noqa: PLR0913 - the parts of a sentence
    frame: pd.DataFrame,
    table: Table,
    source: str,
    rows: NDArray[np.bool_],
    rule: str,
    says: str,
    remedy: str,
    *,
    severity: Severity = Severity.ERROR,
) -> list[Finding]:
    noun = frame.index.name or "row"
    keys = frame[table.key].fillna("") if table.key else None
    findings = []
    for position in np.flatnonzero(rows)[:LISTED]:
        key = "" if keys is None else str(keys.iloc[position])
        named = f" ({key})" if key else ""
        message = f"{source} {noun} {frame.index[position]}{named} {says}."
        findings.append(Finding(severity, rule, table.name, key, message, remedy))
    rest = int(rows.sum()) - LISTED
    if rest > 0:
        message = f"{source}: {rest} more {noun}s: each {says}."
        findings.append(Finding(severity, rule, table.name, "", message, remedy))
    return findings
